using MontageAI.Engine.Jobs;
using MontageAI.Engine.Reporting;
using MontageAI.Errors;
using MontageAI.FFmpeg.Processes;
using MontageAI.Results;
using MontageAI.Timelines;

namespace MontageAI.Engine.Listening;

/// <summary>Counts the sentences in the sound of a plan's shots, and those that the plan cuts off.</summary>
public sealed class SpokenSentences(JobContext context)
{
    // A sentence that so little of is missing is whole, and so little of one at a shot's edge is none.
    private const double Enough = 0.12;
    private const double LeastSpoken = 0.15;

    /// <summary>Listens and counts.</summary>
    /// <param name="timeline">The plan, with paths that exist.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Null where the clips are not heard, or cannot be.</returns>
    public async Task<(int All, int Cut)?> CountAsync(Timeline timeline, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        if (timeline.ClipSoundDb is null)
        {
            return null;
        }

        try
        {
            using RunRecorder.Phase phase = context.Recorder.Begin("listen for speech", "seconds of sound");
            IReadOnlyList<ShotSound> asked = ShotSound.Of(timeline);
            IReadOnlyList<HeardSpeech> heard = await new SpeechListener(context, SpeechMethod.Auto)
                .HearAsync([.. asked.Select(a => a.Sound)], phase, cancellationToken)
                .ConfigureAwait(false);
            return Count(timeline, [.. asked.Zip(heard, (a, h) => (a, h.Stretches ?? []))]);
        }
        catch (MontageException e) when (e is not FFmpegMissingException)
        {
            return null;
        }
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
                if (stretch.End < one.Lead + LeastSpoken || stretch.Start > one.Lead + seconds - LeastSpoken)
                {
                    continue;
                }

                all++;
                bool before = stretch.Start < one.Lead - Enough && !(i > 0 && Continues(timeline, heard[i - 1].Sound, one)),
                    after =
                        stretch.End > one.Lead + seconds + Enough && !(i + 1 < heard.Count && Continues(timeline, one, heard[i + 1].Sound));
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
            && s.In.Seconds <= from + Enough
            && s.In.Seconds + timeline.Rate.SecondsAt(s.Record.Length) >= to - Enough
        ) == true;

    private static bool Continues(Timeline timeline, ShotSound one, ShotSound next) =>
        one.Shot.Source == next.Shot.Source
        && one.Shot.Record.End == next.Shot.Record.Start
        && Math.Abs(one.Shot.In.Seconds + timeline.Rate.SecondsAt(one.Shot.Record.Length) - next.Shot.In.Seconds)
            < timeline.Rate.SecondsAt(1);
}
