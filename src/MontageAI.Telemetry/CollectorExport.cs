using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace MontageAI.Telemetry;

/// <summary>
/// Sends what a program measures to a collector for as long as it runs, by OTLP. Where to and how is read from the environment as
/// OpenTelemetry has it: OTEL_EXPORTER_OTLP_ENDPOINT, _PROTOCOL (grpc, or http/protobuf), _HEADERS, _TIMEOUT, and those of each signal.
/// </summary>
public sealed class CollectorExport : IDisposable
{
    private readonly MeterProvider? _meters;
    private readonly TracerProvider? _traces;

    /// <summary>Begins to listen.</summary>
    /// <param name="program">Name of the program, as a collector shows it.</param>
    /// <param name="version">Its version.</param>
    /// <param name="source">Name of the meter and of the activity source.</param>
    public CollectorExport(string program, string version, string source)
    {
        ResourceBuilder resource = ResourceBuilder.CreateDefault().AddService(program, serviceVersion: version);
        _meters = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(source).AddOtlpExporter().Build();
        _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(source).AddOtlpExporter().Build();
    }

    /// <summary>Sends what was measured and not sent yet.</summary>
    /// <param name="patience">How long each of figures and activities may take.</param>
    /// <returns>Whether the collector took it.</returns>
    public bool Flush(TimeSpan patience)
    {
        int milliseconds = (int)patience.TotalMilliseconds;
        bool figures = _meters?.ForceFlush(milliseconds) ?? true;
        return (_traces?.ForceFlush(milliseconds) ?? true) && figures;
    }

    /// <summary>Ends without waiting for anybody.</summary>
    public void Dispose()
    {
        _meters?.Shutdown(0);
        _traces?.Shutdown(0);
        _meters?.Dispose();
        _traces?.Dispose();
    }
}
