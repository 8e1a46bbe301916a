using MontageAI.Engine.Jobs;
using MontageAI.Errors;
using MontageAI.Media;

namespace MontageAI.Engine.Intake;

/// <summary>
/// The files that rate and shape of a montage are decided by, with what their containers say. Which they are, and what is counted of them,
/// depends on the files alone: not on what is stored, nor on how many cores there are (decisions/0047).
/// </summary>
internal sealed class CanvasSample(JobContext context)
{
    /// <summary>Files that are sampled at most.</summary>
    public const int MostFiles = 64;

    // Asking FFmpeg takes a process of 0.1 s each, and somebody waits for the first preview. About half of these are looked at anyway.
    private const int MostAsked = 16;

    private readonly FileIntake _intake = new(context);

    /// <summary>Samples files.</summary>
    /// <param name="files">All files, in an order of which each beginning is spread over all of them.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>
    /// In that order, what the container of each sampled file says: the first 64 of the order, fewer where more than 16 of them are such
    /// that FFmpeg must be asked. Null for a file that cannot be read; whoever takes it in says why.
    /// </returns>
    public async Task<IReadOnlyList<(string Id, MediaInfo? Info)>> TakeAsync(
        IReadOnlyList<ClipFile> files,
        CancellationToken cancellationToken
    )
    {
        MediaInfo?[] facts = new MediaInfo?[Math.Min(files.Count, MostFiles)];
        await EachAsync(
                [.. Enumerable.Range(0, facts.Length)],
                async (i, ct) => facts[i] = await _intake.GlanceAsync(files[i].Path, ct).ConfigureAwait(false),
                cancellationToken
            )
            .ConfigureAwait(false);
        List<int> asked = [];
        int sampled = 0;
        for (; sampled < facts.Length && (facts[sampled] is not null || asked.Count < MostAsked); sampled++)
        {
            if (facts[sampled] is null)
            {
                asked.Add(sampled);
            }
        }

        await EachAsync(
                asked,
                async (i, ct) =>
                {
                    try
                    {
                        (_, facts[i]) = await _intake.TakeInAsync(files[i].Path, ct).ConfigureAwait(false);
                    }
                    catch (MediaException)
                    {
                        // It is set aside, with the reason, when it is looked at.
                    }
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        return [.. facts.Take(sampled).Select((f, i) => (files[i].Id, f))];
    }

    private Task EachAsync(IReadOnlyList<int> numbers, Func<int, CancellationToken, Task> act, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            numbers,
            new ParallelOptions { MaxDegreeOfParallelism = context.Budget.Cores, CancellationToken = cancellationToken },
            async (i, ct) => await act(i, ct).ConfigureAwait(false)
        );
}
