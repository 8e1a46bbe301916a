using System.Diagnostics;

namespace MontageAI.FFmpeg.Processes;

/// <summary>
/// The children of one job: how they are started, what they have used, and a way to end them all. Commands made by tools that carry a scope
/// (<see cref="FFmpegTools.Scope"/>) belong to it. Safe for threads.
/// </summary>
public sealed class ProcessScope
{
    /// <summary>Longest time between being asked to end and being killed.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly HashSet<ChildProcess> _running = [];
    private double _cpuSeconds;
    private double _peakMiB;
    private int _started;
    private bool _untold;
    private bool _ended;

    /// <summary>Whether children end with this program even when it is killed.</summary>
    public static bool ChildrenDieWithUs => ProcessLauncher.ChildrenDieWithUs;

    /// <summary>0 to 19: how readily children that are started from now on leave the processor to whoever else wants it; nothing is slower
    /// while nobody does. Where the system has no nice(1), it does nothing.</summary>
    public int Niceness { get; set; }

    /// <summary>Told of every child before it is started: program and arguments. Null where nobody wants to know.</summary>
    public Action<IReadOnlyList<string>>? OnStart { get; init; }

    /// <summary>Told of every child when it has ended, before anybody who waits for it. Null where nobody wants to know.</summary>
    public Action<ProcessRun>? OnEnd { get; init; }

    /// <summary>Asked, by whoever starts a child, what is being done just now, for <see cref="ProcessRun.During"/>. Null where nobody
    /// knows.</summary>
    public Func<string?>? During { get; init; }

    /// <summary>Whether all were ended and no more are started.</summary>
    internal bool HasEnded
    {
        get
        {
            lock (_gate)
            {
                return _ended;
            }
        }
    }

    /// <summary>Children started so far.</summary>
    public int Started
    {
        get
        {
            lock (_gate)
            {
                return _started;
            }
        }
    }

    /// <summary>
    /// Processor seconds of the children that have ended, and the memory high-water mark of the largest (wait4). The mark is never below
    /// what this program took when it started the child, since Linux counts that too. Null where the system does not tell of each child.
    /// </summary>
    public (double CpuSeconds, double PeakMiB)? Usage
    {
        get
        {
            lock (_gate)
            {
                return _untold || !ProcessLauncher.TellsUsage ? null : (_cpuSeconds, _peakMiB);
            }
        }
    }

    /// <summary>Asks every running child to end, kills what has not ended after half a second, and starts no more.</summary>
    /// <returns>A task that completes when all have ended.</returns>
    public async Task EndAsync()
    {
        ChildProcess[] running;
        lock (_gate)
        {
            _ended = true;
            running = [.. _running];
        }

        await Task.WhenAll(running.Select(c => c.EndAsync(Grace))).ConfigureAwait(false);
    }

    /// <summary>Starts a child that belongs to this job.</summary>
    /// <param name="command">What it runs.</param>
    /// <param name="during">What was being done when it was asked for.</param>
    /// <param name="start">Starts it; gets what must be told of its end before anybody else learns of it.</param>
    /// <exception cref="OperationCanceledException">All children were ended, and no more are started.</exception>
    internal ChildProcess Start(ToolCommand command, string? during, Func<Action<ChildProcess>, ChildProcess> start)
    {
        lock (_gate)
        {
            if (_ended)
            {
                throw new OperationCanceledException("The job's processes were ended.");
            }

            long began = Stopwatch.GetTimestamp();
            ChildProcess child = start(c => Remove(c, command, during, began));
            _started++;
            _running.Add(child);
            return child;
        }
    }

    private void Remove(ChildProcess child, ToolCommand command, string? during, long began)
    {
        OnEnd?.Invoke(
            new ProcessRun(child.Id, command, during, began, Stopwatch.GetTimestamp())
            {
                Status = child.Status ?? 0,
                CpuSeconds = child.Usage?.CpuSeconds,
                PeakMiB = child.Usage?.PeakMiB,
            }
        );
        lock (_gate)
        {
            _running.Remove(child);
            if (child.Usage is { } usage)
            {
                _cpuSeconds += usage.CpuSeconds;
                _peakMiB = Math.Max(_peakMiB, usage.PeakMiB);
            }
            else
            {
                _untold = true;
            }
        }
    }
}
