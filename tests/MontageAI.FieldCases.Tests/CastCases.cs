using MontageAI.Testing;

namespace MontageAI.FieldCases.Tests;

/// <summary>Footage under a lamp or in the shade: greys come out nearer to neutral. Neutral pictures and coloured things stay.</summary>
public sealed class CastCases
{
    // Mostly grey pictures: rooms, streets, snow.
    private const string Greyish = "hue=s=0.03,eq=contrast=0.5:brightness=0.05";

    [TableTheory]
    [InlineData("lamp", 1.08, 1.0, 0.88)]
    [InlineData("shade", 0.9, 1.0, 1.1)]
    [InlineData("bulb", 1.1, 1.0, 0.86)]
    public void Cast_IsTakenOutInPart(string name, double red, double green, double blue)
    {
        using FieldFolder folder = new FieldFolder().WithSong(8);
        Tinted(folder, name, Greyish, red, green, blue);
        double before = Math.Abs(Warmth(Path.Combine(folder.Clips, name + "0.mp4")));

        folder.Preview(["--duration", "5", .. FieldClips.Still]);

        double after = Math.Abs(Warmth(folder.File("film.mp4")));
        Assert.True(after < 0.85 * before, $"red to blue was off by {before:0.000} octaves, is by {after:0.000}");
    }

    [TableTheory]
    [InlineData("neutral", Greyish, 1.0, 1.0, 1.0)]
    [InlineData("warm", Greyish, 1.01, 1.0, 0.99)]
    [InlineData("water", "hue=s=0,eq=contrast=0.4", 0.45, 0.9, 1.4)]
    [InlineData("lamp, a warm look", Greyish, 1.08, 1.0, 0.88, "--set", "look.temperature=0.1")]
    public void NoCast_StaysAsItIs(string name, string scene, double red, double green, double blue, params string[] options)
    {
        using FieldFolder folder = new FieldFolder().WithSong(8);
        Tinted(folder, "clip", scene, red, green, blue);
        double before = Warmth(Path.Combine(folder.Clips, "clip0.mp4"));

        folder.Preview(["--duration", "5", .. FieldClips.Still, .. options]);

        double after = Warmth(folder.File("film.mp4"));
        double least = options.Length == 0 ? -0.05 : 0;
        Assert.True(
            after - before >= least && (options.Length > 0 || after - before < 0.05),
            $"{name}: red to blue was {before:0.000} octaves, is {after:0.000}"
        );
    }

    private static void Tinted(FieldFolder folder, string name, string scene, double red, double green, double blue)
    {
        for (int i = 0; i < 3; i++)
        {
            FieldClips.Make(
                Path.Combine(folder.Clips, $"{name}{i}.mp4"),
                6,
                "25",
                "-vf",
                FormattableString.Invariant($"hue=h={60 * i},{scene},format=gbrp,colorchannelmixer=rr={red}:gg={green}:bb={blue}")
            );
        }
    }

    // Red over blue of the middle of the film, octaves.
    private static double Warmth(string film)
    {
        ShownPictures shown = new(film, 64, 36);
        double reds = 0,
            blues = 0;
        for (int frame = shown.Count / 4; frame < 3 * shown.Count / 4; frame += 5)
        {
            (double red, _, double blue) = shown.Mean(frame, 0, 0, 1);
            (reds, blues) = (reds + red, blues + blue);
        }

        return Math.Log2(reds / blues);
    }
}
