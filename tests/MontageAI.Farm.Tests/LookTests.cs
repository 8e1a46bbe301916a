using System.Text;
using System.Text.Json;
using Hangfire.Redis.StackExchange;
using MontageAI.Farm.Queue;
using MontageAI.Tasks;
using MontageAI.Testing;
using StackExchange.Redis;

namespace MontageAI.Farm.Tests;

/// <summary>On a Redis.</summary>
[Collection(FarmCollection.Name)]
public sealed class RedisLookTests(FarmFixture farms) : LookTests(farms.OnRedis);

/// <summary>On a queue inside the host.</summary>
[Collection(FarmCollection.Name)]
public sealed class OwnQueueLookTests(FarmFixture farms) : LookTests(farms.OnItsOwn);

/// <summary>Clips that other machines look at.</summary>
public abstract class LookTests
{
    private static readonly string[] s_clips = ["basketball_gym.mp4", "city_bikes.mp4", "cat_phone_vfr.mp4", "yard_mono.mkv"];

    private readonly TestFarm _farm;

    private protected LookTests(TestFarm farm) => _farm = farm;

    private static StringComparison Ordinal => StringComparison.Ordinal;

    [RedisFact]
    public async Task Plan_OnOneNodeAndOnTwo_IsTheSameToTheByteAndIsLookedAtOnce()
    {
        string alone = await AloneAsync();
        await ForgetAsync();
        using Started one = await _farm.JoinAsync();
        string first = await PlanAsync();
        string second = await PlanAsync();
        one.Signal("TERM");
        await one.EndAsync();

        await ForgetAsync();
        HeldFFmpeg held = new(_farm.New("held"), "nokey");
        using Started dying = await _farm.JoinAsync(held.Folder);
        (Started job, string third) = Begin();
        using Started running = job;
        // It has one and holds it; the rest is the other's, and that one, too, when its machine is dead.
        await held.HeldAsync();
        using Started other = await _farm.JoinAsync();
        await Patience.UntilAsync("the looks of the other", () => other.Made.Count >= s_clips.Length - 1);
        dying.Kill();
        int code = await job.EndAsync();

        Assert.True(code == 0, string.Join('\n', job.Lines));
        Assert.Equal(alone, await File.ReadAllTextAsync(first));
        Assert.Equal(alone, await File.ReadAllTextAsync(second));
        Assert.Equal(alone, await File.ReadAllTextAsync(third));
        Assert.Equal(s_clips.Length, one.Made.Count);
        Assert.Equal(s_clips.Length, other.Made.Distinct().Count());
        Assert.Contains(dying.Begun[0], other.Made);
        Assert.Empty(dying.Made);
        Assert.Contains(job.Lines, l => l.Contains($"looked at by {NodeOf(other)}", Ordinal) && l.Contains("4 clips", Ordinal));
        (string Clip, string By)[] looks = Looks(first);
        Assert.Equal(s_clips.Order(), looks.Select(l => Path.GetFileName(l.Clip)).Order());
        Assert.All(looks, l => Assert.Equal(NodeOf(one), l.By));
        Assert.Empty(Looks(second));
    }

    [RedisFact]
    public async Task Job_Cancelled_TakesItsLooksOutAndOneWhoseFarmIsLostLooksItself()
    {
        string alone = await AloneAsync();
        await ForgetAsync();
        HeldFFmpeg held = new(_farm.New("held"), "nokey");
        using Started node = await _farm.JoinAsync(held.Folder);
        (Started cancelled, _) = Begin();
        using Started running = cancelled;
        string name = (await cancelled.SaysAsync("On the farm this job is")).Split('\'')[1];
        int process = await held.HeldAsync();
        (int asked, string said) = await Started.RunAsync(_farm.HostCache, "farm", "cancel", name);
        await Patience.UntilAsync("the end of FFmpeg", () => !Processes.Runs(process));
        int code = await cancelled.EndAsync();
        (_, string status) = await Started.RunAsync(_farm.HostCache, "farm", "status", "--json");

        (Started lost, string plan) = Begin();
        using Started alive = lost;
        await Patience.UntilAsync("another look", () => node.Begun.Count > 1);
        TestTools.Run("pkill", "-TERM", "-P", $"{lost.Id}", "-f", "montage-ai-farm");
        int done = await lost.EndAsync();

        Assert.True(asked == 0, said);
        Assert.Equal(130, code);
        Assert.Contains("\"waiting\":0,", status, Ordinal);
        Assert.True(done == 0, string.Join('\n', lost.Lines));
        Assert.Equal(alone, await File.ReadAllTextAsync(plan));
        Assert.Contains(lost.Lines, l => l.Contains("clips looked at on this machine, not on the farm: 4", Ordinal));
        Assert.Empty(node.Made);
    }

