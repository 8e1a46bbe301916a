using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using MontageAI.Testing;

namespace MontageAI.Studio.Tests;

/// <summary>Jobs: films, choices, cancelling, going on after the server has ended.</summary>
public sealed class WorkTests
{
    [Fact]
    public async Task Render_MakesAFilm_ThatIsFetchedWithRanges()
    {
        await using Studio studio = await Studio.StartAsync(clips: 3);
        string project = await studio.ProjectAsync();
        await studio.PlanAsync(project);

        JsonNode accepted = await studio.SendAsync(HttpMethod.Post, project + "/renders", new { profile = "preview", name = "æ film.mp4" });
        JsonNode job = await studio.EndOfAsync((string)accepted["job"]!);
        string href = (string)job["result"]!["href"]!;
        string film = studio.File("film.mp4");
        await File.WriteAllBytesAsync(film, await studio.Client.GetByteArrayAsync(href));
        using HttpRequestMessage part = new(HttpMethod.Get, href);
        part.Headers.Range = new(0, 99);
        using HttpResponseMessage answer = await studio.Client.SendAsync(part);
        (HttpStatusCode again, _) = await studio.TryAsync(HttpMethod.Post, project + "/renders", new { name = "æ film.mp4" });
        JsonNode outputs = await studio.SendAsync(HttpMethod.Get, project + "/outputs");

        Assert.StartsWith(
            "6.",
            TestTools.Run("ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", film),
            StringComparison.Ordinal
        );
        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Equal(100, (await answer.Content.ReadAsByteArrayAsync()).Length);
        Assert.Equal(HttpStatusCode.Conflict, again);
        Assert.Contains("æ film.mp4", outputs.AsArray().Select(o => (string)o!["name"]!));
    }

    [Fact]
    public async Task Output_IsShownWhereADesktopIs_AndNothingElseIs()
    {
        List<string> shown = [];
        await using Studio studio = await Studio.StartAsync(
            clips: 1,
            options: o => o with { Show = file => file.Contains("film", StringComparison.Ordinal) && Note(file) }
        );
        string project = await studio.ProjectAsync();
        string exports = Path.Combine((string)(await studio.SendAsync(HttpMethod.Get, project))["folder"]!, "exports");
        Directory.CreateDirectory(exports);
        await File.WriteAllTextAsync(Path.Combine(exports, "my film.mp4"), "a film");
        await File.WriteAllTextAsync(Path.Combine(exports, "table.csv"), "a table");
        File.CreateSymbolicLink(Path.Combine(exports, "film of another.mp4"), studio.File("another.mp4"));

        bool offered = (bool)(await studio.SendAsync(HttpMethod.Get, "/api/info"))["shows"]!;
        (HttpStatusCode done, _) = await studio.TryAsync(HttpMethod.Post, project + "/outputs/my%20film.mp4/show");
        (HttpStatusCode refused, JsonNode? problem) = await studio.TryAsync(HttpMethod.Post, project + "/outputs/table.csv/show");
        List<HttpStatusCode> others = [];
        foreach (string other in (string[])["none film.mp4", "film%20of%20another.mp4", "..%2Ffilm", "..%5Cfilm", "%2Fetc%2Ffilm"])
        {
            others.Add((await studio.TryAsync(HttpMethod.Post, $"{project}/outputs/{other}/show")).Status);
        }

        Assert.True(offered);
        Assert.Equal(HttpStatusCode.NoContent, done);
        Assert.Equal([Path.Combine(exports, "my film.mp4")], shown);
        Assert.Equal(HttpStatusCode.Conflict, refused);
        Assert.Contains(exports, (string)problem!["remedy"]!, StringComparison.Ordinal);
        Assert.All(others, s => Assert.Equal(HttpStatusCode.NotFound, s));

        bool Note(string file)
        {
            shown.Add(file);
            return true;
        }
    }

    [Fact]
    public async Task Output_OnAMachineWithoutADesktop_IsNotOfferedToBeShown()
    {
        await using Studio studio = await Studio.StartAsync();

        Assert.False((bool)(await studio.SendAsync(HttpMethod.Get, "/api/info"))["shows"]!);
    }

