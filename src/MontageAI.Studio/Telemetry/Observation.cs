using MontageAI.Engine.Reporting;
using MontageAI.Studio.Settings;
using MontageAI.Telemetry;
using OpenTelemetry;
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
                    metrics.SendTo(to);
                }
            });
        if (options.Telemetry is { } collector)
        {
            telemetry.WithTracing(traces => traces.AddSource(EngineTelemetry.Name).SendTo(collector));
        }
    }
}
