using System.Globalization;
using System.Text.Json;
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
        Render(folder, store);
        ProgramRun.Succeed(["export", folder.File("film.json"), "--format", format, "--output", project, .. store]);

        Play(project, folder.File("melt.mkv"));

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

    /// <summary>With everything rendered that no program shows, every frame is the film's: looks, ramps, camera moves, a whip, a wipe,
    /// frozen and faded pictures. Of a dissolve the two rendered files are mixed.</summary>
    [MeltTheory]
    [InlineData("mlt")]
    [InlineData("kdenlive")]
    public void ExportBaked_PlayedByMelt_ShowsTheFilmInEveryFrame(string format)
    {
        using TempFolder folder = new();
        Timeline timeline = WithEffects(Planned(folder));
        File.WriteAllText(folder.File("film.json"), TimelineJson.Write(timeline));
        string[] store = ["--cache-dir", folder.File("store")];
        string project = folder.File("film." + format);
        Render(folder, store);

        string[] export = ["export", folder.File("film.json"), "--format", format, "--output", project, "--bake", "all", .. store];
        JsonElement told = ProgramRun.Succeed([.. export, "--json"]).Json;
        ProgramRun again = ProgramRun.Of(export);
        Play(project, folder.File("melt.mkv"));

        Assert.Equal(
            timeline.Shots.Select(s => ("baked", s.Id)),
            told.GetProperty("files")[0]
                .GetProperty("losses")
                .EnumerateArray()
                .Select(l => (l.GetProperty("code").GetString()!, l.GetProperty("shot").GetString()!))
        );
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("--overwrite", again.Error, StringComparison.Ordinal);
        byte[] ours = DecodedPictures.Of(folder.File("film.mp4"), Width, Height, "gray"),
            theirs = DecodedPictures.Of(folder.File("melt.mkv"), Width, Height, "gray");
        Assert.Equal(ours.Length, theirs.Length);
        double[] differences = [.. Enumerable.Range(0, (int)timeline.Frames).Select(f => Difference(ours, theirs, f, f))];
        Assert.True(
            differences.Max() < MostDifference,
            string.Join(' ', differences.Select(d => d.ToString("0.0", CultureInfo.InvariantCulture)))
        );
    }

    /// <summary>What was rendered comes back as the footage that it was rendered of; the untouched film to the bit.</summary>
    [MeltTheory]
    [InlineData("all")]
    [InlineData("speed")]
    public void ImportBaked_OfAllFormats_IsTheTimeline(string bake)
    {
        using TempFolder folder = new();
        Timeline timeline = WithEffects(Planned(folder));
        File.WriteAllText(folder.File("film.json"), TimelineJson.Write(timeline));
        string[] store = ["--cache-dir", folder.File("store")];
        ProgramRun.Succeed([
            "export",
            folder.File("film.json"),
            "--format",
            "all",
            "--output",
            folder.File("out"),
            "--bake",
            bake,
            .. store,
        ]);

        foreach (string ending in new[] { "otio", "fcpxml", "xml", "edl" })
        {
            ProgramRun.Succeed([
                "import",
                folder.File("out/film." + ending),
                "--base",
                folder.File("film.json"),
                "--output",
                folder.File(ending + ".json"),
                .. store,
            ]);
            Assert.Equal(File.ReadAllText(folder.File("film.json")), File.ReadAllText(folder.File(ending + ".json")));
        }

        File.WriteAllText(folder.File("other.json"), TimelineJson.Write(timeline with { Seed = timeline.Seed + 1 }));
        ProgramRun other = ProgramRun.Of([
            "import",
            folder.File("out/film.otio"),
            "--base",
            folder.File("other.json"),
            "--output",
            folder.File("no.json"),
            .. store,
        ]);
        Assert.Equal(2, other.ExitCode);
        Assert.Contains("another timeline", other.Error, StringComparison.Ordinal);
    }

    private static Timeline WithEffects(Timeline timeline)
    {
        TimelineShot[] shots = [.. timeline.Shots];
        shots[1] = shots[1] with { Entry = new ShotTransition(TransitionKind.Whip, 8), Ramp = [new SpeedPoint(0, 0)] };
        shots[2] = shots[2] with { Entry = new ShotTransition(TransitionKind.Wipe, 10, TransitionDirection.Up) };
        shots[3] = shots[3] with { Camera = [new CameraKey(0, 0.5, 0.5), new CameraKey(39, 0.4, 0.4, 1.5)] };
        shots[4] = shots[4] with
        {
            Entry = new ShotTransition(TransitionKind.FadeBlack, 8),
            Ramp = [new SpeedPoint(0, 0.5), new SpeedPoint(24, 2)],
            Correction = new ShotCorrection { Exposure = 0.3 },
        };
        return timeline with
        {
            Shots = shots,
            Look = new PictureLook
            {
                Saturation = -0.6,
                Contrast = 0.2,
                Temperature = 0.4,
            },
            Ending = new ShotTransition(TransitionKind.FadeBlack, 12),
        };
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

    // What melt shows of a project, without loss.
    private static void Play(string project, string to) =>
        TestTools.Run("melt", "-silent", project, "-consumer", $"avformat:{to}", "vcodec=ffv1", "an=1", "real_time=-1");

    private static void Render(TempFolder folder, string[] store) =>
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
}
