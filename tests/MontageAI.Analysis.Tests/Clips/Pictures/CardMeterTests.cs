using MontageAI.Analysis.Clips.Pictures;

namespace MontageAI.Analysis.Tests.Clips.Pictures;

/// <summary>Writing on an even ground is a card; what is dark, even or full of lights is not.</summary>
public sealed class CardMeterTests
{
    private const int Width = 320;
    private const int Height = 180;

    [Theory]
    [InlineData(16, 220)]
    [InlineData(230, 30)]
    [InlineData(90, 200)]
    public void Measure_LinesOfLetters_IsACard(byte ground, byte ink)
    {
        byte[] picture = Ground(ground);
        Write(picture, 60, 12, ink);
        Write(picture, 90, 12, ink);

        Assert.True(CardMeter.Measure(picture, Width, Height) >= CardMeter.CardShare);
    }

    [Fact]
    public void Measure_PictureOfNoise_IsNone()
    {
        byte[] picture = new byte[Width * Height];
        new Random(3).NextBytes(picture);

        Assert.Equal(0, CardMeter.Measure(picture, Width, Height));
    }

    [Fact]
    public void Measure_OneBrightThingInTheDark_IsNone()
    {
        byte[] picture = Ground(18);
        for (int y = 40; y < 140; y++)
        {
            for (int x = 100; x < 200; x++)
            {
                if (((x - 150) * (x - 150)) + ((y - 90) * (y - 90)) < 2500)
                {
                    picture[(y * Width) + x] = (byte)(80 + (x - 100));
                }
            }
        }

        Assert.Equal(0, CardMeter.Measure(picture, Width, Height));
    }

    [Fact]
    public void Measure_LightsScatteredInTheNight_IsNone()
    {
        byte[] picture = Ground(20);
        Random random = new(5);
        for (int i = 0; i < 250; i++)
        {
            int x = random.Next(Width - 2),
                y = random.Next(Height - 2);
            picture[(y * Width) + x] = picture[(y * Width) + x + 1] = picture[((y + 1) * Width) + x] = 220;
        }

        Assert.True(CardMeter.Measure(picture, Width, Height) < CardMeter.CardShare);
    }

    private static byte[] Ground(byte level)
    {
        byte[] picture = new byte[Width * Height];
        Array.Fill(picture, level);
        return picture;
    }

    // Strokes two or three pixels wide, with gaps as between letters and words.
    private static void Write(byte[] picture, int top, int height, byte ink)
    {
        Random random = new(top);
        for (int x = 70; x < 250; x += random.Next(4, 9))
        {
            int wide = random.Next(2, 4);
            for (int y = top; y < top + height; y++)
            {
                picture.AsSpan((y * Width) + x, wide).Fill(ink);
            }
        }
    }
}
