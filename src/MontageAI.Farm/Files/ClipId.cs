using System.Globalization;

namespace MontageAI.Farm.Files;

/// <summary>Names a clip by its content.</summary>
/// <param name="Fingerprint">Its content fingerprint, hex digits.</param>
/// <param name="Size">Its bytes.</param>
internal readonly record struct ClipId(string Fingerprint, long Size)
{
    /// <summary>A name for files.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Fingerprint}-{Size}");

    /// <summary>The clip of such a name; null where it is none.</summary>
    public static ClipId? Parse(string name) =>
        name.Split('-') is [{ Length: > 0 } fingerprint, var size]
        && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out long bytes)
            ? new ClipId(fingerprint, bytes)
            : null;

    /// <summary>Its blocks.</summary>
    public int Blocks => Files.Blocks.CountOf(Size);
}
