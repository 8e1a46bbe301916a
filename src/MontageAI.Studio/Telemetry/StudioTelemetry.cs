using System.Diagnostics.Metrics;
using MontageAI.Engine.Tasks;
using MontageAI.Studio.Contracts;
using MontageAI.Studio.Farms;
using MontageAI.Studio.Jobs;
using MontageAI.Studio.Settings;

namespace MontageAI.Studio.Telemetry;

/// <summary>What the server measures of itself, beside what the engine does. No name and no tag says anything about files.</summary>
internal sealed class StudioTelemetry : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "MontageAI.Studio";

    private readonly Meter _meter;
    private readonly Histogram<double> _edits;
    private readonly Counter<long> _problems;

    /// <summary>Begins to measure.</summary>
    public StudioTelemetry(StudioOptions options, Desk desk, EventHub hub, FarmPlace place, IMeterFactory meters)
    {
        _meter = meters.Create(Name);
        _edits = _meter.CreateHistogram(
            "montage.studio.edit.duration",
            "s",
            "From an edit's request to its answer, which names the pictures that can be shown.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5] }
        );
        _problems = _meter.CreateCounter<long>("montage.studio.problems", null, "Requests answered with a problem, by status.");
        _meter.CreateObservableGauge(
            "montage.studio.jobs",
            () =>
                desk.Load.SelectMany(l =>
                    (Measurement<int>[])
                        [
                            new(l.Waiting, new("kind", KindOf(l.Kind)), new("state", "waiting")),
                            new(l.Running, new("kind", KindOf(l.Kind)), new("state", "running")),
                        ]
                ),
            null,
            "Jobs that wait and that run, by kind."
        );
        _meter.CreateObservableGauge("montage.studio.listeners", () => hub.Listeners, null, "Event streams.");
        _meter.CreateObservableGauge("montage.studio.memory", () => Environment.WorkingSet, "By", "Memory of the server itself.");
        _meter.CreateObservableGauge("montage.studio.disk.free", () => Free(options.Projects), "By", "Room on the disk of the projects.");
        if (place.Farm is { } farm)
        {
            Measure(farm);
        }
    }

    /// <summary>An edit was answered.</summary>
    public void Edited(TimeSpan took) => _edits.Record(took.TotalSeconds);

    /// <summary>A request was answered with a problem.</summary>
    public void Refused(int status) => _problems.Add(1, new KeyValuePair<string, object?>("status", status));

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private void Measure(StudioFarm farm)
    {
        _meter.CreateObservableGauge("montage.studio.farm.machines", () => farm.State?.Nodes.Count ?? 0, null, "Machines of the farm.");
        _meter.CreateObservableGauge(
            "montage.studio.farm.slots",
            () =>
                (Measurement<int>[])
                    [
                        new(farm.State?.Nodes.Sum(n => n.Running) ?? 0, In("busy")),
                        new(farm.State?.Nodes.Sum(n => Math.Max(0, n.Slots - n.Running)) ?? 0, In("free")),
                    ],
            null,
            "Tasks that the machines of the farm do, and could do beside."
        );
        _meter.CreateObservableGauge("montage.studio.farm.waiting", () => farm.State?.Waiting ?? 0, null, "Tasks in the farm's queue.");
        _meter.CreateObservableCounter(
            "montage.studio.farm.tasks",
            () => Enum.GetValues<TaskState>().Select(s => new Measurement<long>(farm.Tally.Of(s), In(s.ToString().ToLowerInvariant()))),
            null,
            "Tasks of this server that ended, by how; present ones were made before."
        );
        _meter.CreateObservableCounter(
            "montage.studio.farm.sent",
            () => farm.Tally.SentBytes,
            "By",
            "Clips sent to machines without them."
        );
        _meter.CreateObservableCounter("montage.studio.farm.needed", () => farm.Tally.NeededBytes, "By", "What of that was read there.");
    }

    private static KeyValuePair<string, object?> In(string state) => new("state", state);

    private static string KindOf(JobKind kind) => kind.ToString().ToLowerInvariant();

    private static long Free(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return 0;
        }
    }
}
