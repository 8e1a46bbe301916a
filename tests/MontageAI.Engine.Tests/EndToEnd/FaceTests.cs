using System.Text.Json;
using MontageAI.Testing;
using MontageAI.Timelines;

namespace MontageAI.Engine.Tests.EndToEnd;

/// <summary>Real people among real footage: they are found, preferred where that is asked for, and not cut off.</summary>
public sealed class FaceTests
{
    private static readonly string[] s_people =
    [
        "faces/talking_head_1.mp4",
        "faces/webcam_1080x720.mp4",
        "faces/liveportrait_s32.mp4",
        "video/test_makeup_mpeg4.avi",
    ];

    private static readonly string[] s_others =
    [
        "video/earth_dark.mov",
        "video/aquarium_dark.mp4",
        "video/flower_timelapse.mp4",
        "video/gopro_karma_drone_480p.mp4",
        "video/blackswan_davis.mp4",
        "video/yard_mono.mkv",
        "video/cat_phone_vfr.mp4",
    ];

    [MediaFact]
    public void Plan_WishesForPeople_DecideWhoIsShown()
    {
        using TempFolder folder = new();
        TestSong.Write(folder.File("song.wav"), 120, 40);

        double usual = Share(Plan(folder, "usual.json")),
            people = Share(Plan(folder, "people.json", "--prompt", "mostly people")),
            nobody = Share(Plan(folder, "nobody.json", "--prompt", "landscapes"));

        Assert.True(people >= 1.5 * usual, $"{people:0.00} against {usual:0.00}");
        Assert.True(nobody < usual, $"{nobody:0.00} against {usual:0.00}");
        Assert.Contains(
            Plan(folder, "again.json", "--prompt", "mostly people").Shots.SelectMany(s => s.Reasons).Select(r => r.Sentence),
            r => r.StartsWith("people: a face in", StringComparison.Ordinal)
        );
        // Known or not, one core or more: the same plan.
        Assert.Equal(File.ReadAllText(folder.File("people.json")), File.ReadAllText(folder.File("again.json")));
    }

    [MediaFact]
    public void Plan_ATallFilmOfSomebodyAtTheSide_KeepsTheHead()
    {
        using TempFolder folder = new();
        Directory.CreateDirectory(folder.File("clips"));
        // Somebody sits at the left, and a lively picture plays at the right.
        TestTools.FFmpeg(
            "-stream_loop",
            "5",
            "-i",
            TestMedia.File("faces/webcam_1080x720.mp4"),
            "-f",
            "lavfi",
            "-i",
            "testsrc2=size=240x180:rate=30",
            "-filter_complex",
            "color=gray:size=640x360:rate=30[g];[0]scale=360:240[f];[g][f]overlay=0:60[a];[a][1]overlay=390:90,format=yuv420p",
            "-t",
            "5",
            "-an",
            folder.File("clips/side.mp4")
        );
        TestSong.Write(folder.File("song.wav"), 120, 20);

        ProgramRun.Succeed(
            "plan",
            "--clips",
            folder.File("clips"),
            "--music",
            folder.File("song.wav"),
            "--output",
            folder.File("tall.json"),
            "--duration",
            "4",
            "--aspect",
            "9:16",
            "--cache-dir",
            folder.File("store")
        );

        // The head reaches from 0.21 to 0.40 of the width; the view has 0.316 of it.
        Timeline plan = TimelineJson.Read(File.ReadAllText(folder.File("tall.json")), "plan");
        Assert.NotEmpty(plan.Shots);
        Assert.All(plan.Shots, s => Assert.All(s.Camera!, k => Assert.InRange(k.X, 0.24, 0.37)));
    }

