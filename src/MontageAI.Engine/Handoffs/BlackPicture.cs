using System.Buffers.Binary;
using System.IO.Compression;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Media;
using MontageAI.Storage.Files;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Engine.Handoffs;

/// <summary>A black picture beside a timeline, which its places without pictures show.</summary>
/// <param name="Path">Where it goes.</param>
/// <param name="Bytes">The picture, a PNG; the same for each shape.</param>
/// <param name="Source">The picture as a source of the timeline.</param>
internal sealed record BlackPicture(string Path, byte[] Bytes, TimelineSource Source)
{
    private const int ShortSide = 720;
    private const int LongestSide = 8192;

    /// <summary>Name of the source in timelines.</summary>
    public const string SourceId = "black";

    /// <summary>Where the one of a timeline goes: "film.black.png" beside "film.montage.json".</summary>
    public static string PathFor(string timeline)
    {
        string full = System.IO.Path.GetFullPath(timeline),
            name = System.IO.Path.GetFileNameWithoutExtension(full);
        name = name.EndsWith(".montage", StringComparison.Ordinal) ? name[..^8] : name;
        return System.IO.Path.Combine(System.IO.Path.GetDirectoryName(full)!, name + ".black.png");
    }

    /// <summary>Makes one, not yet written.</summary>
    /// <param name="context">The job.</param>
    /// <param name="path">Where it will lie.</param>
    /// <param name="aspect">Shape of the canvas.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<BlackPicture> MakeAsync(JobContext context, string path, Rational aspect, CancellationToken cancellationToken)
    {
        bool wide = aspect.Value >= 1;
        int longSide = Math.Min(LongestSide, 2 * (int)Math.Round(ShortSide * (wide ? aspect.Value : 1 / aspect.Value) / 2));
        byte[] bytes = wide ? Png(longSide, ShortSide) : Png(ShortSide, longSide);
        await using ScratchSpace scratch = ScratchSpace.Create(context.Scratch);
        string file = scratch.NewFile(".png", bytes.Length);
        await File.WriteAllBytesAsync(file, bytes, cancellationToken).ConfigureAwait(false);
        (SourceFile found, MediaInfo info) = await new FileIntake(context).TakeInAsync(file, cancellationToken).ConfigureAwait(false);
        return new BlackPicture(path, bytes, HandoffSources.Of(found, info, SourceId) with { Path = path });
    }

    /// <summary>A black picture of eight bits of grey.</summary>
    public static byte[] Png(int width, int height)
    {
        using MemoryStream png = new();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        Chunk(png, "IHDR"u8, header);
        using MemoryStream rows = new();
        using (ZLibStream packed = new(rows, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            packed.Write(new byte[(width + 1) * height]);
        }

        Chunk(png, "IDAT"u8, rows.ToArray());
        Chunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static void Chunk(MemoryStream png, ReadOnlySpan<byte> kind, ReadOnlySpan<byte> content)
    {
        byte[] chunk = new byte[content.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        kind.CopyTo(chunk.AsSpan(4));
        content.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(content.Length + 8), Checksum(chunk.AsSpan(4, content.Length + 4)));
        png.Write(chunk);
    }

    // CRC-32 as PNG has it.
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint rest = uint.MaxValue;
        foreach (byte b in bytes)
        {
            rest ^= b;
            for (int bit = 0; bit < 8; bit++)
            {
                rest = (rest >> 1) ^ ((rest & 1) * 0xEDB88320);
            }
        }

        return ~rest;
    }
}
