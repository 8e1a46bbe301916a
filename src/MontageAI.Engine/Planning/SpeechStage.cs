using System.Globalization;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Listening;
using MontageAI.Engine.Reporting;
using MontageAI.FFmpeg.Decoding.Audio;
using MontageAI.Results;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Engine.Planning;

/// <summary>
/// Finds out where in a plan somebody speaks, so that the song can go down before. Listens only to what is heard of the chosen shots, and a
/// second on either side by which a voice is known. Does nothing where clip sound is left out.
/// </summary>
internal sealed class SpeechStage(JobContext context, SpeechMethod method)
{
    /// <summary>The plan with its speech.</summary>
    public async Task<Timeline> ListenAsync(Timeline timeline, CancellationToken cancellationToken)
    {
        if (timeline.Sound is not { DuckDb: < 0 } sound || timeline.ClipSoundDb is null)
        {
            return timeline;
        }

        using RunRecorder.Phase phase = context.Recorder.Begin("listen for speech", "seconds of sound");
        SpeechListener listener = new(context, method);
        IReadOnlyList<ShotSound> asked = ShotSound.Of(timeline);
        IReadOnlyList<HeardSpeech> heard = await listener
            .HearAsync([.. asked.Select(a => a.Sound)], phase, cancellationToken)
            .ConfigureAwait(false);
        WholeSentences whole = new(timeline);
        List<(ShotSound Sound, IReadOnlyList<SpeechStretch> Stretches)> known = [];
        foreach ((ShotSound one, HeardSpeech found) in asked.Zip(heard))
        {
            if (found.Stretches is null)
            {
                context.Recorder.Degrade(
                    $"nobody could listen for speech in '{Path.GetFileName(one.Sound.Range.Path)}'",
                    "its sound cannot be read.",
                    "The song does not go down there."
                );
            }

            known.Add((one, found.Stretches ?? []));
        }

        known = await WiderAsync(timeline, listener, whole, known, phase, cancellationToken).ConfigureAwait(false);
        SpokenPlan spoken = whole.Of(known);
        if (spoken.Speech.Count == 0)
        {
            return asked.Count == 0 ? timeline : timeline with { Notes = [.. timeline.Notes, Nobody(listener)] };
        }

        return timeline with
        {
            Sound = sound with { Speech = spoken.Speech, Sentences = spoken.Sentences },
            Notes = [.. timeline.Notes, .. Notes(spoken, timeline, listener)],
        };
    }

    // Where a sentence goes on beyond its shot, its beginning and end are listened for.
    private static async Task<List<(ShotSound Sound, IReadOnlyList<SpeechStretch> Stretches)>> WiderAsync(
        Timeline timeline,
        SpeechListener listener,
        WholeSentences whole,
        List<(ShotSound Sound, IReadOnlyList<SpeechStretch> Stretches)> known,
        RunRecorder.Phase phase,
        CancellationToken cancellationToken
    )
    {
        int[] open = [.. Enumerable.Range(0, known.Count).Where(i => whole.GoesOn(known[i].Sound, known[i].Stretches))];
        if (open.Length == 0)
        {
            return known;
        }

        IReadOnlyList<ShotSound> wide = ShotSound.Of(timeline, WholeSentences.MostLead + 1, WholeSentences.MostTail + 1);
        IReadOnlyList<HeardSpeech> heard = await listener
            .HearAsync([.. open.Select(i => wide[i].Sound)], phase, cancellationToken)
            .ConfigureAwait(false);
        List<(ShotSound Sound, IReadOnlyList<SpeechStretch> Stretches)> result = [.. known];
        foreach ((int i, HeardSpeech found) in open.Zip(heard))
        {
            result[i] = found.Stretches is { } stretches ? (wide[i], stretches) : known[i];
        }

        return result;
    }

    private static IEnumerable<string> Notes(SpokenPlan spoken, Timeline timeline, SpeechListener listener)
    {
        double seconds = spoken.Speech.Sum(s => timeline.Rate.SecondsAt(s.Length));
        string song = timeline.Music is null ? "" : "; the song lies 10 LU below the voice there";
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"Somebody seems to speak in {seconds:0.0} s of the montage (found by {listener.Means}){song}."
        );
        if (spoken.Sentences.Count > 0)
        {
            yield return $"{spoken.Sentences.Count} sentences are heard on under the pictures before or after their shots, so that "
                + $"they are "
                + "whole.";
        }

        if (spoken.Cut > 0)
        {
            yield return $"{spoken.Cut} sentences are cut all the same, since somebody else speaks there or they are too long.";
        }
    }

    private static string Nobody(SpeechListener listener) => $"Nobody seems to speak in the montage (looked for by {listener.Means}).";
}
