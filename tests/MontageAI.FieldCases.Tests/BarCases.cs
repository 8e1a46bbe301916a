using MontageAI.Testing;

namespace MontageAI.FieldCases.Tests;

/// <summary>Footage with black bars recorded in it: no film shows them, wherever their edge lies in small pictures.</summary>
public sealed class BarCases
{
    [TableTheory(NeedsMedia = true)]
    [InlineData("video/sintel_cliff.mp4")]
    [InlineData("video/chaplin_bw.mp4")]
    [InlineData("video/tears_of_steel_battle.webm")]
    public void RealFilm_ShowsNoBars(string clip)
    {
        using FieldFolder folder = new FieldFolder().WithSong(8);
        Directory.CreateDirectory(folder.Clips);
        File.Copy(TestMedia.File(clip), Path.Combine(folder.Clips, Path.GetFileName(clip)));

        folder.Preview(["--duration", "6", .. FieldClips.Still]);

        AssertFilled(folder);
    }

    // 2.39:1 and 4:3 in 16:9, with edges on all kinds of rows.
    [TableTheory]
    [InlineData(848, 354, 63)]
    [InlineData(848, 356, 61)]
    [InlineData(848, 358, 62)]
    [InlineData(848, 362, 59)]
    [InlineData(640, 480, 0)]
    [InlineData(636, 480, 0)]
    public void Bars_AreCutAway(int width, int height, int top)
    {
        using FieldFolder folder = new FieldFolder().WithSong(8);
        for (int i = 0; i < 2; i++)
        {
            FieldClips.Make(
                Path.Combine(folder.Clips, $"barred{i}.mp4"),
                6,
                "25",
                width,
                height,
                "-vf",
                FormattableString.Invariant($"hue=h={90 * i},eq=brightness=0.1,pad=848:480:(ow-iw)/2:{top}")
            );
        }

        folder.Preview(["--duration", "5", .. FieldClips.Still]);

        AssertFilled(folder);
    }

    // A landscape picture that was posted upright, between bars: what lies between them fills the canvas.
    [TableTheory]
    [InlineData(480, 270, 292)]
    [InlineData(480, 274, 290)]
    [InlineData(478, 268, 290)]
    public void LandscapeInAnUprightClip_FillsTheCanvas(int width, int height, int top)
    {
        using FieldFolder folder = new FieldFolder().WithSong(8);
        for (int i = 0; i < 2; i++)
        {
            FieldClips.Make(
                Path.Combine(folder.Clips, $"upright{i}.mp4"),
                6,
                "25",
                width,
                height,
                "-vf",
                FormattableString.Invariant($"hue=h={90 * i},eq=brightness=0.1,pad=480:854:(ow-iw)/2:{top}")
            );
        }

        folder.Preview(["--duration", "5", "--aspect", "16:9", .. FieldClips.Still]);

        AssertFilled(folder);
        ShownPictures shown = new(folder.File("film.mp4"), 64, 36);
        for (int frame = 2; frame < shown.Count; frame += 5)
        {
            foreach (double at in (double[])[0.02, 0.9])
            {
                (double red, double green, double blue) = shown.Mean(frame, 0.47, at, 0.06);
                Assert.True(red + green + blue > 24, $"frame {frame}: the clip's bars are seen");
            }
        }
    }

    private static void AssertFilled(FieldFolder folder)
    {
        ShownPictures shown = new(folder.File("film.mp4"), 64, 36);
        for (int frame = 2; frame < shown.Count; frame += 5)
        {
            foreach ((double left, double top) in ((double, double)[])[(0.2, 0), (0.6, 0), (0.2, 0.95), (0.6, 0.95), (0, 0.4), (0.95, 0.4)])
            {
                (double red, double green, double blue) = shown.Mean(frame, left, top, 0.05);
                if (red + green + blue > 24)
                {
                    continue;
                }

                // A dark place of the picture itself has something bright in its row or column.
                double most = Enumerable
                    .Range(0, 20)
                    .Select(i => top is 0 or 0.95 ? shown.Mean(frame, i / 20.0, top, 0.05) : shown.Mean(frame, left, i / 20.0, 0.05))
                    .Max(c => c.R + c.G + c.B);
                Assert.True(most > 60, $"frame {frame}: black along the edge at {left}, {top}");
            }
        }
    }
}
