using MontageAI.Editing.Edits;
using MontageAI.Errors;
using MontageAI.Timelines;

namespace MontageAI.Engine.Projects;

/// <summary>
/// A montage that is being made, as a folder: what it is made from, and every plan that it ever had. A change makes a new revision and
/// moves the head; nothing is overwritten. Held by one program at a time. Safe for threads.
/// </summary>
public sealed class MontageProject : IDisposable
{
    /// <summary>How names of project folders end.</summary>
    public const string Ending = ".montage";

    // Words are replayed in milliseconds each.
    private const int RevisionsBetweenPlans = 50;

    private readonly FileStream _lock;
    private readonly ProjectLog _log;
    private readonly ProjectHistory _history = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly ProjectPlans _plans;
    private readonly TimeProvider _time;
    private volatile ProjectPlaces? _places;

    private MontageProject(string folder, ProjectDocument document, FileStream held, ProjectLog log, TimeProvider time)
    {
        (Folder, Document, _lock, _log, _time) = (folder, document, held, log, time);
        _plans = new ProjectPlans(folder, _history);
        foreach (ProjectEntry entry in log.Entries)
        {
            _history.Take(entry);
        }
    }

    /// <summary>Full path of the folder.</summary>
    public string Folder { get; }

    /// <summary>What it is made from.</summary>
    public ProjectDocument Document { get; private set; }

    /// <summary>The revision that is shown; 0 before there is one.</summary>
    public int Head => _history.Head;

    /// <summary>The revision that undo leads to; null where nothing can be undone.</summary>
    public int? Before => _history.Before;

    /// <summary>The revision that redo leads to; null where nothing was undone.</summary>
    public int? After => _history.After;

    /// <summary>What was lost at the end of the log when it was opened; null when nothing was.</summary>
    public string? Dropped => _log.Dropped;

    /// <summary>Folder of what was uploaded.</summary>
    public string MediaFolder => Path.Combine(Folder, "media");

    /// <summary>Folder of jobs that are to survive the program.</summary>
    public string JobsFolder => Path.Combine(Folder, "jobs");

    /// <summary>Folder of films and packages.</summary>
    public string ExportsFolder => Path.Combine(Folder, "exports");

