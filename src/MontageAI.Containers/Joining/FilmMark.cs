using MontageAI.Containers.Mp4;

namespace MontageAI.Containers.Joining;

/// <summary>Says in a film what made it, where players show the encoding program, so that it is known among a user's clips when nothing
/// lies beside it any more. Whatever encodes or rewraps the film writes a name of its own there: then it is footage.</summary>
public static class FilmMark
{
    /// <summary>Bytes at the start of a film within which the mark stands.</summary>
    public const int Reach = 512;

    private const int Utf8 = 1;

    private static ReadOnlySpan<byte> Name => "Montage AI"u8;

    private static ReadOnlySpan<byte> Before => "data\0\0\0\x01\0\0\0\0"u8;

    /// <summary>Whether the first bytes of a file are those of a film that was made here.</summary>
    public static bool IsIn(ReadOnlySpan<byte> head) =>
        head.Length > 8
        && head[4..8].SequenceEqual("ftyp"u8)
        && head.IndexOf("too"u8) is >= 0 and int tool
        && head[tool..].IndexOf(Before) is >= 0 and int data
        && head[(tool + data + Before.Length)..].StartsWith(Name);

    // Right behind the movie's header, before any table. QuickTime File Format, "Metadata"; the item is "\u00a9too".
    internal static void Write(BoxWriter to)
    {
        to.Begin("udta");
        to.Begin("meta", 0, 0);
        to.Begin("hdlr", 0, 0);
        to.U32(0);
        to.Text("mdirappl");
        to.Zeros(9);
        to.End();
        to.Begin("ilst");
        to.Begin("\u00a9too");
        to.Begin("data");
        to.U32(Utf8);
        to.U32(0);
        to.Bytes(Name);
        to.End();
        to.End();
        to.End();
        to.End();
        to.End();
    }
}
