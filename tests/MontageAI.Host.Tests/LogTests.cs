using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using MontageAI.Engine;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Requests;

namespace MontageAI.Host.Tests;

/// <summary>A host's log and meters hold what happened to its jobs.</summary>
public sealed class LogTests
{
    [Fact]
    public async Task Job_FileThatIsNone_IsWarnedOfInTheLog_AndMeasuredWithoutName()
    {
        using Footage footage = new(2);
        using Lines lines = new();
        ConcurrentBag<string> measured = [];
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == EngineTelemetry.Name)
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((i, _, tags, _) => measured.Add(Text(i, tags)));
        listener.SetMeasurementEventCallback<long>((i, _, tags, _) => measured.Add(Text(i, tags)));
        listener.Start();
        await using MontageEngine engine = footage.Engine("store", loggers: lines);
        File.WriteAllText(footage.File("clips/holiday.mp4"), "This is no film.");

        Job<RunReport> job = engine.Start(new CreateRequest(footage.Montage("out/look.mp4") with { IsPreview = true }));
        await job.Completion;

        Assert.Contains(lines.All, l => l.StartsWith($"Information {job.Id}: begins (preview)", StringComparison.Ordinal));
        Assert.Contains(
            lines.All,
            l => l.StartsWith($"Warning {job.Id}: '", StringComparison.Ordinal) && l.Contains("holiday.mp4", StringComparison.Ordinal)
        );
        Assert.Contains(
            lines.All,
            l => l.StartsWith($"Trace {job.Id}: starts ", StringComparison.Ordinal) && l.Contains("ffmpeg", StringComparison.Ordinal)
        );
        Assert.StartsWith($"Information {job.Id}: ended after ", lines.All[^1], StringComparison.Ordinal);
        Assert.Contains("montage.job.duration kind=preview outcome=done", measured);
        Assert.Contains(measured, m => m.StartsWith("montage.playable.delay stage=opening", StringComparison.Ordinal));
        Assert.Contains("montage.processes program=ffmpeg", measured);
        Assert.DoesNotContain(measured, m => m.Contains("holiday", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Job_SomethingUnforeseen_IsInTheLogWithItsException()
    {
        using Footage footage = new(1);
        using Lines lines = new();
        await using MontageEngine engine = footage.Engine("store", loggers: lines);

        Job<int> job = engine.Start<int>("odd", (_, _) => throw new DivideByZeroException("by nobody"));

        await Assert.ThrowsAsync<DivideByZeroException>(() => job.Completion);
        Assert.Contains(
            lines.All,
            l => l.StartsWith($"Critical {job.Id}", StringComparison.Ordinal) && l.EndsWith("by nobody", StringComparison.Ordinal)
        );
        Assert.StartsWith($"Error {job.Id}: failed after ", lines.All[^1], StringComparison.Ordinal);
    }

    private static string Text(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        string.Join(' ', [instrument.Name, .. tags.ToArray().Select(t => $"{t.Key}={t.Value}")]);

    private sealed class Lines : ILoggerFactory, ILogger
    {
        private readonly ConcurrentQueue<string> _all = [];

        public string[] All => [.. _all];

        public ILogger CreateLogger(string categoryName)
        {
            Assert.Equal(EngineTelemetry.Name, categoryName);
            return this;
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => _all.Enqueue($"{logLevel} {formatter(state, exception)}{exception?.Message}");

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public void Dispose() { }
    }
}
