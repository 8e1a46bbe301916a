using System.Threading.Channels;

namespace MontageAI.Engine.Resources;

/// <summary>
/// A core kept for one chain of steps that somebody waits for, so that nothing slips in before the first of its turns or between two of
/// them. It is given back when the chain ends. For one caller at a time.
/// </summary>
/// <param name="budget">Whose.</param>
internal sealed class Seat(JobShare budget) : IDisposable
{
    private IDisposable? _slot;

    /// <summary>Takes a core if one is idle and nobody waits for it. Never waits.</summary>
    public void TryTake() => _slot ??= budget.TryEnter();

    /// <summary>Waits for the core unless it is there already.</summary>
    /// <param name="urgency">Who goes first where none is idle.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task TakeAsync(Urgency urgency, CancellationToken cancellationToken) =>
        _slot ??= await budget.EnterAsync(cancellationToken, urgency).ConfigureAwait(false);

    /// <summary>The next of a queue, or null at its end; the core is given back while nothing waits in it.</summary>
    /// <param name="queue">Taken from.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<T?> NextAsync<T>(ChannelReader<T> queue, CancellationToken cancellationToken)
        where T : class
    {
        T? next;
        while (!queue.TryRead(out next))
        {
            Leave();
            if (!await queue.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                return null;
            }
        }

        return next;
    }

    /// <summary>Gives the core back; whoever goes on takes it again.</summary>
    public void Leave()
    {
        _slot?.Dispose();
        _slot = null;
    }

    /// <inheritdoc/>
    public void Dispose() => Leave();
}
