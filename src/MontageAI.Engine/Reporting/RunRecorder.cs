using System.Diagnostics;
using MontageAI.Errors;

namespace MontageAI.Engine.Reporting;

/// <summary>Collects what happens during one job, for its report and for those who listen. Safe to call from several threads.</summary>
public sealed class RunRecorder
{
    private static readonly AsyncLocal<string?> s_current = new();

    private readonly TimeProvider _time;
    private readonly double _secondsBefore;
    private readonly long _started;
    private readonly Lock _gate = new();
    private readonly List<PhaseSummary> _phases = [];
    private readonly List<Degradation> _degradations = [];
    private readonly List<RoutedTask> _routed = [];
    private readonly SortedDictionary<string, SetAsideFile> _setAside = new(StringComparer.Ordinal);

    /// <summary>Begins.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="secondsBefore">Seconds that whoever asked had waited already.</param>
    /// <param name="mostEvents">Events to keep, about.</param>
    /// <param name="log">The host's log; null where it has none.</param>
    internal RunRecorder(TimeProvider time, double secondsBefore = 0, int mostEvents = 10_000, JobLog? log = null)
    {
        (_time, _secondsBefore, _started, Log) = (time, secondsBefore, time.GetTimestamp(), log);
        Events = new JobEvents(mostEvents);
    }

    /// <summary>What is written down of when everything was done; null where nobody wants it.</summary>
    internal JobTrace? Trace { get; init; }

    /// <summary>The innermost phase in which the caller's work was begun; null outside of any.</summary>
    internal static string? Current => s_current.Value;

    /// <summary>What happened and happens.</summary>
    internal JobEvents Events { get; }

    /// <summary>The host's log; null where it has none.</summary>
    internal JobLog? Log { get; }

    /// <summary>Seconds since the job began, and what its host had spent before.</summary>
    public double Elapsed => _secondsBefore + _time.GetElapsedTime(_started).TotalSeconds;

    /// <summary>Called when the first ten seconds can be played; null where that changes nothing.</summary>
    internal Action? OnOpening { get; set; }

    /// <summary>When it was begun, as in <see cref="Elapsed"/>.</summary>
    internal double Began => _secondsBefore;

    /// <summary>Where tasks were sent; null where there was no choice.</summary>
    internal RoutingSummary? Routing => Locked(() => RoutingSummary.Of(_routed));

    /// <summary>What encodes the pictures, for the report; null while nothing does.</summary>
    internal string? Encoder { get; set; }

    /// <summary>What decodes the sources for rendering, for the report; null while nothing does.</summary>
    internal string? Decoder { get; set; }

    /// <summary>Mean busy share of graphics processors while they worked, in percent; null when none did, or none tells.</summary>
    internal double? GpuPercent { get; set; }

    /// <summary>Phases in order of start.</summary>
    internal IReadOnlyList<PhaseSummary> Phases => Locked(() => _phases.OrderBy(p => p.StartedAt).ToList());

    /// <summary>Degradations in order of what they say, so that the report does not depend on timing.</summary>
    public IReadOnlyList<Degradation> Degradations =>
        Locked(() =>
            _degradations.OrderBy(d => d.What, StringComparer.Ordinal).ThenBy(d => d.Why.ToString(), StringComparer.Ordinal).ToList()
        );

    /// <summary>Files that could not be used, by path.</summary>
    public IReadOnlyList<SetAsideFile> SetAside => Locked(() => _setAside.Values.ToList());

    /// <summary>Begins a phase; disposing it ends it.</summary>
    /// <param name="name">Its name in the report.</param>
    /// <param name="unit">What is counted in it; null counts nothing.</param>
    /// <param name="subject">What it is about, where it is about one thing.</param>
    public Phase Begin(string name, string? unit = null, string? subject = null)
    {
        Phase phase = new(this, name, unit);
        Tell(new PhaseBegun(name, unit, subject));
        return phase;
    }

    /// <summary>Tells those who listen.</summary>
    public void Tell(JobEvent happened)
    {
        double now = Elapsed;
        Events.Add(happened, now);
        if (happened is Playable playable)
        {
            EngineTelemetry.Played(playable, now);
            if (playable.Stage == PlayableStage.Opening)
            {
                OnOpening?.Invoke();
            }
        }

        Log?.Write(happened with { Seconds = now });
    }

    /// <summary>Says where a phase stands that is not at hand.</summary>
    public void Advance(string phase, long done, long total) => Tell(new PhaseAdvanced(phase, done, total));

    /// <summary>Records a departure from what was asked for.</summary>
    public void Degrade(string what, Phrase why, Phrase effect)
    {
        Degradation degradation = new(what, why, effect);
        lock (_gate)
        {
            if (_degradations.Contains(degradation))
            {
                return;
            }

            _degradations.Add(degradation);
        }

        EngineTelemetry.Degraded();
        Tell(new Degraded(degradation));
    }

    /// <summary>Records where tasks were sent, in the order in which they ended.</summary>
    internal void Route(IReadOnlyList<RoutedTask> tasks)
    {
        lock (_gate)
        {
            _routed.AddRange(tasks);
        }
    }

    /// <summary>Records a file that cannot be used.</summary>
    public void PutAside(string path, string reason, Phrase remedy)
    {
        SetAsideFile file = new(path, reason, remedy);
        lock (_gate)
        {
            if (!_setAside.ContainsKey(path))
            {
                EngineTelemetry.SetAside();
            }

            _setAside[path] = file;
        }

        Tell(new FileSetAside(file));
    }

    private T Locked<T>(Func<T> read)
    {
        lock (_gate)
        {
            return read();
        }
    }

    /// <summary>A running phase.</summary>
    public sealed class Phase : IDisposable
    {
        private readonly RunRecorder _owner;
        private readonly string _name;
        private readonly string? _unit;
        private readonly double _startedAt;
        private readonly Activity? _activity;
        private readonly string? _outer = s_current.Value;
        private readonly int _traced;
        private long _items;
        private long _fromCache;

        internal Phase(RunRecorder owner, string name, string? unit)
        {
            (_owner, _name, _unit, _startedAt, _activity) = (owner, name, unit, owner.Elapsed, EngineTelemetry.Begin(name));
            _traced = owner.Trace?.PhaseBegun(name, _startedAt) ?? -1;
            s_current.Value = name;
        }

        /// <summary>Says how far it is, for those who watch.</summary>
        /// <param name="done">Steps done.</param>
        /// <param name="total">Steps in all; 0 while unknown.</param>
        public void Advance(long done, long total) => _owner.Advance(_name, done, total);

        /// <summary>Counts units of work, and how many of them were found in the store.</summary>
        public void Count(long items, long fromCache = 0)
        {
            Interlocked.Add(ref _items, items);
            Interlocked.Add(ref _fromCache, fromCache);
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            double end = _owner.Elapsed;
            PhaseSummary summary = new(
                _name,
                Math.Round(_startedAt, 3),
                Math.Round(end - _startedAt, 3),
                _unit is null ? null : _items,
                _unit,
                _unit is null ? null : _fromCache
            );
            lock (_owner._gate)
            {
                _owner._phases.Add(summary);
            }

            s_current.Value = _outer;
            _owner.Trace?.PhaseEnded(_traced, end, summary.Items, summary.Unit, summary.FromCache);
            EngineTelemetry.Ended(summary);
            _activity?.Dispose();
            _owner.Tell(new PhaseEnded(summary));
        }
    }
}
