using System.Globalization;
using MontageAI.Bench.Inputs;
using MontageAI.FFmpeg.Processes;

namespace MontageAI.Bench.Beats;

/// <summary>Prints what <see cref="BeatsMeasurement"/> measures.</summary>
internal static class BeatsBench
{
    private static readonly string[] s_sources = [BeatsFigures.Default, "flux", "learned", "both"];

    /// <summary>Runs over MEDIA/music; the first argument that is no option, else the usual place, is MEDIA. <c>--tracks</c> lists every
    /// track of validation.</summary>
    public static async Task<int> RunAsync(FFmpegTools tools, IReadOnlyList<string> args)
    {
        string media = args.FirstOrDefault(a => !a.StartsWith('-')) ?? BenchPaths.Media;
        if (!Directory.Exists(Path.Combine(media, "music")))
        {
            Console.Error.WriteLine(
                $"Annotated music not found: '{media}' has no folder music/. Give the media folder as argument, or set MONTAGE_TEST_MEDIA."
            );
            return 2;
        }

        // Tracks for testing are listed on request only: looking at them one by one is the first step to tuning on them.
        bool all = args.Contains("--all-tracks"),
            some = all || args.Contains("--tracks");
        BeatsFigures figures = await BeatsMeasurement
            .MeasureAsync(tools, media, t => Print(t, some && (all || !t.Track.IsTest)), CancellationToken.None)
            .ConfigureAwait(false);
        Console.WriteLine($"{"mean of", -44}{"tracks", 7}{"F70", 8}{"F20", 8}{"CMLt", 8}{"AMLt", 8}{"downF", 8}{"bias", 8}{"error", 8}");
        foreach (string group in new[] { AnnotatedTrack.Gtzan, AnnotatedTrack.ExactGrid, AnnotatedTrack.Other })
        {
            foreach (bool test in new[] { false, true })
            {
                foreach (string source in s_sources)
                {
                    int count = figures.Tracks.Count(t => t.Source == source && t.Track.IsTest == test && t.Track.Group == group);
                    Console.WriteLine(
                        Row($"{group}, {(test ? "test" : "validation")}, {source}", count, figures.Mean(source, test, group))
                    );
                }
            }
        }

        Console.WriteLine();
        foreach (string genre in figures.Tracks.Where(t => t.Track.Group == AnnotatedTrack.Gtzan).Select(t => t.Track.Genre).Distinct())
        {
            string cells = string.Concat(
                s_sources.SelectMany(s =>
                    new[] { false, true }.Select(test => Number(figures.Mean(s, test, AnnotatedTrack.Gtzan, genre).F70, "0.000").PadLeft(8))
                )
            );
            Console.WriteLine($"F70 {genre, -12} validation and test, {string.Join(", ", s_sources)}:{cells}");
        }

        Console.WriteLine();
        foreach (SpeedFigure speed in figures.Speeds)
        {
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"speed, {speed.Group}: {speed.Tracks} tracks, {speed.MusicSeconds:0} s of music in {speed.CpuSeconds:0.00} s of "
                        + $"CPU: {speed.Speed:0} x real time on one core"
                )
            );
        }

        Console.WriteLine(
            figures.AubioF70 is { } f
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"aubio: F70 {f:0.000} on the GTZAN excerpts for testing; {figures.AubioSpeed:0} x real time on the long songs"
                )
                : "aubio: not installed (Debian: aubio-tools)"
        );
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"energy profile: {figures.EnergyLead:0.0} times faster than the spectral analysis (same samples, interleaved, CPU time)"
            )
        );
        Console.WriteLine(
            $"""

            F70, F20: F-measure within 70 and 20 ms; CMLt, AMLt: continuity; downF: F-measure of downbeats within 70 ms; all
            as mir_eval defines them, the first 5 s left out. bias, error: mean signed and absolute distance of matched
            beats from annotations in ms. GTZAN's and Ballroom's annotations sit about 20 ms after the onsets, hence their
            negative bias and low F20. Tracks judged to have no beat count as having none: F 0. Constants are fitted on
            validation (GTZAN's even numbers; other songs by a digest of the name); test tracks are only measured. Speed is
            CPU time of this program and of one FFmpeg per track (its start, about 0.1 s, is much of an excerpt of 17 s).
            """
        );
        return 0;
    }

    private static void Print(TrackFigure t, bool wanted)
    {
        if (wanted)
        {
            Console.WriteLine(Row($"{t.Track.Name} {t.Source}", 1, t.Score) + "  " + t.Verdict);
        }
    }

    private static string Row(string name, int count, BeatScore s) =>
        $"{(name.Length > 43 ? name[..43] : name), -44}{count, 7}"
        + $"{string.Concat(new[] { s.F70, s.F20, s.Cmlt, s.Amlt, s.DownbeatF }.Select(v => Number(v, "0.000").PadLeft(8)))}"
        + $"{Number(s.BiasMs, "0.0"), 8}{Number(s.ErrorMs, "0.0"), 8}";

    private static string Number(double value, string format) =>
        double.IsNaN(value) ? "-" : value.ToString(format, CultureInfo.InvariantCulture);
}
