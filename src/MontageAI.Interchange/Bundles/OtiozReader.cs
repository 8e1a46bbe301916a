using System.IO.Compression;
using MontageAI.Errors;
using MontageAI.Interchange.Edited;

namespace MontageAI.Interchange.Bundles;

/// <summary>
/// Reads bundles of OpenTimelineIO. A bundle whose names lead out of it, that holds links, or that unpacks to far more than it says or than
/// is sensible is refused whole. The owner disposes.
/// </summary>
public sealed class OtiozReader : IDisposable
{
    // What films and sounds never shrink to; a bomb shrinks a thousandfold.
    private const long MostRatio = 200;
    private const long AlwaysFine = 1 << 20;
    private const int UnixKindShift = 16,
        UnixKindMask = 0xF000,
        UnixLink = 0xA000;

    private readonly ZipArchive _zip;
    private readonly string _file;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);

    private OtiozReader(ZipArchive zip, string file) => (_zip, _file) = (zip, file);

    /// <summary>Whether a file's first bytes are those of a zip.</summary>
    public static bool IsBundle(ReadOnlySpan<byte> head) => head.StartsWith("PK\x3\x4"u8);

    /// <summary>Opens one.</summary>
    /// <param name="from">The zip; it stays open.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="ConfigurationException">It is refused.</exception>
    public static OtiozReader Open(Stream from, string file)
    {
        try
        {
            OtiozReader reader = new(new ZipArchive(from, ZipArchiveMode.Read, leaveOpen: true), file);
            reader.TakeIn();
            return reader;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw DocumentFault.Of(file, "", "it is no sound zip. Copy it again, or export it again.");
        }
    }

    /// <summary>The timeline.</summary>
    /// <exception cref="ConfigurationException">There is none, or it is too large.</exception>
    public byte[] Content()
    {
        if (!_entries.TryGetValue(OtiozWriter.Content, out ZipArchiveEntry? entry))
        {
            throw DocumentFault.Of(_file, "", $"it holds no {OtiozWriter.Content}, so it is no bundle of OpenTimelineIO. Check the file.");
        }

        using MemoryStream to = new();
        Copy(entry, to, Bounds.MostBytes);
        return to.ToArray();
    }

    /// <summary>Bytes of a file that it holds; null where it holds none of that name.</summary>
    /// <param name="name">The whole name: "media/a.mp4".</param>
    public long? LengthOf(string name) => _entries.TryGetValue(name, out ZipArchiveEntry? entry) ? entry.Length : null;

    /// <summary>Copies a file that it holds.</summary>
    /// <param name="name">The whole name: "media/a.mp4".</param>
    /// <param name="to">Where it goes.</param>
    /// <exception cref="ConfigurationException">It is not what the zip says.</exception>
    public void CopyTo(string name, Stream to)
    {
        ArgumentNullException.ThrowIfNull(to);
        Copy(_entries[name], to, long.MaxValue);
    }

    /// <inheritdoc/>
    public void Dispose() => _zip.Dispose();

    private void TakeIn()
    {
        if (_zip.Entries.Count > Bounds.MostItems)
        {
            throw DocumentFault.Of(_file, "", $"it holds more than {Bounds.MostItems} files, which no bundle needs. Check the file.");
        }

        foreach (ZipArchiveEntry entry in _zip.Entries)
        {
            string name = entry.FullName;
            bool isLink = ((entry.ExternalAttributes >> UnixKindShift) & UnixKindMask) == UnixLink;
            string[] parts = name.TrimEnd('/').Split('/');
            if (isLink || name.AsSpan().IndexOfAny('\\', ':', '\0') >= 0 || parts.Any(p => p is "" or "." or ".."))
            {
                throw DocumentFault.Of(
                    _file,
                    name,
                    "that name leads, or may lead, out of the bundle, which no bundle needs. Do not trust the file; have it exported again."
                );
            }

            if (entry.Length > AlwaysFine && entry.Length / MostRatio > entry.CompressedLength)
            {
                throw DocumentFault.Of(
                    _file,
                    name,
                    $"it unpacks to more than {MostRatio} times its size, which films never do. Do not trust the file; have it "
                        + $"exported again."
                );
            }

            if (!name.EndsWith('/') && !_entries.TryAdd(name, entry))
            {
                throw DocumentFault.Of(_file, name, "it holds two files of that name. Have it exported again.");
            }
        }
    }

    private void Copy(ZipArchiveEntry entry, Stream to, long most)
    {
        try
        {
            long limit = Math.Min(entry.Length, most),
                copied = 0;
            byte[] buffer = new byte[1 << 18];
            using Stream from = entry.Open();
            for (int read; (read = from.Read(buffer)) > 0; copied += read)
            {
                if (copied + read > limit)
                {
                    throw DocumentFault.Of(
                        _file,
                        entry.FullName,
                        $"it unpacks to more than {limit} bytes. Do not trust the file; have it exported again."
                    );
                }

                to.Write(buffer, 0, read);
            }
        }
        catch (InvalidDataException)
        {
            throw DocumentFault.Of(_file, entry.FullName, "its content is broken. Copy the bundle again, or export it again.");
        }
    }
}
