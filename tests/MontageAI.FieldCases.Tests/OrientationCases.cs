using System.Globalization;
using MontageAI.Testing;

namespace MontageAI.FieldCases.Tests;

/// <summary>How a camera was held, in the words of display matrices and EXIF: people stand on their feet, and text reads.</summary>
public sealed class OrientationCases
{
    // A picture with a red, a green, a blue and a white corner, from the top left in reading order.
    private const string Corners =
        "drawbox=x=0:y=0:w=iw/4:h=ih/4:color=red:t=fill,drawbox=x=iw*3/4:y=0:w=iw/4:h=ih/4:color=lime:t=fill,"
        + "drawbox=x=0:y=ih*3/4:w=iw/4:h=ih/4:color=blue:t=fill,drawbox=x=iw*3/4:y=ih*3/4:w=iw/4:h=ih/4:color=white:t=fill";

    [TableTheory]
    [InlineData("mirrored selfie", -1, 0, 0, 1, "GRWB")]
    [InlineData("top and bottom changed", 1, 0, 0, -1, "BWRG")]
    [InlineData("mirrored portrait", 0, 1, 1, 0, "RBGW")]
    [InlineData("mirrored portrait, the other way", 0, -1, -1, 0, "WGBR")]
    [InlineData("portrait", 0, 1, -1, 0, "BRWG")]
    [InlineData("on its head", -1, 0, 0, -1, "WBGR")]
    [InlineData("all zero", 0, 0, 0, 0, "RGBW")]
    [InlineData("mirrored and doubled in size", -2, 0, 0, 2, "GRWB")]
    [InlineData("turned by 87 degrees", 0.052, 0.9986, -0.9986, 0.052, "BRWG")]
    public void Recording_IsShownAsItsMatrixSays(string kind, double a, double b, double c, double d, string corners)
    {
        using FieldFolder folder = new FieldFolder().WithSong(3);
        string clip = Clip(folder);
        PatchedFiles.Matrix(clip, a, b, c, d);

        folder.Preview();

        Assert.Equal(corners, Shown(folder.File("film.mp4")));
        Assert.NotEmpty(kind);
    }

    [TableTheory]
    [InlineData("jpg", 2, "GRWB")]
    [InlineData("jpg", 4, "BWRG")]
    [InlineData("jpg", 5, "RBGW")]
    [InlineData("jpg", 6, "BRWG")]
    [InlineData("jpg", 7, "WGBR")]
    [InlineData("jpg", 8, "GWRB")]
    [InlineData("jpg", 3, "WBGR")]
    [InlineData("jpg", 1, "RGBW")]
    [InlineData("png", 7, "WGBR")]
    [InlineData("webp", 2, "GRWB")]
    public void Photograph_IsShownAsItsCameraSays(string kind, int orientation, string corners)
    {
        using FieldFolder folder = new FieldFolder().WithSong(3);
        Directory.CreateDirectory(folder.Clips);
        string photograph = Path.Combine(folder.Clips, "photograph." + kind);
        TestTools.FFmpeg("-f", "lavfi", "-i", "color=gray:s=800x450:d=1", "-vf", Corners, "-frames:v", "1", photograph);
        PatchedFiles.Exif(photograph, (byte)orientation);

        folder.Preview();

        Assert.Equal(corners, Shown(folder.File("film.mp4")));
    }

    [TableTheory]
    [InlineData(-1, 0, 0, 1, "GRWB")]
    [InlineData(0, 1, 1, 0, "RBGW")]
    [InlineData(0, -1, 1, 0, "GWRB")]
    public void SmallPicturesAndProxies_AgreeWithTheFilm(double a, double b, double c, double d, string corners)
    {
        using FieldFolder folder = new FieldFolder().WithSong(3);
        string clip = Clip(folder);
        PatchedFiles.Matrix(clip, a, b, c, d);

        ProgramRun.Succeed("proxies", "--clips", folder.Clips, "--cache-dir", folder.File("store"));
        ProgramRun.Succeed("sprites", "--clips", folder.Clips, "--output", folder.File("sprites"), "--cache-dir", folder.File("store"));
        folder.Preview();

        Assert.Equal(corners, Shown(folder.File("film.mp4")));
        string sheet = Directory.GetFiles(folder.File("sprites"), "*.jpg").Order(StringComparer.Ordinal).First();
        Assert.Equal(corners, Tile(sheet, folder.File("tile.png"), b != 0));
    }

    private static string Clip(FieldFolder folder)
    {
        Directory.CreateDirectory(folder.Clips);
        string clip = Path.Combine(folder.Clips, "clip.mp4");
        TestTools.FFmpeg(
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=320x180:r=25:d=4",
            "-vf",
            $"{Corners},format=yuv420p",
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            clip
        );
        return clip;
    }

    // The first letters of the corners' colours in reading order.
    private static string Shown(string film)
    {
        ShownPictures pictures = new(film, 80, 80);
        return Letters(pictures, pictures.Count / 2);
    }

    private static string Tile(string sheet, string to, bool isUpright)
    {
        (int width, int height) = isUpright ? (160, 284) : (160, 90);
        string crop = string.Create(CultureInfo.InvariantCulture, $"crop={width}:{height}:0:0");
        TestTools.FFmpeg("-i", sheet, "-vf", crop, to);
        return Letters(new ShownPictures(to, 80, 80), 0);
    }

    private static string Letters(ShownPictures pictures, int frame) =>
        string.Concat(
            new[] { (0.04, 0.04), (0.86, 0.04), (0.04, 0.86), (0.86, 0.86) }.Select(at =>
            {
                (double r, double g, double b) = pictures.Mean(frame, at.Item1, at.Item2, 0.1);
                return r > 110 && g > 110 && b > 110 ? 'W'
                    : r > g && r > b ? 'R'
                    : g > b ? 'G'
                    : 'B';
            })
        );
}
