using MontageAI.Engine.Outputs;
using MontageAI.Interchange.Bundles;
using MontageAI.Interchange.Formats;
using MontageAI.Storage.Files;
using MontageAI.Timelines;

namespace MontageAI.Engine.Handoffs;

/// <summary>Files of a timeline that go into a bundle, flat, each under a name of its own.</summary>
internal sealed class BundledMedia
{
    private readonly List<(string Path, string Name)> _files = [];

    private BundledMedia() { }

    /// <summary>Names within the bundle by the files' own paths.</summary>
    public IReadOnlyDictionary<string, string> Names => _files.ToDictionary(f => f.Path, f => OtiozWriter.Media + f.Name);

    /// <summary>Those of a timeline that are there.</summary>
    public static BundledMedia Of(Timeline timeline)
    {
        BundledMedia media = new();
        HashSet<string> used = timeline.Shots.Select(s => s.Source).ToHashSet(StringComparer.Ordinal);
        IEnumerable<string> paths = timeline.Sources.Where(s => used.Contains(s.Id) && !s.Missing).Select(s => s.Path);
        FlatNames names = new();
        foreach (string path in paths.Append(timeline.Music?.Path ?? "").Where(File.Exists).Distinct(StringComparer.Ordinal))
        {
            media._files.Add((path, names.Next(Path.GetFileName(path))));
        }

        return media;
    }

    /// <summary>Writes a bundle.</summary>
    public async Task WriteAsync(
        HandoffFormat format,
        string path,
        HandoffPart timeline,
        bool overwrite,
        CancellationToken cancellationToken
    )
    {
        OutputRoom.Require(path, _files.Sum(f => new FileInfo(f.Path).Length));
        if (format == HandoffFormat.Otioz)
        {
            await AtomicFile
                .WriteAsync(
                    path,
                    to =>
                        OtiozWriter.Write(
                            to,
                            timeline.Write,
                            _files.Select(f => new BundledFile(f.Name, () => new Watched(File.OpenRead(f.Path), cancellationToken)))
                        ),
                    overwrite,
                    cancellationToken
                )
                .ConfigureAwait(false);
            return;
        }

        using PendingFolder folder = PendingFolder.Create(path, overwrite ? OtiozWriter.Content : null);
        await AtomicFile
            .WriteAsync(Path.Combine(folder.Path, OtiozWriter.Content), timeline.Write, false, cancellationToken)
            .ConfigureAwait(false);
        Directory.CreateDirectory(Path.Combine(folder.Path, "media"));
        foreach ((string from, string name) in _files)
        {
            await FileCopy.MakeAsync(from, Path.Combine(folder.Path, "media", name), cancellationToken).ConfigureAwait(false);
        }

        folder.Commit();
    }

    // Ends a long copy when the job is ended.
    private sealed class Watched(FileStream from, CancellationToken cancellationToken) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => from.Length;

        public override long Position
        {
            get => from.Position;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return from.Read(buffer, offset, count);
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            from.Dispose();
            base.Dispose(disposing);
        }
    }
}

/// <summary>Names of files in one folder, none twice, not even where case does not count.</summary>
internal sealed class FlatNames
{
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A name that is free: the one that is wished for, or one with a number.</summary>
    public string Next(string wish)
    {
        string name = wish;
        for (int i = 2; !_taken.Add(Path.GetFileNameWithoutExtension(name)); i++)
        {
            name = InvariantName(wish, i);
        }

        return name;
    }

    private static string InvariantName(string wish, int number) =>
        string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{Path.GetFileNameWithoutExtension(wish)}-{number}{Path.GetExtension(wish)}"
        );
}

/// <summary>Copies of whole files.</summary>
internal static class FileCopy
{
    private const int Piece = 1 << 20;

    /// <summary>Copies one; whoever ends the job ends the copy.</summary>
    public static async Task MakeAsync(string from, string to, CancellationToken cancellationToken)
    {
        try
        {
            FileStream source = new(from, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
            await using (source.ConfigureAwait(false))
            {
                FileStream target = new(to, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1);
                await using (target.ConfigureAwait(false))
                {
                    await source.CopyToAsync(target, Piece, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Errors.MontageException(
                Errors.ErrorCode.FileUnwritable,
                $"'{from}' cannot be copied to '{to}': {e.Message} Make room, or choose another place.",
                e
            );
        }
    }
}
