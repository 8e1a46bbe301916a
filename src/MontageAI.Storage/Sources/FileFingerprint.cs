using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace MontageAI.Storage.Sources;

/// <summary>
/// A fast content fingerprint: SHA-256 over the size and sampled blocks. Equal for copies, whatever their name and time. Files up
/// to 512 KiB are read whole; of larger ones the first and last 128 KiB and 12 blocks of 16 KiB at even distances between, that
/// is 448 KiB however large the file, and of MP4 and QuickTime files the movie header (up to 4 MiB), wherever it lies, since
/// tools change it in place. What else changes in place, between the samples, without changing the size, is not seen.
/// </summary>
internal static class FileFingerprint
{
    /// <summary>Changes when the algorithm does.</summary>
    public const int Version = 1;

    private const int WholeBytes = 512 * 1024;
    private const int EndBytes = 128 * 1024;
    private const int MiddleBytes = 16 * 1024;
    private const int MiddleBlocks = 12;
    private const int HeaderBytes = 4 * 1024 * 1024;

    /// <summary>The fingerprint of a file that others may go on using.</summary>
    /// <param name="path">The file.</param>
    /// <param name="size">Its size in bytes, above 0.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="EndOfStreamException">The file is shorter than <paramref name="size"/>.</exception>
    public static Task<string> OfAsync(string path, long size, CancellationToken cancellationToken) =>
        Task.Run(
            () =>
            {
                using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                return Compute(file, size, cancellationToken);
            },
            cancellationToken
        );

    /// <summary>
    /// Computes the fingerprint, 64 lower-case hex digits. The caller's thread reads: systems wait for a disk in a thread either way, and
    /// handing each of up to twenty small reads to another one cost more than reading them.
    /// </summary>
    /// <param name="file">Open for reading.</param>
    /// <param name="size">Its size in bytes, above 0.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="EndOfStreamException">The file is shorter than <paramref name="size"/>.</exception>
    public static string Compute(SafeFileHandle file, long size, CancellationToken cancellationToken)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] number = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(number, size);
        hash.AppendData(number);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(EndBytes);
        try
        {
            foreach ((long offset, long length) in Blocks(file, size))
            {
                for (long at = 0; at < length; at += EndBytes)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    Span<byte> part = buffer.AsSpan(0, (int)Math.Min(EndBytes, length - at));
                    Read(file, part, offset + at);
                    hash.AppendData(part);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>What is read of a file.</summary>
    internal static List<(long Offset, long Length)> Blocks(SafeFileHandle file, long size)
    {
        if (size <= WholeBytes)
        {
            return [(0, size)];
        }

        List<(long, long)> blocks = [(0, EndBytes), (size - EndBytes, EndBytes)];
        long between = size - (2 * EndBytes) - MiddleBytes;
        for (int i = 1; i <= MiddleBlocks; i++)
        {
            blocks.Add((EndBytes + (between / (MiddleBlocks + 1) * i), MiddleBytes));
        }

        if (MovieHeader.Find(file, size) is (long offset, long length))
        {
            blocks.Add((offset, Math.Min(length, HeaderBytes)));
        }

        return blocks;
    }

    /// <summary>Reads exactly as many bytes as fit.</summary>
    internal static void Read(SafeFileHandle file, Span<byte> part, long offset)
    {
        while (part.Length > 0)
        {
            int read = RandomAccess.Read(file, part, offset);
            if (read == 0)
            {
                throw new EndOfStreamException("The file ends before its size.");
            }

            part = part[read..];
            offset += read;
        }
    }
}
