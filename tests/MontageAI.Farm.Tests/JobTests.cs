using Hangfire;
using Hangfire.Redis.StackExchange;
using MontageAI.Engine.Tasks;
using MontageAI.Farm.Drivers;
using MontageAI.Farm.Queue;
using MontageAI.Tasks;
using MontageAI.Testing;
using StackExchange.Redis;

namespace MontageAI.Farm.Tests;

/// <summary>On a Redis.</summary>
[Collection(FarmCollection.Name)]
public sealed class RedisJobTests(FarmFixture farms) : JobTests(farms, farms.OnRedis);

/// <summary>On a queue inside the host.</summary>
[Collection(FarmCollection.Name)]
public sealed class OwnQueueJobTests(FarmFixture farms) : JobTests(farms, farms.OnItsOwn);

/// <summary>What users of a farm see and do: its jobs, tasks and machines.</summary>
public abstract class JobTests
{
    private readonly FarmFixture _farms;
    private readonly TestFarm _farm;

    private protected JobTests(FarmFixture farms, TestFarm farm) => (_farms, _farm) = (farms, farm);

    private static StringComparison Ordinal => StringComparison.Ordinal;

    [RedisFact]
    public async Task Job_CancelledAndResumed_LeavesNoFFmpegAndIsDoneInTheEnd()
    {
        _farm.Forget();
        HeldFFmpeg held = new(_farm.New("held"));
        using Started node = await _farm.JoinAsync(held.Folder);
        string film = _farm.New("film.mp4");
        string store = _farm.New("job");
        using Started job = _farm.RenderPlan(_farm.Plan, film, store);
        string name = NameOf(await job.SaysAsync("On the farm this job is"));
        int process = await held.HeldAsync();
        string task = node.Begun[0];

        await UntilAsync($"{name}  0 tasks made, 1 run, ", "status");
        await UntilAsync("1 of 1 slots busy; can cpu, x264; has made nothing yet", "nodes");
        string nodes = await AskAsync(0, "nodes");
        string logs = await AskAsync(0, "logs", task[..12]);
        string running = await RefusedAsync(store, "resume", name);
        string said = await AskAsync(0, "cancel", name);
        await Patience.UntilAsync("the end of FFmpeg", () => !Processes.Runs(process));

        int code = await job.EndAsync();
        string after = await AskAsync(0, "status", "--json");
        string ended = await AskAsync(0, "logs", task, "--json");
        await AskAsync(2, "cancel", name);
        held.LetGo();
        using Started resumed = new(store, null, "farm", "resume", name);
        int done = await resumed.EndAsync();

        Assert.Contains(task, nodes, Ordinal);
        Assert.Contains($"{name}: sent by {name}", logs, Ordinal);
        Assert.Contains(": started", logs, Ordinal);
        Assert.Contains("still runs", running, Ordinal);
        Assert.Contains($"'{name}' is cancelled", said, Ordinal);
        Assert.Equal(130, code);
        Assert.Contains(job.Lines, l => l.Contains($"was cancelled by 'montage-ai farm cancel {name}'", Ordinal));
        Assert.True(after.Contains("\"waiting\":0,", Ordinal), after);
        Assert.Contains("\"jobs\":[]", after, Ordinal);
        Assert.Contains("cancelled with its job", ended, Ordinal);
        Assert.True(done == 0, string.Join('\n', resumed.Lines));
        Assert.Equal(_farm.Alone, await File.ReadAllBytesAsync(film));
    }

    [RedisFact]
    public async Task Job_WhoseDriverIsKilled_LeavesNothingOnTheFarm()
    {
        _farm.Forget();
        HeldFFmpeg held = new(_farm.New("held"));
        using Started node = await _farm.JoinAsync(held.Folder);
        string film = _farm.New("film.mp4");
        using Started job = _farm.Render(film);
        string name = NameOf(await job.SaysAsync("On the farm this job is"));
        int process = await held.HeldAsync();

        TestTools.Run("pkill", "-KILL", "-P", $"{job.Id}", "-f", "montage-ai-farm");
        int code = await job.EndAsync();
        await _farm.Host.SaysAsync($"{name} is gone; tasks of it");
        await Patience.UntilAsync("the end of FFmpeg", () => !Processes.Runs(process));

        Assert.True(code == 0, string.Join('\n', job.Lines));
        Assert.Equal(_farm.Alone, await File.ReadAllBytesAsync(film));
        string after = await AskAsync(0, "status", "--json");
        Assert.True(after.Contains("\"waiting\":0,", Ordinal), after);
    }