    /// <summary>Makes a new project.</summary>
    /// <param name="folder">Its folder, which must not exist.</param>
    /// <param name="id">Its name for programs.</param>
    /// <param name="name">Its name for people.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MontageException">The folder exists, or cannot be written.</exception>
    public static async Task<MontageProject> CreateAsync(
        string folder,
        string id,
        string name,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        string full = Path.GetFullPath(folder);
        if (Path.Exists(full))
        {
            throw new MontageException(ErrorCode.FileExists, $"'{full}' exists already. Choose another name.");
        }

        try
        {
            Directory.CreateDirectory(Path.Combine(full, "revisions"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ProjectFile.Unwritable(full, e);
        }

        await ProjectFile.WriteAsync(full, new ProjectDocument { Id = id, Name = name }, cancellationToken).ConfigureAwait(false);
        return Open(full, time);
    }

    /// <summary>Opens a project.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ConfigurationException">There is none, or a newer program made it.</exception>
    /// <exception cref="MontageException">Another program holds it, or it cannot be written.</exception>
    public static MontageProject Open(string folder, TimeProvider time)
    {
        string full = Path.GetFullPath(folder);
        ProjectDocument document = ProjectFile.Read(full);
        FileStream? held = null;
        try
        {
            held = new FileStream(Path.Combine(full, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
            return new MontageProject(full, document, held, ProjectLog.Open(Path.Combine(full, "log.jsonl")), time);
        }
        catch (IOException e) when (held is null && IsHeld(e))
        {
            throw new MontageException(
                ErrorCode.Busy,
                $"The project '{full}' is open in another program. Close it there, or work on it there.",
                e
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            held?.Dispose();
            throw ProjectFile.Unwritable(full, e);
        }
        catch
        {
            held?.Dispose();
            throw;
        }
    }

    /// <summary>Full path of a file of the project.</summary>
    public string PathOf(ProjectMedia media) => Path.GetFullPath(media.Path, Folder);

    /// <summary>How a file is named in the project: relative inside it.</summary>
    public string NameOf(string path)
    {
        string full = Path.GetFullPath(path);
        return full.StartsWith(Folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? Path.GetRelativePath(Folder, full).Replace('\\', '/')
            : full;
    }

    /// <summary>A plan with its files where the project has them now: what was moved is known by its content, so no revision changes when
    /// a folder does.</summary>
    public Timeline Located(Timeline plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ProjectPlaces? places = _places;
        if (places?.Of != Document)
        {
            _places = places = new ProjectPlaces(Document, PathOf);
        }

        return places.Located(plan);
    }

    /// <summary>All revisions, in order. A copy.</summary>
    public async Task<IReadOnlyList<ProjectEntry>> HistoryAsync(CancellationToken cancellationToken)
    {
        using IDisposable turn = await EnterAsync(cancellationToken).ConfigureAwait(false);
        return [.. _history.Revisions];
    }

    /// <summary>Changes what it is made from.</summary>
    /// <param name="change">Gets the document as it is, gives it as it shall be.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<ProjectDocument> ChangeAsync(Func<ProjectDocument, ProjectDocument> change, CancellationToken cancellationToken)
    {
        using IDisposable turn = await EnterAsync(cancellationToken).ConfigureAwait(false);
        ProjectDocument after = change(Document);
        if (after != Document)
        {
            await ProjectFile.WriteAsync(Folder, after, cancellationToken).ConfigureAwait(false);
            Document = after;
        }

        return after;
    }

    /// <summary>The plan of a revision.</summary>
    /// <param name="revision">Its number; null is the head.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Number and plan; null where there is no such revision.</returns>
    public async Task<ProjectPlan?> PlanAsync(int? revision, CancellationToken cancellationToken)
    {
        using IDisposable turn = await EnterAsync(cancellationToken).ConfigureAwait(false);
        int number = revision ?? Head;
        return _history.Find(number) is null ? null : new ProjectPlan(number, Located(_plans.Of(number)));
    }

    /// <summary>Makes a plan a new revision, and the head.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="asked">What was asked for.</param>
    /// <param name="label">What it is, for people.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<ProjectPlan> AddPlanAsync(Timeline plan, ProjectSettings asked, string label, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        using IDisposable turn = await EnterAsync(cancellationToken).ConfigureAwait(false);
        int number = _history.Last + 1;
        // The plan first: a line in the log says that it is there.
        await _plans.KeepAsync(number, plan, cancellationToken).ConfigureAwait(false);
        Append(
            new ProjectEntry
            {
                Number = number,
                Parent = Head,
                Plan = asked,
                Label = label,
                Time = _time.GetUtcNow(),
            }
        );
        _plans.Remember(number, plan);
        return new ProjectPlan(number, Located(plan));
    }

    /// <summary>Changes the plan that is shown, in the words of edits.</summary>
    /// <param name="words">The edits, applied in order.</param>
    /// <param name="expected">The revision that the caller saw; null takes whatever is the head.</param>
    /// <param name="label">What it is, for people; null says the words.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ProjectMovedException">The head is another revision by now.</exception>
    /// <exception cref="ConfigurationException">A word is not understood or cannot be done; nothing is changed.</exception>
    public async Task<ProjectEdit> EditAsync(IReadOnlyList<string> words, int? expected, string? label, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(words);
        using IDisposable turn = await EnterAsync(cancellationToken).ConfigureAwait(false);
        Require(expected);
        if (Head == 0)
        {
            throw new MontageException(ErrorCode.Conflict, $"There is no plan yet that could be changed. Make one first.");
        }

        Timeline before = _plans.Of(Head),
            after = Changed(before, words);
        int number = _history.Last + 1;
        if (number % RevisionsBetweenPlans == 0)
        {
            await _plans.KeepAsync(number, after, cancellationToken).ConfigureAwait(false);
        }

        Append(
            new ProjectEntry
            {
                Number = number,
                Parent = Head,
                Edit = words,
                Label = label ?? string.Join(' ', words),
                Time = _time.GetUtcNow(),
            }
        );
        _plans.Remember(number, after);
        return new ProjectEdit(number, Located(before), Located(after));
    }

    /// <summary>What edits would do to the plan that is shown, without doing it.</summary>
    /// <exception cref="ConfigurationException">A word is not understood or cannot be done.</exception>
    public async Task<ProjectEdit> TryEditAsync(IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        using IDisposable turn = await EnterAsync(cancellationToken).ConfigureAwait(false);
        Timeline before = _plans.Of(Head);
        return new ProjectEdit(Head, Located(before), Located(Changed(before, words)));
    }

    /// <summary>Moves the head to another revision.</summary>
    /// <param name="to">Given the project: the revision's number; null moves nowhere.</param>
    /// <param name="expected">The revision that the caller saw; null takes whatever is the head.</param>
    /// <param name="label">What it is, for people.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Where it was, and the plan that is shown now; null where there is nothing to move to.</returns>
    /// <exception cref="ProjectMovedException">The head is another revision by now.</exception>
    public async Task<ProjectEdit?> MoveHeadAsync(
        Func<MontageProject, int?> to,
        int? expected,
        string label,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(to);
        using IDisposable turn = await EnterAsync(cancellationToken).ConfigureAwait(false);
        Require(expected);
        if (to(this) is not { } number || _history.Find(number) is null)
        {
            return null;
        }

        Timeline before = _plans.Of(Head),
            after = _plans.Of(number);
        Append(
            new ProjectEntry
            {
                Head = number,
                Label = label,
                Time = _time.GetUtcNow(),
            }
        );
        return new ProjectEdit(number, Located(before), Located(after));
    }

    /// <summary>The file of the plan that is shown; is written where it is not yet.</summary>
    /// <exception cref="MontageException">There is no plan yet.</exception>
    public async Task<string> HeadFileAsync(CancellationToken cancellationToken)
    {
        await SettleAsync(cancellationToken).ConfigureAwait(false);
        if (await PlanAsync(null, cancellationToken).ConfigureAwait(false) is { } head)
        {
            using IDisposable turn = await EnterAsync(cancellationToken).ConfigureAwait(false);
            if (!ReferenceEquals(_plans.Of(head.Number), head.Timeline))
            {
                // Other programs look for files where the plan says.
                await _plans.KeepAsync(head.Number, head.Timeline, cancellationToken).ConfigureAwait(false);
            }

            return _plans.FileOf(head.Number);
        }

        throw new MontageException(ErrorCode.Conflict, $"The project '{Folder}' has no plan yet. Make one first.");
    }

    /// <summary>Writes down what is only in memory, so that other programs find it at once: the head, and its plan.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        using IDisposable turn = await EnterAsync(cancellationToken).ConfigureAwait(false);
        if (Head > 0 && !_plans.IsWritten(Head))
        {
            await _plans.KeepAsync(Head, _plans.Of(Head), cancellationToken).ConfigureAwait(false);
        }

        if (Document.Head != Head)
        {
            ProjectDocument document = Document with { Head = Head };
            await ProjectFile.WriteAsync(Folder, document, cancellationToken).ConfigureAwait(false);
            Document = document;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _log.Dispose();
        _lock.Dispose();
        _turn.Dispose();
    }

    // How systems say that somebody has locked the file: Linux, macOS, Windows.
    private static bool IsHeld(IOException e) => e.HResult is 11 or 35 or unchecked((int)0x80070020);

    private static Timeline Changed(Timeline before, IReadOnlyList<string> words)
    {
        Timeline after = EditScript.Apply(before, words);
        return TimelineRules.Check(after) is { Count: > 0 } problems
            ? throw new ConfigurationException(Problem.Of(ErrorCode.EditInvalid, problems))
            : after;
    }

    private async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Turn(_turn);
    }

    private void Require(int? expected)
    {
        if (expected is { } seen && seen != Head)
        {
            throw new ProjectMovedException(seen, Head);
        }
    }

    private void Append(ProjectEntry entry)
    {
        _log.Append(entry);
        _history.Take(entry);
    }

    private sealed class Turn(SemaphoreSlim of) : IDisposable
    {
        public void Dispose() => of.Release();
    }
}
