using MontageAI.Media;

namespace MontageAI.Engine.Intake;

/// <summary>A file that remembers where it was read. For one reader; the owner disposes it.</summary>
/// <param name="file">The file.</param>
internal sealed class ReadPlaces(FileStream file) : Stream
{
    private readonly List<ByteRange> _places = [];

    /// <summary>Where it was read, in the order of reading.</summary>
    public IReadOnlyList<ByteRange> Places => _places;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => file.Length;

    /// <inheritdoc/>
    public override long Position
    {
        get => file.Position;
        set => file.Position = value;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        long at = file.Position;
        return Note(at, file.Read(buffer, offset, count));
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        long at = file.Position;
        return Note(at, await file.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

    /// <inheritdoc/>
    public override void Flush() { }

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Note(long at, int read)
    {
        if (read > 0)
        {
            _places.Add(new ByteRange(at, read));
        }

        return read;
    }
}