    [RedisFact]
    public async Task Preview_WhileManyTasksWait_StartsAtTheNextFreeSlot()
    {
        _farm.Forget();
        HeldFFmpeg held = new(_farm.New("held"));
        using Started node = await _farm.JoinAsync(held.Folder);
        using Started batch = _farm.Render(_farm.New("film.mp4"));
        await held.HeldAsync();
        using ConnectionMultiplexer redis = await _farm.ConnectAsync();
        RedisStorage queues = FarmJobs.Open(redis, _ => { });
        string waiting = FarmJobs.QueueOf(isInteractive: false, ["x264"]);
        foreach (int i in Enumerable.Range(0, 200))
        {
            // Nobody has such a spec, so each is refused when its turn comes.
            FarmJobs.Add(queues, $"{i:x64}", waiting);
        }

        string look = _farm.New("look.mp4");
        using Started preview = new(_farm.New("job"), null, "preview", _farms.LongPlan, "--output", look, "--farm", _farm.Link);
        string name = NameOf(await preview.SaysAsync("On the farm this job is"));
        RedisKey urgent = FarmJobs.WaitingKey(FarmJobs.QueueOf(isInteractive: true, ["x264"]));
        await Patience.UntilAsync("a task in a hurry", async () => await redis.GetDatabase().ListLengthAsync(urgent) > 0);

        held.LetGo();
        int code = await preview.EndAsync();
        int film = await batch.EndAsync();
        // What of the 200 still waits would be found by the next test.
        await redis.GetDatabase().KeyDeleteAsync(FarmJobs.WaitingKey(waiting));

        Assert.True(code == 0, string.Join('\n', preview.Lines));
        Assert.True(film == 0, string.Join('\n', batch.Lines));
        Assert.Contains($"sent by {name}", await AskAsync(0, "logs", node.Begun[1]), Ordinal);
        string[] lines = [.. node.Lines];
        int first = Array.FindIndex(lines, l => l.Contains("There is no spec", Ordinal));
        Assert.True(Array.FindIndex(lines, l => l == $"task {node.Begun[1]} started") < first, string.Join('\n', lines));
    }

    [RedisFact]
    public async Task Job_ThatIsMade_IsSeenByNobodyBeforeItIsOffered_AndNeverOnceItIsDeleted()
    {
        const string queue = "batch-nobody";
        using ConnectionMultiplexer redis = await _farm.ConnectAsync();
        RedisStorage queues = FarmJobs.Open(redis, _ => { });
        IDatabase data = redis.GetDatabase();
        string kept = FarmJobs.Make(queues, $"{1:x64}", queue);
        string deleted = FarmJobs.Make(queues, $"{2:x64}", queue);
        long before = await data.ListLengthAsync(FarmJobs.WaitingKey(queue));

        new BackgroundJobClient(queues).Delete(deleted);
        FarmJobs.Offer(queues, kept, queue);
        FarmJobs.Offer(queues, deleted, queue);
        RedisValue[] after = await data.ListRangeAsync(FarmJobs.WaitingKey(queue));
        await data.KeyDeleteAsync(FarmJobs.WaitingKey(queue));

        Assert.Equal(0, before);
        Assert.Equal([kept], after.Select(a => a.ToString()));
    }

    [RedisFact]
    public async Task Job_GivenBack_GoesToItsOwnQueue_AndEndsWhereThatIsNotKnownAnyMore()
    {
        const string queue = "batch-nobody";
        using ConnectionMultiplexer redis = await _farm.ConnectAsync();
        RedisStorage queues = FarmJobs.Open(redis, _ => { });
        IDatabase data = redis.GetDatabase();
        string whole = FarmJobs.Add(queues, $"{1:x64}", queue);
        string torn = FarmJobs.Add(queues, $"{2:x64}", queue);
        await data.KeyDeleteAsync(FarmJobs.WaitingKey(queue));
        // As a queue that was killed finds it, which had not written all of it.
        await data.HashDeleteAsync($"montage-farm:q:job:{torn}", "FarmQueue");

        FarmJobs.GiveBack(queues, whole);
        FarmJobs.GiveBack(queues, torn);
        RedisValue[] waiting = await data.ListRangeAsync(FarmJobs.WaitingKey(queue));
        RedisValue[] unread = await data.ListRangeAsync(FarmJobs.WaitingKey("default"));
        string? state = await data.HashGetAsync($"montage-farm:q:job:{torn}", "State");
        await data.KeyDeleteAsync(FarmJobs.WaitingKey(queue));

        Assert.Equal([whole], waiting.Select(w => w.ToString()));
        Assert.DoesNotContain(torn, unread.Select(u => u.ToString()));
        Assert.Equal("Deleted", state);
    }

