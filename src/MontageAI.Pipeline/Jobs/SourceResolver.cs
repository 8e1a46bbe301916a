using MontageAI.Errors;
using MontageAI.Media;
using MontageAI.Pipeline.Intake;
using MontageAI.Timelines;

namespace MontageAI.Pipeline.Jobs;

/// <summary>Finds the files of a timeline again and makes sure that they are still what the plan was made from.</summary>
internal sealed class SourceResolver(JobContext context)
{
    private readonly FileIntake _files = new(context);

    /// <summary>Resolves.</summary>
    /// <returns>The timeline as it is now on this disk, and the facts of its sources by id.</returns>
    /// <exception cref="MontageException">A source is gone, or no longer the file that was planned with; all are listed.</exception>
    public async Task<(Timeline Timeline, IReadOnlyDictionary<string, MediaInfo> Media)> ResolveAsync(Timeline timeline, CancellationToken cancellationToken)
    {
        Dictionary<string, MediaInfo> media = [];
        List<string> problems = [];
        foreach (TimelineSource source in timeline.Sources)
        {
            try
            {
                (SourceFile file, MediaInfo info) = await _files.TakeInAsync(source.Path, cancellationToken).ConfigureAwait(false);
                if (file.Fingerprint != source.Fingerprint)
                {
                    problems.Add($"'{source.Path}' is not the file that the plan was made with (its content has changed). Put the old file back, or plan again.");
                }
                else if (info.Video.All(v => v.Index != source.VideoStream))
                {
                    problems.Add($"'{source.Path}' has no video stream {source.VideoStream}. Plan again.");
                }

                media[source.Id] = info;
            }
            catch (MediaException e)
            {
                problems.Add(e.Message);
            }
        }

        return problems.Count == 0 ? (timeline, media) : throw new MontageException(string.Join(Environment.NewLine, problems));
    }
}
