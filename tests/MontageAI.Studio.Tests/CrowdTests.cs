using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using MontageAI.Testing;

namespace MontageAI.Studio.Tests;

/// <summary>
/// Many projects at once, and much to send. <c>MONTAGE_DRILL_PROJECTS</c> and <c>MONTAGE_DRILL_UPLOAD_MB</c> say how much; a little is
/// enough for every day, 20 and 2000 for a release (docs/studio.md).
/// </summary>
public sealed class CrowdTests(ITestOutputHelper output)
{
    private const int FilmsEach = 3;
    private const int MostWaiting = 64;

    [Fact]
    public async Task ProjectsAtOnce_HaveTheirTurns_LoseNothing_AndTooMuchIsRefused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are looked up in /proc.");
        int count = LongForm.Of("MONTAGE_DRILL_PROJECTS", 4);
        using TempFolder folder = new();
        string root = folder.File("media");
        TestClips.Make(Path.Combine(root, "clips"), 5, 4, "25");
        TestSong.Write(Path.Combine(root, "song.wav"), 120, 12);
        using StudioChild studio = await StudioChild.StartAsync(root, folder.File("projects"), folder.File("store"));
        string[] projects = new string[count];
        for (int i = 0; i < count; i++)
        {
            JsonNode made = await studio.SendAsync(HttpMethod.Post, "/api/projects", new { name = $"Crowd {i}" });
            projects[i] = $"/api/projects/{made["id"]}";
            await studio.SendAsync(HttpMethod.Post, projects[i] + "/footage", new { paths = new[] { Path.Combine(root, "clips") } });
            await studio.SendAsync(HttpMethod.Put, projects[i] + "/song", new { path = Path.Combine(root, "song.wav") });
        }

        // All ask at once, each for several films, and edit while the others work.
        JsonNode[] plans = await Task.WhenAll(
            projects.Select(p => studio.SendAsync(HttpMethod.Post, p + "/plan", new { settings = new { seconds = 3 } }))
        );
        foreach (JsonNode plan in plans)
        {
            Assert.Equal("done", (string)(await studio.EndOfAsync((string)plan["job"]!))["status"]!);
        }

        // Every film is work of its own: each revision of each project has other colours, by a little.
        for (int i = 0; i < count; i++)
        {
            int shots = (await studio.SendAsync(HttpMethod.Get, projects[i] + "/plan"))["shots"]!.AsArray().Count;
            for (int n = 0; n < FilmsEach; n++)
            {
                string exposure = (0.002 * (1 + n + (i * FilmsEach))).ToString("0.000", CultureInfo.InvariantCulture);
                string[] words = [.. Enumerable.Range(1, shots).Select(s => $"correct={s}:exposure={exposure}")];
                await studio.SendAsync(HttpMethod.Patch, projects[i] + "/plan", new { edit = words });
            }
        }

        await RestAsync(studio);
        long before = studio.MemoryMiB;
        Stopwatch watch = Stopwatch.StartNew();
        List<(int Project, string Job)> films = [];
        for (int n = 0; n < FilmsEach; n++)
        {
            for (int i = 0; i < count; i++)
            {
                JsonNode job = await studio.SendAsync(
                    HttpMethod.Post,
                    projects[i] + "/renders",
                    new
                    {
                        revision = n + 2,
                        profile = "standard",
                        name = $"film {n}.mp4",
                    }
                );
                films.Add((i, (string)job["job"]!));
            }
        }

        JsonNode[] edits = await Task.WhenAll(
            projects.Select(p => studio.SendAsync(HttpMethod.Patch, p + "/plan", new { edit = new[] { "lock=1" } }))
        );
        int[] done = new int[count];
        int? least = null;
        int? had = null;
        HashSet<string> left = [.. films.Select(f => f.Job)];
        while (left.Count > 0)
        {
            int[] making = new int[count];
            foreach (JsonNode? job in (await studio.SendAsync(HttpMethod.Get, "/api/jobs")).AsArray())
            {
                string status = (string)job!["status"]!;
                if (status is "failed" or "cancelled" && left.Contains((string)job["id"]!))
                {
                    Assert.Fail(job.ToJsonString());
                }

                if (status == "done" && left.Remove((string)job["id"]!))
                {
                    done[films.First(f => f.Job == (string)job["id"]!).Project]++;
                }
                else if (status == "running" && left.Contains((string)job["id"]!))
                {
                    making[films.First(f => f.Job == (string)job["id"]!).Project]++;
                }
            }

            // When the first has all its films, every other has half of its own, what is being made for it among them, and none is without.
            if (least is null && done.Contains(FilmsEach))
            {
                (least, had) = (done.Min(), done.Zip(making, (d, m) => d + m).Min());
            }

            await Task.Delay(20);
        }

