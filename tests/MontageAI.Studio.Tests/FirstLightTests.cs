using System.Net;
using System.Text.Json.Nodes;
using MontageAI.Testing;

namespace MontageAI.Studio.Tests;

/// <summary>From nothing to a montage that plays, over HTTP alone.</summary>
public sealed class FirstLightTests
{
    [Fact]
    public async Task Plan_OfClipsAndSong_PlaysAsHlsAndIsARevision()
    {
        await using Studio studio = await Studio.StartAsync(clips: 3);
        string project = await studio.ProjectAsync();

        JsonNode job = await studio.PlanAsync(project);
        JsonNode plan = await studio.SendAsync(HttpMethod.Get, project + "/plan");

        Assert.Equal(1, (int)job["result"]!["revision"]!);
        Assert.Equal(150, (long)plan["frames"]!);
        Assert.Equal((long)plan["frames"]!, plan["shots"]!.AsArray().Sum(s => (long)s!["frames"]!));
        Assert.All(plan["shots"]!.AsArray(), s => Assert.NotEmpty(s!["reasons"]!.AsArray()));
        string folder = studio.File("seen");
        await SaveAsync(studio, (string)job["result"]!["href"]!, folder);
        string facts = TestTools.Run(
            "ffprobe",
            "-v",
            "error",
            "-count_frames",
            "-select_streams",
            "v",
            "-show_entries",
            "stream=nb_read_frames",
            "-of",
            "csv=p=0",
            "-allowed_extensions",
            "ALL",
            Path.Combine(folder, "index.m3u8")
        );
        Assert.Contains("150", facts, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Edit_MakesARevision_AndUndoAndRedoMoveBetweenThem_AcrossARestart()
    {
        await using Studio studio = await Studio.StartAsync(clips: 4);
        string project = await studio.ProjectAsync();
        await studio.PlanAsync(project);
        JsonNode first = await studio.SendAsync(HttpMethod.Get, project + "/plan");
        string shot = (string)first["shots"]![1]!["id"]!;

        JsonNode edit = await studio.SendAsync(HttpMethod.Patch, project + "/plan", new { edit = new[] { $"lock={shot}" } }, "\"1\"");
        (HttpStatusCode stale, JsonNode? problem) = await studio.TryAsync(
            HttpMethod.Patch,
            project + "/plan",
            new { edit = new[] { $"unlock={shot}" } },
            "\"1\""
        );
        await studio.RestartAsync();
        JsonNode undone = await studio.SendAsync(HttpMethod.Post, project + "/undo", ifMatch: "*");
        JsonNode before = await studio.SendAsync(HttpMethod.Get, project + "/plan");
        JsonNode redone = await studio.SendAsync(HttpMethod.Post, project + "/redo", ifMatch: "\"1\"");
        (HttpStatusCode nothing, _) = await studio.TryAsync(HttpMethod.Post, project + "/redo", ifMatch: "*");

        Assert.Equal(2, (int)edit["revision"]!);
        Assert.Equal([shot], edit["changed"]!.AsArray().Select(s => (string)s!["id"]!));
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale);
        Assert.Equal(2, (int)problem!["head"]!);
        Assert.Equal([shot], problem["wouldBe"]!.AsArray().Select(s => (string)s!["id"]!));
        Assert.Equal(1, (int)undone["revision"]!);
        Assert.Equal(first.ToJsonString(), before.ToJsonString());
        Assert.Equal(2, (int)redone["revision"]!);
        Assert.Equal(HttpStatusCode.Conflict, nothing);
    }

    private static async Task SaveAsync(Studio studio, string playlist, string folder)
    {
        Directory.CreateDirectory(folder);
        string text = await studio.Client.GetStringAsync(playlist);
        await File.WriteAllTextAsync(Path.Combine(folder, "index.m3u8"), text);
        string place = playlist[..^"index.m3u8".Length];
        IEnumerable<string> names = text.Split('\n')
            .Select(l => l.StartsWith("#EXT-X-MAP", StringComparison.Ordinal) ? l.Split('"')[1] : l)
            .Where(l => l.Length > 0 && l[0] != '#')
            .Distinct();
        foreach (string name in names)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, name), await studio.Client.GetByteArrayAsync(place + name));
        }
    }
}
