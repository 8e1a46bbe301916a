using MontageAI.Results;

namespace MontageAI.Analysis.Music;

/// <summary>Beats at double and half density with bars that stay right.</summary>
internal static class BarCounting
{
    /// <summary>A beat between every two.</summary>
    public static IReadOnlyList<Beat> Double(IReadOnlyList<Beat> beats, int? perBar)
    {
        List<Beat> result = new(2 * beats.Count);
        for (int i = 0; i < beats.Count; i++)
        {
            Beat beat = beats[i];
            int place = 2 * (beat.BarPosition - 1);
            result.Add(beat with { BarPosition = Position(beat, place, perBar) });
            if (i + 1 < beats.Count)
            {
                result.Add(
                    new Beat(
                        (beat.Time + beats[i + 1].Time) / 2,
                        Position(beat, place + 1, perBar),
                        Math.Min(beat.Strength, beats[i + 1].Strength) / 2
                    )
                );
            }
        }

        return result;
    }

    /// <summary>Every second beat; the first downbeat is kept and stays one.</summary>
    public static IReadOnlyList<Beat> Halve(IReadOnlyList<Beat> beats, int? perBar)
    {
        List<Beat> result = new((beats.Count / 2) + 1);
        int first = -1;
        for (int i = 0; i < beats.Count && first < 0; i++)
        {
            first = beats[i].BarPosition == 1 ? i : -1;
        }

        if (first < 0 || perBar is not { } meter)
        {
            return [.. beats.Where((_, i) => i % 2 == 0)];
        }

        int count = -first;
        foreach (Beat beat in beats)
        {
            // A bar that was a beat short or long must not turn on-beats into off-beats of all that follow.
            if (beat.BarPosition == 1 && count % meter != 0)
            {
                count += meter - (((count % meter) + meter) % meter);
            }

            if (count % 2 == 0)
            {
                int place = (((count / 2) % meter) + meter) % meter;
                result.Add(beat with { BarPosition = place + 1 });
            }

            count++;
        }

        return result;
    }

    private static int Position(Beat beat, int place, int? perBar) =>
        beat.BarPosition == 0 || perBar is not { } meter ? 0 : (place % meter) + 1;
}
