using MontageAI.Engine.Jobs;
using MontageAI.Errors;
using MontageAI.Media;
using MontageAI.Timelines;

namespace MontageAI.Engine.Intake;

/// <summary>
/// Finds the files of a timeline again, clips and song, and makes sure that they are still what the plan was made from. A file that is
/// not where it was is looked for by name in the timeline's folder and below, and known by its fingerprint.
/// </summary>
public sealed class SourceResolver(JobContext context, string? folder)
{
    private readonly FileIntake _files = new(context);

    /// <summary>Resolves.</summary>
    /// <returns>The timeline with the paths as they are now, and the facts of its sources by id.</returns>
    /// <exception cref="MontageException">A file is gone, or no longer the one that was planned with; all are listed.</exception>
    internal async Task<(Timeline Timeline, IReadOnlyDictionary<string, MediaInfo> Media)> ResolveAsync(
        Timeline timeline,
        CancellationToken cancellationToken
    )
    {
        Dictionary<string, MediaInfo> media = [];
        List<TimelineSource> sources = [];
        List<Phrase> problems = [];
        foreach (TimelineSource source in timeline.Sources)
        {
            if (await FindAsync(source.Path, source.Fingerprint, problems, cancellationToken).ConfigureAwait(false) is { } info)
            {
                media[source.Id] = info;
                sources.Add(source with { Path = info.Path });
                if (info.Video.All(v => v.Index != source.VideoStream))
                {
                    problems.Add($"'{info.Path}' has no video stream {source.VideoStream}. Plan again.");
                }
            }
        }

        MusicBed? music = timeline.Music;
        if (
            music is not null
            && await FindAsync(music.Path, music.Fingerprint, problems, cancellationToken).ConfigureAwait(false) is { } song
        )
        {
            music = music with { Path = song.Path };
        }

        return problems.Count == 0
            ? (timeline with { Sources = sources, Music = music }, media)
            : throw new MontageException(ErrorCode.SourceChanged, Phrase.Join(Environment.NewLine, problems));
    }

    /// <summary>Finds one file.</summary>
    /// <exception cref="MontageException">It is gone, or no longer the one that was planned with.</exception>
    public async Task<MediaInfo> FindAsync(string path, string fingerprint, CancellationToken cancellationToken)
    {
        List<Phrase> problems = [];
        return await FindAsync(path, fingerprint, problems, cancellationToken).ConfigureAwait(false)
            ?? throw new MontageException(ErrorCode.SourceChanged, problems[0]);
    }

    private async Task<MediaInfo?> FindAsync(string path, string fingerprint, List<Phrase> problems, CancellationToken cancellationToken)
    {
        Phrase problem = $"'{path}' does not exist any more, and no copy of it lies beside the timeline. Put it back, or plan again.";
        foreach (string candidate in Candidates(path))
        {
            try
            {
                (SourceFile file, MediaInfo info) = await _files.TakeInAsync(candidate, cancellationToken).ConfigureAwait(false);
                if (file.Fingerprint == fingerprint)
                {
                    return info;
                }

                problem =
                    $"'{candidate}' is not the file that the plan was made with (its content differs). Put the right file there, or plan "
                    + $"again.";
            }
            catch (MediaException e)
            {
                problem = e.Sentence;
            }
        }

        problems.Add(problem);
        return null;
    }

    private IEnumerable<string> Candidates(string path)
    {
        if (File.Exists(path))
        {
            yield return path;
        }

        if (folder is null)
        {
            yield break;
        }

        FolderWalk below = new(contents => contents.Folders);
        below.Add(Path.GetFullPath(folder));
        string name = Path.GetFileName(path);
        foreach (
            string file in below
                .Folders.Values.Where(f => f.Files.Contains(name))
                .Select(f => Path.Combine(f.Path, name))
                .Where(f => f != path)
                .Order(StringComparer.Ordinal)
        )
        {
            yield return file;
        }
    }
}
