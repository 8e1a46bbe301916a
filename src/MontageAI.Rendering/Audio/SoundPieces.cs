using MontageAI.Timelines;

namespace MontageAI.Rendering.Audio;

/// <summary>Lays the sounds of shots side by side, to the sample, in layers that are added up. Within a layer pieces follow each other
/// without a gap.</summary>
internal static class SoundPieces
{
    // A crossfade shorter than this is no better than two short fades.
    private const long ShortestCross = AudioGrid.SampleRate * 16 / 1000;

    // Where the next shot goes on in its recording where this one ends, to within this many seconds, both sounds are the same.
    private const double SameMoment = 0.0005;

    // A sentence that is heard whole comes and goes so fast: it begins and ends with a pause.
    private const double SentenceFade = 0.06;

    /// <summary>One layer, a piece per shot and silence between, with hard joins.</summary>
    public static IReadOnlyList<SoundPiece> Joined(AudioBedRequest request)
    {
        List<SoundPiece> pieces = [];
        long at = 0;
        foreach (ClipSound sound in request.ClipSounds)
        {
            if (sound.Record.Start > at)
            {
                pieces.Add(SoundPiece.Silence(Samples(at, sound.Record.Start)));
            }

            long samples = Samples(sound.Record.Start, sound.Record.End);
            pieces.Add(sound.IsNatural ? new SoundPiece(sound, samples, sound.In.Seconds, default, default) : SoundPiece.Silence(samples));
            at = sound.Record.End;
        }

        if (at < request.Frames)
        {
            pieces.Add(SoundPiece.Silence(Samples(at, request.Frames)));
        }

        return pieces;

        long Samples(long from, long to) => AudioGrid.SampleAt(to, request.Rate) - AudioGrid.SampleAt(from, request.Rate);
    }

    /// <summary>The sentences that are heard whole, in a layer of their own, and silence between them.</summary>
    public static IReadOnlyList<SoundPiece> Alone(AudioBedRequest request)
    {
        List<SoundPiece> pieces = [];
        long at = 0;
        foreach (ClipSound sentence in request.Sentences)
        {
            long start = AudioGrid.SampleAt(sentence.Record.Start, request.Rate),
                end = AudioGrid.SampleAt(sentence.Record.End, request.Rate);
            if (start > at)
            {
                pieces.Add(SoundPiece.Silence(start - at));
            }

            SoundFade fade = Fade(Math.Min(AudioGrid.SampleAt(SentenceFade), (end - start) / 2), SoundFade.EqualSum);
            pieces.Add(new SoundPiece(sentence, end - start, sentence.In.Seconds, fade, fade));
            at = end;
        }

        long total = AudioGrid.SampleAt(request.Frames, request.Rate);
        if (total > at)
        {
            pieces.Add(SoundPiece.Silence(total - at));
        }

        return pieces;
    }

    /// <summary>
    /// Two layers, in which the sounds of shots take turns: at a cut the old sound runs on and the new one begins early, as far as their
    /// recordings reach and no farther than the middle of either shot, and they cross equal in power. Where the recordings have nothing
    /// beyond their shots only the jump is hidden.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<SoundPiece>> Crossed(AudioBedRequest request, SoundPlan plan)
    {
        ClipSound[] sounds = [.. request.ClipSounds.Where(s => s.IsNatural)];
        long total = AudioGrid.SampleAt(request.Frames, request.Rate);
        Join[] joins = new Join[sounds.Length + 1];
        for (int i = 0; i <= sounds.Length; i++)
        {
            joins[i] = Between(request, plan, i > 0 ? sounds[i - 1] : null, i < sounds.Length ? sounds[i] : null);
        }

        List<SoundPiece>[] layers =
        [
            [],
            [],
        ];
        long[] filled = [0, 0];
        for (int i = 0; i < sounds.Length; i++)
        {
            int layer = i % 2;
            long start = AudioGrid.SampleAt(sounds[i].Record.Start, request.Rate) - joins[i].Before;
            long end = AudioGrid.SampleAt(sounds[i].Record.End, request.Rate) + joins[i + 1].After;
            Fill(layer, start);
            double first = sounds[i].In.Seconds - ((double)joins[i].Before / AudioGrid.SampleRate);
            layers[layer].Add(new SoundPiece(sounds[i], end - start, first, joins[i].In, joins[i + 1].Out));
            filled[layer] = end;
        }

        for (int layer = 0; layer < layers.Length; layer++)
        {
            Fill(layer, total);
        }

        return layers;

        void Fill(int layer, long until)
        {
            if (until > filled[layer])
            {
                layers[layer].Add(SoundPiece.Silence(until - filled[layer]));
                filled[layer] = until;
            }
        }
    }

    // How two neighbours meet; either may be missing at the montage's ends.
    private static Join Between(AudioBedRequest request, SoundPlan plan, ClipSound? old, ClipSound? next)
    {
        long oldEnd = old is null ? 0 : AudioGrid.SampleAt(old.Record.End, request.Rate);
        long nextStart = next is null
            ? AudioGrid.SampleAt(request.Frames, request.Rate)
            : AudioGrid.SampleAt(next.Record.Start, request.Rate);
        bool touch = old is not null && next is not null && oldEnd == nextStart;
        double seconds = Math.Max(plan.CrossfadeSeconds, touch ? next!.CrossSeconds : 0);
        long half = AudioGrid.SampleAt(seconds) / 2;
        half = Math.Min(half, Math.Min(HalfOf(old), HalfOf(next)));
        if (!touch)
        {
            // Into silence and out of it: each by itself.
            long gap = nextStart - oldEnd;
            (long after, long before) = (
                Math.Min(half, Math.Min(gap, Samples(old?.After))),
                Math.Min(half, Math.Min(gap, Samples(next?.Before)))
            );
            return new Join(
                before,
                after,
                Fade(before > 0 ? half + before : 0, SoundFade.EqualPower),
                Fade(after > 0 ? half + after : 0, SoundFade.EqualPower)
            );
        }

        bool goesOn =
            old!.SourcePath == next!.SourcePath
            && Math.Abs(old.In.Seconds + request.Rate.SecondsAt(old.Record.Length) - next.In.Seconds) < SameMoment;
        (long runsOn, long early) = (Math.Min(half, Samples(old.After)), Math.Min(half, Samples(next.Before)));
        SoundFade cross = Fade(runsOn + early, goesOn ? SoundFade.EqualSum : SoundFade.EqualPower);
        return cross.Samples == 0 ? default : new Join(early, runsOn, cross, cross);

        long HalfOf(ClipSound? sound) =>
            sound is null
                ? long.MaxValue
                : (AudioGrid.SampleAt(sound.Record.End, request.Rate) - AudioGrid.SampleAt(sound.Record.Start, request.Rate)) / 2;
    }

    private static long Samples(double? seconds) => (long)(Math.Max(0, seconds ?? 0) * AudioGrid.SampleRate);

    private static SoundFade Fade(long samples, string curve) => samples < ShortestCross ? default : new SoundFade(samples, curve);

    private readonly record struct Join(long Before, long After, SoundFade In, SoundFade Out);
}