    [TableTheory(NeedsMedia = true)]
    [InlineData("9:16", 9.0 / 16)]
    [InlineData("16:9", 16.0 / 9)]
    public void Create_PhotographsAndClipsOfPeople_CutsNoHeadAndHasNoBars(string aspect, double shape)
    {
        using TempFolder folder = new();
        Directory.CreateDirectory(folder.File("clips"));
        string[] people = ["faces/liveportrait_s20.mp4", "faces/talking_head_1.mp4", "faces/liveportrait_s32.mp4"];
        foreach ((string clip, int i) in people.Select((p, i) => (p, i)))
        {
            File.Copy(TestMedia.File(clip), folder.File($"clips/{i}.mp4"));
            TestTools.FFmpeg("-ss", "1", "-i", TestMedia.File(clip), "-frames:v", "1", "-q:v", "3", folder.File($"clips/photo{i}.jpg"));
        }

        ProgramRun.Succeed(
            "create",
            "--clips",
            folder.File("clips"),
            "--output",
            folder.File("film.mp4"),
            "--duration",
            "30",
            "--aspect",
            aspect,
            "--style",
            "minimalist",
            "--profile",
            "preview",
            "--cache-dir",
            folder.File("store")
        );

        Timeline plan = TimelineJson.Read(File.ReadAllText(folder.File("film.montage.json")), "film");
        Assert.True(plan.Shots.Select(s => s.Source).Distinct().Count() >= 3);
        Assert.Contains(plan.Shots, s => s.Fit == PictureFit.Blur);
        // Every face that the detector finds in the film's pictures has its forehead and its chin.
        JsonElement[] keys =
        [
            .. ProgramRun
                .Succeed("analyze", folder.File("film.mp4"), "--json", "--cache-dir", folder.File("store"))
                .Json.GetProperty("clips")[0]
                .GetProperty("analysis")
                .GetProperty("keyFrames")
                .EnumerateArray(),
        ];
        JsonElement[] faces = [.. keys.SelectMany(k => k.GetProperty("faces").EnumerateArray())];
        Assert.True(faces.Length >= plan.Shots.Count / 2, $"{faces.Length} faces in {plan.Shots.Count} shots");
        Assert.All(
            faces,
            f =>
            {
                double top = f.GetProperty("top").GetDouble(),
                    height = f.GetProperty("height").GetDouble();
                Assert.True(top > 0.2 * height && top + height < 1.02, $"{f}");
            }
        );
        // Columns and rows at the edges are as the picture is: nowhere black throughout.
        int wide = shape > 1 ? 320 : 180,
            high = shape > 1 ? 180 : 320;
        byte[] luma = DecodedPictures.Of(folder.File("film.mp4"), wide, high, "gray");
        int size = wide * high,
            barred = Enumerable
                .Range(0, luma.Length / size)
                .Count(n => IsBlack(luma.AsSpan(n * size, size), wide, x: 2) || IsBlack(luma.AsSpan(n * size, size), wide, y: 2));
        Assert.InRange(barred, 0, plan.Rate.FrameAt(1.5));
    }

    // Whether a column or a row is black from end to end while the picture's middle is not.
    private static bool IsBlack(Span<byte> picture, int wide, int? x = null, int? y = null)
    {
        int high = picture.Length / wide,
            most = 0;
        for (int i = 0; i < (x is null ? wide : high); i++)
        {
            most = Math.Max(most, x is { } column ? picture[(i * wide) + column] : picture[(y!.Value * wide) + i]);
        }

        return most < 12 && picture[(high / 2 * wide) + (wide / 2)] > 30;
    }

    [MediaFact]
    public void Analyze_AFace_ShowsItsBox()
    {
        using TempFolder folder = new();

        ProgramRun run = ProgramRun.Succeed(
            "analyze",
            TestMedia.File("faces/talking_head_1.mp4"),
            "--json",
            "--cache-dir",
            folder.File("store")
        );

        JsonElement face = JsonDocument
            .Parse(run.Output)
            .RootElement.GetProperty("clips")[0]
            .GetProperty("analysis")
            .GetProperty("keyFrames")[0]
            .GetProperty("faces")[0];
        Assert.InRange(face.GetProperty("left").GetDouble(), 0.2, 0.4);
        Assert.InRange(face.GetProperty("width").GetDouble(), 0.35, 0.7);
    }

    // Part of the shots that come from clips with people.
    private static double Share(Timeline plan)
    {
        HashSet<string> people = [.. s_people.Select(p => Path.GetFileName(p))];
        Dictionary<string, string> names = plan.Sources.ToDictionary(s => s.Id, s => Path.GetFileName(s.Path));
        return (double)plan.Shots.Count(s => people.Contains(names[s.Source])) / plan.Shots.Count;
    }

    private static Timeline Plan(TempFolder folder, string name, params string[] more)
    {
        ProgramRun.Succeed([
            "plan",
            "--clips",
            .. s_people.Concat(s_others).Select(f => TestMedia.File(f)),
            "--music",
            folder.File("song.wav"),
            "--output",
            folder.File(name),
            "--duration",
            "30",
            "--cache-dir",
            folder.File("store"),
            .. more,
        ]);
        return TimelineJson.Read(File.ReadAllText(folder.File(name)), name);
    }
}
