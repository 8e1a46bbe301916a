using System.Text.Json;
using MontageAI.Engine.Tasks;
using MontageAI.Farm.Drivers;
using MontageAI.Farm.Queue;
using MontageAI.Tasks;
using MontageAI.Testing;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Farm.Tests;

/// <summary>On a Redis.</summary>
[Collection(FarmCollection.Name)]
public sealed class RedisRoutingTests(FarmFixture farms) : RoutingTests(farms, farms.OnRedis);

/// <summary>On a queue inside the host.</summary>
[Collection(FarmCollection.Name)]
public sealed class OwnQueueRoutingTests(FarmFixture farms) : RoutingTests(farms, farms.OnItsOwn)
{
    private readonly TestFarm _own = farms.OnItsOwn;

    [RootFact]
    public async Task Render_WithASlowMachineElsewhere_IsMostlyDoneHere()
    {
        _own.Forget();
        string folder = _own.New("slow");
        SlowFFmpeg.Make(folder, seconds: 2);
        using Started far = new(_own.New("node"), folder, [], ["farm", "join", _own.Link, "--slots", "1", "--apart"], "far");
        await far.SaysAsync("works for the farm");
        string film = _own.New("film.mp4");

        using Started job = _own.Render(film);
        int code = await job.EndAsync();
        (_, string nodes) = await Started.RunAsync(_own.HostCache, "farm", "nodes");

        Assert.True(code == 0, string.Join('\n', job.Lines));
        Assert.Equal(_own.Alone, await File.ReadAllBytesAsync(film));
        Assert.DoesNotContain(job.Lines, l => l.Contains("not on the farm", StringComparison.Ordinal));
        Assert.Contains(job.Lines, l => l.Contains($"rendered by {TaskRoute.Own}", StringComparison.Ordinal));
        using JsonDocument report = JsonDocument.Parse(await File.ReadAllTextAsync(Path.ChangeExtension(film, ".report.json")));
        JsonElement[] places = [.. report.RootElement.GetProperty("routing").GetProperty("places").EnumerateArray()];
        int here = places.Single(p => p.GetProperty("place").GetString() == TaskRoute.Own).GetProperty("made").GetInt32();
        int all = report.RootElement.GetProperty("routing").GetProperty("tasks").GetInt32();
        Assert.Equal(all, here + far.Made.Count);
        Assert.True(here > far.Made.Count, $"{here} and {far.Made.Count}");
        Assert.Equal(far.Made.Count > 0, nodes.Contains("of h264", StringComparison.Ordinal));
    }

    [RedisFact]
    public async Task Task_OnASlowLink_StaysWithTheJobsMachine()
    {
        await using FarmStore store = await _own.EnterAsync();
        await store.Speeds.KeepAsync("own-mine", new SpeedFacts(new Dictionary<string, double> { [Work] = 20 }, null));
        await using StandIn far = await JoinAsync(store, "far", 80, null, "x264");
        await far.SayAsync(80, bytesPerSecond: 1e6);
        TaskEnd kept;
        TaskEnd made;
        HangfireEngine engine = await HangfireEngine.StartAsync(store, "job-own", isInteractive: false, _ => { }, new OwnPlace("mine", 1));
        await using (engine)
        {
            kept = await engine.SubmitAsync(Spec('5', "x264"), null, TestContext.Current.CancellationToken);
            engine.MadeHere(new string('5', 64), 4);
            int before = engine.Ahead;
            await far.SayAsync(80, bytesPerSecond: 1e9, slots: 2);
            await Patience.UntilAsync("a job that sees it", () => engine.Ahead > before);
            Task<TaskEnd> sent = engine.SubmitAsync(Spec('6', "x264"), null, TestContext.Current.CancellationToken);
            await UntilAsync(store, sent, FarmJobs.LaterQueueOfNode(far.Name));
            await store.Tasks.PutEndAsync(new string('6', 64), new TaskEnd(TaskState.Made, far.Name, null));
            made = await sent;
        }

        SpeedFacts measured = await store.Speeds.ReadAsync("own-mine");

        Assert.Equal(TaskState.Kept, kept.State);
        Assert.Equal(TaskRoute.Own, kept.Route!.Place);
        // 100 / 20 here; some 40 MB at 1 MB/s and 100 / 80 there.
        Assert.Equal([5, 42], kept.Route.Costs.Select(c => Math.Round(c.Seconds!.Value)));
        Assert.Equal(far.Name, made.Route!.Place);
        // 100 in 4 s, of which three tenths count.
        Assert.Equal(21.5, measured.Speeds[Work], 3);
    }
}

