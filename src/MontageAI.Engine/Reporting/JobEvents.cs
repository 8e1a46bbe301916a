namespace MontageAI.Engine.Reporting;

/// <summary>
/// What happened in a job, from its start, for as many listeners as like, however late they come: each gets what is kept and then what
/// happens, to the end of the job. Bounded: of the advances of one phase the latest is kept, and beyond a limit the oldest sights of clips
/// and finished shots go. Nobody who listens slowly holds up the job. Safe for threads.
/// </summary>
public sealed class JobEvents : IAsyncEnumerable<JobEvent>
{
    private readonly Lock _gate = new();
    private readonly int _most;

    // In the order of their numbers.
    private readonly List<JobEvent> _kept = [];
    private readonly Dictionary<string, long> _advanced = new(StringComparer.Ordinal);
    private readonly Queue<long> _expendable = new();
    private TaskCompletionSource _more = NewSignal();
    private long _next;
    private bool _ended;

    /// <summary>Begins empty.</summary>
    /// <param name="most">Events to keep, about; kinds that come once per phase or file in trouble are always kept.</param>
    internal JobEvents(int most) => _most = most;

    /// <inheritdoc/>
    public async IAsyncEnumerator<JobEvent> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        long from = 0;
        while (true)
        {
            JobEvent[] batch;
            Task more;
            bool ended;
            lock (_gate)
            {
                batch = [.. From(from)];
                from = _next;
                (more, ended) = (_more.Task, _ended);
            }

            foreach (JobEvent one in batch)
            {
                yield return one;
            }

            if (ended)
            {
                yield break;
            }

            await more.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What is kept so far. A copy.</summary>
    public IReadOnlyList<JobEvent> ToList()
    {
        lock (_gate)
        {
            return [.. _kept];
        }
    }

    internal void Add(JobEvent happened, double seconds)
    {
        TaskCompletionSource signal;
        lock (_gate)
        {
            if (_ended)
            {
                return;
            }

            long number = _next++;
            if (happened is PhaseAdvanced advance)
            {
                if (_advanced.TryGetValue(advance.Phase, out long earlier))
                {
                    Drop(earlier);
                }

                _advanced[advance.Phase] = number;
            }
            else if (happened is ClipSeen or ShotReady or ShotShown)
            {
                _expendable.Enqueue(number);
            }

            _kept.Add(happened with { Number = number, Seconds = Math.Round(seconds, 3) });
            if (_kept.Count > _most && _expendable.TryDequeue(out long oldest))
            {
                Drop(oldest);
            }

            _ended = happened is JobFinished;
            (signal, _more) = (_more, NewSignal());
        }

        signal.SetResult();
    }

    // New events stand at the end, where a listener that keeps up looks for them.
    private List<JobEvent> From(long number)
    {
        int at = _kept.Count;
        while (at > 0 && _kept[at - 1].Number >= number)
        {
            at--;
        }

        return _kept.GetRange(at, _kept.Count - at);
    }

    private void Drop(long number)
    {
        (int from, int to) = (0, _kept.Count - 1);
        while (from <= to)
        {
            int middle = from + ((to - from) / 2);
            if (_kept[middle].Number == number)
            {
                _kept.RemoveAt(middle);
                return;
            }

            (from, to) = _kept[middle].Number < number ? (middle + 1, to) : (from, middle - 1);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
