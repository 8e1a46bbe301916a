using MontageAI.FFmpeg.Rendering.Profiles;
using MontageAI.FFmpeg.Rendering.Shots;
using MontageAI.Media;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.FFmpeg.Tests.Rendering.Shots;

public sealed class ShotRecipeTests
{
    private static readonly ShotLook s_look = new(new FrameRate(30), new Canvas(640, 360), RenderProfile.Preview);

    private static readonly ShotJob s_job = new()
    {
        Index = 3,
        SourcePath = "/clips/secret name.mp4",
        OutputPath = "/films/out.mp4",
        Video = new() { Index = 0, Codec = "h264", Width = 1920, Height = 1080, TimeBase = new Rational(1, 15360), AverageRate = new FrameRate(30) },
        Shot = new TimelineShot { Record = new FrameRange(100, 138), Source = "c01", In = new MediaTime(5120, new Rational(1, 15360)) },
    };

    [Fact]
    public void Of_OtherPathsIndexAndPlaceOnTheTimeline_IsTheSame()
    {
        ShotJob moved = s_job with { Index = 9, SourcePath = "/moved/x.mp4", OutputPath = "/tmp/y.mp4", Shot = s_job.Shot with { Record = new FrameRange(500, 538), Reasons = ["why"] } };

        Assert.Equal(ShotRecipe.Of(s_job, s_look, "abc"), ShotRecipe.Of(moved, s_look, "abc"));
        Assert.DoesNotContain("secret", ShotRecipe.Of(s_job, s_look, "abc"), StringComparison.Ordinal);
        Assert.DoesNotContain("threads", ShotRecipe.Of(s_job, s_look, "abc"), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_AnythingThatChangesPixels_IsDifferent()
    {
        string recipe = ShotRecipe.Of(s_job, s_look, "abc");
        string[] others =
        [
            ShotRecipe.Of(s_job, s_look, "abd"),
            ShotRecipe.Of(s_job with { Shot = s_job.Shot with { In = new MediaTime(5632, new Rational(1, 15360)) } }, s_look, "abc"),
            ShotRecipe.Of(s_job with { Shot = s_job.Shot with { Record = new FrameRange(100, 139) } }, s_look, "abc"),
            ShotRecipe.Of(s_job with { Shot = s_job.Shot with { Speed = new Rational(1, 2) } }, s_look, "abc"),
            ShotRecipe.Of(s_job with { Video = s_job.Video with { Index = 2 } }, s_look, "abc"),
            ShotRecipe.Of(s_job with { Video = s_job.Video with { Rotation = 90 } }, s_look, "abc"),
            ShotRecipe.Of(s_job with { Video = s_job.Video with { Color = new ColorTags { Matrix = "smpte170m" } } }, s_look, "abc"),
            ShotRecipe.Of(s_job, s_look with { Rate = new FrameRate(25) }, "abc"),
            ShotRecipe.Of(s_job, s_look with { Canvas = new Canvas(320, 180) }, "abc"),
            ShotRecipe.Of(s_job, s_look with { Profile = RenderProfile.Preview with { Crf = 27 } }, "abc"),
            ShotRecipe.Of(s_job, s_look with { Profile = RenderProfile.Preview with { SkipLoopFilter = false } }, "abc"),
        ];

        Assert.Equal(others.Length, others.Append(recipe).Distinct().Count() - 1);
        Assert.NotEqual(
            ShotRecipe.Of(s_job with { Video = s_job.Video with { Width = 1440 } }, s_look with { Fit = PictureFit.Fill }, "abc"),
            ShotRecipe.Of(s_job with { Video = s_job.Video with { Width = 1440 } }, s_look with { Fit = PictureFit.Pad }, "abc"));
    }
}
