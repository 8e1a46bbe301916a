using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MontageAI.Bench.Inputs;

namespace MontageAI.Bench.Studio;

/// <summary>The server as a user starts it, and a client of it.</summary>
internal sealed class StudioProcess : IAsyncDisposable
{
    private readonly Process _process;

    private StudioProcess(Process process, HttpClient client, double ready) => (_process, Client, ReadySeconds) = (process, client, ready);

    /// <summary>Speaks with the token.</summary>
    public HttpClient Client { get; }

    /// <summary>Seconds from its start until it said that it is ready.</summary>
    public double ReadySeconds { get; }

    /// <summary>Memory that it holds itself, in MiB.</summary>
    public double MemoryMiB
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / (1024.0 * 1024);
        }
    }

    /// <summary>Whether something that it started works. What others on this machine do is not counted.</summary>
    public bool HasChildren =>
        Directory
            .GetDirectories($"/proc/{_process.Id}/task")
            .Any(thread =>
            {
                try
                {
                    return File.ReadAllText(Path.Combine(thread, "children")).Length > 0;
                }
                catch (IOException)
                {
                    // The thread ended while we looked.
                    return false;
                }
            });

    /// <summary>Starts it on a free port.</summary>
    /// <param name="root">Folder whose files it may use.</param>
    /// <param name="work">Folder for projects and store.</param>
    public static async Task<StudioProcess> StartAsync(IEnumerable<string> root, string work)
    {
        ProcessStartInfo info = new(Path.Combine(BenchPaths.Root, ".build", "app", "montage-ai")) { RedirectStandardOutput = true };
        string[] arguments =
        [
            "serve",
            .. root.SelectMany(r => new[] { "--root", r }),
            "--projects",
            Path.Combine(work, "projects"),
            "--cache-dir",
            Path.Combine(work, "studio-store"),
            "--port",
            "0",
        ];
        foreach (string argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        Stopwatch watch = Stopwatch.StartNew();
        Process process = Process.Start(info)!;
        string ready =
            await process.StandardOutput.ReadLineAsync().ConfigureAwait(false) ?? throw new InvalidOperationException("No studio.");
        double seconds = watch.Elapsed.TotalSeconds;
        string link = ready[ready.IndexOf("http", StringComparison.Ordinal)..];
        string[] parts = link.Split("#token=");
        HttpClient client = new() { BaseAddress = new Uri(parts[0]), Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", parts[1]);
        return new StudioProcess(process, client, seconds);
    }

    /// <summary>Asks, and gives the answer.</summary>
    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public async Task<JsonNode> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using HttpRequestMessage request = new(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (method == HttpMethod.Patch || path.EndsWith("/undo", StringComparison.Ordinal))
        {
            request.Headers.TryAddWithoutValidation("If-Match", "*");
        }

        using HttpResponseMessage response = await Client.SendAsync(request).ConfigureAwait(false);
        string said = await response.Content.ReadAsStringAsync().ConfigureAwait(false);
        return response.IsSuccessStatusCode
            ? JsonNode.Parse(said.Length == 0 ? "{}" : said)!
            : throw new InvalidOperationException($"{method} {path}: {(int)response.StatusCode} {said}");
    }

    /// <summary>A new project with footage and a song.</summary>
    /// <returns>Its address.</returns>
    public async Task<string> ProjectAsync(string clips, string song)
    {
        JsonNode made = await SendAsync(HttpMethod.Post, "/api/projects", new { name = "Bench" }).ConfigureAwait(false);
        string project = $"/api/projects/{made["id"]}";
        await SendAsync(HttpMethod.Post, project + "/footage", new { paths = new[] { clips } }).ConfigureAwait(false);
        await SendAsync(HttpMethod.Put, project + "/song", new { path = song }).ConfigureAwait(false);
        return project;
    }

    /// <summary>Waits for the end of a job.</summary>
    public async Task<JsonNode> EndOfAsync(string job)
    {
        while (true)
        {
            JsonNode now = await SendAsync(HttpMethod.Get, "/api/jobs/" + job).ConfigureAwait(false);
            if ((string)now["status"]! is "done" or "failed" or "cancelled")
            {
                return (string)now["status"]! == "done" ? now : throw new InvalidOperationException(now.ToJsonString());
            }

            await Task.Delay(50).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until nothing waits and nothing runs.</summary>
    public async Task RestAsync()
    {
        while (
            (await SendAsync(HttpMethod.Get, "/api/jobs").ConfigureAwait(false))
                .AsArray()
                .Any(j => (string)j!["status"]! is "waiting" or "running")
        )
        {
            await Task.Delay(100).ConfigureAwait(false);
        }
    }

    /// <summary>Begins to watch until the first pictures of a shot can be fetched, better ones not waited for.</summary>
    /// <param name="begin">What makes them.</param>
    /// <param name="tier">The least that counts: 0 draft, 1 with its look, 2 final.</param>
    /// <returns>Seconds until they were here.</returns>
    public async Task<double> FirstPictureAsync(Func<Task> begin, int tier)
    {
        using HttpResponseMessage events = await Client
            .GetAsync("/api/events", HttpCompletionOption.ResponseHeadersRead)
            .ConfigureAwait(false);
        using StreamReader reader = new(await events.Content.ReadAsStreamAsync().ConfigureAwait(false));
        Stopwatch watch = Stopwatch.StartNew();
        await begin().ConfigureAwait(false);
        bool isShot = false,
            isPlayable = false;
        while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            isPlayable = line == "event: playable" || (isPlayable && !line.StartsWith("event:", StringComparison.Ordinal));
            if (
                isPlayable
                && line.StartsWith("data:", StringComparison.Ordinal)
                && JsonNode.Parse(line[5..])! is { } playable
                && (int)playable["tier"]! >= tier
            )
            {
                // What the page plays before the plan is there.
                string stream = (string)playable["stream"]!;
                string list = await Client.GetStringAsync(stream).ConfigureAwait(false);
                string segment = list.Split('\n').First(l => l.Length > 0 && l[0] != '#');
                await Client.GetByteArrayAsync(stream[..(stream.LastIndexOf('/') + 1)] + segment.Trim()).ConfigureAwait(false);
                return watch.Elapsed.TotalSeconds;
            }

            isShot = line == "event: shot" || (isShot && !line.StartsWith("event:", StringComparison.Ordinal));
            if (
                isShot
                && line.StartsWith("data:", StringComparison.Ordinal)
                && JsonNode.Parse(line[5..])! is { } shot
                && (int)shot["tier"]! >= tier
            )
            {
                await Client.GetByteArrayAsync((string)shot["shown"]!).ConfigureAwait(false);
                return watch.Elapsed.TotalSeconds;
            }
        }

        throw new InvalidOperationException("The studio ended.");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        using Process stop = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await stop.WaitForExitAsync().ConfigureAwait(false);
        await _process.WaitForExitAsync().ConfigureAwait(false);
        _process.Dispose();
    }
}
