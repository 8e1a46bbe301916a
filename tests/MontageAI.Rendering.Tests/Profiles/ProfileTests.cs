using MontageAI.Rendering.Profiles;
using MontageAI.Time;

namespace MontageAI.Rendering.Tests.Profiles;

public sealed class ProfileTests
{
    [Theory]
    [InlineData(RenderIntent.QuickPreview, 30, "preview")]
    [InlineData(RenderIntent.QuickPreview, 7200, "preview")]
    [InlineData(RenderIntent.Share, 30, "standard")]
    [InlineData(RenderIntent.Share, 7200, "standard")]
    [InlineData(RenderIntent.Present, 60, "high")]
    [InlineData(RenderIntent.Present, 3600, "high")]
    [InlineData(RenderIntent.Present, 3601, "standard")]
    [InlineData(RenderIntent.Archive, 600, "master")]
    [InlineData(RenderIntent.Archive, 601, "high")]
    [InlineData(RenderIntent.Archive, 7200, "standard")]
    public void Choose_IntentAndLength_GivesTheProfile(RenderIntent intent, double seconds, string profile) =>
        Assert.Equal(profile, ProfileChooser.Choose(intent, seconds).Word);

    [Theory]
    [InlineData("preview", "16/9", null, 640, 360)]
    [InlineData("preview", "9/16", null, 360, 640)]
    [InlineData("standard", "16/9", null, 1920, 1080)]
    [InlineData("standard", "9/16", null, 1080, 1920)]
    [InlineData("high", "4/5", null, 1080, 1350)]
    [InlineData("standard", "1/1", null, 1080, 1080)]
    [InlineData("master", "16/9", null, 3840, 2160)]
    [InlineData("master", "16/9", 1080, 1920, 1080)]
    [InlineData("standard", "16/9", 271, 484, 272)]
    [InlineData("standard", "16/9", 90, 256, 144)]
    [InlineData("preview", "239/100", null, 860, 360)]
    public void Canvas_AspectAndProfile_GivesEvenSizes(string profile, string aspect, int? limit, int width, int height)
    {
        Assert.True(Rational.TryParse(aspect, out Rational ratio));

        Assert.Equal(new Canvas(width, height), Canvas.For(ratio, RenderProfile.ByName(profile)!, limit));
    }

    [Fact]
    public void ByName_UnknownName_IsNull()
    {
        Assert.Same(RenderProfile.High, RenderProfile.ByName("High"));
        Assert.Null(RenderProfile.ByName("ultra"));
    }
}
