using Microsoft.Win32.SafeHandles;
using MontageAI.Media;

namespace MontageAI.Storage.Sources;

/// <summary>Where in a file its fingerprint looks: a file that has these bytes there, and the size, has the fingerprint.</summary>
public static class FingerprintPlaces
{
    // A box's head is read with the longest length that it may have.
    private const int HeadBytes = 16;

    /// <summary>The places in a file, overlapping ones too.</summary>
    /// <param name="path">The file, not empty.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyList<ByteRange> Of(string path)
    {
        using SafeFileHandle file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
        long size = RandomAccess.GetLength(file);
        List<ByteRange> heads = [];
        MovieHeader.Find(file, size, at => heads.Add(new ByteRange(at, HeadBytes)));
        return [.. FileFingerprint.Blocks(file, size).Select(b => new ByteRange(b.Offset, b.Length)), .. heads];
    }
}
