using System.Text;

namespace MontageAI.FFmpeg.Processes;

/// <summary>Keeps the last part of a text stream in bounded memory. Not safe for several threads.</summary>
internal sealed class TailBuffer(int capacity)
{
    private readonly byte[] _ring = new byte[capacity];
    private long _written;

    /// <summary>Adds bytes, forgetting the oldest.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _ring.Length)
        {
            _written += bytes.Length - _ring.Length;
            bytes = bytes[^_ring.Length..];
        }

        int at = (int)(_written % _ring.Length);
        int first = Math.Min(bytes.Length, _ring.Length - at);
        bytes[..first].CopyTo(_ring.AsSpan(at));
        bytes[first..].CopyTo(_ring);
        _written += bytes.Length;
    }

    /// <summary>The kept text.</summary>
    public override string ToString()
    {
        if (_written <= _ring.Length)
        {
            return Encoding.UTF8.GetString(_ring, 0, (int)_written);
        }

        int at = (int)(_written % _ring.Length);
        byte[] ordered = [.. _ring.AsSpan(at), .. _ring.AsSpan(0, at)];
        return Encoding.UTF8.GetString(ordered);
    }
}
