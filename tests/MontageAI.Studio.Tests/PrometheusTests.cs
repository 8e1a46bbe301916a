using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MontageAI.Testing;

namespace MontageAI.Studio.Tests;

/// <summary>The files under deploy/telemetry, with a real Prometheus that watches a real studio.</summary>
public sealed partial class PrometheusTests
{
    private static readonly string s_files = Path.Combine(Checkout.Root, "deploy", "telemetry");

    private static string[] Questions =>
        [
            .. JsonNode.Parse(File.ReadAllText(Path.Combine(s_files, "grafana-dashboard.json")))!["panels"]!
                .AsArray()
                .SelectMany(p => p!["targets"]!.AsArray())
                .Select(t => (string)t!["expr"]!),
        ];

    [Fact]
    public async Task Names_OfDashboardAndAlerts_AreMeasured()
    {
        await using Studio studio = await Studio.StartAsync(clips: 3);
        await WorkAsync(studio);

        string measured = await studio.Client.GetStringAsync("/metrics");
        IEnumerable<string> asked = Names()
            .Matches(string.Join('\n', Questions) + File.ReadAllText(Path.Combine(s_files, "alerts.yml")))
            .Select(m => m.Value)
            .Distinct();

        // A counter of what happens seldom is not there before it happened; then the handbook must have its instrument.
        string[] documented =
        [
            .. Instruments()
                .Matches(
                    await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "docs", "telemetry.md"), TestContext.Current.CancellationToken)
                )
                .Select(m => m.Groups[1].Value.Replace('.', '_')),
        ];
        Assert.All(
            asked,
            name =>
                Assert.True(
                    measured.Contains(name, StringComparison.Ordinal)
                        || (name.EndsWith("_total", StringComparison.Ordinal) && documented.Contains(name[..^6])),
                    name
                )
        );
    }

    [Fact]
    public async Task Prometheus_LoadsTheRules_AndAnswersEveryQuestionOfTheDashboard()
    {
        RequirePrometheus();
        await using Studio studio = await Studio.StartAsync(clips: 3);
        await WorkAsync(studio);
        using TempFolder folder = new();
        string config = File.ReadAllText(Path.Combine(s_files, "prometheus.yml"))
            .Replace("127.0.0.1:8765", studio.Address.Authority, StringComparison.Ordinal)
            .Replace("scrape_interval: 5s", "scrape_interval: 1s", StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder.File("prometheus.yml"), config);
        await File.WriteAllTextAsync(folder.File("studio-token"), studio.Token);
        File.Copy(Path.Combine(s_files, "alerts.yml"), folder.File("alerts.yml"));
        TestTools.Run("promtool", "check", "config", folder.File("prometheus.yml"));
        string port = FreePort().ToString(CultureInfo.InvariantCulture);
        using Process prometheus = Process.Start(
            new ProcessStartInfo("prometheus")
            {
                ArgumentList =
                {
                    "--config.file=" + folder.File("prometheus.yml"),
                    "--storage.tsdb.path=" + folder.File("data"),
                    "--web.listen-address=127.0.0.1:" + port,
                    "--log.level=error",
                },
            }
        )!;
        try
        {
            using HttpClient client = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = Patience.Limit };
            await Patience.UntilAsync("Prometheus that sees the studio", async () => prometheus.HasExited || await SeesAsync(client));

            JsonNode rules = JsonNode.Parse(await client.GetStringAsync("/api/v1/rules"))!;
            foreach (string question in Questions)
            {
                JsonNode answer = JsonNode.Parse(await client.GetStringAsync("/api/v1/query?query=" + Uri.EscapeDataString(question)))!;
                Assert.Equal("success", (string)answer["status"]!);
            }

            Assert.Equal(7, rules["data"]!["groups"]![0]!["rules"]!.AsArray().Count);
            Assert.All(rules["data"]!["groups"]![0]!["rules"]!.AsArray(), r => Assert.NotEqual("err", (string?)r!["health"]));
        }
        finally
        {
            prometheus.Kill();
            await prometheus.WaitForExitAsync();
        }
    }

    // An edit, an answer that is a problem, and a plan: each leaves its figures.
    private static async Task WorkAsync(Studio studio)
    {
        string project = await studio.ProjectAsync();
        await File.WriteAllTextAsync(Path.Combine(studio.Root, "clips", "broken.mp4"), "no film");
        await studio.SendAsync(HttpMethod.Post, project + "/footage", new { paths = new[] { Path.Combine(studio.Root, "clips") } });
        await studio.PlanAsync(project, new { seconds = 60 });
        await studio.SendAsync(HttpMethod.Patch, project + "/plan", new { edit = new[] { "slip=1:+1" } }, "*");
        await studio.TryAsync(HttpMethod.Get, "/api/projects/none");
    }

    private static async Task<bool> SeesAsync(HttpClient client)
    {
        try
        {
            string answer = await client.GetStringAsync("/api/v1/query?query=montage_studio_jobs");
            return JsonNode.Parse(answer)!["data"]!["result"]!.AsArray().Count > 0;
        }
        catch (HttpRequestException)
        {
            // It is not up yet.
            return false;
        }
    }

    private static void RequirePrometheus()
    {
        bool isThere = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(f => File.Exists(Path.Combine(f, "prometheus")) && File.Exists(Path.Combine(f, "promtool")));
        if (!isThere && Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail("Prometheus is not installed (Debian's package 'prometheus').");
        }

        Assert.SkipUnless(isThere, "Prometheus is not installed (Debian's package 'prometheus').");
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex("`(montage\\.[a-z_.]+)` \\| counter")]
    private static partial Regex Instruments();

    [GeneratedRegex("montage_[a-z_]+")]
    private static partial Regex Names();
}
