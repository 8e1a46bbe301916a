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

    [Fact]
    public async Task ARevisionOfTheHistory_IsShownAgain_AndItsPicturesAreMadeAgain()
    {
        await using Studio studio = await Studio.StartAsync(clips: 4);
        string project = await studio.ProjectAsync();
        await studio.PlanAsync(project);
        JsonNode first = await studio.SendAsync(HttpMethod.Get, project + "/plan");
        string shot = (string)first["shots"]![1]!["id"]!;
        await studio.SendAsync(HttpMethod.Patch, project + "/plan", new { edit = new[] { $"lock={shot}" } }, "*");
        await studio.SendAsync(
            HttpMethod.Patch,
            project + "/plan",
            new { edit = new[] { $"unlock={shot}", $"lock={first["shots"]![0]!["id"]}" } },
            "*"
        );

        JsonNode again = await studio.SendAsync(HttpMethod.Post, project + "/head", new { revision = 2 }, "\"3\"");
        (HttpStatusCode stale, _) = await studio.TryAsync(HttpMethod.Post, project + "/head", new { revision = 1 }, "\"3\"");
        (HttpStatusCode unknown, _) = await studio.TryAsync(HttpMethod.Post, project + "/head", new { revision = 99 }, "*");
        await studio.RestartAsync();
        JsonNode plan = await studio.SendAsync(HttpMethod.Get, project + "/plan");

        Assert.Equal(2, (int)again["revision"]!);
        Assert.Equal(2, again["changed"]!.AsArray().Count);
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale);
        Assert.Equal(HttpStatusCode.NotFound, unknown);
        Assert.Equal(2, (int)plan["revision"]!);
        Assert.True((bool)plan["shots"]![1]!["locked"]!);

        // What was thrown away of its pictures is made again.
        await studio.EndAsync();
        Directory.Delete(studio.File("store"), recursive: true);
        await studio.BeginAsync();
        Assert.All((await studio.SendAsync(HttpMethod.Get, project + "/plan"))["shots"]!.AsArray(), s => Assert.Null(s!["shown"]));
        JsonNode accepted = await studio.SendAsync(HttpMethod.Post, project + "/previews", new { revision = 2 });
        await studio.EndOfAsync((string)accepted["job"]!);
        Assert.All((await studio.SendAsync(HttpMethod.Get, project + "/plan"))["shots"]!.AsArray(), s => Assert.Equal(2, (int)s!["tier"]!));
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await studio.TryAsync(HttpMethod.Post, project + "/previews", new { revision = 99 })).Status
        );
    }

    [Fact]
    public async Task Shots_AndSound_AreFilesByContent_ThatAnEditLeavesAlone()
    {
        await using Studio studio = await Studio.StartAsync(clips: 4);
        string project = await studio.ProjectAsync();
        await studio.PlanAsync(project);
        JsonNode plan = await studio.SendAsync(HttpMethod.Get, project + "/plan");
        JsonArray shots = plan["shots"]!.AsArray();

        Assert.All(shots, s => Assert.Equal(2, (int)s!["tier"]!));
        Directory.CreateDirectory(studio.File("seen"));
        foreach (JsonNode? shot in shots)
        {
            string file = studio.File("seen/shot.mp4");
            await File.WriteAllBytesAsync(file, await studio.Client.GetByteArrayAsync((string)shot!["shown"]!));
            Assert.Equal((long)shot["frames"]!, RenderedFrames(file));
        }

        int pieces = (int)plan["sound"]!["pieces"]!;
        string sound = studio.File("seen/sound.mp4");
        await File.WriteAllBytesAsync(sound, await studio.Client.GetByteArrayAsync($"{plan["sound"]!["href"]}/{pieces - 1}.m4s"));
        Assert.Equal(2, pieces);
        Assert.StartsWith(
            "4.0",
            TestTools.Run("ffprobe", "-v", "error", "-show_entries", "stream=start_time", "-of", "csv=p=0", sound),
            StringComparison.Ordinal
        );

        // Its pictures are the same; it is asked for under the same address.
        string id = (string)shots[1]!["id"]!;
        JsonNode edit = await studio.SendAsync(HttpMethod.Patch, project + "/plan", new { edit = new[] { $"lock={id}" } }, "*");
        JsonNode changed = Assert.Single(edit["changed"]!.AsArray())!;
        Assert.Equal((string)shots[1]!["shown"]!, (string)changed["shown"]!);
        Assert.Null(edit["job"]);
        Assert.False((bool)edit["soundChanged"]!);

        // Other pictures get another address, and whoever waits there gets them.
        JsonNode slipped = await studio.SendAsync(
            HttpMethod.Patch,
            project + "/plan",
            new { edit = new[] { $"unlock={id}", $"speed={id}@0.5" } },
            "*"
        );
        JsonNode other = slipped["changed"]!.AsArray().Single(s => (string)s!["id"]! == id)!;
        Assert.NotEqual((string)shots[1]!["final"]!, (string)other["final"]!);
        string late = studio.File("seen/late.mp4");
        await File.WriteAllBytesAsync(late, await GetWhenMadeAsync(studio, (string)other["final"]!));
        Assert.Equal((long)other["frames"]!, RenderedFrames(late));
    }

    [Fact]
    public async Task Stream_OfARevision_PlaysWithItsSound()
    {
        await using Studio studio = await Studio.StartAsync(clips: 3);
        string project = await studio.ProjectAsync();
        await studio.PlanAsync(project);
        string stream = (string)(await studio.SendAsync(HttpMethod.Get, project + "/plan"))["stream"]!;

        // FFmpeg reads it as any player does, with the token in a header.
        string facts = TestTools.Run(
            "ffprobe",
            "-v",
            "error",
            "-headers",
            $"Authorization: Bearer {studio.Token}\r\n",
            "-count_frames",
            "-show_entries",
            "stream=codec_type,nb_read_frames",
            "-of",
            "csv=p=0",
            new Uri(studio.Address, stream).ToString()
        );

        Assert.Contains("video,150", facts, StringComparison.Ordinal);
        Assert.Contains("audio,", facts, StringComparison.Ordinal);
    }

    private static long RenderedFrames(string file) =>
        long.Parse(
            TestTools
                .Run("ffprobe", "-v", "error", "-count_frames", "-show_entries", "stream=nb_read_frames", "-of", "csv=p=0", file)
                .Trim()
                .TrimEnd(','),
            System.Globalization.CultureInfo.InvariantCulture
        );

    private static async Task<byte[]> GetWhenMadeAsync(Studio studio, string address)
    {
        while (true)
        {
            using HttpResponseMessage answer = await studio.Client.GetAsync(address + "?wait=10");
            if (answer.IsSuccessStatusCode)
            {
                return await answer.Content.ReadAsByteArrayAsync();
            }

            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
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
