using System.Globalization;
using MontageAI.Testing;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Engine.Tests.EndToEnd;

/// <summary>What is exported for Shotcut and Kdenlive plays in MLT as the film does: as many frames, and every shot's pictures.</summary>
public sealed class MeltTests
{
    private const int Width = 64,
        Height = 36;

    private const double MostDifference = 4;

    [MeltTheory]
    [InlineData("mlt")]
    [InlineData("kdenlive")]
    public void Export_PlayedByMelt_ShowsTheFilm(string format)
    {
        using TempFolder folder = new();
        Timeline timeline = Planned(folder);
        string project = folder.File("film." + format);
        string[] store = ["--cache-dir", folder.File("store")];
        ProgramRun.Succeed([
            "render",
            folder.File("film.json"),
            "--output",
            folder.File("film.mp4"),
            "--profile",
            "preview",
            "--no-memory",
            .. store,
        ]);
        ProgramRun.Succeed(["export", folder.File("film.json"), "--format", format, "--output", project, .. store]);

        TestTools.Run(
            "melt",
            "-silent",
            project,
            "-consumer",
            $"avformat:{folder.File("melt.mkv")}",
            "vcodec=ffv1",
            "an=1",
            "real_time=-1"
        );

        byte[] ours = DecodedPictures.Of(folder.File("film.mp4"), Width, Height, "gray"),
            theirs = DecodedPictures.Of(folder.File("melt.mkv"), Width, Height, "gray");
        Assert.Equal(timeline.Frames, ours.Length / (Width * Height));
        Assert.Equal(timeline.Frames, theirs.Length / (Width * Height));
        List<string> found = [];
        foreach (TimelineShot shot in timeline.Shots)
        {
            // A source at another rate may be a frame off.
            int slack = shot.Source == timeline.Shots[0].Source ? 0 : 1;
            foreach (long frame in new[] { shot.Record.Start, (shot.Record.Start + shot.Record.End) / 2, shot.Record.End - 1 })
            {
                double least = Enumerable.Range(-slack, (2 * slack) + 1).Min(o => Difference(ours, theirs, frame, frame + o));
                if (least > MostDifference)
                {
                    found.Add(string.Create(CultureInfo.InvariantCulture, $"{shot.Id} ({shot.Source}) at {frame}: {least:0.0}"));
                }
            }
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    // Five shots: natural, of another rate with changed hues, slow, entered by a dissolve, fast.
    private static Timeline Planned(TempFolder folder)
    {
        string[] clips =
        [
            Clip(folder, "clip0.mp4", "25", "null"),
            Clip(folder, "clip1.mp4", "30000/1001", "hue=h=90:s=2"),
            Clip(folder, "clip2.mp4", "25", "hflip,negate"),
        ];
        ProgramRun.Succeed([
            "plan",
            "--clips",
            .. clips,
            "--duration",
            "6",
            "--fps",
            "25",
            "--output",
            folder.File("plan.json"),
            "--cache-dir",
            folder.File("store"),
        ]);
        Timeline plan = TimelineJson.Read(File.ReadAllText(folder.File("plan.json")), "plan");
        (string Clip, long Frames, double In, string Speed, int Dissolve)[] shots =
        [
            ("clip0.mp4", 30, 1.0, "1", 0),
            ("clip1.mp4", 25, 0.5, "1", 0),
            ("clip2.mp4", 30, 2.0, "3/5", 0),
            ("clip0.mp4", 40, 3.0, "1", 12),
            ("clip2.mp4", 25, 1.0, "3/2", 0),
        ];
        List<TimelineShot> list = [];
        long at = 0;
        foreach ((string clip, long frames, double first, string speed, int dissolve) in shots)
        {
            TimelineSource source = plan.Sources.First(s => Path.GetFileName(s.Path) == clip);
            double rate = source.Rate!.Value.Value;
            MediaTime start = MediaTime.FromSeconds(Math.Round(first * rate) / rate, source.AvailableStart.TimeBase);
            list.Add(
                new TimelineShot
                {
                    Id = string.Create(CultureInfo.InvariantCulture, $"s{list.Count + 1}"),
                    Record = new FrameRange(at, at + frames),
                    Source = source.Id,
                    In = start with { Ticks = start.Ticks + source.AvailableStart.Ticks },
                    Speed = Rational.TryParse(speed, out Rational parsed) ? parsed : new Rational(1),
                    Entry = dissolve > 0 ? new ShotTransition(TransitionKind.Dissolve, dissolve) : null,
                }
            );
            at += frames;
        }

        Timeline timeline = plan with
        {
            Frames = at,
            Shots = list,
            ShotsNamed = list.Count,
            Look = null,
            Titles = null,
            Ending = null,
            Beats = [],
        };
        File.WriteAllText(folder.File("film.json"), TimelineJson.Write(timeline));
        return timeline;
    }

    private static string Clip(TempFolder folder, string name, string rate, string filters)
    {
        MadeFiles.FFmpeg(
            folder.File(name),
            "-f",
            "lavfi",
            "-i",
            $"testsrc2=s=320x180:r={rate}:d=6",
            "-vf",
            $"{filters},format=yuv420p",
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-g",
            "25",
            // MLT 7.12 converts small pictures without tags twice on their way through tracks; see docs/handoff.
            "-colorspace",
            "bt709",
            "-color_primaries",
            "bt709",
            "-color_trc",
            "bt709"
        );
        return folder.File(name);
    }

    private static double Difference(byte[] ours, byte[] theirs, long frame, long other)
    {
        int size = Width * Height;
        if (other < 0 || (other + 1) * size > theirs.Length)
        {
            return double.PositiveInfinity;
        }

        ReadOnlySpan<byte> a = ours.AsSpan((int)frame * size, size),
            b = theirs.AsSpan((int)other * size, size);
        long sum = 0;
        for (int i = 0; i < size; i++)
        {
            sum += Math.Abs(a[i] - b[i]);
        }

        return (double)sum / size;
    }
}
