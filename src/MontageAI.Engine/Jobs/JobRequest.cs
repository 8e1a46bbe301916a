namespace MontageAI.Engine.Jobs;

/// <summary>
/// What a host asks an engine for, as a value. A request knows how it is done: who wants the engine to do something new derives from this,
/// in any assembly.
/// </summary>
/// <typeparam name="TOutcome">What comes of it.</typeparam>
public abstract record JobRequest<TOutcome>
{
    /// <summary>One word for it, such as "create"; stands in reports and lists.</summary>
    public abstract string Kind { get; }

    /// <summary>Whether it cannot be done without FFmpeg; if so it is refused where there is none.</summary>
    public virtual bool NeedsFFmpeg => true;

    /// <summary>0 to 19: how readily its child processes leave the processor to other programs, unless the host says otherwise.</summary>
    public virtual int Niceness => 0;

    /// <summary>The same for those that are started before the first ten seconds can be played.</summary>
    public virtual int OpeningNiceness => Niceness;

    /// <summary>Does it.</summary>
    /// <param name="context">What the stages of the job work with.</param>
    /// <param name="cancellationToken">Stops it.</param>
    protected internal abstract Task<TOutcome> RunAsync(JobContext context, CancellationToken cancellationToken);
}

/// <summary>A request that is a piece of code.</summary>
internal sealed record DelegateRequest<TOutcome>(string Name, Func<JobContext, CancellationToken, Task<TOutcome>> Work)
    : JobRequest<TOutcome>
{
    /// <inheritdoc/>
    public override string Kind => Name;

    /// <inheritdoc/>
    protected internal override Task<TOutcome> RunAsync(JobContext context, CancellationToken cancellationToken) =>
        Work(context, cancellationToken);
}
