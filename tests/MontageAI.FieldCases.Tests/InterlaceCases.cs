using MontageAI.Testing;

namespace MontageAI.FieldCases.Tests;

/// <summary>Pictures whose rows were taken at two moments: no teeth at the edges of what moves.</summary>
public sealed class InterlaceCases
{
    // Stripes that run to the side by 3 pixels a field, in the middle of a picture that changes as pictures do. They are drawn once.
    private const string Running =
        "format=yuv420p,split[p][q];[q]trim=end_frame=1,crop=iw:ih/4:0:0,pad=iw+96:ih,geq=lum='if(lt(mod(X,96),48),40,210)':cb=128:cr=128,"
        + "loop=-1:1,setpts=N/50/TB,crop=iw-96:ih:x='mod(n*3,96)':y=0[r];[p][r]overlay=0:H*0.42:shortest=1";

    private const string Fields = ",tinterlace=interleave_top,fieldorder=tff,setfield=";

    [TableTheory]
    [InlineData("tape.avi", "720x576", "50", "tff", "-c:v", "dvvideo")]
    [InlineData("tape.dv", "720x576", "50", "tff", "-c:v", "dvvideo", "-f", "dv")]
    [InlineData("asp.avi", "720x576", "50", "tff", "-c:v", "mpeg4", "-flags", "+ilme+ildct", "-q:v", "3")]
    [InlineData("asp.mp4", "640x480", "60", "tff", "-c:v", "mpeg4", "-flags", "+ilme+ildct", "-q:v", "3")]
    [InlineData("unmarked.avi", "720x576", "50", "prog", "-c:v", "mjpeg", "-q:v", "3")]
    [InlineData("unmarked.mp4", "720x576", "50", "prog", "-c:v", "libx264", "-preset", "ultrafast", "-crf", "16")]
    [InlineData("marked.mkv", "720x576", "50", "tff", "-c:v", "libx264", "-flags", "+ilme+ildct", "-preset", "ultrafast", "-crf", "16")]
    public void Fields_AreMadeWholePictures(string name, string size, string rate, string marks, params string[] codec)
    {
        using FieldFolder folder = new FieldFolder().WithSong(2);
        Directory.CreateDirectory(folder.Clips);
        string source = $"testsrc2=s={size}:r={rate}:d=3";
        TestTools.FFmpeg([
            "-f",
            "lavfi",
            "-i",
            source,
            "-filter_complex",
            Running + Fields + marks,
            .. codec,
            Path.Combine(folder.Clips, name),
        ]);

        folder.Preview("--profile", "standard");

        double teeth = new ShownPictures(folder.File("film.mp4")).Teeth(0.44, 0.66);
        Assert.True(teeth < 0.4, $"{teeth:0.00} levels of teeth");
    }

    [TableTheory]
    [InlineData("mixed.mkv", "-c:v", "mpeg2video", "-flags", "+ilme+ildct", "-q:v", "3")]
    [InlineData("mixed.avi", "-c:v", "mpeg4", "-q:v", "3")]
    [InlineData("mixed.mp4", "-c:v", "libx264", "-preset", "ultrafast", "-crf", "16")]
    public void MixedFile_HasNoTeethInEitherPart(string name, params string[] codec)
    {
        using FieldFolder folder = new FieldFolder().WithSong(3);
        Directory.CreateDirectory(folder.Clips);
        string fields = folder.File("fields.mkv");
        TestTools.FFmpeg(
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=720x576:r=50:d=2",
            "-filter_complex",
            Running + Fields + "prog",
            "-c:v",
            "ffv1",
            fields
        );
        TestTools.FFmpeg([
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=720x576:r=25:d=2",
            "-i",
            fields,
            "-filter_complex",
            $"[0]{Running}[b];[b][1]concat=n=2:v=1",
            .. codec,
            Path.Combine(folder.Clips, name),
        ]);

        folder.Preview("--profile", "standard");

        double teeth = new ShownPictures(folder.File("film.mp4")).Teeth(0.44, 0.66);
        Assert.True(teeth < 0.4, $"{teeth:0.00} levels of teeth");
    }

    // Film in fields: of five frames two are woven of two pictures.
    [TableTheory]
    [InlineData("film.mpg", true, "-c:v", "mpeg2video", "-flags", "+ilme+ildct", "-q:v", "3", "-f", "dvd")]
    [InlineData("film.mkv", true, "-c:v", "libx264", "-flags", "+ilme+ildct", "-preset", "ultrafast", "-crf", "16")]
    [InlineData("film.dv", true, "-c:v", "dvvideo", "-pix_fmt", "yuv411p", "-f", "dv")]
    [InlineData("video.mkv", false, "-c:v", "libx264", "-preset", "ultrafast", "-crf", "16")]
    public void Telecine_HasNoTeethAndItsStepsAreSaid(string name, bool told, params string[] codec)
    {
        using FieldFolder folder = new FieldFolder().WithSong(2);
        Directory.CreateDirectory(folder.Clips);
        string fields = told ? ",telecine=pattern=23,setfield=tff" : "";
        TestTools.FFmpeg([
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=720x480:r=24000/1001:d=3",
            "-filter_complex",
            Running + fields + (told ? "" : ",fps=30000/1001"),
            .. codec,
            Path.Combine(folder.Clips, name),
        ]);

        folder.Preview("--profile", "standard");

        double teeth = new ShownPictures(folder.File("film.mp4")).Teeth(0.44, 0.66);
        Assert.True(teeth < 0.4, $"{teeth:0.00} levels of teeth");
        Assert.Equal(told, File.ReadAllText(folder.File("film.report.json")).Contains("3:2 pulldown", StringComparison.Ordinal));
    }
}
