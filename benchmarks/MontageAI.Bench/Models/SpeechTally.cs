using MontageAI.Results;

namespace MontageAI.Bench.Models;

/// <summary>Frames of speech found rightly and wrongly.</summary>
internal sealed class SpeechTally
{
    private long _right,
        _wrong,
        _missed;

    /// <summary>Share of what was found that is speech.</summary>
    public double Precision => _right / Math.Max(1.0, _right + _wrong);

    /// <summary>Share of speech that was found.</summary>
    public double Recall => _right / Math.Max(1.0, _right + _missed);

    /// <summary>Harmonic mean of both.</summary>
    public double F1 => 2 * Precision * Recall / Math.Max(1e-9, Precision + Recall);

    /// <summary>Counts the frames of a sound.</summary>
    public void Add(bool[] truth, IReadOnlyList<SpeechStretch> stretches)
    {
        bool[] found = Frames(stretches, truth.Length);
        for (int i = 0; i < truth.Length; i++)
        {
            _right += truth[i] && found[i] ? 1 : 0;
            _wrong += !truth[i] && found[i] ? 1 : 0;
            _missed += truth[i] && !found[i] ? 1 : 0;
        }
    }

    private static bool[] Frames(IReadOnlyList<SpeechStretch> found, int length)
    {
        bool[] frames = new bool[length];
        foreach (SpeechStretch stretch in found)
        {
            int from = Math.Min(length, (int)Math.Round(stretch.Start * SpeechSounds.FramesPerSecond)),
                to = Math.Min(length, (int)Math.Round(stretch.End * SpeechSounds.FramesPerSecond));
            Array.Fill(frames, true, from, to - from);
        }

        return frames;
    }
}
