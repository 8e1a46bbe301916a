using System.Buffers.Binary;
using MontageAI.Storage.Files;

namespace MontageAI.Engine.Intake;

/// <summary>
/// Knows the stills of Apple's Live Photos, which are a picture (IMG_1.HEIC or IMG_1.JPG) and a film of three seconds (IMG_1.MOV) of one
/// moment: the film shows it, so the still does not show it once more. That names are alike is not enough, since other cameras count
/// pictures and films together; the film must say that it has a still.
/// </summary>
internal static class LivePhotos
{
    private const int MostHeaderBytes = 4 << 20;
    private const int MostBoxes = 64;

    private static readonly string[] s_films = [".MOV", ".mov", ".MP4", ".mp4"];

    /// <summary>Whether a file is the still of a film beside it.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="name">Its name.</param>
    /// <param name="names">All names in the folder.</param>
    public static bool IsStill(string folder, string name, IReadOnlySet<string> names) =>
        Path.GetExtension(name).ToLowerInvariant() is ".heic" or ".heif" or ".jpg" or ".jpeg"
        && s_films.Select(e => Path.ChangeExtension(name, e)).Any(f => names.Contains(f) && HasStill(Path.Combine(folder, f)));

    // The key stands in the movie's header, wherever that lies.
    private static bool HasStill(string path)
    {
        try
        {
            if (FileFacts.Of(path) is not { IsPlain: true })
            {
                return false;
            }

            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
            Span<byte> head = stackalloc byte[16];
            long at = 0;
            for (int box = 0; box < MostBoxes; box++)
            {
                file.Position = at;
                int got = file.ReadAtLeast(head, 16, throwOnEndOfStream: false);
                long length = got < 8 ? 0 : BinaryPrimitives.ReadUInt32BigEndian(head);
                length = length == 1 && got == 16 ? BinaryPrimitives.ReadInt64BigEndian(head[8..]) : length;
                if (length < 8 || length > file.Length - at)
                {
                    return false;
                }

                if (head[4..8].SequenceEqual("moov"u8))
                {
                    byte[] header = new byte[Math.Min(length, MostHeaderBytes)];
                    file.Position = at;
                    file.ReadExactly(header);
                    return header.AsSpan().IndexOf("com.apple.quicktime.content.identifier"u8) >= 0;
                }

                at += length;
            }

            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
