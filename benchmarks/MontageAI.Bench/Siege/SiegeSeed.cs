namespace MontageAI.Bench.Siege;

/// <summary>How the bytes of a file are put together, as far as a mutation looks at it.</summary>
internal enum SeedShape
{
    /// <summary>Nothing is known of them.</summary>
    Bytes,

    /// <summary>Boxes of ISO/IEC 14496-12.</summary>
    Boxes,

    /// <summary>Elements of EBML (RFC 8794).</summary>
    Elements,

    /// <summary>Packets of NUT.</summary>
    Nut,

    /// <summary>Words and numbers.</summary>
    Text,
}

/// <summary>A small sound file that mutations begin with.</summary>
/// <param name="Kind">What it is, in the table.</param>
/// <param name="Name">Its file name.</param>
/// <param name="Bytes">What it holds.</param>
/// <param name="Shape">How it is put together.</param>
internal sealed record SiegeSeed(string Kind, string Name, byte[] Bytes, SeedShape Shape)
{
    /// <summary>Places of numbers that decide how the rest is read: offset and bytes.</summary>
    public IReadOnlyList<(int At, int Length)> Fields { get; } = FieldFinder.Of(Bytes, Shape);
}