        output.WriteLine(
            $"{count} projects, {films.Count} films in {watch.Elapsed.TotalSeconds:0.0} s; when the first had all {FilmsEach}, each had"
                + $" at least {least}, and {had} with what was being made; memory {before} to {studio.MemoryMiB} MiB"
        );
        Assert.True(2 * had >= FilmsEach && least > 0, $"One project had {least} ({had}) of {FilmsEach} films when another had all.");
        Assert.InRange(studio.MemoryMiB, 0, (2 * before) + 150);
        foreach ((string project, JsonNode edit) in projects.Zip(edits))
        {
            JsonNode head = await studio.SendAsync(HttpMethod.Get, project + "/plan");
            Assert.Equal((int)edit["revision"]!, (int)head["revision"]!);
            Assert.True((bool)head["shots"]![0]!["locked"]!);
            JsonArray made = (await studio.SendAsync(HttpMethod.Get, project + "/outputs")).AsArray();
            Assert.Equal(FilmsEach, made.Count(o => ((string)o!["name"]!).EndsWith(".mp4", StringComparison.Ordinal)));
        }

        // One that asks for too much is told so at once, and the others are not.
        int refused = 0;
        List<string> taken = [];
        for (int i = 0; i < MostWaiting + 24; i++)
        {
            using HttpResponseMessage answer = await studio.Client.PostAsJsonAsync(
                projects[0] + "/renders",
                new { profile = "high", name = $"much {i}.mp4" }
            );
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
            {
                refused++;
                Assert.NotNull(answer.Headers.RetryAfter);
            }
            else
            {
                taken.Add((string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["job"]!);
            }
        }

        JsonNode other = await studio.SendAsync(HttpMethod.Post, projects[1] + "/renders", new { profile = "preview", name = "other.mp4" });
        Assert.True(refused > 0, "Nothing was refused.");
        Assert.InRange(taken.Count, MostWaiting, MostWaiting + 23);
        // The other one's film does not wait for all of these.
        Assert.Equal("done", (string)(await studio.EndOfAsync((string)other["job"]!))["status"]!);
        Assert.Contains(
            (await studio.SendAsync(HttpMethod.Get, "/api/jobs")).AsArray(),
            j => taken.Contains((string)j!["id"]!) && (string)j["status"]! == "waiting"
        );
        Assert.Equal(0, studio.Stop());
    }

    private static Task RestAsync(StudioChild studio) => Patience.UntilAsync("nothing waits or runs", studio.RestsAsync);

    [Fact]
    public async Task Upload_BrokenOffTenTimes_ArrivesByteForByte()
    {
        int bytes = LongForm.Of("MONTAGE_DRILL_UPLOAD_MB", 4) * 1_000_000;
        await using Studio studio = await Studio.StartAsync();
        JsonNode project = await studio.SendAsync(HttpMethod.Post, "/api/projects", new { name = "Upload" });
        byte[] file = new byte[bytes];
        new Random(3).NextBytes(file);
        Stopwatch watch = Stopwatch.StartNew();
        string upload = await TusClient.BeginAsync(studio.Client, (string)project["id"]!, "long.mp4", file.Length);

        long at = 0;
        for (int i = 0; i < 10; i++)
        {
            await TusClient.BreakOffAsync(studio.Client, upload, at, file.AsMemory((int)at), after: bytes / 13);
            long now = await TusClient.OffsetAsync(studio.Client, upload);
            Assert.InRange(now, at, file.Length - 1);
            at = now;
        }

        await TusClient.FinishAsync(studio.Client, upload, file);
        output.WriteLine(
            $"{bytes / 1_000_000} MB in {watch.Elapsed.TotalSeconds:0.0} s, {100.0 * at / bytes:0} % of them in pieces that broke off"
        );

        JsonNode whole = await studio.SendAsync(HttpMethod.Get, $"/api/projects/{project["id"]}");
        string arrived = Directory.GetFiles(Path.Combine((string)whole["folder"]!, "media"), "*.mp4").Single();
        Assert.True(at > 0);
        await using FileStream there = File.OpenRead(arrived);
        Assert.Equal(SHA256.HashData(file), await SHA256.HashDataAsync(there));
    }
}
