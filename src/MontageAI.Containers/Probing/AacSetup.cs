namespace MontageAI.Containers.Probing;

/// <summary>Reads the "esds" box of plain AAC (ISO/IEC 14496-1 and 14496-3). Null for anything else: other codecs in it, spectral band
/// replication, unusual layouts.</summary>
internal static class AacSetup
{
    private static readonly int[] s_rates = [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350];

    // FFmpeg's names, by channel configuration; 0 is told elsewhere.
    private static readonly (int Channels, string Name)?[] s_layouts =
    [
        null,
        (1, "mono"),
        (2, "stereo"),
        (3, "3.0"),
        (4, "4.0"),
        (5, "5.0"),
        (6, "5.1"),
    ];

    /// <summary>Sample rate, channels and FFmpeg's name of the layout.</summary>
    /// <param name="box">The box's content.</param>
    public static (int Rate, int Channels, string Layout)? Read(ReadOnlySpan<byte> box)
    {
        if (box.Length < 4 || Enter(box[4..], 3) is not { } es)
        {
            return null;
        }

        ReadOnlySpan<byte> rest = box.Slice(4 + es.Start, es.Length);
        if (rest.Length < 3 || (rest[2] & 0xE0) != 0 || Enter(rest[3..], 4) is not { } config)
        {
            return null;
        }

        ReadOnlySpan<byte> decoder = rest.Slice(3 + config.Start, config.Length);
        return decoder.Length >= 13 && decoder[0] == 0x40 && Enter(decoder[13..], 5) is { } info
            ? Setup(decoder.Slice(13 + info.Start, info.Length))
            : null;
    }

    // A descriptor: a tag, a length in groups of seven bits, the content.
    private static (int Start, int Length)? Enter(ReadOnlySpan<byte> data, byte tag)
    {
        if (data.Length < 2 || data[0] != tag)
        {
            return null;
        }

        int length = 0;
        for (int i = 1; i <= 4 && i < data.Length; i++)
        {
            length = (length << 7) | (data[i] & 0x7F);
            if ((data[i] & 0x80) == 0)
            {
                return length <= data.Length - i - 1 ? (i + 1, length) : null;
            }
        }

        return null;
    }

    private static (int Rate, int Channels, string Layout)? Setup(ReadOnlySpan<byte> setup)
    {
        if (setup.Length < 2)
        {
            return null;
        }

        int kind = setup[0] >> 3;
        int rate = ((setup[0] & 7) << 1) | (setup[1] >> 7);
        int layout = (setup[1] >> 3) & 15;
        bool plain = kind == 2 && (setup[1] & 7) == 0 && rate < s_rates.Length && layout < s_layouts.Length;
        if (!plain || s_layouts[layout] is not { } channels)
        {
            return null;
        }

        // "0x2B7, 5, 0" says that there is no band replication; where nothing says so, low rates may have it all the same.
        bool denied = setup.Length == 5 && setup[2] == 0x56 && setup[3] == 0xE5 && setup[4] == 0;
        bool silent = s_rates[rate] >= 32000 && setup[2..].IndexOfAnyExcept((byte)0) < 0;
        return denied || silent ? (s_rates[rate], channels.Channels, channels.Name) : null;
    }
}
