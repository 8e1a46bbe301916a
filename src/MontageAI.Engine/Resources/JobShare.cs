namespace MontageAI.Engine.Resources;

/// <summary>
/// What one job has of a <see cref="ResourceBudget"/>: the figures that it plans with, and its turns at the cores. Safe for threads.
/// </summary>
public sealed class JobShare
{
    private readonly ResourceBudget _budget;
    private readonly Urgency _urgency;

    /// <summary>A share for a job.</summary>
    /// <param name="budget">Of what.</param>
    /// <param name="urgency">What its work is never more urgent than.</param>
    internal JobShare(ResourceBudget budget, Urgency urgency = Urgency.Opening) => (_budget, _urgency) = (budget, urgency);

    /// <inheritdoc cref="ResourceBudget.Cores"/>
    public int Cores => _budget.Cores;

    /// <inheritdoc cref="ResourceBudget.Renderers"/>
    public int Renderers => _budget.Renderers;

    /// <inheritdoc cref="ResourceBudget.Analysers"/>
    public int Analysers => _budget.Analysers;

    /// <inheritdoc cref="ResourceBudget.ThreadsWhenAlone"/>
    public int ThreadsWhenAlone => _budget.ThreadsWhenAlone;

    /// <inheritdoc cref="ResourceBudget.QueueDepth"/>
    internal int QueueDepth => _budget.QueueDepth;

    /// <summary>Seconds of core time that the job has had until now, over all its turns.</summary>
    public double CoreSeconds => _budget.CoreSeconds(this);

    /// <summary>Told at once when somebody has to wait, with how urgent it is, and gives what is to be called when that ends. Null where
    /// nobody wants to know.</summary>
    internal Func<Urgency, Action>? OnWait { get; init; }

    /// <summary>Turns that have ended.</summary>
    internal long Turns => Interlocked.Read(ref _turns);

    // What the budget keeps about the job; under its lock.
    internal long Used { get; set; }

    internal int Held { get; set; }

    internal long HeldSince { get; set; }

    internal int Waiting { get; set; }

    // What the job was credited with for the time in which it wanted nothing, and has not had.
    internal long Credited { get; set; }

    private long _turns;

    /// <summary>Waits for the right to keep one core busy.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <param name="urgency">Who goes first; never more urgent than the job.</param>
    public Task<IDisposable> EnterAsync(CancellationToken cancellationToken, Urgency urgency = Urgency.Work)
    {
        Task<IDisposable> turn = _budget.EnterAsync(this, urgency > _urgency ? urgency : _urgency, cancellationToken);
        return turn.IsCompleted || OnWait is null ? turn : WaitAsync(turn, urgency);
    }

    /// <summary>The right to keep one more core busy if one is idle now and nobody waits for it, else null. Never waits.</summary>
    internal IDisposable? TryEnter() => _budget.TryEnter(this);

    /// <summary>Does parts of a turn on the core that the caller has, and on cores that are idle now and that nobody waits for.</summary>
    /// <param name="count">Number of parts.</param>
    /// <param name="work">Does the part of a number.</param>
    internal async Task WithIdleCoresAsync(int count, Func<int, Task> work)
    {
        int next = -1;
        List<Task> all = [];
        for (int i = 1; i < count && TryEnter() is { } slot; i++)
        {
            all.Add(Task.Run(() => HelpAsync(slot)));
        }

        all.Add(UntilDoneAsync());
        await Task.WhenAll(all).ConfigureAwait(false);

        async Task HelpAsync(IDisposable slot)
        {
            using (slot)
            {
                await UntilDoneAsync().ConfigureAwait(false);
            }
        }

        async Task UntilDoneAsync()
        {
            int at;
            while ((at = Interlocked.Increment(ref next)) < count)
            {
                await work(at).ConfigureAwait(false);
            }
        }
    }

    private async Task<IDisposable> WaitAsync(Task<IDisposable> turn, Urgency urgency)
    {
        Action ended = OnWait!(urgency);
        try
        {
            return await turn.ConfigureAwait(false);
        }
        finally
        {
            ended();
        }
    }

    internal void EndTurn() => Interlocked.Increment(ref _turns);
}
