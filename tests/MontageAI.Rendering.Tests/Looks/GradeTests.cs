using MontageAI.Errors;
using MontageAI.Rendering.Looks;
using MontageAI.Testing;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Tests.Looks;

public sealed class GradeTests
{
    private static readonly Rgb s_grey = new(0.4895, 0.4895, 0.4895);

    [Fact]
    public void At_NothingAskedFor_EveryColourStays()
    {
        Grade grade = new(null, null);

        for (int i = 0; i < 125; i++)
        {
            Rgb colour = new(i % 5 / 4.0, i / 5 % 5 / 4.0, i / 25 / 4.0);
            Rgb after = grade.At(colour);
            Assert.True(
                Math.Abs(after.R - colour.R) + Math.Abs(after.G - colour.G) + Math.Abs(after.B - colour.B) < 1e-6,
                $"{colour} became {after}"
            );
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(0.5)]
    public void At_Exposure_MultipliesLight(double stops)
    {
        foreach (Grade grade in new[] { new Grade(null, new() { Exposure = stops }), new Grade(new() { Exposure = stops }, null) })
        {
            Rgb after = grade.At(s_grey);
            Assert.Equal(Math.Pow(2, stops), after.ToLight().G / s_grey.ToLight().G, 3);
        }
    }

    [Fact]
    public void At_MoreExposure_KeepsDrawingInTheBrightestParts()
    {
        Grade grade = new(null, new() { Exposure = 1.5 });

        double[] steps = [.. Enumerable.Range(0, 21).Select(i => grade.At(new(i / 20.0, i / 20.0, i / 20.0)).G)];

        Assert.All(Enumerable.Range(1, 20), i => Assert.True(steps[i] > steps[i - 1] + 0.001));
        Assert.Equal(1, steps[^1], 6);
    }

    [Fact]
    public void At_EveryAmount_MovesColoursTheRightWay()
    {
        Assert.True(At(new() { Temperature = 1 }) is { R: > 0.5, B: < 0.47 });
        Assert.True(At(new() { Temperature = -1 }) is { R: < 0.47, B: > 0.5 });
        Rgb magenta = At(new() { Tint = 1 }),
            green = At(new() { Tint = -1 });
        Assert.True(magenta.G < magenta.R && magenta.G < magenta.B && green.G > green.R && green.G > green.B);
        Assert.True(new Grade(null, new() { Shadows = 1 }).At(new(0.05, 0.05, 0.05)).G > 0.15);
        Assert.True(new Grade(null, new() { Shadows = -1 }).At(new(0.2, 0.2, 0.2)).G < 0.15);
        Assert.True(new Grade(null, new() { Highlights = -1 }).At(new(0.95, 0.95, 0.95)).G < 0.85);
        Assert.True(new Grade(null, new() { Highlights = 1 }).At(new(0.8, 0.8, 0.8)).G > 0.84);
        Rgb grey = new Grade(null, new() { Saturation = -1 }).At(new(0.8, 0.3, 0.2));
        Assert.True(Math.Abs(grey.R - grey.B) < 0.002);
        Rgb dark = new Grade(null, new() { SplitTone = 1 }).At(new(0.25, 0.25, 0.25)),
            bright = new Grade(null, new() { SplitTone = 1 }).At(new(0.8, 0.8, 0.8));
        Assert.True(dark.B > dark.R + 0.02 && bright.R > bright.B + 0.02);
        Assert.Equal(2, Slope(1), 1);
        Assert.Equal(0.5, Slope(-0.5), 2);

        static Rgb At(PictureLook look) => new Grade(null, look).At(s_grey);
        static double Slope(double contrast) =>
            (
                new Grade(null, new() { Contrast = contrast }).At(new(0.4995, 0.4995, 0.4995)).G
                - new Grade(null, new() { Contrast = contrast }).At(new(0.4795, 0.4795, 0.4795)).G
            ) / 0.02;
    }

    [Fact]
    public void At_CorrectionOfABlueCast_BringsGreyBack()
    {
        Rgb cast = new(s_grey.R * Rgb.Code(Math.Pow(2, -0.3)), s_grey.G, s_grey.B * Rgb.Code(Math.Pow(2, 0.4)));

        Rgb after = new Grade(new() { Red = 0.3, Blue = -0.4 }, null).At(cast);

        Assert.True(Math.Abs(after.R - after.G) < 0.002 && Math.Abs(after.B - after.G) < 0.002, after.ToString());
    }

    [Theory]
    [InlineData("slog3", 0.41)]
    [InlineData("vlog", 0.423)]
    [InlineData("clog3", 0.343)]
    [InlineData("logc", 0.391)]
    [InlineData("dlog", 0.3988)]
    public void At_LogFootage_MiddleGreyComesWhereAScreenWantsIt(string curve, double middleGrey)
    {
        Grade grade = new(new() { LogCurve = curve }, null);

        Rgb after = grade.At(new(middleGrey, middleGrey, middleGrey));

        // 18 % of light is 0.409 in BT.709.
        Assert.InRange(after.G, 0.39, 0.43);
        Assert.True(Math.Abs(after.R - after.G) < 0.005 && Math.Abs(after.B - after.G) < 0.005, after.ToString());
        double[] steps = [.. Enumerable.Range(0, 41).Select(i => grade.At(new(i / 40.0, i / 40.0, i / 40.0)).G)];
        Assert.All(Enumerable.Range(1, 40), i => Assert.True(steps[i] >= steps[i - 1]));
    }

    [Fact]
    public void At_TableAtHalfStrength_GoesHalfTheWay()
    {
        using TempFolder folder = new();
        string path = folder.File("negative.cube");
        File.WriteAllText(
            path,
            "TITLE \"negative\"\r\n# made by hand\r\nLUT_3D_SIZE 2\r\nDOMAIN_MIN 0 0 0\r\nDOMAIN_MAX 1 1 1\r\n"
                + string.Concat(Enumerable.Range(0, 8).Select(i => $"{1 - (i & 1)} {1 - ((i >> 1) & 1)} {1 - (i >> 2)}\r\n"))
        );

        Rgb half = new Grade(null, new() { Lut = path, LutStrength = 0.5 }).At(new(0.2, 0.5, 1)),
            full = new Grade(null, new() { Lut = path, LutStrength = 1 }).At(new(0.2, 0.5, 1));

        Assert.True(Math.Abs(half.R - 0.5) + Math.Abs(half.G - 0.5) + Math.Abs(half.B - 0.5) < 1e-6, half.ToString());
        Assert.True(Math.Abs(full.R - 0.8) + Math.Abs(full.G - 0.5) + Math.Abs(full.B) < 1e-6, full.ToString());
    }

    [Theory]
    [InlineData("TITLE none\n", "no LUT_3D_SIZE")]
    [InlineData("LUT_3D_SIZE 2\n0 0 0\n", "ends after 1 colours")]
    [InlineData("LUT_3D_SIZE 2\n0 0 zero\n", "line 2")]
    [InlineData("LUT_3D_SIZE 999\n", "2 to 129")]
    [InlineData("LUT_1D_SIZE 2\n0 0 0\n1 1 nan\n", "line 3")]
    public void Read_NotATable_NamesFileLineAndRemedy(string text, string expected)
    {
        using TempFolder folder = new();
        string path = folder.File("bad.cube");
        File.WriteAllText(path, text);

        MediaException e = Assert.Throws<MediaException>(() => new Grade(null, new() { Lut = path, LutStrength = 1 }));

        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.Contains("bad.cube", e.Message, StringComparison.Ordinal);
        Assert.Contains("Export it again", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("folder")]
    [InlineData("pipe")]
    [InlineData("link to a pipe")]
    [InlineData("/dev/zero")]
    [InlineData("empty")]
    [InlineData("sparse")]
    [InlineData("missing")]
    public void Read_NoPlainFileOfASensibleSize_IsRefusedAndNotWaitedFor(string kind)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pipes and devices among its files.");
        using TempFolder folder = new();
        string path = kind[0] == '/' ? kind : folder.File("a.cube");
        switch (kind)
        {
            case "folder":
                Directory.CreateDirectory(path);
                break;
            case "pipe":
                TestTools.Run("mkfifo", path);
                break;
            case "link to a pipe":
                TestTools.Run("mkfifo", folder.File("pipe"));
                File.CreateSymbolicLink(path, folder.File("pipe"));
                break;
            case "empty":
                File.WriteAllText(path, "");
                break;
            case "sparse":
                using (FileStream file = File.Create(path))
                {
                    file.SetLength(1L << 33);
                }

                break;
            default:
                break;
        }

        MediaException read = Assert.Throws<MediaException>(() => new Grade(null, new() { Lut = path, LutStrength = 1 }));
        MediaException named = Assert.Throws<MediaException>(() => Grade.Identity(null, new() { Lut = path, LutStrength = 1 }));

        Assert.Equal(read.Message, named.Message);
        Assert.Contains("cannot be read as a colour table", read.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_ManyLooks_AreMadeOnceWhileKeptAndNeverMoreThanSixteen()
    {
        GradeTables tables = new();
        int made = 0;
        string Get(int look) => tables.Get($"{look}", () => $"table {look} {made++}");

        string first = Get(0);
        Assert.Equal(first, Get(0));
        for (int look = 1; look <= GradeTables.Most; look++)
        {
            Get(look);
        }

        // The oldest went; all others are still there.
        Assert.Equal(GradeTables.Most + 1, made);
        Assert.All(Enumerable.Range(1, GradeTables.Most), look => Assert.Equal($"table {look} {look}", Get(look)));
        Assert.NotEqual(first, Get(0));
    }
}
