using MontageAI.Analysis.Clips.Pictures;
using MontageAI.Media;
using MontageAI.Results;

namespace MontageAI.Analysis.Tests.Clips.Pictures;

/// <summary>Greys tell the light; colours, the dark and what is burnt out do not.</summary>
public sealed class LightMeterTests
{
    private const int Width = 64;
    private const int Height = 36;

    [Theory]
    [InlineData(128, 128, 0, 0)]
    [InlineData(120, 134, -0.07, 0.05)]
    [InlineData(136, 124, 0.07, -0.035)]
    public void Measure_Greys_SayTheirColourOverTheirLuma(byte blue, byte red, double wantedBlue, double wantedRed)
    {
        GreyLight? light = LightMeter.Measure(Picture(_ => (126, blue, red)));

        Assert.NotNull(light);
        Assert.Equal(wantedBlue, light.Blue, 0.01);
        Assert.Equal(wantedRed, light.Red, 0.01);
        Assert.Equal(1, light.Share, 0.001);
    }

    [Fact]
    public void Measure_AQuarterOfGreysAmongColours_SaysTheGreys()
    {
        GreyLight? light = LightMeter.Measure(
            Picture(i =>
                (i % 4) switch
                {
                    0 => (126, 122, 133),
                    1 => (126, 70, 170),
                    2 => (126, 190, 100),
                    _ => (126, 100, 80),
                }
            )
        );

        Assert.Equal(0.25, light!.Share, 0.01);
        Assert.True(light is { Blue: < -0.03f, Red: > 0.03f }, $"{light}");
    }

    [Theory]
    [InlineData(30, 120, 134)]
    [InlineData(235, 120, 134)]
    [InlineData(126, 180, 90)]
    [InlineData(150, 100, 158)]
    public void Measure_NightBurntOutWaterAndSkin_SayNothing(byte luma, byte blue, byte red) =>
        Assert.Null(LightMeter.Measure(Picture(_ => (luma, blue, red))));

    private static SmallFrame Picture(Func<int, (byte Luma, byte Blue, byte Red)> of)
    {
        SmallFrame frame = new(Width, Height);
        Span<byte> pixels = frame.Pixels.Span;
        int chroma = Width * Height / 4;
        for (int i = 0; i < chroma; i++)
        {
            (byte y, byte b, byte r) = of(i);
            int x = i % (Width / 2) * 2,
                top = i / (Width / 2) * 2;
            pixels[(top * Width) + x] = pixels[(top * Width) + x + 1] = y;
            pixels[((top + 1) * Width) + x] = pixels[((top + 1) * Width) + x + 1] = y;
            (pixels[(Width * Height) + i], pixels[(Width * Height) + chroma + i]) = (b, r);
        }

        return frame;
    }
}
