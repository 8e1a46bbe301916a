using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MontageAI.Testing;

namespace MontageAI.Engine.Tests.EndToEnd;

/// <summary>OTEL_EXPORTER_OTLP_ENDPOINT: a collector gets figures and activities, never names; nothing fails without it.</summary>
public sealed class CollectorTests
{
    [Fact]
    public async Task ACollector_GetsFiguresAndActivities_ButNoNames()
    {
        using TempFolder folder = new();
        TestClips.Make(folder.File("clips of a secret"), 3, 4, "30");
        ConcurrentDictionary<string, ConcurrentQueue<byte[]>> got = [];
        int port = FreePort();
        using HttpListener collector = new();
        collector.Prefixes.Add($"http://127.0.0.1:{port}/");
        collector.Start();
        Task listening = ListenAsync(collector, got);

        ProgramRun run = await Task.Run(
            () => ProgramRun.Succeed(Environment(folder, port), "analyze", folder.File("clips of a secret")),
            TestContext.Current.CancellationToken
        );
        collector.Stop();
        await listening;

        string figures = Words(got, "/v1/metrics"),
            activities = Words(got, "/v1/traces");
        Assert.Contains("montage-ai", figures, StringComparison.Ordinal);
        Assert.Contains("montage.job.duration", figures, StringComparison.Ordinal);
        Assert.Contains("montage.phase.items", figures, StringComparison.Ordinal);
        Assert.Contains("montage.job", activities, StringComparison.Ordinal);
        Assert.Contains("montage.phase", activities, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", figures + activities, StringComparison.Ordinal);
        Assert.DoesNotContain("could not be sent", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ACollectorThatIsNotThere_IsSaid_AndFailsNothing()
    {
        using TempFolder folder = new();
        TestClips.Make(folder.File("clips"), 2, 4, "30");
        int port = FreePort();

        ProgramRun run = ProgramRun.Succeed(Environment(folder, port), "analyze", folder.File("clips"), "--json");

        Assert.Contains($"Figures could not be sent to 'http://127.0.0.1:{port}'", run.Error, StringComparison.Ordinal);
        using System.Text.Json.JsonDocument answer = System.Text.Json.JsonDocument.Parse(run.Output);
    }

    [Fact]
    public void AnAddressThatIsNone_IsSaid_AndFailsNothing()
    {
        using TempFolder folder = new();
        TestClips.Make(folder.File("clips"), 2, 4, "30");
        Dictionary<string, string> environment = Environment(folder, 0);
        environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = "not an address";

        ProgramRun run = ProgramRun.Succeed(environment, "analyze", folder.File("clips"));

        Assert.Contains("OTEL_EXPORTER_OTLP_ENDPOINT", run.Error, StringComparison.Ordinal);
        Assert.Contains("not an address", run.Error, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Environment(TempFolder folder, int port) =>
        new()
        {
            ["MONTAGE_CACHE"] = folder.File("store"),
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{port}",
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        };

    private static string Words(ConcurrentDictionary<string, ConcurrentQueue<byte[]>> got, string path) =>
        string.Concat(got.GetValueOrDefault(path, []).Select(Encoding.Latin1.GetString));

    private static async Task ListenAsync(HttpListener collector, ConcurrentDictionary<string, ConcurrentQueue<byte[]>> got)
    {
        while (collector.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await collector.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                // The test has all that it wants.
                return;
            }

            using MemoryStream body = new();
            await context.Request.InputStream.CopyToAsync(body);
            got.GetOrAdd(context.Request.Url!.AbsolutePath, _ => []).Enqueue(body.ToArray());
            context.Response.StatusCode = 200;
            context.Response.Close();
        }
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
