namespace MontageAI.FFmpeg.Processes;

/// <summary>Looks at a child again and again, and ends it when it does what it may not. The owner disposes it.</summary>
internal abstract class ChildWatch : IDisposable
{
    private readonly ChildProcess _child;
    private readonly Timer _timer;
    private volatile bool _hasEnded;

    /// <summary>Watches a child.</summary>
    /// <param name="child">The child.</param>
    /// <param name="period">Time between two looks, above 0.</param>
    protected ChildWatch(ChildProcess child, TimeSpan period)
    {
        _child = child;
        _timer = new Timer(_ => Look(), null, period, period);
    }

    /// <summary>Whether the child was killed for it.</summary>
    public bool HasEnded => _hasEnded;

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    /// <summary>Whether it does by now what it may not.</summary>
    protected abstract bool IsOver();

    private void Look()
    {
        if (_child.Ended.IsCompleted)
        {
            _timer.Dispose();
            return;
        }

        try
        {
            if (IsOver())
            {
                _hasEnded = true;
                _child.Kill();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended in the meantime.
        }
    }
}
