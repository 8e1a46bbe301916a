using System.Text;

namespace MontageAI.Models.Transcription;

/// <summary>
/// Walks through a Whisper model in GGML's format without loading it. The library that loads it ends the whole program on sizes that make
/// no sense, so nothing reaches it but what is whole from beginning to end.
/// </summary>
internal static class GgmlFile
{
    // "ggml", as a little-endian number.
    private const uint Mark = 0x67676d6c;
    private const int MostDimensions = 4;
    private const int LongestName = 256;

    // Numbers of words, sizes and layers of every Whisper model lie within these: the largest has 51,866 words, states of 1,280, 32 layers.
    private static readonly (int Least, int Most)[] s_sizes =
    [
        (1000, 100_000),
        (1500, 1500),
        (64, 2048),
        (1, 64),
        (1, 64),
        (448, 448),
        (64, 2048),
        (1, 64),
        (1, 64),
        (80, 128),
        (0, 4000),
    ];

    private static readonly HashSet<int> s_storages = [0, 1, 2, 3, 7, 8, 9, 10, 11, 12, 13, 14];

    // Bytes of a block and numbers in it, by the type's number.
    private static readonly Dictionary<int, (int Bytes, int Count)> s_types = new()
    {
        [0] = (4, 1),
        [1] = (2, 1),
        [2] = (18, 32),
        [3] = (20, 32),
        [6] = (22, 32),
        [7] = (24, 32),
        [8] = (34, 32),
        [10] = (84, 256),
        [11] = (110, 256),
        [12] = (144, 256),
        [13] = (176, 256),
        [14] = (210, 256),
    };

    /// <summary>Whether a file is a whole model.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static bool IsWhole(string path)
    {
        using BinaryReader file = new(File.OpenRead(path), Encoding.Latin1);
        try
        {
            return HasHead(file) && HasTensors(file);
        }
        catch (EndOfStreamException)
        {
            return false;
        }
    }

    private static bool HasHead(BinaryReader file)
    {
        if (file.ReadUInt32() != Mark)
        {
            return false;
        }

        int[] sizes = [.. s_sizes.Select(_ => file.ReadInt32())];
        if (sizes.Zip(s_sizes).Any(s => s.First < s.Second.Least || s.First > s.Second.Most))
        {
            return false;
        }

        // Heads share a state evenly, sound and text have states of one size, and the last number says how the weights are stored.
        if (sizes[2] % sizes[3] != 0 || sizes[6] % sizes[7] != 0 || sizes[2] != sizes[6] || !s_storages.Contains(sizes[10] % 1000))
        {
            return false;
        }

        // Filters of the spectrum: as many bands as the head says, and bins of 400 samples.
        (int bands, int bins) = (file.ReadInt32(), file.ReadInt32());
        if (bands != sizes[9] || bins != 201 || !Skip(file, (long)bands * bins * sizeof(float)))
        {
            return false;
        }

        int words = file.ReadInt32();
        if (words < 1 || words > sizes[0])
        {
            return false;
        }

        for (int i = 0; i < words; i++)
        {
            if (!Skip(file, file.ReadUInt32()))
            {
                return false;
            }
        }

        return true;
    }

    // Up to the end of the file, and not beyond.
    private static bool HasTensors(BinaryReader file)
    {
        while (file.BaseStream.Position < file.BaseStream.Length)
        {
            (int dimensions, int name, int type) = (file.ReadInt32(), file.ReadInt32(), file.ReadInt32());
            if (
                dimensions is < 1 or > MostDimensions
                || name is < 1 or > LongestName
                || !s_types.TryGetValue(type, out (int Bytes, int Count) block)
            )
            {
                return false;
            }

            long count = 1;
            for (int d = 0; d < dimensions; d++)
            {
                int size = file.ReadInt32();
                if (size is < 1 or > 200_000)
                {
                    return false;
                }

                count *= size;
            }

            if (count > 1L << 32 || count % block.Count != 0 || !Skip(file, name) || !Skip(file, count / block.Count * block.Bytes))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Skip(BinaryReader file, long bytes)
    {
        if (bytes > file.BaseStream.Length - file.BaseStream.Position)
        {
            return false;
        }

        file.BaseStream.Seek(bytes, SeekOrigin.Current);
        return true;
    }
}
