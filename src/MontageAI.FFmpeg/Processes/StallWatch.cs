namespace MontageAI.FFmpeg.Processes;

/// <summary>
/// Ends a child that hangs: when its reader has waited for a byte longer than allowed, the child is killed and the reader sees the
/// end of the stream. Time in which nobody waits (the reader is busy) does not count. Costs nothing per read.
/// </summary>
internal sealed class StallWatch : Stream
{
    private readonly Stream _inner;
    private readonly TimeSpan _limit;
    private readonly Action _kill;
    private readonly Timer _timer;
    private long _waitingSince;

    /// <summary>Watches a stream.</summary>
    /// <param name="inner">The child's output.</param>
    /// <param name="limit">Longest wait for a byte, above 0.</param>
    /// <param name="kill">Ends the child.</param>
    public StallWatch(Stream inner, TimeSpan limit, Action kill)
    {
        _inner = inner;
        _limit = limit;
        _kill = kill;
        _timer = new Timer(_ => Look(), null, limit / 4, limit / 4);
    }

    /// <summary>Whether the child was killed for hanging.</summary>
    public bool Stalled { get; private set; }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Volatile.Write(ref _waitingSince, Environment.TickCount64);
        try
        {
            return await _inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Volatile.Write(ref _waitingSince, 0);
        }
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        Volatile.Write(ref _waitingSince, Environment.TickCount64);
        try
        {
            return _inner.Read(buffer, offset, count);
        }
        finally
        {
            Volatile.Write(ref _waitingSince, 0);
        }
    }

    /// <inheritdoc/>
    public override void Flush() { }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _timer.Dispose();
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Look()
    {
        long since = Volatile.Read(ref _waitingSince);
        if (since != 0 && Environment.TickCount64 - since > _limit.TotalMilliseconds)
        {
            Stalled = true;
            _timer.Change(Timeout.Infinite, Timeout.Infinite);
            _kill();
        }
    }
}
