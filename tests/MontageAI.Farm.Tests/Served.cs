using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MontageAI.Testing;

namespace MontageAI.Farm.Tests;

/// <summary>The studio's server as a user starts it, seen by a program with its token.</summary>
internal sealed partial class Served : IDisposable
{
    private readonly HttpClient _client;

    private Served(Started program, HttpClient client) => (Program, _client) = (program, client);

    /// <summary>The program.</summary>
    public Started Program { get; }

    /// <summary>The link that it printed; "" where it has no farm.</summary>
    public string Link =>
        Program.Lines.Select(l => Form().Match(l)).FirstOrDefault(m => m.Success) is { } match ? match.Groups[1].Value : "";

    /// <summary>Numbers of the farm's processes that it has started and that live; what it looks ahead with is not meant.</summary>
    public IReadOnlyList<string> FarmPrograms =>
        [
            .. Directory
                .GetDirectories($"/proc/{Program.Id}/task")
                .SelectMany(t => Read(Path.Combine(t, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(p => Read($"/proc/{p}/comm").Trim() == "montage-ai-farm"),
        ];

    /// <summary>Names of its jobs on the farm, in order.</summary>
    public IReadOnlyList<string> JobsOnFarm =>
        [.. Program.Lines.Where(l => l.StartsWith("On the farm this job is", StringComparison.Ordinal)).Select(l => l.Split('\'')[1])];

    /// <summary>Starts one on a free port.</summary>
    /// <param name="cache">Folder of its store.</param>
    /// <param name="projects">Folder of its projects.</param>
    /// <param name="more">Further arguments.</param>
    public static async Task<Served> StartAsync(string cache, string projects, params string[] more)
    {
        string media = Path.GetFullPath(Path.Combine(TestMedia.File("video/basketball_gym.mp4"), "..", ".."));
        Started program = new(cache, null, ["serve", "--port", "0", "--root", media, "--projects", projects, .. more]);
        string ready = await program.SaysAsync("The studio is ready");
        if (more.Contains("--farm"))
        {
            await program.SaysAsync("montage-ai farm join");
        }

        string[] link = ready[ready.IndexOf("http", StringComparison.Ordinal)..].Split("#token=");
        HttpClient client = new() { BaseAddress = new Uri(link[0]), Timeout = Patience.Limit };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", link[1]);
        return new Served(program, client);
    }

    /// <summary>Asks, and gives the answer, which must be a good one.</summary>
    public async Task<JsonNode> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using HttpRequestMessage request = new(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using HttpResponseMessage answer = await _client.SendAsync(request);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {text}");
        return JsonNode.Parse(text.Length == 0 ? "{}" : text)!;
    }

    /// <summary>What Prometheus reads.</summary>
    public Task<string> MetricsAsync() => _client.GetStringAsync("/metrics");

    /// <summary>A project with a plan, as long as it is to be.</summary>
    /// <returns>Its address.</returns>
    public async Task<string> PlannedAsync(int seconds = 12)
    {
        JsonNode made = await SendAsync(HttpMethod.Post, "/api/projects", new { name = "Gym" });
        string project = $"/api/projects/{made["id"]}";
        string[] clips = [TestMedia.File("video/basketball_gym.mp4"), TestMedia.File("video/city_bikes.mp4")];
        await SendAsync(HttpMethod.Post, project + "/footage", new { paths = clips });
        await SendAsync(HttpMethod.Put, project + "/song", new { path = TestMedia.File("music/electropop_fairy_bot.ogg") });
        await DoneAsync(await SendAsync(HttpMethod.Post, project + "/plan", new { settings = new { seconds } }));
        return project;
    }

    /// <summary>Renders a project's plan.</summary>
    /// <returns>The film, its report, and the job.</returns>
    public async Task<(byte[] Film, JsonNode Report, JsonNode Job)> RenderAsync(string project, string name)
    {
        JsonNode job = await DoneAsync(
            await SendAsync(HttpMethod.Post, project + "/renders", new { profile = "preview", name = name + ".mp4" })
        );
        string exports = Path.Combine((string)(await SendAsync(HttpMethod.Get, project))["folder"]!, "exports");
        return (
            await File.ReadAllBytesAsync(Path.Combine(exports, name + ".mp4")),
            JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(exports, name + ".report.json")))!,
            job
        );
    }

    /// <summary>Waits until the farm is as it is to be.</summary>
    public async Task<JsonNode> FarmAsync(Func<JsonNode, bool> isSo)
    {
        JsonNode farm = new JsonObject();
        await Patience.UntilAsync(
            "a farm as it is to be",
            async () => isSo(farm = await SendAsync(HttpMethod.Get, "/api/farm")),
            () => $"{farm.ToJsonString()}\n{string.Join('\n', Program.Lines)}"
        );
        return farm;
    }

    /// <summary>Forgets what was rendered, while a server may be making what later previews profit from.</summary>
    public static void Forget(string store)
    {
        string folder = Path.Combine(store, "shared-1");
        while (Directory.Exists(folder))
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (IOException)
            {
                // Something was written meanwhile.
            }
        }
    }

    /// <summary>Asks it to end.</summary>
    /// <returns>Its exit code.</returns>
    public Task<int> StopAsync()
    {
        Program.Signal("TERM");
        return Program.EndAsync();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        Program.Dispose();
    }

    /// <summary>Waits for the end of a job that was accepted.</summary>
    public async Task<JsonNode> EndOfAsync(JsonNode accepted)
    {
        JsonNode now = new JsonObject();
        await Patience.UntilAsync(
            "the end of a job",
            async () =>
                (string)(now = await SendAsync(HttpMethod.Get, "/api/jobs/" + accepted["job"]))["status"]!
                    is "done"
                        or "failed"
                        or "cancelled",
            () => $"{now.ToJsonString()}\n{string.Join('\n', Program.Lines)}"
        );
        return now;
    }

    private async Task<JsonNode> DoneAsync(JsonNode accepted)
    {
        JsonNode now = await EndOfAsync(accepted);
        Assert.True((string)now["status"]! == "done", now.ToJsonString());
        return now;
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            // It ended while we looked.
            return "";
        }
    }

    [GeneratedRegex("farm join '(montage-farm:[^']+)'")]
    private static partial Regex Form();
}
