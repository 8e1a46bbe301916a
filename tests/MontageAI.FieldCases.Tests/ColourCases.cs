using MontageAI.Testing;

namespace MontageAI.FieldCases.Tests;

/// <summary>Transparency, and colours wider than those of television.</summary>
public sealed class ColourCases
{
    // Left half opaque picture, right half transparent over bright red.
    private const string HalfClear =
        "format=rgba,geq=r='if(lt(X,W/2),r(X,Y),255)':g='if(lt(X,W/2),g(X,Y),0)':b='if(lt(X,W/2),b(X,Y),0)':a='if(lt(X,W/2),255,0)'";

    [TableTheory]
    [InlineData("titles.mov", "-c:v", "prores_ks", "-profile:v", "4444", "-pix_fmt", "yuva444p10le")]
    [InlineData("titles.webm", "-c:v", "libvpx-vp9", "-pix_fmt", "yuva420p", "-deadline", "realtime", "-cpu-used", "8")]
    [InlineData("titles8.webm", "-c:v", "libvpx", "-pix_fmt", "yuva420p", "-auto-alt-ref", "0", "-b:v", "2M", "-deadline", "realtime")]
    [InlineData("titles.avi", "-c:v", "rawvideo", "-pix_fmt", "bgra")]
    [InlineData("titles.png.mov", "-c:v", "png", "-pix_fmt", "rgba")]
    public void Transparent_ShowsBlack(string name, params string[] codec)
    {
        using FieldFolder folder = new FieldFolder().WithSong(3);
        Directory.CreateDirectory(folder.Clips);
        TestTools.FFmpeg([
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=320x180:r=25:d=4",
            "-vf",
            HalfClear,
            .. codec,
            Path.Combine(folder.Clips, name),
        ]);

        folder.Preview();

        ShownPictures shown = new(folder.File("film.mp4"), 64, 36);
        (double red, double green, double blue) = shown.Mean(shown.Count / 2, 0.7, 0.3, 0.2);
        Assert.True(red < 40 && green < 40 && blue < 40, $"{red:0} {green:0} {blue:0}");
        (red, green, blue) = shown.Mean(shown.Count / 2, 0, 0, 0.4);
        Assert.True(red + green + blue > 120, $"{red:0} {green:0} {blue:0}");
    }

    // Tall pictures on a wide canvas lie over their own enlargement; what they hide is not seen in that either.
    [TableTheory]
    [InlineData("titles.mov", 180, 320, "-c:v", "prores_ks", "-profile:v", "4444", "-pix_fmt", "yuva444p10le")]
    [InlineData("titles.webm", 180, 320, "-c:v", "libvpx-vp9", "-pix_fmt", "yuva420p", "-deadline", "realtime", "-cpu-used", "8")]
    [InlineData("titles.avi", 240, 240, "-c:v", "rawvideo", "-pix_fmt", "bgra")]
    public void Transparent_OverABlurredFill_ShowsNoHiddenColour(string name, int width, int height, params string[] codec)
    {
        using FieldFolder folder = new FieldFolder().WithSong(3);
        Directory.CreateDirectory(folder.Clips);
        TestTools.FFmpeg([
            "-f",
            "lavfi",
            "-i",
            $"testsrc2=s={width}x{height}:r=25:d=4,lutrgb=r=val/8",
            "-vf",
            HalfClear,
            .. codec,
            Path.Combine(folder.Clips, name),
        ]);

        folder.Preview("--fit", "blur", "--aspect", "16:9");

        ShownPictures shown = new(folder.File("film.mp4"), 64, 36);
        double most = 0,
            light = 0;
        for (int x = 0; x < 16; x++)
        {
            (double red, double green, double blue) = shown.Mean(shown.Count / 2, x / 16.0, 0.4, 1 / 16.0);
            most = Math.Max(most, red - Math.Max(green, blue));
            light = Math.Max(light, green + blue);
        }

        Assert.True(most < 40, $"{most:0} redder than anything else");
        Assert.True(light > 100, $"nothing is shown ({light:0})");
    }

    [TableTheory]
    [InlineData("clip.mov", "smpte432", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-color_trc", "bt709")]
    [InlineData("clip10.mov", "smpte432", "-c:v", "libx265", "-pix_fmt", "yuv420p10le", "-tag:v", "hvc1", "-color_trc", "bt709")]
    [InlineData("clip.mkv", "smpte432", "-c:v", "libx264", "-pix_fmt", "yuv444p", "-color_trc", "iec61966-2-1")]
    public void DisplayP3_IsNotPaler(string name, string primaries, params string[] codec)
    {
        using FieldFolder folder = new FieldFolder().WithSong(3);
        Directory.CreateDirectory(folder.Clips);
        // Saturated orange as P3 numbers: a red of 180 over a green of 110 means more of both apart in BT.709.
        TestTools.FFmpeg([
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=320x180:r=25:d=4",
            "-vf",
            "drawbox=x=iw/4:y=ih/4:w=iw/2:h=ih/2:color=0xB46E50:t=fill,scale=out_color_matrix=bt709:out_range=tv",
            .. codec,
            "-color_primaries",
            primaries,
            "-colorspace",
            "bt709",
            "-color_range",
            "tv",
            Path.Combine(folder.Clips, name),
        ]);

        folder.Preview();

        ShownPictures shown = new(folder.File("film.mp4"), 64, 36);
        (double red, double green, double blue) = shown.Mean(shown.Count / 2, 0.4, 0.4, 0.2);
        Assert.True(red - green > 76 && red - blue > 109, $"{red:0} {green:0} {blue:0}");
    }

    [TableTheory]
    [InlineData("Display P3", true, 77)]
    [InlineData("Display P3", false, 77)]
    [InlineData("sRGB IEC61966-2.1", false, 0)]
    public void PhotographWithAProfile_IsShownAsThatSays(string profile, bool wide, int least)
    {
        using FieldFolder folder = new FieldFolder().WithSong(3);
        Directory.CreateDirectory(folder.Clips);
        string photograph = Path.Combine(folder.Clips, "photograph.jpg");
        string box = "drawbox=x=iw/4:y=ih/4:w=iw/2:h=ih/2:color=0xB46E50:t=fill";
        TestTools.FFmpeg("-f", "lavfi", "-i", "testsrc2=s=800x450:d=1", "-vf", box, "-frames:v", "1", "-q:v", "2", photograph);
        byte[] name = wide ? System.Text.Encoding.BigEndianUnicode.GetBytes(profile) : System.Text.Encoding.ASCII.GetBytes(profile);
        byte[] bytes = File.ReadAllBytes(photograph);
        byte[] part = [.. "ICC_PROFILE\0\x01\x01"u8, .. new byte[128], .. name, .. new byte[16]];
        File.WriteAllBytes(photograph, [.. bytes[..2], 0xFF, 0xE2, 0, (byte)(part.Length + 2), .. part, .. bytes[2..]]);

        folder.Preview();

        ShownPictures shown = new(folder.File("film.mp4"), 64, 36);
        (double red, double green, double blue) = shown.Mean(shown.Count / 2, 0.4, 0.4, 0.2);
        double apart = red - green;
        Assert.True(least > 0 ? apart > least : apart < 76, $"{red:0} {green:0} {blue:0}");
    }
}