    [RedisFact]
    public async Task Task_ThatNoMachineCan_IsRefusedByNameWithTheRemedy()
    {
        _farm.Forget();
        using Started node = await _farm.JoinAsync();
        using Started job = _farm.Render(_farm.New("film.mp4"));
        Assert.Equal(0, await job.EndAsync());
        using ConnectionMultiplexer redis = await _farm.ConnectAsync();
        TaskSpec spec = await new TaskBook(redis, TimeProvider.System).SpecAsync(node.Made[0]);
        string nobody = new('a', 64);
        await using FarmStore store = await _farm.EnterAsync();
        await using HangfireEngine engine = await HangfireEngine.StartAsync(store, "job-test", isInteractive: false, _ => { });

        TaskEnd end = await engine.SubmitAsync(spec with { Key = nobody, Needs = ["nvenc"] }, null, TestContext.Current.CancellationToken);

        Assert.Equal(TaskState.Unfinished, end.State);
        Assert.Contains($"no machine of the farm ({NodeOf(node)}) can do 'nvenc'. Join one that can", end.Why, Ordinal);
        Assert.DoesNotContain(nobody, node.Begun);
    }

    [RedisFact]
    public async Task Task_OfASlowNode_IsMadeByAnotherAndTheSlowOnesWorkIsOver()
    {
        _farm.Forget();
        HeldFFmpeg held = new(_farm.New("held"));
        using Started slow = await _farm.JoinAsync(held.Folder);
        string film = _farm.New("film.mp4");
        using Started job = _farm.Render(film);
        int process = await held.HeldAsync();
        using Started other = await _farm.JoinAsync();

        int code = await job.EndAsync();
        await Patience.UntilAsync("the end of FFmpeg", () => !Processes.Runs(process));

        string task = slow.Begun[0];
        Assert.True(code == 0, string.Join('\n', job.Lines));
        Assert.Equal(_farm.Alone, await File.ReadAllBytesAsync(film));
        Assert.Contains(task, other.Made);
        Assert.Empty(slow.Made);
        Assert.Contains(job.Lines, l => l.Contains("tasks that were started on a second machine: 1", Ordinal));
        Assert.Contains(job.Lines, l => l.Contains($"'{NodeOf(slow)}' took more than twice as long", Ordinal));
        string logs = await AskAsync(0, "logs", task);
        Assert.Contains($"a second copy was sent to {NodeOf(other)}", logs, Ordinal);
        Assert.Contains($"{NodeOf(slow)}: stopped", logs, Ordinal);
    }

    private static string NameOf(string line) => line.Split('\'')[1];

    private static string NodeOf(Started node) => node.Lines.First(l => l.Contains("works for the farm", Ordinal)).Split(' ')[0];

    // What machines and jobs say of themselves is a moment old.
    private async Task UntilAsync(string part, string command)
    {
        string said = "";
        await Patience.UntilAsync(
            $"'{part}' in farm {command}",
            async () => (said = await AskAsync(0, command)).Contains(part, Ordinal),
            () => said
        );
    }

    private async Task<string> AskAsync(int code, string command, params string[] more)
    {
        // The host's own store remembers the link.
        (int ended, string text) = await Started.RunAsync(_farm.HostCache, ["farm", command, .. more]);
        Assert.True(ended == code, $"{ended}: {text}");
        return text;
    }

    private static async Task<string> RefusedAsync(string store, params string[] arguments)
    {
        (int ended, string text) = await Started.RunAsync(store, ["farm", .. arguments]);
        Assert.True(ended == 1, $"{ended}: {text}");
        return text;
    }
}
