using MontageAI.Studio.Contracts;

namespace MontageAI.Studio.Jobs;

/// <summary>A job of this server. Its record changes while it runs; safe for threads.</summary>
/// <param name="record">The job as it is at first.</param>
/// <param name="stop">Ends it. Never disposed, since who cancels may come late.</param>
internal sealed class StudioJob(JobRecord record, CancellationTokenSource stop)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private JobRecord _record = record;

    /// <summary>The job as it is now.</summary>
    public JobRecord Record => Volatile.Read(ref _record);

    /// <summary>Its name.</summary>
    public string Id => Record.Id;

    /// <summary>Completes when it has ended.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Cancelled when it shall end.</summary>
    public CancellationToken Stopping => stop.Token;

    /// <summary>Its place in the order in which jobs came.</summary>
    public long Arrival { get; init; }

    /// <summary>Changes the record.</summary>
    public JobRecord Change(Func<JobRecord, JobRecord> change)
    {
        while (true)
        {
            JobRecord before = Record,
                after = change(before);
            if (ReferenceEquals(Interlocked.CompareExchange(ref _record, after, before), before))
            {
                return after;
            }
        }
    }

    /// <summary>Asks it to end.</summary>
    public Task StopAsync() => stop.CancelAsync();

    /// <summary>Says that it has ended.</summary>
    public void End() => _ended.TrySetResult();
}
