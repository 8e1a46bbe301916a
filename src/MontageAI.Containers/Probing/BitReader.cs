namespace MontageAI.Containers.Probing;

/// <summary>
/// Reads the bits of a parameter set (ITU-T H.264 and H.265, clause 7.2) after its emulation-prevention bytes are taken out.
/// Reading past the end gives zeros and is remembered (<see cref="Overread"/>), so that a parser checks once, at its end.
/// </summary>
public sealed class BitReader
{
    private readonly byte[] _bytes;
    private readonly int _bits;
    private int _at;

    /// <summary>Takes a NAL unit's payload, without its header.</summary>
    public BitReader(ReadOnlySpan<byte> payload)
    {
        byte[] plain = new byte[payload.Length];
        int length = 0;
        int zeros = 0;
        foreach (byte next in payload)
        {
            if (zeros >= 2 && next == 3)
            {
                zeros = 0;
                continue;
            }

            zeros = next == 0 ? zeros + 1 : 0;
            plain[length++] = next;
        }

        (_bytes, _bits) = (plain, length * 8);
    }

    /// <summary>Whether more bits were asked for than there are, or a number was too long.</summary>
    internal bool Overread { get; private set; }

    /// <summary>Bits not read yet, trailing ones included.</summary>
    internal int Left => _bits - _at;

    /// <summary>Reads up to 32 bits.</summary>
    internal uint Bits(int count)
    {
        uint value = 0;
        for (int i = 0; i < count; i++)
        {
            value = (value << 1) | Bit();
        }

        return value;
    }

    /// <summary>Reads one bit as a flag.</summary>
    internal bool Flag() => Bit() != 0;

    /// <summary>Passes over bits.</summary>
    internal void Skip(int count)
    {
        Overread |= count > Left;
        _at = Math.Min(_bits, _at + count);
    }

    /// <summary>Looks at up to 32 bits without reading them.</summary>
    internal uint Peek(int count)
    {
        (int at, bool overread) = (_at, Overread);
        uint value = Bits(count);
        (_at, Overread) = (at, overread);
        return value;
    }

    /// <summary>Reads an unsigned Exp-Golomb number (ue(v)).</summary>
    public uint Golomb()
    {
        int zeros = 0;
        while (Bit() == 0)
        {
            if (++zeros > 31 || Left <= 0)
            {
                Overread = true;
                return 0;
            }
        }

        return (1u << zeros) - 1 + Bits(zeros);
    }

    /// <summary>Whether exactly a stop bit and zeros are left.</summary>
    internal bool AtEnd()
    {
        if (Overread || Left <= 0 || Bit() != 1)
        {
            return false;
        }

        while (Left > 0)
        {
            if (Bit() != 0)
            {
                return false;
            }
        }

        return true;
    }

    private uint Bit()
    {
        if (_at >= _bits)
        {
            Overread = true;
            return 0;
        }

        uint bit = (uint)(_bytes[_at >> 3] >> (7 - (_at & 7))) & 1;
        _at++;
        return bit;
    }
}
