using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MontageAI.Testing;

namespace MontageAI.Studio.Tests.Browser;

/// <summary>
/// Debian's Firefox ESR, headless, spoken to as it speaks itself (WebDriver BiDi over a socket): Playwright drives only its own build of
/// Firefox, and no driver is packaged.
/// </summary>
internal sealed class Firefox : IAsyncDisposable
{
    private static readonly string[] s_places = ["/usr/bin/firefox-esr", "/usr/bin/firefox"];

    private readonly TempFolder _profile;
    private readonly Process _process;
    private readonly ClientWebSocket _socket;
    private readonly List<string> _errors = [];
    private string _tab = "";
    private int _asked;

    private Firefox(TempFolder profile, Process process, ClientWebSocket socket) =>
        (_profile, _process, _socket) = (profile, process, socket);

    /// <summary>Why there is none, or null.</summary>
    public static string? MissingReason { get; } =
        Find() is null ? "Firefox was not found: install it (Debian: apt install firefox-esr), or set MONTAGE_FIREFOX." : null;

    /// <summary>Errors of the page's script.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>Starts one with a profile of its own, and opens a tab.</summary>
    public static async Task<Firefox> StartAsync()
    {
        TempFolder profile = new();
        await File.WriteAllTextAsync(
            profile.File("user.js"),
            """
            user_pref("media.autoplay.default", 0);
            user_pref("media.autoplay.blocking_policy", 0);
            user_pref("media.volume_scale", "0.0");
            user_pref("datareporting.policy.dataSubmissionEnabled", false);
            """
        );
        ProcessStartInfo info = new(Find()!) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (string argument in (string[])["--headless", "--no-remote", "--profile", profile.Path, "--remote-debugging-port", "0"])
        {
            info.ArgumentList.Add(argument);
        }

        info.Environment["HOME"] = profile.Path;
        Process process = Process.Start(info)!;
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        string? line;
        do
        {
            line = await process.StandardError.ReadLineAsync() ?? throw new InvalidOperationException("Firefox ended before it listened.");
        } while (!line.Contains("BiDi listening on ", StringComparison.Ordinal));

        // What it says besides is read away, so that it never waits for a reader.
        _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
        ClientWebSocket socket = new();
        await socket.ConnectAsync(new Uri(line[line.IndexOf("ws://", StringComparison.Ordinal)..].Trim() + "/session"), default);
        Firefox firefox = new(profile, process, socket);
        await firefox.AskAsync("session.new", new { capabilities = new { } });
        await firefox.AskAsync("session.subscribe", new { events = new[] { "log.entryAdded" } });
        firefox._tab = (string)(await firefox.AskAsync("browsingContext.create", new { type = "tab" }))["context"]!;
        await firefox.AskAsync(
            "browsingContext.setViewport",
            new { context = firefox._tab, viewport = new { width = 1440, height = 900 } }
        );
        return firefox;
    }

    /// <summary>Goes to an address; waits until the page is loaded.</summary>
    public Task GoToAsync(string address) =>
        AskAsync(
            "browsingContext.navigate",
            new
            {
                context = _tab,
                url = address,
                wait = "complete",
            }
        );

    /// <summary>Loads the page anew.</summary>
    public Task ReloadAsync() => AskAsync("browsingContext.reload", new { context = _tab, wait = "complete" });

    /// <summary>Gives what an expression is, as text.</summary>
    public async Task<string> TellAsync(string expression)
    {
        JsonNode answer = await AskAsync(
            "script.evaluate",
            new
            {
                expression = $"String({expression})",
                target = new { context = _tab },
                awaitPromise = true,
            }
        );
        return (string?)answer["result"]?["value"] ?? throw new InvalidOperationException(answer.ToJsonString());
    }

    /// <summary>Waits until an expression is true. A hang is ended by the test's own patience.</summary>
    public async Task UntilAsync(string expression)
    {
        long begun = Stopwatch.GetTimestamp();
        while (await TellAsync($"!!({expression})") != "true")
        {
            Assert.True(Stopwatch.GetElapsedTime(begun).TotalMilliseconds < Visitor.Patience, $"Not so in Firefox: {expression}");
            await Task.Delay(50);
        }
    }

    /// <summary>Presses a key.</summary>
    public Task PressAsync(string key) =>
        AskAsync(
            "input.performActions",
            new
            {
                context = _tab,
                actions = new[]
                {
                    new
                    {
                        type = "key",
                        id = "keys",
                        actions = new[] { new { type = "keyDown", value = key }, new { type = "keyUp", value = key } },
                    },
                },
            }
        );

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _profile.Dispose();
    }

    private static string? Find() =>
        Environment.GetEnvironmentVariable("MONTAGE_FIREFOX") is { Length: > 0 } given ? given : s_places.FirstOrDefault(File.Exists);

    private async Task<JsonNode> AskAsync(string method, object parameters)
    {
        int id = ++_asked;
        byte[] question = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                id,
                method,
                @params = parameters,
            }
        );
        await _socket.SendAsync(question, WebSocketMessageType.Text, true, default);
        while (true)
        {
            JsonNode said = JsonNode.Parse(await HearAsync())!;
            if ((string?)said["method"] == "log.entryAdded" && (string?)said["params"]?["level"] == "error")
            {
                _errors.Add((string?)said["params"]!["text"] ?? "?");
            }

            if ((int?)said["id"] == id)
            {
                return said["result"] ?? throw new InvalidOperationException($"{method}: {said.ToJsonString()}");
            }
        }
    }

    private async Task<string> HearAsync()
    {
        StringBuilder text = new();
        byte[] piece = new byte[1 << 16];
        while (true)
        {
            WebSocketReceiveResult got = await _socket.ReceiveAsync(piece, default);
            text.Append(Encoding.UTF8.GetString(piece, 0, got.Count));
            if (got.EndOfMessage)
            {
                return text.ToString();
            }
        }
    }
}
