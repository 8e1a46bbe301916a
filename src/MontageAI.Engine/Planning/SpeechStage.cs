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
    // Less of a word than this at a shot's edge is no reason to move the song.
    private const double ShortestSeconds = 0.15;

    /// <summary>The plan with its speech.</summary>
    public async Task<Timeline> ListenAsync(Timeline timeline, CancellationToken cancellationToken)
    {
        if (timeline.Sound is not { DuckDb: < 0 } sound || timeline.Music?.ClipSoundDb is null)
        {
            return timeline;
        }

        using RunRecorder.Phase phase = context.Recorder.Begin("listen for speech", "seconds of sound");
        SpeechListener listener = new(context, method);
        IReadOnlyList<ShotSound> asked = ShotSound.Of(timeline);
        IReadOnlyList<HeardSpeech> heard = await listener
            .HearAsync([.. asked.Select(a => a.Sound)], phase, cancellationToken)
            .ConfigureAwait(false);
        List<FrameRange> speech = [];
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

            speech.AddRange(InFrames(one, found.Stretches ?? [], timeline.Rate));
        }

        if (speech.Count == 0)
        {
            return asked.Count == 0 ? timeline : timeline with { Notes = [.. timeline.Notes, Nobody(listener)] };
        }

        double seconds = speech.Sum(s => timeline.Rate.SecondsAt(s.Length));
        string note = string.Create(
            CultureInfo.InvariantCulture,
            $"Somebody seems to speak in {seconds:0.0} s of the montage (found by {listener.Means}); the song goes down there by "
                + $"{-sound.DuckDb:0.#} dB."
        );
        return timeline with { Sound = sound with { Speech = speech }, Notes = [.. timeline.Notes, note] };
    }

    private static string Nobody(SpeechListener listener) => $"Nobody seems to speak in the montage (looked for by {listener.Means}).";

    // What lies within the shot, on the grid.
    private static IEnumerable<FrameRange> InFrames(ShotSound one, IReadOnlyList<SpeechStretch> stretches, FrameRate rate)
    {
        long at = one.Shot.Record.Start;
        foreach (SpeechStretch stretch in stretches)
        {
            long start = Math.Max(at, one.Shot.Record.Start + rate.FrameAt(stretch.Start - one.Lead));
            long end = Math.Min(one.Shot.Record.End, one.Shot.Record.Start + rate.FrameAt(stretch.End - one.Lead));
            if (end > start && rate.SecondsAt(end - start) >= ShortestSeconds)
            {
                yield return new FrameRange(start, end);
                at = end;
            }
        }
    }
}
