using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using MontageAI.Testing;

namespace MontageAI.Studio.Tests;

/// <summary>
/// Everything that a server does, again and again: nothing is left of it. <c>MONTAGE_DRILL_MINUTES</c> says how long (60 before a release,
/// docs/studio.md); every day it is a few rounds.
/// </summary>
public sealed class SoakTests(ITestOutputHelper output)
{
    private const int UsualRounds = 4;

    [Fact]
    public async Task AllWork_AgainAndAgain_LeavesTheServerAsItWas()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are looked up in /proc.");
        int minutes = LongForm.Of("MONTAGE_DRILL_MINUTES", 0);
        using TempFolder folder = new();
        string root = folder.File("media"),
            store = folder.File("store"),
            temporary = folder.File("tmp");
        Directory.CreateDirectory(temporary);
        TestClips.Make(Path.Combine(root, "clips"), 4, 4, "25");
        TestSong.Write(Path.Combine(root, "song.wav"), 120, 12);
        using StudioChild studio = await StudioChild.StartAsync(root, folder.File("projects"), store, ("TMPDIR", temporary));

        // The first rounds fill what is filled once: pools, compiled code, the store.
        await RoundAsync(studio, root, 0);
        await RoundAsync(studio, root, 1);
        string[] kept = Directory.GetFileSystemEntries(temporary);
        (int Descriptors, int Threads, long MiB, int Files) before = await StateAsync(studio, store, temporary);
        Stopwatch watch = Stopwatch.StartNew();
        int rounds = 0;
        (int Descriptors, int Threads, long MiB, int Files) after;
        do
        {
            await RoundAsync(studio, root, 2 + rounds++);
            after = await StateAsync(studio, store, temporary);
        } while (rounds < UsualRounds || watch.Elapsed.TotalMinutes < minutes);

        output.WriteLine(
            $"{rounds} rounds in {watch.Elapsed.TotalMinutes:0.0} minutes: descriptors {before.Descriptors} to {after.Descriptors}, "
                + $"threads {before.Threads} to {after.Threads}, memory {before.MiB} to {after.MiB} MiB, "
                + $"temporary files {before.Files} to {after.Files}"
        );
        Assert.InRange(after.Descriptors, 0, before.Descriptors + 8);
        // Pools of threads follow the load of the machine; what leaks grows with every round.
        Assert.InRange(after.Threads, 0, before.Threads + 8);
        Assert.InRange(after.MiB, 0, (before.MiB * 3 / 2) + 50);
        Assert.InRange(after.Files, 0, before.Files);
        Assert.Equal(0, studio.Children);
        Assert.Equal(0, studio.Stop());
        Assert.Empty(Directory.GetFileSystemEntries(temporary).Except(kept));
    }

    // A project from nothing to film and documents, with all that is stopped, refused and broken off on the way, and away again.
    private static async Task RoundAsync(StudioChild studio, string root, int round)
    {
        JsonNode made = await studio.SendAsync(HttpMethod.Post, "/api/projects", new { name = $"Soak {round}" });
        string id = (string)made["id"]!,
            project = $"/api/projects/{id}";
        await studio.SendAsync(HttpMethod.Post, project + "/footage", new { paths = new[] { Path.Combine(root, "clips") } });
        await studio.SendAsync(HttpMethod.Put, project + "/song", new { path = Path.Combine(root, "song.wav") });
        JsonNode plan = await studio.SendAsync(
            HttpMethod.Post,
            project + "/plan",
            new { settings = new { seconds = 6, seed = 1 + (round % 3) } }
        );
        Assert.Equal("done", (string)(await studio.EndOfAsync((string)plan["job"]!))["status"]!);
        for (int i = 0; i < 12; i++)
        {
            string word = string.Create(CultureInfo.InvariantCulture, $"slip=1:{(i % 2 == 0 ? "+" : "-")}1");
            await studio.SendAsync(HttpMethod.Patch, project + "/plan", new { edit = new[] { word } });
            Assert.Null(await studio.TryAsync(HttpMethod.Patch, project + "/plan", new { edit = new[] { "nonsense=9" } }));
        }

        // Streams of events that are left in the middle, and a download as well.
        for (int i = 0; i < 4; i++)
        {
            using HttpResponseMessage events = await studio.Client.GetAsync("/api/events", HttpCompletionOption.ResponseHeadersRead);
            Assert.True(events.IsSuccessStatusCode);
        }

        JsonNode variants = await studio.SendAsync(HttpMethod.Post, project + "/variants", new { count = 2 });
        JsonNode film = await studio.SendAsync(HttpMethod.Post, project + "/renders", new { profile = "preview", name = "film.mp4" });
        JsonNode stopped = await studio.SendAsync(HttpMethod.Post, project + "/renders", new { profile = "master", name = "stopped.mp4" });
        await studio.TryAsync(HttpMethod.Delete, "/api/jobs/" + (string)stopped["job"]!);
        JsonNode export = await studio.SendAsync(HttpMethod.Post, project + "/exports", new { format = "package" });
        await studio.EndOfAsync((string)variants["job"]!);
        Assert.Equal("done", (string)(await studio.EndOfAsync((string)film["job"]!))["status"]!);
        JsonNode packed = await studio.EndOfAsync((string)export["job"]!);
        Assert.Equal("done", (string)packed["status"]!);
        using (
            HttpResponseMessage zip = await studio.Client.GetAsync(
                (string)packed["result"]!["href"]!,
                HttpCompletionOption.ResponseHeadersRead
            )
        )
        {
            Assert.True(zip.IsSuccessStatusCode);
        }

        byte[] file = new byte[300_000];
        string upload = await TusClient.BeginAsync(studio.Client, id, "left.bin", file.Length);
        await TusClient.BreakOffAsync(studio.Client, upload, 0, file, after: 20_000);
        await studio.SendAsync(HttpMethod.Delete, project);
    }

    private static async Task<(int Descriptors, int Threads, long MiB, int Files)> StateAsync(
        StudioChild studio,
        string store,
        string temporary
    )
    {
        // What it does by itself counts as work, too: its children are gone when it has ended.
        int quiet = 0;
        while (quiet < 20)
        {
            bool rests =
                studio.Children == 0
                && !(await studio.SendAsync(HttpMethod.Get, "/api/jobs"))
                    .AsArray()
                    .Any(j => (string)j!["status"]! is "waiting" or "running");
            quiet = rests ? quiet + 1 : 0;
            await Task.Delay(50);
        }

        string scratch = Path.Combine(store, "scratch");
        int files =
            Directory.EnumerateFiles(temporary, "*", SearchOption.AllDirectories).Count()
            + (Directory.Exists(scratch) ? Directory.EnumerateFiles(scratch, "*", SearchOption.AllDirectories).Count() : 0);
        return (studio.Descriptors, studio.Threads, studio.MemoryMiB, files);
    }
}
