using MontageAI.Engine.Reporting;
using MontageAI.Studio.Settings;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace MontageAI.Studio.Telemetry;

/// <summary>Who sees what is measured: whoever reads /metrics with the token, and a collector where one was named.</summary>
internal static class Observation
{
    /// <summary>Adds it.</summary>
    public static void Add(IServiceCollection services, StudioOptions options)
    {
        OpenTelemetryBuilder telemetry = services
            .AddOpenTelemetry()
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(EngineTelemetry.Name, StudioTelemetry.Name).AddPrometheusExporter();
                if (options.Telemetry is { } to)
                {
                    metrics.AddOtlpExporter(o => Send(o, to, "v1/metrics"));
                }
            });
        if (options.Telemetry is { } collector)
        {
            telemetry.WithTracing(traces => traces.AddSource(EngineTelemetry.Name).AddOtlpExporter(o => Send(o, collector, "v1/traces")));
        }
    }

    private static void Send(OtlpExporterOptions exporter, Uri to, string path)
    {
        // The usual port of OTLP over HTTP; any other speaks gRPC, whose address has no path.
        bool http = to.Port == 4318;
        exporter.Protocol = http ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        exporter.Endpoint = http && to.AbsolutePath == "/" ? new Uri(to, path) : to;
    }
}
