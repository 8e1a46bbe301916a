using MontageAI.Engine.Packaging;
using MontageAI.Errors;
using MontageAI.Interchange.Sequences;
using MontageAI.Studio.Contracts;
using MontageAI.Studio.Files;

namespace MontageAI.Studio.Jobs;

/// <summary>Packages for editing programs: folders among a project's exports, handed out as zips that are put together while they are
/// sent, from any byte on.</summary>
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
            Proxies = ask.Proxies ?? false,
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

    /// <summary>A package as a zip, which begins at any byte.</summary>
    public static FolderZip ZipOf(string folder, FolderZip.Sums sums) => new(folder, Files(folder), sums);

    private static IEnumerable<FileInfo> Files(string folder) =>
        new DirectoryInfo(folder)
            .EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(f => f.LinkTarget is null)
            .OrderBy(f => f.FullName, StringComparer.Ordinal);
}
