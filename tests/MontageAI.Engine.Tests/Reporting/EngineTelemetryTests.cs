using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using MontageAI.Engine.Reporting;
using MontageAI.Testing;

namespace MontageAI.Engine.Tests.Reporting;

/// <summary>What the engine measures of itself: documented, and without a word about whose files they are.</summary>
public sealed partial class EngineTelemetryTests
{
    [Fact]
    public void Recorder_PhasesAndFiles_AreMeasuredWithoutNames()
    {
        const string Phase = "telemetry test";
        ConcurrentBag<(string Name, double Value, string Tags)> measured = [];
        ConcurrentBag<string> activities = [];
        using MeterListener listener = Listen(measured);
        using ActivityListener watcher = new()
        {
            ShouldListenTo = s => s.Name == EngineTelemetry.Name,
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = a => activities.Add($"{a.OperationName} {a.GetTagItem("phase")}"),
        };
        ActivitySource.AddActivityListener(watcher);
        RunRecorder recorder = new(TimeProvider.System);

        using (RunRecorder.Phase phase = recorder.Begin(Phase, "clips"))
        {
            phase.Count(5, fromCache: 2);
            recorder.PutAside("/home/someone/holiday.mp4", "is empty.", "Leave it out.");
            recorder.PutAside("/home/someone/holiday.mp4", "is empty.", "Leave it out.");
        }

        Assert.Contains(("montage.phase.items", 5, $"phase={Phase}, unit=clips"), measured);
        Assert.Contains(("montage.phase.items.stored", 2, $"phase={Phase}, unit=clips"), measured);
        Assert.Contains(measured, m => m.Name == "montage.phase.duration" && m.Tags == $"phase={Phase}");
        Assert.Contains(measured, m => m.Name == "montage.files.set_aside");
        Assert.Contains($"montage.phase {Phase}", activities);
        Assert.DoesNotContain(measured, m => m.Tags.Contains("holiday", StringComparison.Ordinal));
    }

    [Fact]
    public void Instruments_AllOfThem_AreThoseOfTheDocument()
    {
        List<string> published = [];
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == EngineTelemetry.Name)
            {
                published.Add(instrument.Name);
            }
        };
        EngineTelemetry.Begin("none")?.Dispose();
        listener.Start();

        string document = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "telemetry.md"));
        string[] documented =
        [
            .. Row()
                .Matches(document)
                .Select(m => m.Groups[1].Value)
                // Those of the studio have a meter of their own.
                .Where(n => !n.StartsWith("montage.studio.", StringComparison.Ordinal)),
        ];

        Assert.NotEmpty(documented);
        Assert.Equal(documented.Order(StringComparer.Ordinal), published.Order(StringComparer.Ordinal));
    }

    private static MeterListener Listen(ConcurrentBag<(string, double, string)> measured)
    {
        MeterListener listener = new()
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Name == EngineTelemetry.Name)
                {
                    l.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((i, value, tags, _) => measured.Add((i.Name, value, Text(tags))));
        listener.SetMeasurementEventCallback<double>((i, value, tags, _) => measured.Add((i.Name, value, Text(tags))));
        listener.Start();
        return listener;
    }

    private static string Text(ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        string.Join(", ", tags.ToArray().Select(t => $"{t.Key}={t.Value}"));

    [GeneratedRegex(@"^\| `([\w.]+)` \| (?:histogram|counter|up-down counter)", RegexOptions.Multiline)]
    private static partial Regex Row();
}
