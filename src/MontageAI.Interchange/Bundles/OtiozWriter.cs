using System.IO.Compression;
using System.Text;

namespace MontageAI.Interchange.Bundles;

/// <summary>A file within a bundle.</summary>
/// <param name="Name">Its name in the folder "media".</param>
/// <param name="Open">Opens it for reading.</param>
public sealed record BundledFile(string Name, Func<Stream> Open);

/// <summary>Writes bundles of OpenTimelineIO: a zip with its version, the timeline and its media, which are stored as they are.</summary>
public static class OtiozWriter
{
    /// <summary>Version of the form of bundles.</summary>
    public const string Version = "1.0.0";

    /// <summary>Name of the timeline in a bundle.</summary>
    public const string Content = "content.otio";

    /// <summary>The folder of media, with its slash.</summary>
    public const string Media = "media/";

    // Same timeline, same bytes: the first moment that a zip can name.
    private static readonly DateTimeOffset s_moment = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes one.</summary>
    /// <param name="to">Where it goes.</param>
    /// <param name="timeline">Writes the timeline.</param>
    /// <param name="media">Its files.</param>
    public static void Write(Stream to, Action<Stream> timeline, IEnumerable<BundledFile> media)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        ArgumentNullException.ThrowIfNull(media);
        using ZipArchive zip = new(to, ZipArchiveMode.Create, leaveOpen: true);
        Add(zip, "version.txt", CompressionLevel.Optimal, s => s.Write(Encoding.ASCII.GetBytes(Version)));
        Add(zip, Content, CompressionLevel.Optimal, timeline);
        foreach (BundledFile file in media)
        {
            Add(
                zip,
                Media + file.Name,
                CompressionLevel.NoCompression,
                s =>
                {
                    using Stream from = file.Open();
                    from.CopyTo(s, 1 << 20);
                }
            );
        }
    }

    private static void Add(ZipArchive zip, string name, CompressionLevel level, Action<Stream> write)
    {
        ZipArchiveEntry entry = zip.CreateEntry(name, level);
        entry.LastWriteTime = s_moment;
        using Stream to = entry.Open();
        write(to);
    }
}
