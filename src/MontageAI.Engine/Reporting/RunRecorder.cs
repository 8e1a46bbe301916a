using System.Diagnostics;

namespace MontageAI.Engine.Reporting;

/// <summary>Collects what happens during a run. Safe to call from several threads.</summary>
internal sealed class RunRecorder(TimeProvider time, double secondsBeforeStart = 0)
{
    private readonly long _started = time.GetTimestamp();
    private readonly Lock _gate = new();
    private readonly List<PhaseSummary> _phases = [];
    private readonly List<Degradation> _degradations = [];
    private readonly SortedDictionary<string, SetAsideFile> _setAside = new(StringComparer.Ordinal);

    /// <summary>Seconds since the run began, the start-up of the program included.</summary>
    public double Elapsed => secondsBeforeStart + time.GetElapsedTime(_started).TotalSeconds;

    /// <summary>What encodes the pictures, for the report; null while nothing does.</summary>
    public string? Encoder { get; set; }

    /// <summary>What decodes the sources for rendering, for the report; null while nothing does.</summary>
    public string? Decoder { get; set; }

    /// <summary>Mean busy share of graphics processors while they worked, in percent; null when none did, or none tells.</summary>
    public double? GpuPercent { get; set; }

    /// <summary>Phases in order of start.</summary>
    public IReadOnlyList<PhaseSummary> Phases => Locked(() => _phases.OrderBy(p => p.StartedAt).ToList());

    /// <summary>Degradations in order of what they say, so that the report does not depend on timing.</summary>
    public IReadOnlyList<Degradation> Degradations =>
        Locked(() =>
            _degradations.Distinct().OrderBy(d => d.What, StringComparer.Ordinal).ThenBy(d => d.Why, StringComparer.Ordinal).ToList()
        );

    /// <summary>Files that could not be used, by path.</summary>
    public IReadOnlyList<SetAsideFile> SetAside => Locked(() => _setAside.Values.ToList());

    /// <summary>Begins a phase; disposing it ends it.</summary>
    public Phase Begin(string name, string? unit = null) => new(this, name, unit);

    /// <summary>Records a departure from what was asked for.</summary>
    public void Degrade(string what, string why, string effect)
    {
        EngineTelemetry.Degraded();
        lock (_gate)
        {
            _degradations.Add(new Degradation(what, why, effect));
        }
    }

    /// <summary>Records a file that cannot be used.</summary>
    public void PutAside(string path, string reason, string remedy)
    {
        lock (_gate)
        {
            if (!_setAside.ContainsKey(path))
            {
                EngineTelemetry.SetAside();
            }

            _setAside[path] = new SetAsideFile(path, reason, remedy);
        }
    }

    private T Locked<T>(Func<T> read)
    {
        lock (_gate)
        {
            return read();
        }
    }

    /// <summary>A running phase.</summary>
    internal sealed class Phase(RunRecorder owner, string name, string? unit) : IDisposable
    {
        private readonly double _startedAt = owner.Elapsed;
        private readonly Activity? _activity = EngineTelemetry.Begin(name);
        private long _items;
        private long _fromCache;

        /// <summary>Counts units of work, and how many of them were found in the store.</summary>
        public void Count(long items, long fromCache = 0)
        {
            Interlocked.Add(ref _items, items);
            Interlocked.Add(ref _fromCache, fromCache);
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            PhaseSummary summary = new(
                name,
                Math.Round(_startedAt, 3),
                Math.Round(owner.Elapsed - _startedAt, 3),
                unit is null ? null : _items,
                unit,
                unit is null ? null : _fromCache
            );
            lock (owner._gate)
            {
                owner._phases.Add(summary);
            }

            EngineTelemetry.Ended(summary);
            _activity?.Dispose();
        }
    }
}
