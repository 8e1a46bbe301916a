using MontageAI.Engine.Jobs;
using MontageAI.Engine.Listening;
using MontageAI.Engine.Reporting;
using MontageAI.Results;
using MontageAI.Timelines;

namespace MontageAI.Engine.Planning;

/// <summary>Counts the sentences in the sound of a plan's shots, and those that the plan cuts off.</summary>
public sealed class SpokenSentences(JobContext context)
{
    /// <summary>Listens and counts.</summary>
    /// <param name="timeline">The plan, with paths that exist.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Null where the clips are not heard.</returns>
    /// <exception cref="Errors.MontageException">A file is gone.</exception>
    public async Task<(int All, int Cut)?> CountAsync(Timeline timeline, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        if (timeline.ClipSoundDb is null)
        {
            return null;
        }

        using RunRecorder.Phase phase = context.Recorder.Begin("listen for speech", "seconds of sound");
        IReadOnlyList<ShotSound> asked = ShotSound.Of(timeline);
        IReadOnlyList<HeardSpeech> heard = await new SpeechListener(context, SpeechMethod.Auto)
            .HearAsync([.. asked.Select(a => a.Sound)], phase, cancellationToken)
            .ConfigureAwait(false);
        foreach (ShotSound deaf in asked.Zip(heard).Where(h => h.Second.Stretches is null).Select(h => h.First))
        {
            context.Recorder.Degrade(
                $"nobody could listen for speech in '{Path.GetFileName(deaf.Sound.Range.Path)}'",
                "its sound cannot be read.",
                "Sentences that are cut there are not counted."
            );
        }

        return Count(timeline, [.. asked.Zip(heard, (a, h) => (a, h.Stretches ?? []))]);
    }

    /// <summary>Sentences that are spoken in the sound of shots, and those that are cut off.</summary>
    /// <param name="timeline">The plan.</param>
    /// <param name="heard">The sound of its shots, with what is spoken; times count from the start of what was heard.</param>
    internal static (int All, int Cut) Count(Timeline timeline, IReadOnlyList<(ShotSound Sound, IReadOnlyList<SpeechStretch> Spoken)> heard)
    {
        int all = 0,
            cut = 0;
        for (int i = 0; i < heard.Count; i++)
        {
            (ShotSound one, IReadOnlyList<SpeechStretch> spoken) = heard[i];
            double seconds = timeline.Rate.SecondsAt(one.Shot.Record.Length),
                zero = one.Shot.In.Seconds - one.Lead;
            foreach (SpeechStretch stretch in spoken)
            {
                if (
                    stretch.End < one.Lead + WholeSentences.ShortestSeconds
                    || stretch.Start > one.Lead + seconds - WholeSentences.ShortestSeconds
                )
                {
                    continue;
                }

                all++;
                bool before =
                        stretch.Start < one.Lead - WholeSentences.Enough
                        && !(i > 0 && heard[i - 1].Sound.IsContinuedBy(one, timeline.Rate)),
                    after =
                        stretch.End > one.Lead + seconds + WholeSentences.Enough
                        && !(i + 1 < heard.Count && one.IsContinuedBy(heard[i + 1].Sound, timeline.Rate));
                cut +=
                    (before && !IsHeardOn(timeline, one.Shot, zero + stretch.Start, one.Shot.In.Seconds))
                    || (after && !IsHeardOn(timeline, one.Shot, one.Shot.In.Seconds + seconds, zero + stretch.End))
                        ? 1
                        : 0;
            }
        }

        return (all, cut);
    }

    // Whether a part of the source is heard under the pictures of neighbours.
    private static bool IsHeardOn(Timeline timeline, TimelineShot shot, double from, double to) =>
        timeline.Sound?.Sentences.Any(s =>
            s.Source == shot.Source
            && s.In.Seconds <= from + WholeSentences.Enough
            && s.In.Seconds + timeline.Rate.SecondsAt(s.Record.Length) >= to - WholeSentences.Enough
        ) == true;
}
