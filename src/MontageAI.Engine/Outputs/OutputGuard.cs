using MontageAI.Containers.Streaming;
using MontageAI.Errors;
using MontageAI.Storage.Files;
using MontageAI.Timelines;

namespace MontageAI.Engine.Outputs;

/// <summary>
/// The one place that decides what a run may write. Everything that writes says here what it will write and what it reads, and asks before
/// any work is done. Refused are: names with the wrong ending; folders where a file goes, and files where a folder goes; files that are
/// there already, unless the user allows it or they are our own to replace; whatever the run itself reads, allowed or not and by whatever
/// path; and places where nothing can be written.
/// </summary>
/// <param name="overwrite">Whether the user allows that files are replaced.</param>
public sealed class OutputGuard(bool overwrite)
{
    private readonly List<Target> _targets = [];
    private readonly List<(string What, Func<IEnumerable<string?>> Paths)> _inputs = [];
    private readonly List<Problem> _problems = [];
    private string? _together;

    /// <summary>A film with its plan and its report, and for a preview its stream.</summary>
    /// <param name="names">The names.</param>
    /// <param name="streamed">Whether a stream is written.</param>
    /// <param name="timelineFile">The plan that is rendered, which may stand where the film's plan goes; null when one is made.</param>
    /// <param name="replacesPreview">Whether an earlier preview of that name is ours to replace.</param>
    /// <param name="field">The part of the request that names it; null for <see cref="Field.Output"/>.</param>
    public OutputGuard Film(
        OutputNames names,
        bool streamed,
        string? timelineFile = null,
        bool replacesPreview = false,
        Field? field = null
    )
    {
        field ??= Field.Output;
        bool ours = replacesPreview && OwnFiles.ArePreview(names);
        File(names.Film, field, [".mp4"], ours);
        if (!IsSame(timelineFile, names.Timeline))
        {
            // The plan beside an earlier film may have been edited by hand.
            File(names.Timeline, field, [], ours);
        }

        Report(names.Report, field);
        return streamed ? Stream(names.Stream, field, ours || OwnFiles.IsLeftover(names)) : this;
    }

    /// <summary>A run report, which takes the place of an earlier one.</summary>
    /// <param name="path">Where.</param>
    /// <param name="field">The part of the request that names it; null for <see cref="Field.Output"/>.</param>
    internal OutputGuard Report(string path, Field? field = null) => File(path, field ?? Field.Output, [], OwnFiles.IsReport(path));

    /// <summary>A file.</summary>
    /// <param name="path">Where; null for none.</param>
    /// <param name="field">The part of the request that names it.</param>
    /// <param name="endings">Endings that its name may have; any where there are none.</param>
    /// <param name="ours">Whether what is there is ours to replace.</param>
    public OutputGuard File(string? path, Field field, IReadOnlyList<string> endings, bool ours = false)
    {
        if (path is null)
        {
            return this;
        }

        if (endings.Count > 0 && !endings.Any(e => path.EndsWith(e, StringComparison.OrdinalIgnoreCase)))
        {
            _problems.Add(new Problem(ErrorCode.FileName, $"'{path}' must end in {string.Join(" or ", endings)}.", field));
            return this;
        }

        _targets.Add(new Target(field, Path.GetFullPath(path), IsFolder: false, ours));
        return this;
    }

    /// <summary>The folder of a stream.</summary>
    /// <param name="path">Where.</param>
    /// <param name="field">The part of the request that names it; null for <see cref="Field.Output"/>.</param>
    /// <param name="ours">Whether a stream that is there is ours to replace.</param>
    internal OutputGuard Stream(string path, Field? field = null, bool ours = false)
    {
        _targets.Add(new Target(field ?? Field.Output, Path.GetFullPath(path), IsFolder: true, ours || PreviewStream.IsUnfinished(path)));
        return this;
    }

    /// <summary>Says that all files, which may be many, lie in one folder: <see cref="Take"/> then holds one name in it for all of
    /// theirs.</summary>
    /// <param name="folder">The folder.</param>
    internal OutputGuard Together(string folder)
    {
        _together = Path.GetFullPath(folder);
        return this;
    }

    /// <summary>A file that is read.</summary>
    /// <param name="what">What it is, with its article.</param>
    /// <param name="path">Where; null for none.</param>
    public OutputGuard Input(string what, string? path) => Inputs(what, () => [path]);

    /// <summary>Files that are read. They are listed only when there is something that could be one of them.</summary>
    /// <param name="what">What each is, with its article.</param>
    /// <param name="paths">Where; nulls are left out.</param>
    public OutputGuard Inputs(string what, Func<IEnumerable<string?>> paths)
    {
        _inputs.Add((what, paths));
        return this;
    }

