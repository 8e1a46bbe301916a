using System.Text;
using MontageAI.Bench.Handoffs;
using MontageAI.Editing.Styles;
using MontageAI.FFmpeg.Processes;
using MontageAI.Interchange.Bundles;
using MontageAI.Interchange.Formats;
using MontageAI.Interchange.Sequences;
using MontageAI.Tasks;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Bench.Siege;

/// <summary>Small sound files of every kind, made when they are needed: media by FFmpeg's synthetic sources, documents by the product's own
/// writers.</summary>
internal static class SiegeSeeds
{
    private const string Picture = "testsrc2=s=96x64:r=25:d=2";
    private const string Sound = "sine=d=2:r=48000";
    private static readonly string[] s_h264 = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "10", "-bf", "2"];
    private static readonly string[] s_hevc =
    [
        "-c:v",
        "libx265",
        "-preset",
        "ultrafast",
        "-x265-params",
        "log-level=error",
        "-tag:v",
        "hvc1",
    ];

    /// <summary>Media whose bytes the product reads itself: MP4, MOV, Matroska, WebM and NUT.</summary>
    public static async Task<IReadOnlyList<SiegeSeed>> OwnContainersAsync(FFmpegTools tools, string folder)
    {
        (string Name, SeedShape Shape, string[] Arguments)[] kinds =
        [
            ("h264.mp4", SeedShape.Boxes, [.. s_h264, "-c:a", "aac"]),
            ("h264.mov", SeedShape.Boxes, [.. s_h264, "-c:a", "pcm_s16le", "-movflags", "+faststart", "-timecode", "10:00:00:00"]),
            ("hevc.mp4", SeedShape.Boxes, [.. s_hevc, "-c:a", "aac"]),
            ("vfr.mp4", SeedShape.Boxes, ["-vf", "select='not(eq(mod(n,5),3))'", "-fps_mode", "vfr", .. s_h264, "-an"]),
            ("fragments.mp4", SeedShape.Boxes, [.. s_h264, "-c:a", "aac", "-movflags", "frag_keyframe+empty_moov+default_base_moof"]),
            ("h264.mkv", SeedShape.Elements, [.. s_h264, "-c:a", "aac"]),
            ("vp9.webm", SeedShape.Elements, ["-c:v", "libvpx-vp9", "-cpu-used", "8", "-c:a", "libopus"]),
            ("raw.nut", SeedShape.Nut, ["-vf", "scale=16:8,format=gray", "-c:v", "rawvideo", "-c:a", "pcm_s16le", "-ar", "8000"]),
            ("pictures.nut", SeedShape.Nut, ["-vf", "scale=16:8,format=yuv420p", "-c:v", "rawvideo", "-an"]),
        ];
        List<SiegeSeed> seeds = [];
        foreach ((string name, SeedShape shape, string[] arguments) in kinds)
        {
            seeds.Add(
                new SiegeSeed(
                    Path.GetExtension(name)[1..],
                    name,
                    await MadeAsync(tools, folder, name, arguments).ConfigureAwait(false),
                    shape
                )
            );
        }

        return seeds;
    }

    /// <summary>What ffprobe says of a clip, as it says it.</summary>
    public static async Task<SiegeSeed> ProbeAnswerAsync(FFmpegTools tools, string clip)
    {
        ToolCommand command = tools.Probe(["-print_format", "json", "-show_format", "-show_streams", clip]);
        byte[] json = await ToolProcess.ReadOutputAsync("Probing", command, 1 << 20, CancellationToken.None).ConfigureAwait(false);
        return new SiegeSeed("ffprobe", "ffprobe.json", json, SeedShape.Text);
    }

    /// <summary>Documents: timelines, styles, edits, tasks, beats, tables of colours, subtitles, sequences of editing programs.</summary>
    public static IReadOnlyList<SiegeSeed> Documents()
    {
        Timeline timeline = Made();
        List<SiegeSeed> seeds =
        [
            Text("timeline", "film.montage.json", TimelineJson.Write(timeline)),
            Text("style", "own.json", StyleWriter.Write(StyleLibrary.Default)),
            Text("style", "trailer.json", StyleWriter.Write(StyleLibrary.Find("cinema_trailer"))),
            Text("edits", "edits.txt", EditsText),
            Text("edit", "edit.json", "{\"edit\":\"slip\",\"shot\":4,\"frames\":12}"),
            Text("task", "task.json", TaskSpecJson.Write(MadeTask(timeline))),
            Text("beats", "beats.txt", string.Concat(Enumerable.Range(0, 60).Select(i => $"{i / 2}.{i % 2 * 5}\t{(i % 4) + 1}\n"))),
            Text("cube", "look.cube", Cube()),
            Text("subtitles", "words.srt", Srt()),
            Text("subtitles", "words.vtt", "WEBVTT\n\nNOTE made\n\n" + Srt().Replace(',', '.')),
        ];
        SequenceOptions options = new() { Song = new SongFacts(48_000, 2, 300) };
        byte[] otio = [];
        foreach (HandoffFormat format in HandoffFormats.Documents)
        {
            string name = "film" + HandoffFormats.EndingOf(format);
            byte[] document = Written(to => HandoffFormats.Export(timeline, format, options).Parts[0].Write(to));
            if (HandoffFormats.IsRead(name) && format != HandoffFormat.MarkersEdl)
            {
                seeds.Add(new SiegeSeed(HandoffFormats.NameOf(format), name, document, SeedShape.Text));
                otio = format == HandoffFormat.Otio ? document : otio;
            }
        }

        byte[] bundle = Written(to =>
            OtiozWriter.Write(to, s => s.Write(otio), [new BundledFile("clip.mp4", () => new MemoryStream(new byte[300]))])
        );
        seeds.Add(new SiegeSeed("otioz", "film.otioz", bundle, SeedShape.Bytes));
        return seeds;
    }

    /// <summary>A timeline of twelve shots with something of everything.</summary>
    public static Timeline Made()
    {
        Timeline plain = HandoffBench.Made(12, 3);
        List<TimelineShot> shots = [.. plain.Shots];
        shots[2] = shots[2] with { Speed = new Rational(1), Ramp = [new SpeedPoint(0, 1), new SpeedPoint(17, 2)] };
        shots[4] = shots[4] with { Camera = [new CameraKey(0, 0.5, 0.5), new CameraKey(18, 0.4, 0.5, 1.5)] };
        return plain with
        {
            Shots = shots,
            Look = new PictureLook { Name = "teal_orange", Contrast = 0.2 },
            Ending = new ShotTransition(TransitionKind.FadeBlack, 4),
            Captions = new CaptionTrack { Style = "plain", Cues = [new CaptionCue(new FrameRange(10, 40), "words & <more>")] },
            Titles = [new TitleCard(new FrameRange(50, 100), TitleKind.LowerThird, "Title", "below")],
        };
    }

    /// <summary>Makes a small file with pictures and a tone, and gives its bytes.</summary>
    public static async Task<byte[]> MadeAsync(FFmpegTools tools, string folder, string name, IEnumerable<string> arguments)
    {
        string path = Path.Combine(folder, name);
        string[] inputs = ["-y", "-f", "lavfi", "-i", Picture, "-f", "lavfi", "-i", Sound];
        ToolCommand command = tools.Command([.. inputs, .. arguments, path]);
        await ToolProcess.RunAsync($"Making '{name}'", command, CancellationToken.None).ConfigureAwait(false);
        return await File.ReadAllBytesAsync(path).ConfigureAwait(false);
    }

    private const string EditsText =
        "swap=3\npin=2:c001@12.5\nslip=4:+12\nroll=7:-1b\nmove=2:5\ndrop=6\nsplit=5@0.3\njoin=2\nlock=2\nunlock=2\nspeed=1@1/2\n"
        + "transition=3:dissolve@6\ncamera=4:0,0.5,0.5,1;17,0.4,0.5,1.5\ntext=title@1-2:Words\nrebeat=x2\nrebeat=0.5*,1,1.5,2*\nban=c002\n"
        + "unban=c002\nswap=s4\nslip=s2:@+0.5\n";

    private static string Srt() =>
        string.Concat(
            Enumerable
                .Range(0, 12)
                .Select(i => $"{i + 1}\n00:00:{i:00},000 --> 00:00:{i + 1:00},500\n<i>line {i}</i> & more\nsecond line\n\n")
        );

    private static string Cube() =>
        "TITLE \"look\"\nLUT_3D_SIZE 3\nDOMAIN_MIN 0 0 0\nDOMAIN_MAX 1 1 1\n"
        + string.Concat(Enumerable.Range(0, 27).Select(i => $"0.{i % 3 * 5} 0.{i / 3 % 3 * 5} 0.{i / 9 * 5}\n"));

    private static TaskSpec MadeTask(Timeline plan) =>
        new()
        {
            Version = TaskSpec.SchemaVersion,
            Kind = TaskSpec.RenderKind,
            Key = new string('a', 64),
            Inputs = [.. plan.Sources.Select(s => new TaskInput(s.Fingerprint, 1000))],
            Body = new ShotGroup
            {
                Plan = plan,
                Shots = [new ShotToMake(0, new string('b', 64)), new ShotToMake(2, new string('c', 64))],
                Profile = "standard",
                Width = 1920,
                Height = 1080,
                Fit = PictureFit.Fill,
                FitIsAsked = false,
            },
            Needs = ["x264"],
            Cost = 12.5,
            Build = "build",
        };

    private static SiegeSeed Text(string kind, string name, string text) => new(kind, name, Encoding.UTF8.GetBytes(text), SeedShape.Text);

    private static byte[] Written(Action<Stream> write)
    {
        using MemoryStream to = new();
        write(to);
        return to.ToArray();
    }
}
