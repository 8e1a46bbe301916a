using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MontageAI.Testing;

namespace MontageAI.Studio.Tests;

/// <summary>The server as a process of its own, which can be killed.</summary>
internal sealed class StudioChild : IDisposable
{
    private readonly Process _process;

    private StudioChild(Process process, HttpClient client) => (_process, Client) = (process, client);

    /// <summary>Speaks with the token.</summary>
    public HttpClient Client { get; }

    /// <summary>Processes that it has started and that live.</summary>
    public int Children =>
        Directory
            .GetDirectories($"/proc/{_process.Id}/task")
            .Sum(thread =>
            {
                try
                {
                    return File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
                }
                catch (IOException)
                {
                    // The thread ended while we looked.
                    return 0;
                }
            });

    /// <summary>Threads that it has.</summary>
    public int Threads => Directory.GetDirectories($"/proc/{_process.Id}/task").Length;

    /// <summary>Files and sockets that it holds, its own code left out: that is loaded when it is first needed.</summary>
    public int Descriptors =>
        new DirectoryInfo($"/proc/{_process.Id}/fd")
            .EnumerateFiles()
            .Count(f => f.LinkTarget?.EndsWith(".dll", StringComparison.Ordinal) != true);

    /// <summary>Memory that it holds, in MiB.</summary>
    public long MemoryMiB
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 >> 20;
        }
    }

    /// <summary>Starts one on a free port.</summary>
    /// <param name="root">Folder whose files may be used.</param>
    /// <param name="projects">Folder of projects.</param>
    /// <param name="store">Folder of the store.</param>
    /// <param name="environment">What is otherwise in its environment.</param>
    public static async Task<StudioChild> StartAsync(
        string root,
        string projects,
        string store,
        params (string Name, string Value)[] environment
    )
    {
        ProcessStartInfo info = new(Path.Combine(AppContext.BaseDirectory, "montage-ai-studio"))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in (string[])["--root", root, "--projects", projects, "--cache-dir", store, "--port", "0"])
        {
            info.ArgumentList.Add(argument);
        }

        foreach ((string name, string value) in environment)
        {
            info.Environment[name] = value;
        }

        Process process = Process.Start(info)!;
        string? ready = await process.StandardOutput.ReadLineAsync();
        if (ready is null)
        {
            Assert.Fail(await process.StandardError.ReadToEndAsync());
        }

        string[] link = ready![ready.IndexOf("http", StringComparison.Ordinal)..].Split("#token=");
        HttpClient client = new() { BaseAddress = new Uri(link[0]), Timeout = Patience.Limit };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", link[1]);
        return new StudioChild(process, client);
    }

    /// <summary>Asks; null where no answer came any more, or it was refused.</summary>
    public async Task<JsonNode?> TryAsync(HttpMethod method, string path, object? body = null)
    {
        try
        {
            using HttpRequestMessage request = new(method, path) { Content = body is null ? null : JsonContent.Create(body) };
            if (method == HttpMethod.Patch)
            {
                request.Headers.TryAddWithoutValidation("If-Match", "*");
            }

            using HttpResponseMessage answer = await Client.SendAsync(request);
            string text = await answer.Content.ReadAsStringAsync();
            return answer.IsSuccessStatusCode ? JsonNode.Parse(text.Length == 0 ? "{}" : text) : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Asks, and gives the answer, which must be a good one.</summary>
    public async Task<JsonNode> SendAsync(HttpMethod method, string path, object? body = null) =>
        await TryAsync(method, path, body) ?? throw new InvalidOperationException($"{method} {path} was refused.");

    /// <summary>Waits for the end of a job.</summary>
    public async Task<JsonNode> EndOfAsync(string job)
    {
        JsonNode now = new JsonObject();
        await Patience.UntilAsync(
            "the end of a job",
            async () => (string)(now = await SendAsync(HttpMethod.Get, "/api/jobs/" + job))["status"]! is "done" or "failed" or "cancelled",
            () => now.ToJsonString()
        );
        return now;
    }

    /// <summary>Whether nothing waits and nothing runs.</summary>
    public async Task<bool> RestsAsync() =>
        !(await SendAsync(HttpMethod.Get, "/api/jobs")).AsArray().Any(j => (string)j!["status"]! is "waiting" or "running");

    /// <summary>Ends it as a power cut does.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Asks it to end.</summary>
    /// <returns>Its exit code.</returns>
    public int Stop()
    {
        TestTools.Run("kill", "-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        using IDisposable patience = Patience.With(_process);
        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
