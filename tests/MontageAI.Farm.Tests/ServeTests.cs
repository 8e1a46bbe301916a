using System.Globalization;
using System.Text.Json.Nodes;
using MontageAI.Testing;

namespace MontageAI.Farm.Tests;

/// <summary>A server that has its films rendered by a farm.</summary>
[Collection(FarmCollection.Name)]
public sealed class ServeTests(FarmFixture farms)
{
    private const string MadeTasks = @"montage_studio_farm_tasks_total\{[^}]*state=""made""[^}]*\} [1-9]";

    private static StringComparison Ordinal => StringComparison.Ordinal;

    [RedisFact]
    public async Task Serve_WithAFarmBeside_HasTwoMachinesMakeTheSameFilm_AndEndsEverything()
    {
        using TempFolder folder = new();
        string projects = folder.File("projects"),
            project;
        byte[] alone;
        using (Served before = await Served.StartAsync(folder.File("alone"), projects))
        {
            project = await before.PlannedAsync();
            (alone, _, _) = await before.RenderAsync(project, "alone");
            Assert.Equal("none", (string)(await before.SendAsync(HttpMethod.Get, "/api/farm"))["status"]!);
            Assert.Empty(before.FarmPrograms);
            Assert.Equal(0, await before.StopAsync());
        }

        using Served served = await Served.StartAsync(folder.File("host"), projects, "--farm", "--farm-port", FreePort());
        using Started first = await JoinAsync(served, folder.File("first"));
        using Started second = await JoinAsync(served, folder.File("second"));
        JsonNode farm = await served.FarmAsync(f => f["machines"]!.AsArray().Count == 2);
        (byte[] film, JsonNode report, _) = await served.RenderAsync(project, "shared");
        string metrics = await served.MetricsAsync();
        await served.SendAsync(HttpMethod.Post, project + "/renders", new { profile = "standard", name = "unfinished.mp4" });
        await served.FarmAsync(f => f["machines"]!.AsArray().Sum(m => (int)m!["running"]!) > 0);
        IReadOnlyList<string> children = served.FarmPrograms;
        int code = await served.StopAsync();

        Assert.Equal(alone, film);
        Dictionary<string, long> made = FramesByMachine(report);
        Assert.Equal((long)report["plan"]!["frames"]!, made.Values.Sum());
        Assert.Subset(farm["machines"]!.AsArray().Select(m => (string)m!["name"]!).ToHashSet(), made.Keys.ToHashSet());
        Assert.True((bool)farm["hosted"]!);
        Assert.Matches(@"montage_studio_farm_machines\S* 2\b", metrics);
        Assert.Matches(MadeTasks, metrics);
        Assert.Equal(0, code);
        Assert.NotEmpty(children);
        Assert.All(children, c => Assert.False(Processes.Runs(c), c));
    }

    [RedisFact]
    public async Task Serve_ThatIsKilled_LeavesNoHost()
    {
        using TempFolder folder = new();
        using Served served = await Served.StartAsync(folder.File("host"), folder.File("projects"), "--farm", "--farm-port", FreePort());
        string host = Assert.Single(served.FarmPrograms);

        served.Program.Kill();

        await Patience.UntilAsync("the end of the host", () => !Processes.Runs(host));
    }

    [RedisFact]
    public async Task Serve_WhoseHostIsKilled_StartsItAgain_AndItsMachinesComeBack()
    {
        using TempFolder folder = new();
        using RedisServer redis = new();
        await redis.StartAsync();
        string store = folder.File("store");
        using Served served = await Served.StartAsync(
            folder.File("host"),
            folder.File("projects"),
            "--farm",
            "--farm-redis",
            redis.Url,
            "--farm-store",
            store
        );
        using Started node = await JoinAsync(served, folder.File("node"));
        string project = await served.PlannedAsync(seconds: 20);
        string previewed = await served.MetricsAsync();
        string host = Assert.Single(served.FarmPrograms);

        TestTools.Run("kill", "-KILL", host);
        await served.Program.SaysAsync("It is started again");
        await served.FarmAsync(f => f["machines"]!.AsArray().Count == 1);
        Served.Forget(store);
        (_, JsonNode report, _) = await served.RenderAsync(project, "film");

        // What the node was still making for the preview when everything was forgotten is found.
        long found = (long)report["phases"]!.AsArray().Single(p => (string)p!["name"]! == "render shots")!["fromCache"]!;
        Assert.NotEmpty(FramesByMachine(report));
        Assert.Equal((long)report["plan"]!["frames"]!, found + FramesByMachine(report).Values.Sum());
        Assert.DoesNotContain(host, served.FarmPrograms);
        // What a preview shows after its first ten seconds.
        Assert.Matches(MadeTasks, previewed);
        Assert.Equal(0, await served.StopAsync());
    }

