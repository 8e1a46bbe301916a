using System.Diagnostics;
using MontageAI.FFmpeg.Processes;

namespace MontageAI.Engine.Reporting;

/// <summary>
/// What one job did when: its phases, its child processes, and where it waited, for <see cref="TraceFile"/>. Bounded: what begins after
/// <see cref="MostSpans"/> is only counted. Unlike meters it names files, in the command lines of processes. Safe for threads; belongs to
/// one job.
/// </summary>
public sealed class JobTrace
{
    /// <summary>Most spans that are kept.</summary>
    public const int MostSpans = 50_000;

    // Enough of a command line to tell what it does.
    private const int MostCharacters = 2000;

    private readonly Lock _gate = new();
    private readonly List<TraceSpan> _spans = [];
    private double _end;
    private long _left;

    /// <summary>Name of the job; empty before it has begun.</summary>
    internal string Job { get; private set; } = "";

    /// <summary>What it did.</summary>
    internal string Kind { get; private set; } = "";

    /// <summary>Spans in no order, the job itself among them; those that have not ended end with the job.</summary>
    internal IReadOnlyList<TraceSpan> Spans
    {
        get
        {
            lock (_gate)
            {
                return [.. _spans.Select(s => s with { End = Math.Clamp(s.End ?? _end, s.Begin, Math.Max(s.Begin, _end)) })];
            }
        }
    }

    /// <summary>Spans that were not kept.</summary>
    internal long Left => Interlocked.Read(ref _left);

    /// <summary>The job has begun to be worked at.</summary>
    /// <param name="job">Its name.</param>
    /// <param name="kind">What it does.</param>
    /// <param name="queued">When it was put into the queue, in seconds.</param>
    /// <param name="begin">When its turn came.</param>
    internal void Begun(string job, string kind, double queued, double begin)
    {
        (Job, Kind) = (job, kind);
        Waited("its turn among jobs", null, queued, begin);
    }

    /// <summary>The job has ended.</summary>
    /// <param name="outcome">How.</param>
    /// <param name="error">Why it failed; null when it did not.</param>
    /// <param name="end">When.</param>
    internal void Ended(RunOutcome outcome, string? error, double end)
    {
        lock (_gate)
        {
            _end = end;
            _spans.Add(
                new TraceSpan(TraceKind.Job, Kind, 0, end)
                {
                    Facts =
                    [
                        ("outcome", outcome.ToString().ToLowerInvariant()),
                        .. error is null ? Array.Empty<(string, object)>() : [("error", error)],
                    ],
                }
            );
        }
    }

    /// <summary>A phase has begun.</summary>
    /// <returns>Its place, for <see cref="PhaseEnded"/>; below 0 where it is not kept.</returns>
    internal int PhaseBegun(string name, double begin) => Add(new TraceSpan(TraceKind.Phase, name, begin, null));

    /// <summary>A phase has ended.</summary>
    internal void PhaseEnded(int place, double end, long? items, string? unit, long? stored)
    {
        lock (_gate)
        {
            if (place >= 0)
            {
                _spans[place] = _spans[place] with
                {
                    End = end,
                    Facts = unit is null ? [] : [("items", items ?? 0), ("unit", unit), ("fromStore", stored ?? 0)],
                };
            }
        }
    }

    /// <summary>A process has ended.</summary>
    /// <param name="run">What it was.</param>
    /// <param name="end">When, in seconds.</param>
    internal void Ran(ProcessRun run, double end)
    {
        string line = run.Command.ToString();
        List<(string, object)> facts =
        [
            ("pid", run.Id),
            ("exit", run.Status),
            ("command", line.Length > MostCharacters ? line[..MostCharacters] + " ..." : line),
        ];
        if (run is { CpuSeconds: { } cpu, PeakMiB: { } peak })
        {
            facts.Add(("cpuSeconds", Math.Round(cpu, 3)));
            facts.Add(("peakMiB", Math.Round(peak, 1)));
        }

        string program = Path.GetFileNameWithoutExtension(run.Command.Executable);
        Add(
            new TraceSpan(
                TraceKind.Process,
                $"{program}: {run.Command.Purpose ?? run.During ?? Kind}",
                Math.Max(0, end - Stopwatch.GetElapsedTime(run.Began, run.Ended).TotalSeconds),
                end
            )
            {
                Facts = [.. facts, ("purpose", run.Command.Purpose ?? run.During ?? Kind)],
            }
        );
    }

    /// <summary>Something had to wait.</summary>
    /// <param name="what">For what.</param>
    /// <param name="during">What was being done; null where nobody knows.</param>
    /// <param name="begin">From when, in seconds.</param>
    /// <param name="end">Until when.</param>
    internal void Waited(string what, string? during, double begin, double end) =>
        Add(new TraceSpan(TraceKind.Wait, $"waits for {what}", begin, end) { Facts = during is null ? [] : [("during", during)] });

    private int Add(TraceSpan span)
    {
        lock (_gate)
        {
            // What comes after the end of the job belongs to nobody.
            if (_end > 0 || _spans.Count >= MostSpans)
            {
                _left++;
                return -1;
            }

            _spans.Add(span);
            return _spans.Count - 1;
        }
    }
}

/// <summary>What a span of a trace is.</summary>
internal enum TraceKind
{
    /// <summary>The job.</summary>
    Job,

    /// <summary>A phase.</summary>
    Phase,

    /// <summary>A child process.</summary>
    Process,

    /// <summary>Waiting.</summary>
    Wait,
}

/// <summary>Something that took time.</summary>
/// <param name="Kind">What.</param>
/// <param name="Name">In words.</param>
/// <param name="Begin">Seconds from the start of the job, and what its host had spent before.</param>
/// <param name="End">Likewise; null while it goes on.</param>
internal sealed record TraceSpan(TraceKind Kind, string Name, double Begin, double? End)
{
    /// <summary>What else is known: texts and numbers by name.</summary>
    public IReadOnlyList<(string Name, object Value)> Facts { get; init; } = [];
}
