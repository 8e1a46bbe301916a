using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MontageAI.Engine.Settings;
using MontageAI.Studio.Hosting;
using MontageAI.Studio.Settings;
using MontageAI.Testing;

namespace MontageAI.Studio.Tests;

/// <summary>A server with clips and a song, as a program sees it: over HTTP.</summary>
internal sealed class Studio : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Func<StudioOptions, StudioOptions> _options;
    private StudioServer _server = null!;

    private Studio(Func<StudioOptions, StudioOptions>? options) => _options = options ?? (o => o);

    /// <summary>Speaks with the token.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <summary>The server's address.</summary>
    public Uri Address => _server.Address;

    /// <summary>Its token.</summary>
    public string Token => _server.Token;

    /// <summary>The file that holds it.</summary>
    public string TokenFile => _server.TokenFile;

    /// <summary>Methods and addresses that the server answers.</summary>
    public IEnumerable<(string Method, string Route)> Routes => _server.Routes;

    /// <summary>The folder whose files may be used.</summary>
    public string Root => File("media");

    /// <summary>Starts one.</summary>
    /// <param name="clips">Clips to make in <see cref="Root"/>, four seconds each; a song is made where there are some.</param>
    /// <param name="options">What is otherwise than usual.</param>
    public static async Task<Studio> StartAsync(int clips = 0, Func<StudioOptions, StudioOptions>? options = null)
    {
        Studio studio = new(options);
        Directory.CreateDirectory(studio.Root);
        if (clips > 0)
        {
            TestClips.Make(Path.Combine(studio.Root, "clips"), clips, 4, "25");
            TestSong.Write(Path.Combine(studio.Root, "song.wav"), 120, 12);
        }

        await studio.BeginAsync();
        return studio;
    }

    /// <summary>Path of a file in the test's folder.</summary>
    public string File(string name) => _folder.File(name);

    /// <summary>Ends the server, and starts it once more on the same folders.</summary>
    public async Task RestartAsync()
    {
        await EndAsync();
        await BeginAsync();
    }

    /// <summary>Ends the server.</summary>
    public async Task EndAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
    }

    /// <summary>Starts it again.</summary>
    public async Task BeginAsync()
    {
        StudioOptions options = _options(
            new StudioOptions
            {
                Engine = new EngineSettings
                {
                    SearchPath = Environment.GetEnvironmentVariable("PATH"),
                    FFmpegPath = Environment.GetEnvironmentVariable("MONTAGE_FFMPEG"),
                    CacheFolder = File("store"),
                    Version = "test",
                    Cores = 2,
                },
                Roots = [Root],
                Projects = File("projects"),
                State = File("state"),
                Port = 0,
            }
        );
        _server = await StudioServer.StartAsync(options, _ => { });
        Client = new HttpClient { BaseAddress = _server.Address, Timeout = Patience.Limit };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _server.Token);
    }

    /// <summary>Asks, and gives the answer, which must be a good one.</summary>
    public async Task<JsonNode> SendAsync(HttpMethod method, string path, object? body = null, string? ifMatch = null)
    {
        (HttpStatusCode status, JsonNode? answer) = await TryAsync(method, path, body, ifMatch);
        Assert.True((int)status < 300, $"{method} {path}: {(int)status} {answer}");
        return answer ?? new JsonObject();
    }

    /// <summary>Asks, and gives whatever is answered.</summary>
    public async Task<(HttpStatusCode Status, JsonNode? Answer)> TryAsync(
        HttpMethod method,
        string path,
        object? body = null,
        string? ifMatch = null
    )
    {
        using HttpRequestMessage request = new(method, path);
        if (body is string text)
        {
            request.Content = new StringContent(text, Encoding.UTF8, "application/json");
        }
        else if (body is not null)
        {
            request.Content = JsonContent.Create(body);
        }

        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        using HttpResponseMessage response = await Client.SendAsync(request);
        string said = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, said.Length == 0 ? null : JsonNode.Parse(said));
    }

    /// <summary>A project with all clips and the song.</summary>
    /// <returns>Its address.</returns>
    public async Task<string> ProjectAsync(string name = "Holiday")
    {
        JsonNode made = await SendAsync(HttpMethod.Post, "/api/projects", new { name });
        string project = $"/api/projects/{made["id"]}";
        await SendAsync(HttpMethod.Post, project + "/footage", new { paths = new[] { Path.Combine(Root, "clips") } });
        await SendAsync(HttpMethod.Put, project + "/song", new { path = Path.Combine(Root, "song.wav") });
        return project;
    }

    /// <summary>Plans, and waits for the end of it.</summary>
    /// <returns>The job.</returns>
    public async Task<JsonNode> PlanAsync(string project, object? settings = null)
    {
        JsonNode accepted = await SendAsync(HttpMethod.Post, project + "/plan", new { settings = settings ?? new { seconds = 6 } });
        return await EndOfAsync((string)accepted["job"]!);
    }

    /// <summary>Waits for the end of a job.</summary>
    public async Task<JsonNode> EndOfAsync(string job, string status = "done")
    {
        JsonNode now = new JsonObject();
        await Patience.UntilAsync(
            "the end of a job",
            async () => (string)(now = await SendAsync(HttpMethod.Get, "/api/jobs/" + job))["status"]! is "done" or "failed" or "cancelled",
            () => now.ToJsonString()
        );
        Assert.True((string)now["status"]! == status, now.ToJsonString());
        return now;
    }

    /// <summary>Waits until nothing waits and nothing runs.</summary>
    public Task RestAsync() =>
        Patience.UntilAsync(
            "nothing waits or runs",
            async () => !(await SendAsync(HttpMethod.Get, "/api/jobs")).AsArray().Any(j => (string)j!["status"]! is "waiting" or "running")
        );

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _folder.Dispose();
    }
}
