using System.Globalization;

namespace MontageAI.FFmpeg.Processes;

/// <summary>
/// Ends a child that holds more memory than it may, on Linux. It is looked at five times a second, and not limited by the system: FFmpeg
/// that is refused memory may leave out frames, end with 0, or wait for ever.
/// </summary>
internal sealed class MemoryWatch : IDisposable
{
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(200);

    private readonly ChildProcess _child;
    private readonly string _file;
    private readonly long _limit;
    private readonly Timer _timer;
    private volatile bool _exceeded;

    /// <summary>Watches a child.</summary>
    /// <param name="child">The child.</param>
    /// <param name="limit">The most bytes that it may hold.</param>
    public MemoryWatch(ChildProcess child, long limit)
    {
        _child = child;
        _limit = limit;
        _file = string.Create(CultureInfo.InvariantCulture, $"/proc/{child.Id}/statm");
        _timer = new Timer(_ => Look(), null, s_period, s_period);
    }

    /// <summary>Whether the child was killed for it.</summary>
    public bool Exceeded => _exceeded;

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        if (_child.Ended.IsCompleted)
        {
            _timer.Dispose();
            return;
        }

        try
        {
            // Pages in all, pages that are resident.
            string[] pages = File.ReadAllText(_file).Split(' ');
            if (pages.Length > 1 && long.Parse(pages[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize > _limit)
            {
                _exceeded = true;
                _child.Kill();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended in the meantime.
        }
    }
}
