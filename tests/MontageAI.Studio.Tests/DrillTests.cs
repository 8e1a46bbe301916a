using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using MontageAI.Testing;

namespace MontageAI.Studio.Tests;

/// <summary>
/// The server killed, crowded out and starved. <c>MONTAGE_DRILL_KILLS</c> says how often it is killed; a few times are enough for every
/// day, fifty and more for a release (docs/studio.md).
/// </summary>
public sealed class DrillTests
{
    private const int UsualKills = 3;

    private static int Kills => LongForm.Of("MONTAGE_DRILL_KILLS", UsualKills);

    [Fact]
    public async Task Kill_AtAnyMoment_LosesNothingThatWasAcknowledged()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are looked up in /proc.");
        using TempFolder folder = new();
        string root = folder.File("media"),
            projects = folder.File("projects"),
            store = folder.File("store");
        TestClips.Make(Path.Combine(root, "clips"), 5, 4, "25");
        TestSong.Write(Path.Combine(root, "song.wav"), 120, 12);
        Random random = new(7);
        string address = "";
        // What the server said that it has done: the words and the film's length by revision, and bytes of an upload.
        Dictionary<int, (string Words, string Order)> edits = [];
        (string Address, long Bytes) upload = ("", 0);
        byte[] file = new byte[3_000_000];
        random.NextBytes(file);
        for (int kill = 0; kill <= Kills; kill++)
        {
            using StudioChild studio = await StudioChild.StartAsync(root, projects, store);
            if (kill == 0)
            {
                JsonNode made = await studio.SendAsync(HttpMethod.Post, "/api/projects", new { name = "Drill" });
                address = $"/api/projects/{made["id"]}";
                await studio.SendAsync(HttpMethod.Post, address + "/footage", new { paths = new[] { Path.Combine(root, "clips") } });
                await studio.SendAsync(HttpMethod.Put, address + "/song", new { path = Path.Combine(root, "song.wav") });
                JsonNode plan = await studio.SendAsync(HttpMethod.Post, address + "/plan", new { settings = new { seconds = 6 } });
                Assert.Equal("done", (string)(await studio.EndOfAsync((string)plan["job"]!))["status"]!);
                upload = (await TusClient.BeginAsync(studio.Client, (string)made["id"]!, "drill.bin", file.Length), 0);
            }
            else
            {
                await RequireAllAsync(studio, address, edits, upload);
            }

            if (kill == Kills)
            {
                await RequireRestAsync(studio, address);
                Assert.Equal(0, studio.Stop());
                break;
            }

            // Work of every kind at once, and the kill among it.
            Task<JsonNode?> render = studio.TryAsync(HttpMethod.Post, address + "/renders", new { profile = "preview" });
            Task<JsonNode?> replan = studio.TryAsync(HttpMethod.Post, address + "/variants", new { count = 2 });
            int acknowledged = random.Next(1, 9);
            for (int i = 0; i < acknowledged; i++)
            {
                JsonNode plan = await studio.SendAsync(HttpMethod.Get, address + "/plan");
                string shot = (string)plan["shots"]![random.Next(plan["shots"]!.AsArray().Count)]!["id"]!;
                string word = random.Next(3) == 0 ? $"swap={shot}" : $"slip={shot}:{(random.Next(2) == 0 ? "+" : "-")}{random.Next(1, 4)}";
                if (await studio.TryAsync(HttpMethod.Patch, address + "/plan", new { edit = new[] { word } }) is { } answer)
                {
                    edits[(int)answer["revision"]!] = (word, answer["order"]!.ToJsonString());
                }

                int piece = Math.Min(random.Next(10_000, 200_000), (int)(file.Length - upload.Bytes - 1));
                if (piece > 0)
                {
                    long now = await TusClient.AppendAsync(
                        studio.Client,
                        upload.Address,
                        upload.Bytes,
                        file.AsMemory((int)upload.Bytes, piece)
                    );
                    upload = upload with { Bytes = now };
                }
            }

            Task<JsonNode?> unanswered = studio.TryAsync(HttpMethod.Patch, address + "/plan", new { edit = new[] { "lock=1" } });
            studio.Kill();
            await Task.WhenAll(render, replan, unanswered);
        }

