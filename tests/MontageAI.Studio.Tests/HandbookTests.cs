using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MontageAI.Testing;

namespace MontageAI.Studio.Tests;

/// <summary>What docs/api.md shows can be typed, and it shows everything.</summary>
public sealed partial class HandbookTests
{
    private const int TimedOut = 28;

    private static readonly string[] s_lines =
    [
        .. File.ReadAllLines(Path.Combine(Checkout.Root, "docs", "api.md")).Where(l => l.StartsWith("curl ", StringComparison.Ordinal)),
    ];

    [Fact]
    public async Task Handbook_ShowsEveryRoute()
    {
        await using Studio studio = await Studio.StartAsync();
        string[] shown = [.. s_lines.Select(Shown)];

        string[] missing =
        [
            .. studio
                .Routes.Select(r => (r.Method, Route: r.Route.Replace("{documentName:regex(^v1$)}", "v1", StringComparison.Ordinal)))
                .Where(r => !shown.Any(s => Regex.IsMatch(s, $"^{r.Method} {Placeholder().Replace(Regex.Escape(r.Route), "[^/]+")}$")))
                .Select(r => $"{r.Method} {r.Route}"),
        ];

        Assert.Empty(missing);
    }

    [Fact]
    public async Task Handbook_Lines_AreAnsweredWell()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The lines are written for bash.");
        await using Studio studio = await Studio.StartAsync(clips: 4, options: o => o with { Show = _ => true });
        string project = await studio.ProjectAsync();
        await studio.PlanAsync(project);
        JsonNode render = await studio.SendAsync(HttpMethod.Post, project + "/renders", new { profile = "preview", name = "made.mp4" });
        await studio.EndOfAsync((string)render["job"]!);
        JsonNode choice = await studio.SendAsync(HttpMethod.Post, project + "/variants", new { count = 2 });
        JsonNode variants = await studio.EndOfAsync((string)choice["job"]!);
        await studio.RestAsync();
        JsonNode plan = await studio.SendAsync(HttpMethod.Get, project + "/plan");
        JsonNode facts = await studio.SendAsync(HttpMethod.Get, project);
        string id = (string)facts["id"]!;
        string upload = await TusClient.BeginAsync(studio.Client, id, "b.mp4", 10);
        Dictionary<string, string> values = new()
        {
            ["URL"] = studio.Address.ToString().TrimEnd('/'),
            ["A"] = "Authorization: Bearer " + studio.Token,
            ["TOKEN"] = studio.Token,
            ["ROOT"] = studio.Root,
            ["P"] = id,
            ["CLIP"] = (string)facts["footage"]![0]!["id"]!,
            ["FILE"] = (string)facts["footage"]![0]!["path"]!,
            ["CHOICE"] = (string)choice["job"]!,
            ["SEED"] = ((long)variants["result"]!["variants"]![1]!["seed"]!).ToString(CultureInfo.InvariantCulture),
            ["FINGERPRINT"] = (string)facts["footage"]![0]!["fingerprint"]!,
            ["SONG"] = (string)facts["song"]!["fingerprint"]!,
            ["SHOT"] = (string)plan["shots"]![0]!["id"]!,
            ["KEY"] = Path.GetFileNameWithoutExtension((string)plan["shots"]![0]!["shown"]!),
            ["SOUND"] = Path.GetFileName((string)plan["sound"]!["href"]!),
            ["JOB"] = (string)render["job"]!,
            ["UPLOAD"] = upload[(upload.LastIndexOf('/') + 1)..],
        };

        foreach (string line in s_lines)
        {
            (int code, string said) = Type(line, values);
            // A stream of events has no end of its own.
            bool isStream = line.Contains("/api/events", StringComparison.Ordinal) && code == TimedOut;
            Assert.True(code == 0 || isStream, $"{line}\nended with {code}: {said}");
        }
    }

    private static (int Code, string Said) Type(string line, Dictionary<string, string> values)
    {
        ProcessStartInfo info = new("bash") { RedirectStandardOutput = true, RedirectStandardError = true };
        info.ArgumentList.Add("-c");
        info.ArgumentList.Add(line.Replace("curl ", "curl -sS --fail-with-body -o /dev/stderr ", StringComparison.Ordinal));
        foreach ((string name, string value) in values)
        {
            info.Environment[name] = value;
        }

        using Process process = Process.Start(info)!;
        string said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said[..Math.Min(said.Length, 2000)]);
    }

    // The method and the address of a line.
    private static string Shown(string line)
    {
        string path = Address().Match(line).Groups[1].Value;
        string method =
            Method().Match(line) is { Success: true } given ? given.Groups[1].Value
            : line.Contains(" -I ", StringComparison.Ordinal) ? "HEAD"
            : line.Contains(" -d ", StringComparison.Ordinal) ? "POST"
            : "GET";
        return $"{method} {path}";
    }

    [GeneratedRegex("\"\\$URL([^\"?]*)")]
    private static partial Regex Address();

    [GeneratedRegex(" -X ([A-Z]+) ")]
    private static partial Regex Method();

    [GeneratedRegex("\\\\\\{[^}]+\\}")]
    private static partial Regex Placeholder();
}
