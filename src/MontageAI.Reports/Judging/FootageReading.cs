using MontageAI.Analysis.Montages;
using MontageAI.Editing.Materials;
using MontageAI.Engine.Analysing;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Reporting;
using MontageAI.Timelines;

namespace MontageAI.Reports.Judging;

/// <summary>Looks at every frame of all the footage there was, and says how much of it a plan shows.</summary>
internal sealed class FootageReading(JobContext context)
{
    private readonly FootageStage _clips = new(context);

    /// <summary>What a plan shows of folders of clips.</summary>
    /// <param name="timeline">The plan.</param>
    /// <param name="used">Its own clips.</param>
    /// <param name="inputs">Folders and files.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="Errors.ConfigurationException">There is nothing in them.</exception>
    public async Task<FootageFigures> CompareAsync(
        Timeline timeline,
        IReadOnlyDictionary<string, ClipMaterial> used,
        IReadOnlyList<string> inputs,
        CancellationToken cancellationToken
    )
    {
        IReadOnlyList<ClipMaterial> clips = await _clips.FindAsync(inputs, timeline.Music?.Path, cancellationToken).ConfigureAwait(false);

        // A clip of the plan has the plan's id, whatever its path; the others must not have one of those.
        Dictionary<string, string> ids = used.Values.GroupBy(c => c.File.Fingerprint).ToDictionary(g => g.Key, g => g.First().Id);
        Dictionary<string, ClipMaterial> all = [];
        foreach (ClipMaterial clip in clips)
        {
            string id = ids.GetValueOrDefault(clip.File.Fingerprint) ?? $"other {clip.Id}";
            all.TryAdd(id, clip with { Id = id });
        }

        ClipMaterial[] moving = [.. all.Values.Where(c => !c.Info.IsStill)];
        IReadOnlyList<ShownStretch?>[] seen = new IReadOnlyList<ShownStretch?>[moving.Length];
        using RunRecorder.Phase phase = context.Recorder.Begin("look at all footage", "clips");
        int done = 0;
        await Parallel
            .ForEachAsync(
                Enumerable.Range(0, moving.Length),
                new ParallelOptions { MaxDegreeOfParallelism = context.Budget.Analysers, CancellationToken = cancellationToken },
                async (i, ct) =>
                {
                    ClipMaterial clip = moving[i];
                    seen[i] =
                    [
                        .. (
                            await new ShownStage(context)
                                .WholeAsync(clip.File, clip.Info, clip.Info.MainVideo!, [], clip.Analysis.End, ct)
                                .ConfigureAwait(false)
                        ).Stretches,
                    ];
                    phase.Advance(Interlocked.Increment(ref done), moving.Length);
                }
            )
            .ConfigureAwait(false);
        phase.Count(moving.Length);
        return FootageJudge.Of(timeline, all, moving.Select((c, i) => (c.Id, seen[i])).ToDictionary(p => p.Id, p => p.Item2));
    }
}
