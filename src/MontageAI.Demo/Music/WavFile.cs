using System.Buffers.Binary;

namespace MontageAI.Demo.Music;

/// <summary>Writes 16-bit stereo WAV.</summary>
internal static class WavFile
{
    /// <summary>Writes a bus, clipping at full scale, without dither.</summary>
    public static async Task WriteAsync(Stream stream, StereoBus bus, CancellationToken cancellationToken)
    {
        const int HeaderBytes = 44;
        const int BlockBytes = 4;
        byte[] header = new byte[HeaderBytes];
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), HeaderBytes - 8 + (bus.Length * BlockBytes));
        "WAVEfmt "u8.CopyTo(header.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(22), 2);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(24), DemoSong.SampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(28), DemoSong.SampleRate * BlockBytes);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(32), BlockBytes);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(34), 16);
        "data"u8.CopyTo(header.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(40), bus.Length * BlockBytes);
        await stream.WriteAsync(header, cancellationToken).ConfigureAwait(false);

        byte[] block = new byte[16384 * BlockBytes];
        for (int start = 0; start < bus.Length; start += 16384)
        {
            int count = Math.Min(16384, bus.Length - start);
            for (int i = 0; i < count; i++)
            {
                BinaryPrimitives.WriteInt16LittleEndian(block.AsSpan(i * BlockBytes), Quantise(bus.Left[start + i]));
                BinaryPrimitives.WriteInt16LittleEndian(block.AsSpan((i * BlockBytes) + 2), Quantise(bus.Right[start + i]));
            }

            await stream.WriteAsync(block.AsMemory(0, count * BlockBytes), cancellationToken).ConfigureAwait(false);
        }
    }

    private static short Quantise(float value) => (short)Math.Clamp(MathF.Round(value * 32767), -32768, 32767);
}
