using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using MontageAI.Cli.Hosting;
using MontageAI.Engine;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Requests;
using MontageAI.Engine.Settings;
using MontageAI.Engine.Tasks;
using MontageAI.Errors;
using MontageAI.Keys;
using MontageAI.Media;
using MontageAI.Storage;
using MontageAI.Stores;
using MontageAI.Tasks;
using MontageAI.Testing;

namespace MontageAI.Farm.Tests;

/// <summary>Looks as documents, and on machines that share no folder with the host.</summary>
[Collection(FarmCollection.Name)]
public sealed partial class LookApartTests(FarmFixture farms)
{
    private TestFarm Farm => farms.OnItsOwn;

    private static StringComparison Ordinal => StringComparison.Ordinal;

    private static string Song => TestMedia.File("music/electropop_fairy_bot.ogg");

    // One clip is long, so that first its beginning is looked at, and of that one nothing but key frames is read; one is whole.
    [RedisFact]
    public async Task Plan_OnANodeWithoutTheFolder_IsTheSameAndFetchesClipsOnce()
    {
        string folder = Farm.New("clips");
        Directory.CreateDirectory(folder);
        TestTools.FFmpeg(
            "-stream_loop",
            "29",
            "-i",
            TestMedia.File("video/city_bikes.mp4"),
            "-map",
            "0:v:0",
            "-c",
            "copy",
            Path.Combine(folder, "bikes.mp4")
        );
        File.Copy(TestMedia.File("video/yard_mono.mkv"), Path.Combine(folder, "yard.mkv"));
        long clips = Directory.GetFiles(folder).Sum(f => new FileInfo(f).Length);
        string alone = Farm.New("alone.json");
        string[] arguments = ["plan", "--clips", folder, "--music", Song, "--duration", "5", "--details", "--output"];
        (int code, string said) = await Started.RunAsync(Farm.New("cache"), [.. arguments, alone]);
        Assert.True(code == 0, said);
        Farm.Forget();
        await Farm.ForgetSharedAsync();
        string cache = Farm.New("apart");

        (Started first, string plan) = await PlanAsync();
        // Other machines' results are forgotten, its own clips are not; then its own results are there and nobody else's.
        Farm.Forget();
        Directory.Delete(Path.Combine(cache, "farm-work", "shared-1"), recursive: true);
        await Farm.ForgetSharedAsync();
        (Started second, string again) = await PlanAsync();
        Farm.Forget();
        await Farm.ForgetSharedAsync();
        (Started third, string same) = await PlanAsync();

        string expected = await File.ReadAllTextAsync(alone);
        Assert.All(new[] { plan, again, same }, p => Assert.Equal(expected, File.ReadAllText(p)));
        // The beginning of one and the whole of both.
        Assert.Equal(3, first.Made.Count);
        Assert.Equal(3, second.Made.Count);
        Assert.Equal(3, third.Begun.Count);
        Assert.Empty(third.Made);
        Assert.InRange(Fetched(first), clips / 2, clips + (1 << 20));
        Assert.Equal(0, Fetched(second));

        async Task<(Started Node, string Plan)> PlanAsync()
        {
            string output = Farm.New("plan.json");
            using Started node = await Farm.JoinAsync(cache, null, "--apart");
            using Started job = new(Farm.New("job"), null, [.. arguments, output, "--farm", Farm.Link]);
            int ended = await job.EndAsync();
            node.Signal("TERM");
            await node.EndAsync();
            Assert.True(ended == 0, string.Join('\n', job.Lines.Concat(node.Lines)));
            Assert.DoesNotContain(job.Lines, l => l.Contains("not on the farm", Ordinal));
            return (node, output);
        }
    }

