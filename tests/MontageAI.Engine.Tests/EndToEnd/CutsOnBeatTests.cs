using System.Globalization;
using System.Text.Json;
using MontageAI.Testing;
using MontageAI.Timelines;

namespace MontageAI.Engine.Tests.EndToEnd;

/// <summary>
/// The promise: in the rendered file, measured by a detector that knows nothing of the plan, every cut is the frame nearest to a beat.
/// </summary>
public sealed class CutsOnBeatTests
{
    // Neighbouring clips differ by far more than this at a cut, and frames within a clip by far less (mean absolute RGB difference).
    private const double CutLimit = 16;

    [TableTheory]
    [InlineData("24000/1001", 128)]
    [InlineData("25", 117.3)]
    [InlineData("30", 99.7)]
    [InlineData("60", 128)]
    [InlineData("50", 140)]
    [InlineData("30000/1001", 128)]
    public void Create_AtAnyRate_PutsEveryCutOnItsBeat(string rate, double bpm)
    {
        using TempFolder folder = new();
        TestClips.Make(folder.File("clips"), 10, 9, rate);
        double[] truth = TestSong.Write(folder.File("song.wav"), bpm, 40);

        Timeline timeline = Make(folder, rate, 24);

        AssertCutsOnBeats(folder.File("film.mp4"), timeline, truth);
    }

    // Enough clips that no take is gone on with after itself: two stretches of one test clip look too alike to tell a cut.
    [TableTheory]
    [InlineData(120, 12)]
    [InlineData(600, 48)]
    public void Create_ManyMinutes_DoesNotDrift(int seconds, int clips)
    {
        using TempFolder folder = new();
        TestClips.Make(folder.File("clips"), clips, 30, "30000/1001");
        double[] truth = TestSong.Write(folder.File("song.wav"), 126.5, seconds + 20);

        Timeline timeline = Make(folder, "30000/1001", seconds);

        Assert.InRange(timeline.Rate.SecondsAt(timeline.Frames), seconds - 5, seconds + 5);
        AssertCutsOnBeats(folder.File("film.mp4"), timeline, truth);
    }

    private static Timeline Make(TempFolder folder, string rate, int seconds)
    {
        ProgramRun.Succeed(
            "create",
            "--clips",
            folder.File("clips"),
            "--music",
            folder.File("song.wav"),
            "--output",
            folder.File("film.mp4"),
            "--duration",
            $"{seconds}",
            "--fps",
            rate,
            "--profile",
            "preview",
            "--cache-dir",
            folder.File("store")
        );
        return TimelineJson.Read(File.ReadAllText(folder.File("film.montage.json")), "film.montage.json");
    }

    private static void AssertCutsOnBeats(string path, Timeline timeline, double[] truth)
    {
        RenderedFilm film = new(path);
        double rate = timeline.Rate.Value;
        double halfFrame = 0.5 / rate;
        long[] planned = [.. timeline.Shots.Skip(1).Select(s => s.Record.Start)];

        // Length to the frame, every frame at its time, a key frame at each cut and nowhere else.
        Assert.Equal(timeline.Frames, film.FrameTimes.Length);
        for (int i = 0; i < film.FrameTimes.Length; i++)
        {
            Assert.True(Math.Abs(film.FrameTimes[i] - (i / rate)) < 0.0005, $"frame {i} at {film.FrameTimes[i]} s");
        }

        Assert.Equal([0, .. planned], film.KeyFrames());

        // Found in the pixels: exactly the planned cuts.
        Assert.True(planned.Length >= 8, $"only {planned.Length} cuts");
        Assert.Equal(planned, film.Cuts(CutLimit));
        foreach (long cut in planned)
        {
            double seconds = cut / rate;
            Assert.True(
                timeline.Beats.Min(b => Math.Abs(b.Time - seconds)) <= halfFrame + 1e-6,
                $"cut at frame {cut} is off its planned beat"
            );
            // The tracker itself may be some milliseconds off the truth.
            double truthDistance = truth.Min(b => Math.Abs(b - timeline.Music!.Start - seconds));
            Assert.True(truthDistance <= halfFrame + 0.015, $"cut at frame {cut} is {truthDistance * 1000:0.0} ms off the true beat");
        }

        // Sound and picture start and end together, as the container tells players. (A decoder that ignores it plays out the last
        // block of 1024 samples, 21 ms.)
        double length = timeline.Frames / rate;
        foreach (JsonElement stream in film.Probe().GetProperty("streams").EnumerateArray())
        {
            Assert.InRange(Number(stream, "start_time"), -0.0005, 0.005);
            Assert.InRange(Number(stream, "duration"), length - 0.005, length + 0.005);
        }

        Assert.InRange(film.SoundSeconds(), length - 0.005, length + 0.022);
    }

    private static double Number(JsonElement stream, string name) =>
        double.Parse(stream.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
}
