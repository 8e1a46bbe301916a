using MontageAI.Testing;

namespace MontageAI.FieldCases.Tests;

/// <summary>Pictures whose rows were taken at two moments: no teeth at the edges of what moves.</summary>
public sealed class InterlaceCases
{
    // Stripes that run to the side by 3 pixels a field, in the middle of a picture that changes as pictures do.
    private const string Running =
        "format=yuv420p,geq=lum='if(between(Y,H*0.4,H*0.7),if(lt(mod(X+N*3,96),48),40,210),lum(X,Y))':cb='cb(X,Y)':cr='cr(X,Y)'";
    private const string Fields = Running + ",tinterlace=interleave_top,fieldorder=tff,setfield=tff";

    [Theory]
    [InlineData("tape.avi", "720x576", "50", Fields, "-c:v", "dvvideo")]
    [InlineData("tape.mov", "720x576", "50", Fields, "-c:v", "dvvideo")]
    [InlineData("tape.dv", "720x576", "50", Fields, "-c:v", "dvvideo", "-f", "dv")]
    [InlineData("asp.avi", "720x576", "50", Fields, "-c:v", "mpeg4", "-flags", "+ilme+ildct", "-q:v", "3")]
    [InlineData("asp.mp4", "640x480", "60", Fields, "-c:v", "mpeg4", "-flags", "+ilme+ildct", "-q:v", "3")]
    [InlineData("unmarked.avi", "720x576", "50", Fields, "-c:v", "mjpeg", "-q:v", "3")]
    [InlineData("unmarked.mp4", "720x576", "50", Fields + ",setfield=prog", "-c:v", "libx264", "-preset", "ultrafast", "-crf", "16")]
    [InlineData("marked.mkv", "720x576", "50", Fields, "-c:v", "libx264", "-flags", "+ilme+ildct", "-preset", "ultrafast", "-crf", "16")]
    public void Fields_AreMadeWholePictures(string name, string size, string rate, string filters, params string[] codec)
    {
        using FieldFolder folder = new FieldFolder().WithSong(3);
        Directory.CreateDirectory(folder.Clips);
        TestTools.FFmpeg([
            "-f",
            "lavfi",
            "-i",
            $"testsrc2=s={size}:r={rate}:d=3",
            "-vf",
            filters,
            .. codec,
            Path.Combine(folder.Clips, name),
        ]);

        folder.Preview("--profile", "high");

        double teeth = new ShownPictures(folder.File("film.mp4")).Teeth(0.44, 0.66);
        Assert.True(teeth < 1, $"{teeth:0.00} levels of teeth");
    }

    [Theory]
    [InlineData("mixed.mkv", "-c:v", "mpeg2video", "-flags", "+ilme+ildct", "-q:v", "3")]
    [InlineData("mixed.avi", "-c:v", "mpeg4", "-q:v", "3")]
    [InlineData("mixed.mp4", "-c:v", "libx264", "-preset", "ultrafast", "-crf", "16")]
    public void MixedFile_HasNoTeethInEitherPart(string name, params string[] codec)
    {
        using FieldFolder folder = new FieldFolder().WithSong(4);
        Directory.CreateDirectory(folder.Clips);
        TestTools.FFmpeg([
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=720x576:r=50:d=2",
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=720x576:r=25:d=2",
            "-filter_complex",
            $"[0]{Fields},setfield=prog[a];[1]{Running}[b];[b][a]concat=n=2:v=1",
            .. codec,
            Path.Combine(folder.Clips, name),
        ]);

        folder.Preview("--profile", "high");

        double teeth = new ShownPictures(folder.File("film.mp4")).Teeth(0.44, 0.66);
        Assert.True(teeth < 1, $"{teeth:0.00} levels of teeth");
    }
}