    [RedisFact]
    public async Task Look_AtARealClip_IsMadeOnceAndRefusedWhereItIsWrong()
    {
        Shared shared = new();
        EngineSettings settings = HostEnvironment.Read(Farm.New("store"), 1) with { Store = StoreKind.Folder, SharedResults = shared };
        await using MontageEngine worker = new(settings with { CacheFolder = Farm.New("store") });
        Recording recording = new(new LocalEngine(worker, "here", 1));
        await using MontageEngine engine = new(settings with { Tasks = recording });
        // What comes first of a preview is looked at where somebody waits for it: eight clips of nine.
        string[] clips =
        [
            .. new[] { "arm_wrestling_28fps", "basketball_gym", "blackswan_davis", "cat_phone_vfr", "chaplin_bw", "city_bikes" }
                .Concat(["aquarium_dark", "people_1080p_fixed", "sam2_01_dog"])
                .Select(c => TestMedia.File($"video/{c}.mp4")),
        ];
        RunReport preview = await engine.Start(Request(clips, isPreview: true)).Completion;
        TaskSpec last = Assert.Single(recording.Specs);
        RunReport batch = await engine.Start(Request(clips, isPreview: false)).Completion;
        shared.Loses = true;
        RunReport other = await engine.Start(Request([TestMedia.File("video/lofoten_mountain.mp4")], isPreview: false)).Completion;
        shared.Loses = false;

        Assert.All([preview, batch, other], r => Assert.True(r.Outcome == RunOutcome.Done, $"{r.Error}"));
        Assert.Contains(preview.Phases, p => p is { Name: "looked at by here", Items: 1 });
        Assert.DoesNotContain(preview.Degradations.Concat(batch.Degradations), d => d.What.Contains("not on the farm", Ordinal));
        // All of the second is known from the first; what was found of the third is lost, so this machine looks itself and says so.
        Assert.Equal(2, recording.Specs.Count);
        Assert.Equal(TaskState.Made, recording.Ends.Last().State);
        Degradation said = Assert.Single(other.Degradations, d => d.What == "clips looked at on this machine, not on the farm: 1");
        Assert.Contains("neither in the farm's store nor", $"{said.Why}", Ordinal);

        string spec = TaskSpecJson.Write(last);
        ClipLook look = (ClipLook)last.Body;
        Assert.InRange(Encoding.UTF8.GetByteCount(spec), 1, 4096);
        Assert.Equal(spec, TaskSpecJson.Write(TaskSpecJson.Read(Encoding.UTF8.GetBytes(spec), "spec")));
        await EndAsync(TaskState.Present, spec);
        string another = TestMedia.File("video/earth_dark.mov");
        Assert.Contains("another file on this machine", await EndAsync(TaskState.Unfinished, Put(look.Path, another)), Ordinal);
        Assert.Contains("mp4.gone", await EndAsync(TaskState.Unfinished, Put(look.Path, look.Path + ".gone")), Ordinal);
        Assert.Contains("than its key says", await EndAsync(TaskState.Failed, Put(look.Key, new string('0', 64))), Ordinal);
        Assert.Contains("than its key says", await EndAsync(TaskState.Failed, Put("\"stream\":0", "\"stream\":7")), Ordinal);
        Assert.Contains(
            "Install the same models",
            await EndAsync(TaskState.Failed, Put($"\"faces\":\"{look.Faces}\"", "\"faces\":\"mine\"")),
            Ordinal
        );
        Assert.Contains("Install the same on", await EndAsync(TaskState.Failed, Put("montage-ai ", "montage-ai 9")), Ordinal);
        Assert.Contains("body.stream", Refused(Put("\"stream\":0", "\"stream\":-1")), Ordinal);
        Assert.Contains("body.key", Refused(Put(look.Key, "../" + look.Key[3..])), Ordinal);
        Assert.Contains("body.seconds", Refused(Put("\"stream\":0", "\"stream\":0,\"seconds\":-5")), Ordinal);
        Assert.Contains("without '..'", Refused(Put(look.Path, "/tmp/../" + look.Path[1..])), Ordinal);

        PlanningRequest Request(string[] of, bool isPreview) =>
            new(
                new MontageRequest
                {
                    Clips = of,
                    Music = Song,
                    Output = Farm.New("plan.json"),
                    DurationSeconds = 5,
                    IsPreview = isPreview,
                }
            );

        string Put(string old, string text)
        {
            Assert.Contains(old, spec, Ordinal);
            return spec.Replace(old, text, Ordinal);
        }

        static string Refused(string text) =>
            Assert.Throws<ConfigurationException>(() => TaskSpecJson.Read(Encoding.UTF8.GetBytes(text), "spec")).Message;

        async Task<string> EndAsync(TaskState state, string text)
        {
            TaskSpec task = TaskSpecJson.Read(Encoding.UTF8.GetBytes(text), "spec");
            TaskEnd end = await new LocalEngine(worker, "here", 1).SubmitAsync(task, null, TestContext.Current.CancellationToken);
            Assert.True(end.State == state, $"{end.State}: {end.Why}");
            return end.Why ?? "";
        }
    }

