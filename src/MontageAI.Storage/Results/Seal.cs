using System.Security.Cryptography;
using System.Text;

namespace MontageAI.Storage.Results;

/// <summary>
/// Puts a SHA-256 before a record, over the hash of its key and its bytes, so that bytes that were altered, cut short or moved under
/// another key are told from those that were stored, also where they are still valid JSON.
/// </summary>
internal static class Seal
{
    /// <summary>Bytes of the checksum.</summary>
    public const int Length = SHA256.HashSizeInBytes;

    /// <summary>The record that is stored: checksum, then the bytes.</summary>
    public static byte[] Close(string hash, ReadOnlySpan<byte> bytes)
    {
        byte[] record = new byte[Length + bytes.Length];
        Compute(hash, bytes, record);
        bytes.CopyTo(record.AsSpan(Length));
        return record;
    }

    /// <summary>The bytes of a record; false when they are not those that were stored under this key.</summary>
    public static bool TryOpen(string hash, byte[] record, out ReadOnlyMemory<byte> bytes)
    {
        bytes = record.Length > Length ? record.AsMemory(Length) : default;
        Span<byte> sum = stackalloc byte[Length];
        Compute(hash, bytes.Span, sum);
        return !bytes.IsEmpty && record.AsSpan(0, Length).SequenceEqual(sum);
    }

    private static void Compute(string hash, ReadOnlySpan<byte> bytes, Span<byte> sum)
    {
        using IncrementalHash sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(Encoding.UTF8.GetBytes(hash));
        sha.AppendData("\n"u8);
        sha.AppendData(bytes);
        sha.GetHashAndReset(sum);
    }
}