/// <summary>Where tasks go on a farm whose machines differ.</summary>
public abstract class RoutingTests
{
    private protected const string Work = "render preview 640x360 of h264 1280x720";

    private readonly FarmFixture _farms;
    private readonly TestFarm _farm;

    private protected RoutingTests(FarmFixture farms, TestFarm farm) => (_farms, _farm) = (farms, farm);

    private static StringComparison Ordinal => StringComparison.Ordinal;

    [RedisFact]
    public async Task Task_OfKnownMachines_WaitsForTheCheapestAndGoesElsewhereWhenThatIsGone()
    {
        await using FarmStore store = await _farm.EnterAsync();
        await using StandIn quick = await JoinAsync(store, "quick", 50, '1', "x264");
        await using StandIn slow = await JoinAsync(store, "slow", 5, '1', "x264");
        using CancellationTokenSource stop = new();
        await using HangfireEngine engine = await HangfireEngine.StartAsync(store, "job-routing", isInteractive: false, _ => { });

        Task<TaskEnd> task = engine.SubmitAsync(Spec('1', "x264"), null, stop.Token);
        await UntilAsync(store, task, FarmJobs.LaterQueueOfNode(quick.Name));
        await quick.DieAsync();
        // Whoever sees it first, the job or the host, gives it to the other, or to any; which is the same here.
        await UntilAsync(store, task, FarmJobs.LaterQueueOfNode(slow.Name), FarmJobs.QueueOf(isInteractive: false, ["x264"]));
        string notes = string.Join('\n', (await store.Tasks.HistoryAsync(new string('1', 64)))[0].Notes.Select(n => n.What));
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        Assert.Contains($"for {quick.Name}, since it is the cheapest ({quick.Name}: 2.1 s", notes, Ordinal);
        Assert.Contains($"{slow.Name}: 20.1 s", notes, Ordinal);
        Assert.Empty(await store.QueuesAsync());
    }

    [RedisFact]
    public async Task Task_WhoseMachineStalls_IsTakenBack()
    {
        await using FarmStore store = await _farm.EnterAsync();
        await using StandIn quick = await JoinAsync(store, "quick", 500, '2', "x264");
        await using StandIn slow = await JoinAsync(store, "slow", 20, '2', "x264");
        using CancellationTokenSource stop = new();
        await using HangfireEngine engine = await HangfireEngine.StartAsync(store, "job-stall", isInteractive: false, _ => { });

        Task<TaskEnd> task = engine.SubmitAsync(Spec('2', "x264"), null, stop.Token);
        await UntilAsync(store, task, FarmJobs.LaterQueueOfNode(quick.Name));
        // It is as slow as this by now, and says so.
        await quick.SayAsync(0.5);
        await UntilAsync(store, task, FarmJobs.LaterQueueOfNode(slow.Name));
        string notes = string.Join('\n', (await store.Tasks.HistoryAsync(new string('2', 64)))[0].Notes.Select(n => n.What));
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        Assert.Contains($"sent again: {slow.Name} is quicker by now", notes, Ordinal);
    }

