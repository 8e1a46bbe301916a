using System.Net;
using System.Text.Json.Nodes;
using MontageAI.Testing;

namespace MontageAI.Studio.Tests;

/// <summary>Clocks that are set back, folders that cannot be written, and two servers on one project.</summary>
public sealed class AdversityTests
{
    private const string FakeTime = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";

    [Fact]
    public async Task Clock_ThatIsSetBack_LosesNothingAndStopsNothing()
    {
        Clock clock = new();
        await using Studio studio = await Studio.StartAsync(clips: 4, o => o with { Time = clock });
        string project = await studio.ProjectAsync();
        await studio.PlanAsync(project);
        await studio.SendAsync(HttpMethod.Patch, project + "/plan", new { edit = new[] { "slip=1:+1" } }, "*");

        clock.Off = TimeSpan.FromDays(-2);
        JsonNode edit = await studio.SendAsync(HttpMethod.Patch, project + "/plan", new { edit = new[] { "slip=1:+1" } }, "*");
        JsonNode undone = await studio.SendAsync(HttpMethod.Post, project + "/undo", null, "*");
        JsonNode again = await studio.PlanAsync(project, new { seconds = 6, style = "calm" });
        clock.Off = TimeSpan.FromDays(-400);
        await studio.RestartAsync();
        JsonNode history = await studio.SendAsync(HttpMethod.Get, project + "/history");
        JsonNode jobs = await studio.SendAsync(HttpMethod.Get, "/api/jobs");

        Assert.Equal(3, (int)edit["revision"]!);
        Assert.Equal(2, (int)undone["revision"]!);
        Assert.Equal(4, (int)again["result"]!["revision"]!);
        Assert.Equal([1, 2, 3, 4], history["revisions"]!.AsArray().Select(r => (int)r!["number"]!));
        Assert.Equal(4, (int)history["head"]!);
        Assert.DoesNotContain(jobs.AsArray(), j => (string)j!["status"]! == "failed");
    }

    // The whole program and all that it starts, its store too: what a clock set by the network does.
    [Fact]
    public async Task Clock_OfTheMachine_SetBackWhileItWorks_LosesNothing()
    {
        Assert.SkipUnless(File.Exists(FakeTime), "libfaketime was not found (Debian: apt install faketime).");
        using TempFolder folder = new();
        string root = folder.File("media"),
            when = folder.File("when");
        TestClips.Make(Path.Combine(root, "clips"), 4, 4, "25");
        TestSong.Write(Path.Combine(root, "song.wav"), 120, 12);
        await File.WriteAllTextAsync(when, "+0d");
        string address;
        int revision;
        using (StudioChild studio = await StartAsync())
        {
            JsonNode made = await studio.SendAsync(HttpMethod.Post, "/api/projects", new { name = "Clock" });
            address = $"/api/projects/{made["id"]}";
            await studio.SendAsync(HttpMethod.Post, address + "/footage", new { paths = new[] { Path.Combine(root, "clips") } });
            await studio.SendAsync(HttpMethod.Put, address + "/song", new { path = Path.Combine(root, "song.wav") });
            await PlanAsync(studio, address, new { seconds = 6 });
            await File.WriteAllTextAsync(when, "-3d");
            await PlanAsync(studio, address, new { seconds = 6, style = "calm" });
            JsonNode edit = await studio.SendAsync(HttpMethod.Patch, address + "/plan", new { edit = new[] { "slip=1:+1" } });
            revision = (int)edit["revision"]!;
            JsonNode film = await studio.SendAsync(HttpMethod.Post, address + "/renders", new { profile = "preview", name = "film.mp4" });
            Assert.Equal("done", (string)(await studio.EndOfAsync((string)film["job"]!))["status"]!);
            Assert.Equal(0, studio.Stop());
        }

        await File.WriteAllTextAsync(when, "-30d");
        using StudioChild later = await StartAsync();
        JsonNode plan = await later.SendAsync(HttpMethod.Get, address + "/plan");
        Assert.Equal(revision, (int)plan["revision"]!);
        Assert.Contains((await later.SendAsync(HttpMethod.Get, address + "/outputs")).AsArray(), o => (string)o!["name"]! == "film.mp4");
        await PlanAsync(later, address, new { seconds = 6, style = "mtv" });
        Assert.Equal(0, later.Stop());

        Task<StudioChild> StartAsync() =>
            StudioChild.StartAsync(
                root,
                folder.File("projects"),
                folder.File("store"),
                ("LD_PRELOAD", FakeTime),
                ("FAKETIME_TIMESTAMP_FILE", when),
                ("FAKETIME_NO_CACHE", "1"),
                ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
                ("DONT_FAKE_MONOTONIC", "1")
            );

        static async Task PlanAsync(StudioChild studio, string address, object settings)
        {
            JsonNode job = await studio.SendAsync(HttpMethod.Post, address + "/plan", new { settings });
            Assert.Equal("done", (string)(await studio.EndOfAsync((string)job["job"]!))["status"]!);
        }
    }

