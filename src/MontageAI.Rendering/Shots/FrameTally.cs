using MontageAI.Time;

namespace MontageAI.Rendering.Shots;

/// <summary>Adds up frames done by processes that run side by side and reports the sum. Safe for several threads.</summary>
internal sealed class FrameTally(IProgress<long>? progress)
{
    private readonly Lock _lock = new();
    private long _settled;
    private long _running;
    private long _reported;

    /// <summary>Starts counting for one process.</summary>
    /// <param name="lengths">Frames of each of its shots.</param>
    /// <param name="rate">The grid.</param>
    public Share Begin(long[] lengths, FrameRate rate) => new(this, lengths, rate);

    private void Change(long running, long settled)
    {
        lock (_lock)
        {
            _running += running;
            _settled += settled;
            long sum = _running + _settled;
            if (sum > _reported)
            {
                _reported = sum;
                progress?.Report(sum);
            }
        }
    }

    /// <summary>One process's part. What it had running is taken back when it is disposed without having finished.</summary>
    public sealed class Share(FrameTally tally, long[] lengths, FrameRate rate) : IDisposable
    {
        private long _running;

        /// <summary>
        /// FFmpeg reports the latest time over all its outputs; it always feeds the output that lags most, so the others are
        /// about as far.
        /// </summary>
        public void ReachedSecond(double seconds)
        {
            long reached = Math.Max(0, rate.FrameAt(seconds));
            long running = Math.Max(_running, lengths.Sum(n => Math.Min(n, reached)));
            tally.Change(running - _running, 0);
            _running = running;
        }

        /// <summary>The process is done and this many frames are in place.</summary>
        public void Finished(long frames)
        {
            tally.Change(-_running, frames);
            _running = 0;
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            tally.Change(-_running, 0);
            _running = 0;
        }
    }
}