        Assert.NotEmpty(edits);
    }

    [Fact]
    public async Task Footage_DeletedWhileItPlays_IsNamed_AndWhatWasMadeStillPlays()
    {
        await using Studio studio = await Studio.StartAsync(clips: 4);
        string project = await studio.ProjectAsync();
        await studio.PlanAsync(project);
        JsonNode plan = await studio.SendAsync(HttpMethod.Get, project + "/plan");
        string[] shown = [.. plan["shots"]!.AsArray().Select(s => (string)s!["shown"]!)];
        string gone = (string)plan["sources"]![0]!["path"]!;
        File.Delete(gone);

        byte[][] pictures = await Task.WhenAll(shown.Select(s => studio.Client.GetByteArrayAsync(s)));
        JsonNode again = await studio.PlanAsync(project, new { seconds = 6, style = "calm" });
        JsonNode render = await studio.SendAsync(HttpMethod.Post, project + "/renders", new { revision = 1, profile = "preview" });
        JsonNode failed = await studio.EndOfAsync((string)render["job"]!, "failed");

        Assert.All(pictures, p => Assert.NotEmpty(p));
        Assert.Contains(Path.GetFileName(gone), again["result"]!["setAside"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(gone), failed["problem"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disk_ThatIsFull_RefusesTheEdit_AndTakesItWhenThereIsRoom()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess,
            "A small disk is mounted, which needs root on Linux."
        );
        using TempFolder folder = new();
        using SmallDisk disk = new(folder.File("disk"), megabytes: 3);
        await using Studio studio = await Studio.StartAsync(clips: 4, o => o with { Projects = disk.Path });
        string project = await studio.ProjectAsync();
        await studio.PlanAsync(project);
        JsonNode before = await studio.SendAsync(HttpMethod.Get, project + "/history");

        disk.Fill();
        int taken = 0;
        HttpStatusCode status;
        JsonNode? answer;
        // The last block of the log has room for some lines more.
        while (true)
        {
            string word = taken % 2 == 0 ? "slip=1:+1" : "slip=1:-1";
            (status, answer) = await studio.TryAsync(HttpMethod.Patch, project + "/plan", new { edit = new[] { word } }, "*");
            if (status != HttpStatusCode.OK)
            {
                break;
            }

            taken++;
        }

        JsonNode meanwhile = await studio.SendAsync(HttpMethod.Get, project + "/history");
        disk.Empty();
        JsonNode edit = await studio.SendAsync(HttpMethod.Patch, project + "/plan", new { edit = new[] { "slip=1:+2" } }, "*");
        await studio.RestartAsync();
        JsonNode after = await studio.SendAsync(HttpMethod.Get, project + "/history");

        Assert.Equal(HttpStatusCode.InsufficientStorage, status);
        Assert.Contains("room", answer!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal((int)before["head"]! + taken, (int)meanwhile["head"]!);
        Assert.Equal((int)before["head"]! + taken + 1, (int)edit["revision"]!);
        Assert.Equal((int)edit["revision"]!, (int)after["head"]!);
    }

    [Fact]
    public async Task Edits_ByTheHundred_WhilePlansAreMade_LeaveNothingBehind()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are looked up in /proc.");
        using TempFolder folder = new();
        string root = folder.File("media");
        TestClips.Make(Path.Combine(root, "clips"), 4, 4, "25");
        TestSong.Write(Path.Combine(root, "song.wav"), 120, 12);
        using StudioChild studio = await StudioChild.StartAsync(root, folder.File("projects"), folder.File("store"));
        JsonNode made = await studio.SendAsync(HttpMethod.Post, "/api/projects", new { name = "Crowd" });
        string project = $"/api/projects/{made["id"]}";
        await studio.SendAsync(HttpMethod.Post, project + "/footage", new { paths = new[] { Path.Combine(root, "clips") } });
        await studio.SendAsync(HttpMethod.Put, project + "/song", new { path = Path.Combine(root, "song.wav") });
        await studio.EndOfAsync(
            (string)(await studio.SendAsync(HttpMethod.Post, project + "/plan", new { settings = new { seconds = 6 } }))["job"]!
        );
        await RequireRestAsync(studio, project);
        int descriptors = studio.Descriptors;

        int taken = 0;
        for (int i = 0; i < 200; i++)
        {
            if (i % 50 == 10)
            {
                await studio.TryAsync(HttpMethod.Post, project + "/plan", new { settings = new { seconds = 6, seed = i } });
            }

            string word = string.Create(CultureInfo.InvariantCulture, $"slip=1:{(i % 2 == 0 ? "+" : "-")}1");
            taken += await studio.TryAsync(HttpMethod.Patch, project + "/plan", new { edit = new[] { word } }) is null ? 0 : 1;
        }

        await RequireRestAsync(studio, project);
        JsonNode history = await studio.SendAsync(HttpMethod.Get, project + "/history");

        Assert.True(taken > 100, $"{taken} of 200 edits were taken.");
        Assert.True(history["revisions"]!.AsArray().Count > taken);
        Assert.InRange(studio.Descriptors, 0, descriptors + 8);
        Assert.Equal(0, studio.Stop());
    }

    private static async Task RequireAllAsync(
        StudioChild studio,
        string project,
        Dictionary<int, (string Words, string Order)> edits,
        (string Address, long Bytes) upload
    )
    {
        JsonNode opened = await studio.SendAsync(HttpMethod.Get, project);
        JsonNode history = await studio.SendAsync(HttpMethod.Get, project + "/history");
        Dictionary<int, JsonNode> known = history["revisions"]!.AsArray().ToDictionary(r => (int)r!["number"]!, r => r!);
        Assert.True((int)opened["head"]! > 0);
        foreach ((int revision, (string words, string order)) in edits)
        {
            Assert.True(known.ContainsKey(revision), $"Revision {revision} was acknowledged and is gone.");
            Assert.Equal(words, (string)known[revision]["edit"]![0]!);
            JsonNode plan = await studio.SendAsync(HttpMethod.Get, $"{project}/plan?rev={revision}");
            Assert.Equal(order, new JsonArray([.. plan["shots"]!.AsArray().Select(s => (JsonNode)(string)s!["id"]!)]).ToJsonString());
        }

        Assert.InRange(await TusClient.OffsetAsync(studio.Client, upload.Address), upload.Bytes, long.MaxValue);
    }

    // All that was taken in comes to an end, and no process is left.
    private static async Task RequireRestAsync(StudioChild studio, string project)
    {
        await Patience.UntilAsync("nothing waits or runs", studio.RestsAsync);

        JsonArray jobs = (await studio.SendAsync(HttpMethod.Get, "/api/jobs")).AsArray();
        Assert.All(
            jobs,
            j =>
                Assert.True(
                    (string)j!["status"]! is "done" or "cancelled"
                        // What was killed three times is not begun again.
                        || ((string?)j["problem"]?["title"])?.Contains("ended 3 times", StringComparison.Ordinal) == true,
                    j.ToJsonString()
                )
        );
        Assert.NotNull(await studio.TryAsync(HttpMethod.Get, project + "/plan"));
    }
}