    [RedisFact]
    public async Task Looks_ThatAreHostile_AreRefusedAndNothingIsKept()
    {
        await ForgetAsync();
        string path = TestMedia.File("video/" + s_clips[0]);
        string key = Guid.NewGuid().ToString("N") + Guid.NewGuid().ToString("N");
        TaskSpec spec = new()
        {
            Version = TaskSpec.SchemaVersion,
            Kind = TaskSpec.LookKind,
            Key = key,
            Inputs = [new TaskInput("0123456789abcdef", 1000)],
            Body = new ClipLook
            {
                Fingerprint = "0123456789abcdef",
                Path = path,
                Stream = 0,
                Faces = "none",
                Key = key,
            },
            Needs = ["cpu"],
            Cost = 1,
            Build = "another",
        };
        string good = TaskSpecJson.Write(spec);
        HashSet<string> hostile = [];
        using ConnectionMultiplexer redis = await _farm.ConnectAsync();
        using Started node = await _farm.JoinAsync();

        await RefusedAsync("without '..'", good.Replace(path, "/tmp/.." + path, Ordinal));
        await RefusedAsync("body.command", good.Replace("\"stream\":", "\"command\":\"rm -rf /\",\"stream\":", Ordinal));
        await RefusedAsync("body.fingerprint", good.Replace("\"kind\":\"look\"", "\"kind\":\"render\"", Ordinal));
        await RefusedAsync(
            "none of the inputs",
            good.Replace("\"fingerprint\":\"0123456789abcdef\",\"path\"", "\"fingerprint\":\"ff\",\"path\"", Ordinal)
        );

        Assert.DoesNotContain(node.Made, hostile.Contains);

        async Task RefusedAsync(string why, string text)
        {
            // As whoever can write to the queue puts it there.
            string other = Guid.NewGuid().ToString("N") + Guid.NewGuid().ToString("N");
            hostile.Add(other);
            await redis.GetDatabase().StringSetAsync($"montage-farm:spec:{other}", text.Replace(key, other, Ordinal));
            RedisStorage queues = FarmJobs.Open(redis, _ => { });
            FarmJobs.Add(queues, other, FarmJobs.QueueOf(isInteractive: false, ["cpu"]));
            await node.SaysAsync(why);
        }
    }

    private static string NodeOf(Started node) => node.Lines.First(l => l.Contains("works for the farm", Ordinal)).Split(' ')[0];

    private static (string Clip, string By)[] Looks(string plan)
    {
        using JsonDocument report = JsonDocument.Parse(File.ReadAllText(Path.ChangeExtension(plan, ".report.json")));
        return report.RootElement.TryGetProperty("routing", out JsonElement routing)
            ?
            [
                .. routing
                    .GetProperty("decisions")
                    .EnumerateArray()
                    .Where(d => d.GetProperty("kind").GetString() == TaskSpec.LookKind)
                    .Select(d => (d.GetProperty("clip").GetString()!, d.GetProperty("madeBy").GetString()!)),
            ]
            : [];
    }

    private static string[] Arguments(string plan) =>
        [
            "plan",
            "--clips",
            .. s_clips.Select(c => TestMedia.File("video/" + c)),
            "--music",
            TestMedia.File("music/electropop_fairy_bot.ogg"),
            "--duration",
            "5",
            "--details",
            "--output",
            plan,
        ];

    private async Task<string> AloneAsync()
    {
        string plan = _farm.New("alone.json");
        (int code, string said) = await Started.RunAsync(_farm.New("cache"), Arguments(plan));
        Assert.True(code == 0, said);
        return await File.ReadAllTextAsync(plan);
    }

    private (Started Job, string Plan) Begin()
    {
        string plan = _farm.New("plan.json");
        return (new Started(_farm.New("job"), null, [.. Arguments(plan), "--farm", _farm.Link]), plan);
    }

    private async Task<string> PlanAsync()
    {
        (Started job, string plan) = Begin();
        using Started running = job;
        int code = await job.EndAsync();
        Assert.True(code == 0, string.Join('\n', job.Lines));
        Assert.DoesNotContain(job.Lines, l => l.Contains("not on the farm", Ordinal));
        return plan;
    }

    private async Task ForgetAsync()
    {
        _farm.Forget();
        await _farm.ForgetSharedAsync();
    }
}
