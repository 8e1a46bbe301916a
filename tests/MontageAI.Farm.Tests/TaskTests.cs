using System.Text;
using MontageAI.Cli.Hosting;
using MontageAI.Engine;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Requests;
using MontageAI.Engine.Settings;
using MontageAI.Engine.Tasks;
using MontageAI.Errors;
using MontageAI.Rendering.Profiles;
using MontageAI.Storage;
using MontageAI.Tasks;
using MontageAI.Testing;

namespace MontageAI.Farm.Tests;

/// <summary>Tasks as documents, and the command that carries one out. Needs no farm but its film.</summary>
[Collection(FarmCollection.Name)]
public sealed class TaskTests(FarmFixture farms)
{
    private TestFarm Farm => farms.OnRedis;

    [RedisFact]
    public async Task Task_OfRealShots_IsMadeOnceAndRefusedWhereItIsWrong()
    {
        string film = Farm.New("film.mp4");
        EngineSettings settings = HostEnvironment.Read(Farm.New("store"), 1) with { Store = StoreKind.Folder };
        await using MontageEngine worker = new(settings);
        Recording recording = new(new LocalEngine(worker, "here", 1));
        await using MontageEngine engine = new(settings with { Tasks = recording });
        RenderRequest request = new()
        {
            TimelineFile = Farm.Plan,
            Output = film,
            Profile = ProfileName.Preview,
        };

        RunReport report = await engine.Start(request).Completion;

        Assert.Equal(RunOutcome.Done, report.Outcome);
        Assert.Equal(Farm.Alone, await File.ReadAllBytesAsync(film));
        Assert.All(recording.Ends, end => Assert.Equal(TaskState.Made, end.State));

        string spec = TaskSpecJson.Write(recording.Specs.First());
        string file = Farm.New("spec.json");
        string store = Farm.New("other");
        Assert.InRange(Encoding.UTF8.GetByteCount(spec), 1, TaskSpec.MostBytes);
        Assert.Equal(spec, TaskSpecJson.Write(TaskSpecJson.Read(Encoding.UTF8.GetBytes(spec), "spec")));
        Assert.Contains("Made.", await EndsAsync(0, spec), StringComparison.Ordinal);
        Assert.Contains("There already.", await EndsAsync(0, spec), StringComparison.Ordinal);
        // What several machines share has no stand-in elsewhere.
        store = Path.Combine(file, "below-a-file");
        Assert.Contains("cannot be written", await EndsAsync(75, spec), StringComparison.Ordinal);
        store = Farm.New("other2");
        // What was decided stays on the machine where it was.
        EngineSettings apart = settings with
        {
            CacheFolder = Farm.New("shared"),
            MemoryFolder = Farm.New("own"),
        };
        await using (MontageEngine one = new(apart))
        {
            Assert.StartsWith(apart.MemoryFolder, one.Keeper.MemoryFile, Ordinal);
        }

        string key = ((ShotGroup)recording.Specs.First(s => s.Kind == TaskSpec.RenderKind).Body).Shots[0].Key;
        string source = recording.Specs.First().Body.Sources[0].Path;
        string another = TestMedia.File("video/people_1080p_fixed.mp4");
        Assert.Contains("another file on this machine", await EndsAsync(75, spec.Replace(source, another, Ordinal)), Ordinal);
        Assert.Contains("command", await EndsAsync(64, "{\"command\":\"ffmpeg\"," + spec[1..]), Ordinal);
        Assert.Contains("than its key says", await EndAsync(TaskState.Failed, spec.Replace(key, new string('0', 64), Ordinal)), Ordinal);
        Assert.Contains("mp4.gone", await EndAsync(TaskState.Unfinished, spec.Replace(source, source + ".gone", Ordinal)), Ordinal);
        Assert.Contains(
            "Install the same",
            await EndAsync(TaskState.Failed, spec.Replace("montage-ai ", "montage-ai 9", Ordinal)),
            Ordinal
        );
        Assert.Contains("without '..'", Refused(spec.Replace(source, "/tmp/../" + source[1..], Ordinal)), Ordinal);
        Assert.Contains("more than 64 KiB", Refused(spec + new string(' ', 10_000_000)), Ordinal);
        Assert.Contains("version", Refused(spec.Replace("\"version\":1", "\"version\":2", Ordinal)), Ordinal);
        Assert.Contains("footage", Refused(spec.Replace("\"footage\":\"", "\"footage\":\"\\n", Ordinal)), Ordinal);
        Assert.Contains("kind", Refused(spec.Replace("\"kind\":\"render\"", "\"kind\":\"shell\"", Ordinal)), Ordinal);
        Assert.Contains("holds nothing", Refused("null"), Ordinal);

        static string Refused(string text) =>
            Assert.Throws<ConfigurationException>(() => TaskSpecJson.Read(Encoding.UTF8.GetBytes(text), "spec")).Message;

        async Task<string> EndAsync(TaskState state, string text)
        {
            TaskSpec task = TaskSpecJson.Read(Encoding.UTF8.GetBytes(text), "spec");
            TaskEnd end = await new LocalEngine(worker, "here", 1).SubmitAsync(task, null, TestContext.Current.CancellationToken);
            Assert.Equal(state, end.State);
            return end.Why!;
        }

        async Task<string> EndsAsync(int code, string text)
        {
            await File.WriteAllTextAsync(file, text);
            (int ended, string said) = await Started.RunAsync(Farm.New("cache"), "task", file, "--store", store);
            Assert.True(ended == code, $"{ended}: {said}");
            return said;
        }
    }

    private static StringComparison Ordinal => StringComparison.Ordinal;
}
