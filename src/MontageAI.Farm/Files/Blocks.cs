namespace MontageAI.Farm.Files;

/// <summary>Files in blocks of 1 MiB; the last one is what is left.</summary>
internal static class Blocks
{
    /// <summary>Bytes of a block.</summary>
    public const int Size = 1 << 20;

    /// <summary>Blocks of a file.</summary>
    public static int CountOf(long bytes) => checked((int)((bytes + Size - 1) / Size));

    /// <summary>Bytes of one block of a file.</summary>
    public static int BytesOf(long bytes, int block) => (int)Math.Min(Size, bytes - ((long)block * Size));

    /// <summary>Bytes of some blocks of a file.</summary>
    public static long BytesOf(long bytes, IReadOnlyList<int> blocks) => blocks.Sum(b => (long)BytesOf(bytes, b));
}