    /// <summary>What a timeline is rendered from.</summary>
    /// <param name="timeline">The timeline.</param>
    /// <param name="folder">Folder that paths in it are relative to.</param>
    public OutputGuard Sources(Timeline timeline, string? folder)
    {
        string Full(string path) => Path.Combine(folder ?? "", path);
        return Inputs("a source of the timeline", () => timeline.Sources.Select(s => Full(s.Path)))
            .Input("the song of the timeline", timeline.Music is { } music ? Full(music.Path) : null)
            .Input("the colour table of the timeline", timeline.Look?.Lut is { } table ? Full(table) : null);
    }

    /// <summary>Refuses what must not be written, and holds the names of what will be, so that another run into one of them is refused
    /// before it works.</summary>
    /// <returns>To be disposed of when all is written.</returns>
    /// <exception cref="ConfigurationException">Something is refused, or is being written by another run.</exception>
    /// <exception cref="MontageException">A folder cannot be written.</exception>
    public IDisposable Take()
    {
        Check();
        return OutputClaim.Take(
            _together is { } folder
                ? [(Path.Combine(folder, "all"), folder, Field.Output)]
                : _targets.Select(t => (t.Path, t.Path, t.Field))
        );
    }

    /// <summary>Refuses what must not be written.</summary>
    /// <exception cref="ConfigurationException">Something is refused; all of it is listed.</exception>
    public void Check()
    {
        HashSet<Target> read = RefuseInputs();
        foreach (Target target in _targets.Where(t => !read.Contains(t)))
        {
            if (ProblemWith(target) is { } problem)
            {
                _problems.Add(problem);
            }
        }

        _problems.AddRange(
            _targets
                .GroupBy(t => t.Path, StringComparer.Ordinal)
                .Where(g => g.Count() > 1)
                .Select(g => new Problem(ErrorCode.Conflict, $"'{g.Key}' would be written twice. Choose another name.", g.First().Field))
        );
        if (_problems.Count == 0)
        {
            _problems.AddRange(WritableFolder.Problems(_targets.Select(t => (t.Field, t.Path))));
        }

        if (_problems.Count > 0)
        {
            throw new ConfigurationException(_problems);
        }
    }

    private Problem? ProblemWith(Target target)
    {
        (Field field, string path) = (target.Field, target.Path);
        if (target.IsFolder)
        {
            return !Exists(path) ? null
                : !Directory.Exists(path)
                    ? new Problem(
                        ErrorCode.FileKind,
                        $"'{path}' is a file, and a folder goes there. Move it away, or choose another name.",
                        field
                    )
                : !overwrite && !target.Ours ? Taken(field, path)
                : PreviewStream.Foreign(path) is { } foreign ? new Problem(ErrorCode.FileKind, foreign, field)
                : null;
        }

        return Directory.Exists(path) ? new Problem(ErrorCode.FileKind, $"'{path}' is a folder; name a file in it.", field)
            : Exists(path) && !overwrite && !target.Ours ? Taken(field, path)
            : null;
    }

    private HashSet<Target> RefuseInputs()
    {
        HashSet<Target> refused = [];
        Dictionary<FileIdentity, Target> present = [];
        foreach (Target target in _targets)
        {
            if (FileIdentity.Of(target.Path) is { } identity)
            {
                present.TryAdd(identity, target);
            }
        }

        if (present.Count == 0)
        {
            return refused;
        }

        bool folders = present.Values.Any(t => t.IsFolder);
        foreach ((string what, Func<IEnumerable<string?>> paths) in _inputs)
        {
            foreach (string path in paths().OfType<string>())
            {
                Target? target =
                    FileIdentity.Of(path) is not { } identity ? null
                    : present.TryGetValue(identity, out Target? same) ? same
                    : folders ? FolderOf(path, present) ?? FolderOf(Resolved(path), present)
                    : null;
                if (target is not null && refused.Add(target))
                {
                    _problems.Add(
                        new Problem(
                            ErrorCode.Conflict,
                            $"'{target.Path}' {(target.IsFolder ? "holds" : "is")} {what} ('{path}'), and what is read is never written. "
                                + $"Choose another name.",
                            target.Field
                        )
                    );
                }
            }
        }

        return refused;
    }

    private static Target? FolderOf(string path, Dictionary<FileIdentity, Target> present)
    {
        for (string? folder = Path.GetDirectoryName(Path.GetFullPath(path)); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (FileIdentity.Of(folder) is { } identity && present.TryGetValue(identity, out Target? target) && target.IsFolder)
            {
                return target;
            }
        }

        return null;
    }

    private static string Resolved(string path) => System.IO.File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;

    // A link that leads nowhere is there, too.
    private static bool Exists(string path) => Path.Exists(path) || new FileInfo(path).LinkTarget is not null;

    private static bool IsSame(string? left, string right) =>
        left is not null
        && (Path.GetFullPath(left) == right || (FileIdentity.Of(left) is { } identity && identity == FileIdentity.Of(right)));

    private static Problem Taken(Field field, string path) =>
        new(ErrorCode.FileExists, $"'{path}' exists already and is not replaced. Choose another name, or {Remedy.AllowReplacing}.", field);

    private sealed record Target(Field Field, string Path, bool IsFolder, bool Ours);
}
