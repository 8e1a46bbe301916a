using System.Globalization;
using MontageAI.Testing;

namespace MontageAI.FieldCases.Tests;

/// <summary>Clips that were trimmed by copying: their edit list begins between key frames, and every frame from there on is shown
/// elsewhere.</summary>
public sealed class TrimCases
{
    [TableTheory]
    [InlineData(600, 0, "3.5", 4.5)]
    [InlineData(60, 0, "1.3", 6.7)]
    [InlineData(100, 2, "2.1", 5.9)]
    [InlineData(600, 2, "0.4", 7.6)]
    public void Trimmed_ByCopying_IsKnownFromItsFirstFrame(int keys, int reordered, string from, double seconds)
    {
        using FieldFolder folder = new FieldFolder().WithSong(8);
        string whole = FieldClips.Make(
            folder.File("whole/whole.mp4"),
            8,
            "30",
            "-g",
            keys.ToString(CultureInfo.InvariantCulture),
            "-sc_threshold",
            "0",
            "-bf",
            reordered.ToString(CultureInfo.InvariantCulture)
        );
        Directory.CreateDirectory(folder.Clips);
        string trimmed = FieldClips.Copy(whole, Path.Combine(folder.Clips, "trimmed.mp4"), ["-ss", from]);

        foreach (string mode in (string[])["keyframe", "exact"])
        {
            string[][] shots =
            [
                .. folder
                    .Run("shots", trimmed, "--mode", mode)
                    .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                    .Select(l => l.Split('\t')),
            ];
            double start = double.Parse(shots[0][^2], CultureInfo.InvariantCulture),
                end = double.Parse(shots[^1][^1], CultureInfo.InvariantCulture);
            Assert.InRange(start, -0.01, 0.07);
            Assert.InRange(end, seconds - 0.1, seconds + 0.15);
        }

        folder.Preview(["--duration", "3", .. FieldClips.Still]);

        FilmMeter film = new(folder.File("film.mp4"));
        Assert.True(film.Runs().Max() <= 3, $"a picture stands still for {film.Runs().Max()} frames");
    }
}
