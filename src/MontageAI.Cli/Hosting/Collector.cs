using System.Runtime.CompilerServices;
using MontageAI.Engine.Reporting;
using MontageAI.Telemetry;

namespace MontageAI.Cli.Hosting;

/// <summary>
/// Figures and activities of the jobs of this program, sent to a collector where the environment names one. Nothing of it is loaded where
/// none is named.
/// </summary>
internal static class Collector
{
    // A collector that is not there holds nobody up for longer.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);
    private static IDisposable? s_export;

    /// <summary>Begins before the first job.</summary>
    public static void Begin()
    {
        if (HostEnvironment.Collector is not null && s_export is null)
        {
            Start();
        }
    }

    /// <summary>Sends what is left, at the end of the program; says so where nobody took it. Fails no work.</summary>
    public static void End()
    {
        if (s_export is not null)
        {
            Finish();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Start()
    {
        try
        {
            s_export = new CollectorExport("montage-ai", HostEnvironment.Version, EngineTelemetry.Name);
        }
        catch (Exception e) when (e is ArgumentException or UriFormatException or InvalidOperationException or NotSupportedException)
        {
            Console.Error.WriteLine($"Figures are sent nowhere: OTEL_EXPORTER_OTLP_ENDPOINT '{HostEnvironment.Collector}': {e.Message}");
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Finish()
    {
        CollectorExport export = (CollectorExport)s_export!;
        if (!export.Flush(s_patience))
        {
            Console.Error.WriteLine(
                $"Figures could not be sent to '{HostEnvironment.Collector}' (OTEL_EXPORTER_OTLP_ENDPOINT). Is a collector there?"
            );
        }

        export.Dispose();
        s_export = null;
    }
}
