using MontageAI.Analysis.Montages;
using MontageAI.Timelines;

namespace MontageAI.Reports.Judging;

/// <summary>Lays measured stretches of files along a film, frame by frame.</summary>
internal static class ShownFrames
{
    /// <summary>Frames of a timeline, from stretches of its files that cover what is shown of them.</summary>
    /// <param name="timeline">The timeline.</param>
    /// <param name="seen">Stretches by source id; frames outside them are unknown.</param>
    public static FilmFrames Of(Timeline timeline, IReadOnlyDictionary<string, IReadOnlyList<ShownStretch?>> seen)
    {
        List<FilmFrame> frames = [];
        for (int i = 0; i < timeline.Shots.Count; i++)
        {
            TimelineShot shot = timeline.Shots[i];
            ShownStretch[] stretches =
            [
                .. (seen.GetValueOrDefault(shot.Source) ?? []).OfType<ShownStretch>().Where(s => s.Seconds.Count > 0),
            ];
            bool still = timeline.Sources.First(s => s.Id == shot.Source).Still == true;
            double before = -1;
            for (int k = 0; k < shot.Record.Length; k++)
            {
                // A photograph lasts as long as it is shown.
                double at =
                    still && stretches.Length > 0
                        ? stretches[0].Seconds[0]
                        : shot.In.Seconds + ShotClock.SourceSeconds(shot, timeline.Rate, k);
                double speed =
                    (ShotClock.SourceSeconds(shot, timeline.Rate, k + 1) - ShotClock.SourceSeconds(shot, timeline.Rate, k))
                    * timeline.Rate.Value;
                (FilmPicture? picture, double shown) = At(stretches, at, speed, k == 0);

                // The same frame once more is no change.
                picture = k > 0 && picture is not null && shown == before ? picture with { Amount = 0 } : picture;
                picture = k > 0 && picture is not null && CutBetween(stretches, before, shown) ? picture with { Cut = true } : picture;
                before = shown;
                frames.Add(new FilmFrame(timeline.Rate.SecondsAt(shot.Record.Start + k), i, picture));
            }
        }

        return new FilmFrames(frames);
    }

    /// <summary>Frames of a film that was measured shot by shot.</summary>
    /// <param name="stretches">One per shot.</param>
    /// <param name="zero">Second of the stream's clock at which the film begins.</param>
    public static FilmFrames Of(IReadOnlyList<ShownStretch> stretches, double zero) =>
        new([
            .. stretches.SelectMany(
                (s, shot) =>
                    Enumerable.Range(0, s.Seconds.Count).Select(i => new FilmFrame(s.Seconds[i] - zero, shot, PictureOf(s, i, 1, i == 0)))
            ),
        ]);

    // Whether the file goes on to another shot from one frame to the next one that is shown.
    private static bool CutBetween(ShownStretch[] stretches, double before, double shown) =>
        before >= 0 && stretches.Any(s => s.Cuts.Any(c => c > before + 1e-4 && c <= shown + 1e-4));

    // The frame that is on the screen at a moment: the last one that began before it.
    private static (FilmPicture? Picture, double Shown) At(ShownStretch[] stretches, double at, double speed, bool first)
    {
        foreach (ShownStretch stretch in stretches)
        {
            IReadOnlyList<double> seconds = stretch.Seconds;
            double step = seconds.Count < 2 ? 0.1 : (seconds[^1] - seconds[0]) / (seconds.Count - 1);
            if (at < seconds[0] - step || at > seconds[^1] + (2 * step))
            {
                continue;
            }

            int low = 0,
                high = seconds.Count;
            while (low < high)
            {
                int middle = (low + high) / 2;
                (low, high) = seconds[middle] <= at + 1e-3 ? (middle + 1, high) : (low, middle);
            }

            int i = Math.Max(0, low - 1);
            return (PictureOf(stretch, i, speed, first), seconds[i]);
        }

        return (null, -1);
    }

    private static FilmPicture PictureOf(ShownStretch s, int i, double speed, bool first)
    {
        double at = s.Seconds[i];
        ShakeWindow? window = s.Windows.LastOrDefault(w => w.Start <= at + 1e-6);
        return new FilmPicture(
            first ? 0 : (float)Math.Min(1, s.Amount[i] * speed),
            s.Luma[i],
            s.Contrast[i],
            s.Saturation[i],
            s.Black[i],
            s.White[i],
            s.Sharpness[i],
            window is null ? null : (float)(window.Shake * speed),
            s.Fingerprint[i],
            first,
            (float)(s.Camera[i] * speed),
            s.Card[i],
            Bars: s.Bars[i],
            Lettering: s.Lettering[i],
            Frozen: s.Frozen.Any(f => at >= f.Start - 1e-4 && at < f.End - 1e-4)
        );
    }
}
