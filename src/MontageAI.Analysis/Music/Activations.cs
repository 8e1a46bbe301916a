using MontageAI.Analysis.Music.Spectra;

namespace MontageAI.Analysis.Music;

/// <summary>How likely each frame of <see cref="SpectralFrontEnd"/> is to hold a beat or a downbeat.</summary>
/// <param name="Onset">Strength of note onsets from flux, 0 to 1.</param>
/// <param name="Beat">Probability of a beat, as the tracker takes it.</param>
/// <param name="Downbeat">Probability of a downbeat; empty where the source knows nothing of bars.</param>
/// <param name="Learned">Probability of a beat by the network alone; empty where it was not run.</param>
internal sealed record Activations(float[] Onset, float[] Beat, float[] Downbeat, float[] Learned)
{
    /// <summary>Activations of a track.</summary>
    public static Activations Of(TrackEvidence evidence, TrackerTuning tuning)
    {
        float[] onset = BeatActivation.Compute(evidence.Flux, tuning);
        if (tuning.Source == BeatSource.Flux || evidence.LearnedBeat is not { } beat || evidence.LearnedDownbeat is not { } downbeat)
        {
            return new Activations(onset, onset, [], []);
        }

        float[] learned = Doubled(beat.Span, onset.Length),
            learnedBeat = [.. learned],
            learnedDownbeat = Doubled(downbeat.Span, onset.Length);
        for (int i = 0; i < onset.Length && tuning.Source == BeatSource.Both; i++)
        {
            float mixed = learnedBeat[i] + ((float)tuning.FluxShare * (onset[i] - learnedBeat[i]));
            learnedDownbeat[i] *= mixed / Math.Max(1e-3f, learnedBeat[i]);
            learnedBeat[i] = mixed;
        }

        return new Activations(onset, learnedBeat, learnedDownbeat, learned);
    }

    // From 50 to 100 frames a second: frame i of the network is frame 2i here, and those between lie half-way.
    private static float[] Doubled(ReadOnlySpan<float> x, int count)
    {
        float[] result = new float[count];
        for (int i = 0; i < count && x.Length > 0; i++)
        {
            int at = Math.Min(i / 2, x.Length - 1),
                next = Math.Min(at + (i % 2), x.Length - 1);
            result[i] = (x[at] + x[next]) / 2;
        }

        return result;
    }
}