    [RedisFact]
    public async Task Film_OfAServer_CancelledOnTheFarm_IsCancelledThere_AndSaysBy()
    {
        TestFarm farm = farms.OnItsOwn;
        using TempFolder folder = new();
        using Served served = await Served.StartAsync(folder.File("cache"), folder.File("projects"), "--farm", farm.Link);
        using Started node = await farm.JoinAsync();
        string project = await served.PlannedAsync();
        await served.FarmAsync(f => f["machines"]!.AsArray().Sum(m => (int)m!["running"]!) == 0);
        int before = served.JobsOnFarm.Count;

        JsonNode asked = await served.SendAsync(HttpMethod.Post, project + "/renders", new { profile = "standard", name = "film.mp4" });
        await served.FarmAsync(f => f["machines"]!.AsArray().Sum(m => (int)m!["running"]!) > 0);
        (int code, string said) = await Started.RunAsync(folder.File("asks"), "farm", "cancel", served.JobsOnFarm[before], farm.Link);
        JsonNode job = await served.EndOfAsync(asked);

        Assert.True(code == 0, said);
        Assert.Equal("cancelled", (string)job["status"]!);
        Assert.Contains("cancelled", (string)job["problem"]!["title"]!, Ordinal);
        Assert.Null(job["result"]);
    }

    [RedisFact]
    public async Task Serve_BesideAHostThatRuns_UsesItAndLeavesItThere()
    {
        TestFarm farm = farms.OnItsOwn;
        using TempFolder folder = new();
        using Served served = await Served.StartAsync(farm.HostCache, folder.File("projects"), "--farm");
        JsonNode seen = await served.FarmAsync(f => (string)f["status"]! == "ready");
        int code = await served.StopAsync();
        (int asked, string said) = await Started.RunAsync(folder.File("asks"), "farm", "status", farm.Link);

        Assert.Equal(farm.Link, served.Link);
        Assert.False((bool)seen["hosted"]!);
        Assert.Equal(0, code);
        Assert.Equal(0, asked);
        Assert.Contains("Tasks that wait: 0", said, Ordinal);
    }

    [RedisFact]
    public async Task Serve_WhoseFarmIsLost_MakesTheFilmItselfAndSaysSo_AndUsesItAgain()
    {
        TestFarm farm = farms.OnItsOwn;
        using TempFolder folder = new();
        using Served served = await Served.StartAsync(folder.File("cache"), folder.File("projects"), "--farm", farm.Link);
        using Started node = await farm.JoinAsync();
        string project = await served.PlannedAsync();

        farm.Host.Kill();
        Served.Forget(farm.Store);
        await served.FarmAsync(f => (string)f["status"]! == "silent");
        (byte[] alone, JsonNode report, JsonNode job) = await served.RenderAsync(project, "alone");
        await farm.StartHostAsync();
        await served.FarmAsync(f => f["machines"]!.AsArray().Count == 1);
        Served.Forget(farm.Store);
        (byte[] film, JsonNode shared, _) = await served.RenderAsync(project, "shared");

        Assert.Empty(FramesByMachine(report));
        Assert.Contains(job["result"]!["notes"]!.AsArray(), n => ((string)n!).Contains("not on the farm", Ordinal));
        Assert.NotEmpty(FramesByMachine(shared));
        Assert.Equal(alone, film);
        Assert.Equal(0, await served.StopAsync());
        Assert.True((await farm.Host.SaysAsync("farm join")).Length > 0);
    }

    [RedisTheory]
    [InlineData(2, "Say --farm, too", "--farm-port", "7463")]
    [InlineData(2, "leave out the link", "--farm", "montage-farm:127.0.0.1:7463#0.0", "--farm-port", "7463")]
    [InlineData(1, "is no link", "--farm", "montage-farm:127.0.0.1:7463#00")]
    [InlineData(2, "a link begins with", "--farm", "7463")]
    public async Task Serve_WithAWrongFarm_SaysWhyAndTheRemedy(int code, string says, params string[] arguments)
    {
        using TempFolder folder = new();
        (int ended, string text) = await Started.RunAsync(folder.File("cache"), ["serve", "--port", "0", .. arguments]);

        Assert.Contains(says, text, Ordinal);
        Assert.Equal(code, ended);
    }

    private static string FreePort() => RedisServer.FreePort().ToString(CultureInfo.InvariantCulture);

    private static Dictionary<string, long> FramesByMachine(JsonNode report) =>
        report["phases"]!
            .AsArray()
            .Where(p => ((string)p!["name"]!).StartsWith("rendered by ", Ordinal))
            .ToDictionary(p => ((string)p!["name"]!)["rendered by ".Length..], p => (long)p!["items"]!);

    private static async Task<Started> JoinAsync(Served served, string cache)
    {
        Started node = new(cache, null, "farm", "join", served.Link, "--slots", "1");
        await node.SaysAsync("works for the farm");
        return node;
    }
}
