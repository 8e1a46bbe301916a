namespace MontageAI.Studio.Hosting;

/// <summary>Makes guessing tokens slow: wrong ones are answered one after the other, each after a while. Safe for threads.</summary>
internal sealed class Guesses(TimeProvider time) : IDisposable
{
    private const int MostWaiting = 20;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);

    private readonly SemaphoreSlim _one = new(1, 1);
    private int _waiting;

    /// <summary>Waits after a wrong token.</summary>
    /// <returns>False where too many wait already.</returns>
    public async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            return false;
        }

        try
        {
            await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                await Task.Delay(s_pause, time, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                _one.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();
}