    [RedisFact]
    public async Task Footage_OfALook_IsWhatFFmpegReadsAndTheTables()
    {
        EngineSettings settings = HostEnvironment.Read(Farm.New("store"), 1);
        await using MontageEngine engine = new(settings);
        string skipped = Loop("rooftop_av1_hdr10_portrait.mp4");
        string passed = Loop("city_bikes.mp4");

        // Key frames of AV1 are jumped to; to those of H.264 it is read on, so that of a beginning everything up to its end is read.
        ClipFootage keys = await OfAsync(skipped, null);
        ClipFootage beginning = await OfAsync(passed, 60);
        ClipFootage whole = await OfAsync(passed, null);

        Assert.InRange(keys.Shown.Sum(r => r.Length), 1, keys.Size / 2);
        Assert.InRange(beginning.Shown.Sum(r => r.Length), beginning.Size / 10, beginning.Size * 9 / 10);
        Assert.True(whole.IsWhole);
        // The tables lie at the end, and this program reads them itself.
        Assert.Contains(keys.Head, r => r.End == keys.Size);
        Assert.Contains(beginning.Head, r => r.End == beginning.Size);

        async Task<ClipFootage> OfAsync(string path, double? seconds)
        {
            SourceFile file = (await engine.Start(new IdentifyRequest([path])).Completion)[0]!;
            TaskSpec spec = new()
            {
                Version = TaskSpec.SchemaVersion,
                Kind = TaskSpec.LookKind,
                Key = new string('0', 64),
                Inputs = [new TaskInput(file.Fingerprint, file.SizeBytes)],
                Body = new ClipLook
                {
                    Fingerprint = file.Fingerprint,
                    Path = path,
                    Stream = 0,
                    Seconds = seconds,
                    Faces = "none",
                    Key = new string('0', 64),
                },
                Needs = [],
                Cost = 1,
                Build = "",
            };
            return Assert.Single(await engine.Start(new TaskFootageRequest(spec)).Completion);
        }

        string Loop(string clip)
        {
            string path = Farm.New(clip);
            TestTools.FFmpeg("-stream_loop", "29", "-i", TestMedia.File("video/" + clip), "-map", "0:v:0", "-c", "copy", path);
            return path;
        }
    }

    // What machines share, in memory.
    private sealed class Shared : ISharedResults
    {
        private readonly ConcurrentDictionary<string, byte[]> _results = new(StringComparer.Ordinal);

        public bool Loses { get; set; }

        public string? Outage => null;

        public ValueTask<byte[]?> TryGetAsync(ContentKey key, CancellationToken cancellationToken) =>
            ValueTask.FromResult(Loses ? null : _results.GetValueOrDefault(key.ToString()));

        public ValueTask PutAsync(ContentKey key, ReadOnlyMemory<byte> result, CancellationToken cancellationToken)
        {
            _results[key.ToString()] = result.ToArray();
            return ValueTask.CompletedTask;
        }
    }

    private static long Fetched(Started node) =>
        node
            .Lines.Select(l => Bytes().Match(l))
            .Where(m => m.Success)
            .Sum(m => long.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture));

    [GeneratedRegex("([0-9]+) bytes of clips were fetched from the host")]
    private static partial Regex Bytes();
}
