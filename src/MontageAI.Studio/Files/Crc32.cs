using System.Buffers.Binary;

namespace MontageAI.Studio.Files;

/// <summary>The checksum of zips (polynomial 0xEDB88320), eight bytes at a step.</summary>
internal static class Crc32
{
    private const int Step = 8;

    private static readonly uint[][] s_tables = Tables();

    /// <summary>Goes on with a checksum that begins at 0.</summary>
    public static uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        uint crc = ~checksum;
        while (bytes.Length >= Step)
        {
            uint low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc,
                high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc =
                s_tables[7][(byte)low]
                ^ s_tables[6][(byte)(low >> 8)]
                ^ s_tables[5][(byte)(low >> 16)]
                ^ s_tables[4][low >> 24]
                ^ s_tables[3][(byte)high]
                ^ s_tables[2][(byte)(high >> 8)]
                ^ s_tables[1][(byte)(high >> 16)]
                ^ s_tables[0][high >> 24];
            bytes = bytes[Step..];
        }

        foreach (byte b in bytes)
        {
            crc = s_tables[0][(byte)(crc ^ b)] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static uint[][] Tables()
    {
        uint[][] tables = [.. Enumerable.Range(0, Step).Select(_ => new uint[256])];
        for (uint i = 0; i < 256; i++)
        {
            uint crc = i;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            }

            tables[0][i] = crc;
        }

        for (int step = 1; step < Step; step++)
        {
            for (int i = 0; i < 256; i++)
            {
                uint before = tables[step - 1][i];
                tables[step][i] = (before >> 8) ^ tables[0][(byte)before];
            }
        }

        return tables;
    }
}
