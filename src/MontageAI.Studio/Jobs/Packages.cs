using System.IO.Compression;
using MontageAI.Engine.Packaging;
using MontageAI.Errors;
using MontageAI.Interchange.Sequences;
using MontageAI.Studio.Contracts;

namespace MontageAI.Studio.Jobs;

/// <summary>Packages for editing programs: folders among a project's exports, handed out as zips that are put together while they are
/// sent.</summary>
internal static class Packages
{
    /// <summary>The word by which one is asked for.</summary>
    public const string Format = "package";

    private const string FolderEnding = ".package";
    private const string ZipEnding = FolderEnding + ".zip";

    /// <summary>The folder of a package.</summary>
    /// <param name="exports">Folder of the project's exports.</param>
    /// <param name="stem">Its name without ending.</param>
    public static string FolderOf(string exports, string stem) => Path.Combine(exports, stem + FolderEnding);

    /// <summary>The name that a package is handed out by.</summary>
    public static string NameOf(string folder) => Path.GetFileName(folder) + ".zip";

    /// <summary>The folder of the package of a name; null where there is none.</summary>
    public static string? Find(string exports, string name)
    {
        if (!name.EndsWith(ZipEnding, StringComparison.Ordinal))
        {
            return null;
        }

        DirectoryInfo folder = new(Path.Combine(exports, Path.GetFileNameWithoutExtension(name)));
        return folder is { Exists: true, LinkTarget: null } ? folder.FullName : null;
    }

    /// <summary>All packages among a project's exports.</summary>
    public static IEnumerable<DirectoryInfo> Of(string exports) =>
        new DirectoryInfo(exports).EnumerateDirectories("*" + FolderEnding).Where(d => d.LinkTarget is null && !d.Name.StartsWith('.'));

    /// <summary>Bytes of a package's files; its zip has some more.</summary>
    public static long BytesOf(DirectoryInfo folder) => Files(folder.FullName).Sum(f => f.Length);

    /// <summary>What the engine is asked for.</summary>
    /// <param name="job">The job.</param>
    /// <param name="timeline">The timeline file.</param>
    /// <param name="exports">Folder of the project's exports.</param>
    public static PackageRequest RequestOf(JobRecord job, string timeline, string exports)
    {
        ExportAsk ask = job.Ask.Export ?? new ExportAsk(Format);
        return new PackageRequest
        {
            TimelineFile = timeline,
            Output = FolderOf(exports, job.Ask.Name ?? Format),
            Target = Exports.TargetOf(ask),
            Markers = Exports.MarkersOf(ask),
            Bake = Exports.BakeOf(ask) ?? BakeChoice.Rate,
            StartTimecode = ask.StartTimecode ?? Exports.UsualStart,
            // A job that is begun once more finds what it left.
            Overwrite = job.Attempts > 1,
        };
    }

    /// <summary>What a package does not hold as asked for, a sentence each.</summary>
    public static IReadOnlyList<string> Notes(PackageOutcome outcome) =>
        [
            .. outcome.Losses.Select(l => l.Sentence),
            .. outcome.Media.Where(m => m.Note is not null).Select(m => $"'{Printable.Of(m.Original)}' is whole: {m.Note}."),
        ];

    /// <summary>Sends a package as a zip. Its files are stored as they are: media do not become smaller.</summary>
    public static async Task SendAsync(string folder, Stream to, CancellationToken cancellationToken)
    {
        Gathered gathered = new(to);
        ZipArchive zip = await ZipArchive
            .CreateAsync(gathered, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken)
            .ConfigureAwait(false);
        await using (zip.ConfigureAwait(false))
        {
            foreach (FileInfo file in Files(folder))
            {
                string name = Path.GetFileName(folder) + "/" + Path.GetRelativePath(folder, file.FullName).Replace('\\', '/');
                Stream entry = await zip.CreateEntry(name, CompressionLevel.NoCompression)
                    .OpenAsync(cancellationToken)
                    .ConfigureAwait(false);
                await using (entry.ConfigureAwait(false))
                {
                    FileStream from = new(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, 1, useAsync: true);
                    await using (from.ConfigureAwait(false))
                    {
                        await from.CopyToAsync(entry, cancellationToken).ConfigureAwait(false);
                    }
                }
            }
        }

        await gathered.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private static IEnumerable<FileInfo> Files(string folder) =>
        new DirectoryInfo(folder)
            .EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(f => f.LinkTarget is null)
            .OrderBy(f => f.FullName, StringComparer.Ordinal);

    // An archive ends each entry with a few bytes that it writes without waiting, which servers refuse; they go with the next ones.
    private sealed class Gathered(Stream to) : Stream
    {
        private readonly MemoryStream _held = new();

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count) => _held.Write(buffer, offset, count);

        public override void Write(ReadOnlySpan<byte> buffer) => _held.Write(buffer);

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await ReleaseAsync(cancellationToken).ConfigureAwait(false);
            await to.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }

        public override async Task FlushAsync(CancellationToken cancellationToken)
        {
            await ReleaseAsync(cancellationToken).ConfigureAwait(false);
            await to.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        public override void Flush() { }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        private async Task ReleaseAsync(CancellationToken cancellationToken)
        {
            if (_held.Length > 0)
            {
                await to.WriteAsync(_held.GetBuffer().AsMemory(0, (int)_held.Length), cancellationToken).ConfigureAwait(false);
                _held.SetLength(0);
            }
        }
    }
}
