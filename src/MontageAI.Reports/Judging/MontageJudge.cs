namespace MontageAI.Reports.Judging;

/// <summary>Makes all figures of a montage. Pure.</summary>
internal static class MontageJudge
{
    /// <summary>Judges.</summary>
    public static MontageJudgement Judge(JudgedMontage montage)
    {
        List<MissingFigure> missing = [.. montage.Missing];
        BeatFigures? beats = BeatJudge.Judge(montage, missing);
        EnergyFigures? energy = PictureJudge.Energy(montage);
        void Miss(bool absent, string figure, string reason)
        {
            if (absent && missing.TrueForAll(m => m.Figure != figure))
            {
                missing.Add(new MissingFigure(figure, reason));
            }
        }

        PictureFigures? pictures = PictureJudge.Judge(montage);
        Miss(pictures is null, "pictures", "No picture could be looked at.");
        Miss(energy is null, "energy", "No music is known.");
        Miss(
            energy is { Motion: null },
            "energy.motion",
            "Fewer than eight seconds are known of both music and pictures, or one of them does not change."
        );
        Miss(beats is { SectionChanges: null }, "beats.sections", "The music has no known sections.");
        Miss(beats is { OnDownbeat: null }, "beats.downbeats", "The music's bars are unknown.");
        return new MontageJudgement
        {
            Subject = montage.Subject,
            Beats = beats,
            Pace = BeatJudge.Pace(montage),
            Energy = energy,
            Variety = VarietyJudge.Judge(montage),
            Pictures = pictures,
            People = montage.People,
            Footage = montage.Footage,
            Voices = montage.Voices,
            Transitions = montage.Transitions,
            Sound = montage.Sound with
            {
                EndsOnDownbeat = OnDownbeat(montage.Music?.Beats ?? [], montage.Subject.Seconds, BeatJudge.Tolerance(montage)),
            },
            Missing = missing,
        };
    }

    // Beats are known within the film only; the bar line on which it ends lies after the last of them, in the pace of the last bar.
    private static bool? OnDownbeat(IReadOnlyList<(double Seconds, int BarPosition)> beats, double end, double tolerance)
    {
        double[] downbeats = [.. beats.Where(b => b.BarPosition == 1).Select(b => b.Seconds)];
        if (downbeats.Length < 3)
        {
            return null;
        }

        int bar = beats.Max(b => b.BarPosition);
        (double last, int position) = beats[^1];
        double pace = (last - beats[^(bar + 1)].Seconds) / bar;
        return Math.Abs(Figures.Off([.. downbeats, last + ((bar + 1 - position) * pace)], end)) <= tolerance;
    }
}
