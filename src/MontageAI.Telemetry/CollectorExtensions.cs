using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace MontageAI.Telemetry;

/// <summary>Sends to a collector at an address, by OTLP (https://opentelemetry.io/docs/specs/otlp).</summary>
public static class CollectorExtensions
{
    /// <summary>Sends figures there, once a minute and at the end.</summary>
    /// <param name="metrics">What is measured.</param>
    /// <param name="collector">
    /// Address of the collector; port 4318, the usual one of OTLP over HTTP, is spoken to by HTTP, any other by gRPC.
    /// </param>
    public static MeterProviderBuilder SendTo(this MeterProviderBuilder metrics, Uri collector) =>
        metrics.AddOtlpExporter(o => Address(o, collector, "v1/metrics"));

    /// <summary>Sends activities there, in batches.</summary>
    /// <param name="traces">Which activities.</param>
    /// <param name="collector">As above.</param>
    public static TracerProviderBuilder SendTo(this TracerProviderBuilder traces, Uri collector) =>
        traces.AddOtlpExporter(o => Address(o, collector, "v1/traces"));

    private static void Address(OtlpExporterOptions exporter, Uri to, string path)
    {
        // An address of gRPC has no path.
        bool http = to.Port == 4318;
        exporter.Protocol = http ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        exporter.Endpoint = http && to.AbsolutePath == "/" ? new Uri(to, path) : to;
    }
}