    [Fact]
    public async Task Folder_ThatCannotBeWritten_IsSaid_AndItsProjectGoesOnWhenItCan()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess,
            "A disk is mounted and sealed, which needs root on Linux."
        );
        using TempFolder folder = new();
        using SmallDisk disk = new(folder.File("disk"), megabytes: 16);
        await using Studio studio = await Studio.StartAsync(clips: 4, o => o with { Projects = disk.Path });
        string project = await studio.ProjectAsync();
        await studio.PlanAsync(project);
        await studio.RestAsync();
        await studio.EndAsync();

        disk.Seal(true);
        await studio.BeginAsync();
        JsonNode listed = await studio.SendAsync(HttpMethod.Get, "/api/projects");
        (HttpStatusCode opened, JsonNode? why) = await studio.TryAsync(HttpMethod.Get, project);
        (HttpStatusCode made, JsonNode? whyNot) = await studio.TryAsync(HttpMethod.Post, "/api/projects", new { name = "Other" });
        disk.Seal(false);
        JsonNode edit = await studio.SendAsync(HttpMethod.Patch, project + "/plan", new { edit = new[] { "slip=1:+1" } }, "*");

        Assert.Single(listed.AsArray());
        Assert.InRange((int)opened, 400, 599);
        Assert.NotEqual(HttpStatusCode.InternalServerError, opened);
        Assert.Contains("written", (string)why!["title"]!, StringComparison.Ordinal);
        Assert.NotEqual(HttpStatusCode.InternalServerError, made);
        Assert.Contains("written", (string)whyNot!["title"]!, StringComparison.Ordinal);
        Assert.Equal(2, (int)edit["revision"]!);
    }

    // What plays while it is made asks for the list again and again, and the list is replaced as often.
    [Fact]
    public async Task Playlist_ThatIsReplacedWhileItIsRead_IsAlwaysAWholeOne()
    {
        await using Studio studio = await Studio.StartAsync();
        JsonNode project = await studio.SendAsync(HttpMethod.Post, "/api/projects", new { name = "List" });
        string folder = Path.Combine(studio.File("state"), $"streams-{Environment.ProcessId}", "plan-1");
        Directory.CreateDirectory(folder);
        string[] lists = [.. new[] { 10, 4000 }.Select(n => string.Concat(Enumerable.Repeat("#EXTINF:1.0,\n", n)))];
        string list = Path.Combine(folder, "index.m3u8");
        await File.WriteAllTextAsync(list, lists[0]);
        using CancellationTokenSource enough = new();
        Task writing = Task.Run(
            async () =>
            {
                for (int i = 0; !enough.IsCancellationRequested; i++)
                {
                    await File.WriteAllTextAsync(list + ".new", lists[i % 2], CancellationToken.None);
                    File.Move(list + ".new", list, overwrite: true);
                }
            },
            CancellationToken.None
        );
        for (int i = 0; i < 400; i++)
        {
            Assert.Contains(await studio.Client.GetStringAsync($"/media/{project["id"]}/hls/plan-1/index.m3u8"), lists);
        }

        await enough.CancelAsync();
        await writing;
    }

    [Fact]
    public async Task TwoServers_OnOneProject_TheSecondIsToldSo_AndHasItWhenTheFirstIsGone()
    {
        await using Studio first = await Studio.StartAsync(clips: 4);
        string project = await first.ProjectAsync();
        await first.PlanAsync(project);
        await first.RestAsync();
        await using Studio second = await Studio.StartAsync(0, o => o with { Projects = first.File("projects"), Roots = [first.Root] });

        JsonNode listed = await second.SendAsync(HttpMethod.Get, "/api/projects");
        (HttpStatusCode opened, JsonNode? why) = await second.TryAsync(HttpMethod.Get, project + "/plan");
        (HttpStatusCode edited, _) = await second.TryAsync(HttpMethod.Patch, project + "/plan", new { edit = new[] { "lock=1" } }, "*");
        JsonNode edit = await first.SendAsync(HttpMethod.Patch, project + "/plan", new { edit = new[] { "lock=2" } }, "*");
        await first.RestAsync();
        await first.EndAsync();
        JsonNode plan = await second.SendAsync(HttpMethod.Get, project + "/plan");
        JsonNode other = await second.SendAsync(HttpMethod.Patch, project + "/plan", new { edit = new[] { "lock=1" } }, "*");
        await first.BeginAsync();

        Assert.Single(listed.AsArray());
        Assert.Equal([HttpStatusCode.Locked, HttpStatusCode.Locked], [opened, edited]);
        Assert.Contains("another program", (string)why!["title"]!, StringComparison.Ordinal);
        Assert.Equal((int)edit["revision"]!, (int)plan["revision"]!);
        Assert.True((bool)plan["shots"]![1]!["locked"]!);
        Assert.Equal((int)edit["revision"]! + 1, (int)other["revision"]!);
    }

    private sealed class Clock : TimeProvider
    {
        /// <summary>How far it is off.</summary>
        public TimeSpan Off { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Off;
    }
}
