using MontageAI.Rendering.Encoders;

namespace MontageAI.Rendering.Tests.Encoders;

public sealed class EncoderWishTests
{
    [Theory]
    [InlineData("auto", null, null)]
    [InlineData("software", EncoderKind.Software, null)]
    [InlineData("nvenc", EncoderKind.Nvenc, null)]
    [InlineData("nvenc:1", EncoderKind.Nvenc, "1")]
    [InlineData("vaapi:/dev/dri/renderD129", EncoderKind.Vaapi, "/dev/dri/renderD129")]
    [InlineData("videotoolbox", EncoderKind.VideoToolbox, null)]
    public void TryParse_KnownWord_GivesKindAndDevice(string text, EncoderKind? kind, string? device)
    {
        Assert.True(EncoderWish.TryParse(text, out EncoderWish? wish));
        Assert.Equal(new EncoderWish(kind, device), wish);
    }

    [Theory]
    [InlineData("")]
    [InlineData("gpu")]
    [InlineData("1")]
    [InlineData("nvenc:")]
    [InlineData("software:0")]
    [InlineData("auto:0")]
    public void TryParse_AnythingElse_IsRefused(string text) => Assert.False(EncoderWish.TryParse(text, out _));
}
