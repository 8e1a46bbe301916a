using System.Globalization;

namespace MontageAI.Farm.Files;

/// <summary>Names a clip by its content.</summary>
/// <param name="Fingerprint">Its content fingerprint, hex digits.</param>
/// <param name="Size">Its bytes.</param>
internal readonly record struct ClipId(string Fingerprint, long Size)
{
    /// <summary>A name for files.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Fingerprint}-{Size}");

    /// <summary>Its blocks.</summary>
    public int Blocks => Files.Blocks.CountOf(Size);
}