    [Fact]
    public async Task Export_WritesDocuments_ThatHoldTheShots_AndNeverOverAnother()
    {
        await using Studio studio = await Studio.StartAsync(clips: 3);
        string project = await studio.ProjectAsync();
        await studio.PlanAsync(project);
        JsonNode plan = await studio.SendAsync(HttpMethod.Get, project + "/plan");

        JsonNode first = await ExportAsync(new { format = "edl", @for = "resolve" });
        JsonNode second = await ExportAsync(new { format = "edl" });
        JsonNode all = await ExportAsync(new { format = "all" });
        string edl = await studio.Client.GetStringAsync((string)first["href"]!);
        JsonNode outputs = await studio.SendAsync(HttpMethod.Get, project + "/outputs");
        (HttpStatusCode unknown, JsonNode? problem) = await studio.TryAsync(HttpMethod.Post, project + "/exports", new { format = "avi" });
        (HttpStatusCode word, _) = await studio.TryAsync(HttpMethod.Post, project + "/exports", new { format = "otio", markers = "all" });

        Assert.Equal(
            plan["shots"]!.AsArray().Count,
            edl.Split('\n').Count(l => System.Text.RegularExpressions.Regex.IsMatch(l, "^[0-9]{3} .* V +C "))
        );
        Assert.NotEqual((string)first["output"]!, (string)second["output"]!);
        string[] names = [.. outputs.AsArray().Select(o => (string)o!["name"]!)];
        Assert.Subset(names.ToHashSet(), all["outputs"]!.AsArray().Select(o => (string)o!).ToHashSet());
        Assert.Contains(names, n => n.EndsWith(".fcpxml", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unknown);
        Assert.Contains("otio", problem!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, word);

        async Task<JsonNode> ExportAsync(object ask) =>
            (await studio.EndOfAsync((string)(await studio.SendAsync(HttpMethod.Post, project + "/exports", ask))["job"]!))["result"]!;
    }

    [Fact]
    public async Task Package_IsFetchedAsAZip_WhoseSumsAreRight()
    {
        await using Studio studio = await Studio.StartAsync(clips: 3);
        string project = await studio.ProjectAsync();
        await studio.PlanAsync(project);
        await studio.SendAsync(HttpMethod.Patch, project + "/plan", new { edit = new[] { "speed=2@1/2" } }, "*");

        JsonNode first = await PackAsync();
        JsonNode second = await PackAsync();
        JsonNode outputs = await studio.SendAsync(HttpMethod.Get, project + "/outputs");
        byte[] bytes = await studio.Client.GetByteArrayAsync((string)first["href"]!);
        (HttpStatusCode other, _) = await studio.TryAsync(HttpMethod.Get, project + "/outputs/none.package.zip");
        (HttpStatusCode misplaced, _) = await studio.TryAsync(
            HttpMethod.Post,
            project + "/exports",
            new { format = "otio", proxies = true }
        );
        byte[] rest = await FromAsync(bytes.Length / 2, null, HttpStatusCode.PartialContent);
        using HttpResponseMessage whole = await studio.Client.GetAsync(
            (string)first["href"]!,
            HttpCompletionOption.ResponseHeadersRead,
            TestContext.Current.CancellationToken
        );
        byte[] same = await FromAsync(bytes.Length / 3, whole.Headers.ETag!.ToString(), HttpStatusCode.PartialContent);
        byte[] another = await FromAsync(bytes.Length / 3, "\"1-1\"", HttpStatusCode.OK);

        Assert.NotEqual((string)first["output"]!, (string)second["output"]!);
        JsonNode listed = outputs.AsArray().Single(o => (string)o!["name"]! == (string)first["output"]!)!;
        Assert.InRange(bytes.Length, (long)listed["bytes"]!, long.MaxValue);
        Assert.Equal(HttpStatusCode.NotFound, other);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, misplaced);
        // A download that broke off goes on in the same package, and begins again in another.
        Assert.Equal(bytes.AsSpan(bytes.Length / 2).ToArray(), rest);
        Assert.Equal(bytes.AsSpan(bytes.Length / 3).ToArray(), same);
        Assert.Equal(bytes, another);
        using ZipArchive zip = new(new MemoryStream(bytes));
        ZipArchiveEntry sums = zip.Entries.Single(e => e.Name == "SHA256SUMS");
        string folder = sums.FullName[..^sums.Name.Length];
        string[] lines = (await new StreamReader(await sums.OpenAsync()).ReadToEndAsync()).Split(
            '\n',
            StringSplitOptions.RemoveEmptyEntries
        );
        Assert.Equal(zip.Entries.Count - 1, lines.Length);
        Assert.Contains(lines, l => l.EndsWith("  film.mp4", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.EndsWith(".otio", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("/baked/", StringComparison.Ordinal) && l.EndsWith(".mov", StringComparison.Ordinal));
        foreach (string line in lines)
        {
            await using Stream entry = await zip.GetEntry(folder + line[66..])!.OpenAsync();
            Assert.Equal(line[..64], Convert.ToHexStringLower(await SHA256.HashDataAsync(entry)));
        }

        string[] media = [.. lines.Select(l => l[66..]).Where(l => l.StartsWith("media/", StringComparison.Ordinal))];
        Assert.Contains(media, m => lines.Any(l => l[66..] == $"proxies/{Path.GetFileNameWithoutExtension(m)}.mov"));

        async Task<JsonNode> PackAsync()
        {
            object ask = new
            {
                format = "package",
                bake = "speed",
                proxies = true,
            };
            JsonNode accepted = await studio.SendAsync(HttpMethod.Post, project + "/exports", ask);
            return (await studio.EndOfAsync((string)accepted["job"]!))["result"]!;
        }

        async Task<byte[]> FromAsync(long at, string? ifRange, HttpStatusCode status)
        {
            using HttpRequestMessage request = new(HttpMethod.Get, (string)first["href"]!);
            request.Headers.TryAddWithoutValidation("Range", string.Create(CultureInfo.InvariantCulture, $"bytes={at}-"));
            if (ifRange is not null)
            {
                request.Headers.TryAddWithoutValidation("If-Range", ifRange);
            }

            using HttpResponseMessage answer = await studio.Client.SendAsync(request);
            Assert.Equal(status, answer.StatusCode);
            return await answer.Content.ReadAsByteArrayAsync();
        }
    }

    [Fact]
    public async Task Alternatives_AreTakenByTheirWord_AndBeatsMoveTheCuts()
    {
        await using Studio studio = await Studio.StartAsync(clips: 5);
        string project = await studio.ProjectAsync();
        await studio.PlanAsync(project);
        JsonNode plan = await studio.SendAsync(HttpMethod.Get, project + "/plan");
        string shot = (string)plan["shots"]![0]!["id"]!;

        JsonArray offers = (await studio.SendAsync(HttpMethod.Get, $"{project}/shots/{shot}/alternatives")).AsArray();
        JsonNode taken = await studio.SendAsync(
            HttpMethod.Patch,
            project + "/plan",
            new { edit = new[] { (string)offers[0]!["take"]! } },
            "*"
        );
        JsonNode rebeat = await studio.SendAsync(HttpMethod.Patch, project + "/song/beats", new { nudgeMs = 80 }, "*");
        JsonNode song = await studio.SendAsync(HttpMethod.Get, project + "/song");
        JsonNode variants = await studio.SendAsync(HttpMethod.Post, project + "/variants", new { count = 2 });
        JsonNode choice = await studio.EndOfAsync((string)variants["job"]!);

        Assert.NotEmpty(offers);
        Assert.False(string.IsNullOrEmpty((string)offers[0]!["reason"]!));
        JsonNode first = taken["changed"]!.AsArray().Single(s => (string)s!["id"]! == shot)!;
        Assert.Equal((string)offers[0]!["source"]!, (string)first["source"]!);
        Assert.Equal(3, (int)rebeat["revision"]!);
        Assert.NotNull(rebeat["beats"]);
        Assert.InRange((double)song["tempo"]!, 119, 121);
        Assert.Equal(2, choice["result"]!["variants"]!.AsArray().Count);
        using HttpResponseMessage curve = await studio.Client.GetAsync((string)song["curve"]!);
        byte[] bytes = await curve.Content.ReadAsByteArrayAsync();
        Assert.Equal("MPK1"u8, bytes.AsSpan(0, 4));
    }

    [Fact]
    public async Task Job_ThatRanWhenTheServerEnded_GoesOn_AndOneThatTookItDownThreeTimesDoesNot()
    {
        await using Studio studio = await Studio.StartAsync(clips: 3);
        string project = await studio.ProjectAsync();
        await studio.PlanAsync(project);
        JsonNode view = await studio.SendAsync(HttpMethod.Get, project);
        await studio.EndAsync();
        string jobs = Path.Combine((string)view["folder"]!, "jobs");
        Write("render-goeson", 1);
        Write("render-deadly", 3);

        await studio.BeginAsync();
        JsonNode went = await studio.EndOfAsync("render-goeson");
        JsonNode failed = await studio.EndOfAsync("render-deadly", "failed");

        Assert.Equal("render-goeson.mp4", (string)went["result"]!["output"]!);
        Assert.Contains("3 times", (string)failed["problem"]!["title"]!, StringComparison.Ordinal);

        void Write(string id, int attempts) =>
            File.WriteAllText(
                Path.Combine(jobs, id + ".json"),
                $$"""
                {"id":"{{id}}","project":"{{view[
                    "id"
                ]}}","kind":"render","status":"running","attempts":{{attempts}},"created":"2026-11-29T00:00:00+00:00",
                 "ask":{"revision":1,"profile":"preview","name":"{{id}}.mp4" } }
                """
            );
    }

    [Fact]
    public async Task Events_GoOnWhereTheyBrokeOff()
    {
        await using Studio studio = await Studio.StartAsync();
        JsonNode first = await studio.SendAsync(HttpMethod.Post, "/api/projects", new { name = "One" });
        List<string> seen = await ListenAsync(studio, after: 0, until: 1);
        await studio.SendAsync(HttpMethod.Post, "/api/projects", new { name = "Two" });
        List<string> more = await ListenAsync(studio, after: 1, until: 1);
        List<string> lost = await ListenAsync(studio, after: 999, until: 1);

        Assert.Contains((string)first["id"]!, seen.Single(l => l.StartsWith("data:", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("id: 2", more);
        Assert.Contains("event: lost", lost);
    }

    [Fact]
    public async Task Jobs_BeyondTheBound_AreRefusedWithATime()
    {
        await using Studio studio = await Studio.StartAsync(clips: 2, o => o with { WaitingPerProject = 0 });
        string project = (string)(await studio.SendAsync(HttpMethod.Post, "/api/projects", new { name = "Full" }))["id"]!;
        using HttpRequestMessage request = new(HttpMethod.Post, $"/api/projects/{project}/footage");
        request.Content = System.Net.Http.Json.JsonContent.Create(new { paths = new[] { studio.Root } });

        using HttpResponseMessage answer = await studio.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.True(answer.Headers.RetryAfter!.Delta > TimeSpan.Zero);
    }

    [Fact]
    public async Task Cancel_OfAFilm_EndsItsProcesses()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are looked up in /proc.");
        await using Studio studio = await Studio.StartAsync(clips: 6);
        string project = await studio.ProjectAsync();
        await studio.PlanAsync(project, new { seconds = 11 });
        JsonNode accepted = await studio.SendAsync(HttpMethod.Post, project + "/renders", new { profile = "master" });
        string job = (string)accepted["job"]!;
        while (
            Children(studio).Count == 0
            && (string)(await studio.SendAsync(HttpMethod.Get, "/api/jobs/" + job))["status"]! is "waiting" or "running"
        )
        {
            await Task.Yield();
        }

        JsonNode cancelled = await studio.SendAsync(HttpMethod.Delete, "/api/jobs/" + job);

        Assert.Equal("cancelled", (string)cancelled["status"]!);
        Assert.Empty(Children(studio));
    }

    private static async Task<List<string>> ListenAsync(Studio studio, long after, int until)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/api/events");
        request.Headers.TryAddWithoutValidation("Last-Event-ID", after.ToString(System.Globalization.CultureInfo.InvariantCulture));
        using HttpResponseMessage answer = await studio.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using StreamReader reader = new(await answer.Content.ReadAsStreamAsync());
        List<string> lines = [];
        while (lines.Count(l => l.StartsWith("data:", StringComparison.Ordinal)) < until)
        {
            lines.Add(await reader.ReadLineAsync() ?? throw new EndOfStreamException());
        }

        return lines;
    }

    private static List<string> Children(Studio studio)
    {
        List<string> found = [];
        foreach (string folder in Directory.GetDirectories("/proc").Where(d => int.TryParse(Path.GetFileName(d), out _)))
        {
            try
            {
                string line = File.ReadAllText(Path.Combine(folder, "cmdline"));
                if (line.Contains(studio.Root, StringComparison.Ordinal) && line.Contains("ffmpeg", StringComparison.Ordinal))
                {
                    found.Add(line);
                }
            }
            catch (IOException)
            {
                // It ended while we looked.
            }
        }

        return found;
    }
}