    [RedisFact]
    public async Task Task_ForGraphics_GoesOnlyWhereTheyAre()
    {
        await using FarmStore store = await _farm.EnterAsync();
        await using StandIn quick = await JoinAsync(store, "quick", 500, '3', "x264");
        await using StandIn card = await JoinAsync(store, "card", 5, '3', "x264", "nvenc");
        using CancellationTokenSource stop = new();
        await using HangfireEngine engine = await HangfireEngine.StartAsync(store, "job-card", isInteractive: true, _ => { });

        Task<TaskEnd> task = engine.SubmitAsync(Spec('3', "nvenc"), null, stop.Token);
        await UntilAsync(store, task, FarmJobs.QueueOfNode(card.Name));
        IReadOnlyList<QueueFacts> queues = await store.QueuesAsync();
        TaskEnd nobody = await engine.SubmitAsync(Spec('4', "qsv"), null, stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        Assert.DoesNotContain(queues, q => q.Name.Contains(quick.Name, Ordinal));
        Assert.Equal(TaskState.Unfinished, nobody.State);
        Assert.Contains("can do 'qsv'. Join one that can", nobody.Why, Ordinal);
    }

    [RedisFact]
    public async Task Render_OnAQuickAndASlowMachine_GivesTheQuickOneMoreAndSaysWhy()
    {
        _farm.Forget();
        string film = _farm.New("film.mp4");
        string alone = _farm.New("alone.mp4");
        (int code, string said) = await Started.RunAsync(
            _farm.New("cache"),
            "render",
            _farms.LongPlan,
            "--profile",
            "preview",
            "--output",
            alone
        );
        Assert.True(code == 0, said);
        string folder = _farm.New("slow");
        SlowFFmpeg.Make(folder, seconds: 2);
        using Started quick = await _farm.JoinAsync();
        using Started slow = await _farm.JoinAsync(folder);

        // The first film is what they are measured by.
        using Started first = _farm.RenderPlan(_farms.LongPlan, _farm.New("first.mp4"));
        int measured = await first.EndAsync();
        _farm.Forget();
        (int quickly, int slowly) = (quick.Made.Count, slow.Made.Count);
        using Started job = _farm.RenderPlan(_farms.LongPlan, film);
        int ended = await job.EndAsync();

        Assert.True(measured == 0, string.Join('\n', first.Lines));
        Assert.True(ended == 0, string.Join('\n', job.Lines));
        Assert.Equal(await File.ReadAllBytesAsync(alone), await File.ReadAllBytesAsync(film));
        (quickly, slowly) = (quick.Made.Count - quickly, slow.Made.Count - slowly);
        Assert.True(quickly >= 2 * slowly, $"{quickly} and {slowly}");
        using JsonDocument report = JsonDocument.Parse(await File.ReadAllTextAsync(Path.ChangeExtension(film, ".report.json")));
        JsonElement routing = report.RootElement.GetProperty("routing");
        string name = quick.Lines.First(l => l.Contains("works for the farm", Ordinal)).Split(' ')[0];
        JsonElement.ArrayEnumerator decisions = routing.GetProperty("decisions").EnumerateArray();
        JsonElement chosen = decisions.First(d => d.GetProperty("route").GetProperty("place").GetString() == name).GetProperty("route");
        Assert.Equal("it is the cheapest", chosen.GetProperty("why").GetString());
        double[] seconds = [.. chosen.GetProperty("costs").EnumerateArray().Select(c => c.GetProperty("seconds").GetDouble())];
        Assert.True(seconds.Length == 2 && seconds[0] < seconds[1], string.Join(", ", seconds));
    }

    private protected static Task<StandIn> JoinAsync(FarmStore store, string name, double speed, char? clip, params string[] can) =>
        StandIn.JoinAsync(store, name, Work, speed, clip is { } c ? new string(c, 64) : null, can);

    private protected static TaskSpec Spec(char key, string need)
    {
        Rational clock = new(1, 1000);
        string fingerprint = new(key, 64);
        Timeline plan = new()
        {
            Rate = new FrameRate(25),
            Frames = 50,
            Aspect = new(16, 9),
            Style = "dynamic",
            Seed = 1,
            Sources =
            [
                new TimelineSource
                {
                    Id = "c1",
                    Path = "/clips/one.mp4",
                    Fingerprint = fingerprint,
                    VideoStream = 0,
                    AvailableStart = new MediaTime(0, clock),
                    AvailableEnd = new MediaTime(70_000, clock),
                },
            ],
            Shots =
            [
                new TimelineShot
                {
                    Record = new FrameRange(0, 50),
                    Source = "c1",
                    In = new MediaTime(30_000, clock),
                },
            ],
        };
        return new TaskSpec
        {
            Version = TaskSpec.SchemaVersion,
            Kind = TaskSpec.RenderKind,
            Key = new string(key, 64),
            // 800 MB are 70 s, so that the 2 s that are shown, with those around them, are 40 MB.
            Inputs = [new TaskInput(fingerprint, 800_000_000)],
            Body = new ShotGroup
            {
                Plan = plan,
                Shots = [new ShotToMake(0, new string('a', 64))],
                Profile = "preview",
                Width = 640,
                Height = 360,
                Fit = PictureFit.Blur,
                FitIsAsked = false,
            },
            Needs = [need],
            Cost = 100,
            Footage = "h264 1280x720",
            Build = "test",
        };
    }

    // Until a task waits in one of these queues; one that ended meanwhile never will.
    private protected static async Task UntilAsync(FarmStore store, Task<TaskEnd> task, params string[] queues)
    {
        IReadOnlyList<QueueFacts> now = [];
        await Patience.UntilAsync(
            $"a task in {string.Join(" or ", queues)}",
            async () =>
                (now = await store.QueuesAsync()).Any(q => queues.Contains(q.Name))
                || (task.IsCompleted ? throw new InvalidOperationException($"It ended: {await task}") : false),
            () => string.Join(", ", now.Select(q => $"{q.Waiting} in {q.Name}"))
        );
    }
}
