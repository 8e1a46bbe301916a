using MontageAI.Analysis.Clips.Pictures;
using MontageAI.Results;

namespace MontageAI.Analysis.Tests.Clips.Pictures;

/// <summary>Black bars belong to the picture where a picture lies between them; darkness alone is none.</summary>
public sealed class BarMeterTests
{
    private const int Width = 320;
    private const int Height = 180;

    [Theory]
    [InlineData(0, 22)]
    [InlineData(40, 0)]
    [InlineData(20, 12)]
    public void Measure_PictureBetweenBars_TellsTheirSize(int columns, int rows)
    {
        byte[] picture = Picture((x, y) => x < columns || x >= Width - columns || y < rows || y >= Height - rows);

        PictureBars? bars = BarMeter.Measure(picture, Width, Height);

        Assert.NotNull(bars);
        Assert.Equal((double)columns / Width, bars.Left, 2);
        Assert.Equal((double)columns / Width, bars.Right, 2);
        Assert.Equal((double)rows / Height, bars.Top, 2);
        Assert.Equal((double)rows / Height, bars.Bottom, 2);
    }

    // The encoder's edge and our small picture's rows do not fall together: a row that is mostly bar lies between both.
    [Theory]
    [InlineData(21)]
    [InlineData(28)]
    public void Measure_EdgeBetweenRows_IsAnEdgeAllTheSame(byte mixed)
    {
        byte[] picture = Picture((_, y) => y < 22 || y >= Height - 22);
        for (int x = 0; x < Width; x++)
        {
            picture[((Height - 23) * Width) + x] = (byte)(x % 9 == 0 ? 50 : mixed);
        }

        PictureBars? bars = BarMeter.Measure(picture, Width, Height);

        Assert.NotNull(bars);
        Assert.Equal(22.0 / Height, bars.Bottom, 2);
    }

    /// <summary>A planet in the dark, a night with a lit window, and a picture that is black at one side only.</summary>
    [Fact]
    public void Measure_DarkPictures_HaveNone()
    {
        Assert.Null(BarMeter.Measure(Picture((x, y) => Math.Pow(x - 160, 2) + Math.Pow(y - 90, 2) > 3600), Width, Height));
        Assert.Null(BarMeter.Measure(Picture((x, y) => x < 150 || x > 170 || y < 80 || y > 100), Width, Height));
        Assert.Null(BarMeter.Measure(Picture((_, y) => y < 30), Width, Height));
        Assert.Null(BarMeter.Measure(Picture((_, _) => true), Width, Height));
        Assert.Null(BarMeter.Measure(Picture((_, _) => false), Width, Height));
    }

    private static byte[] Picture(Func<int, int, bool> isBlack)
    {
        byte[] picture = new byte[Width * Height];
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                picture[(y * Width) + x] = (byte)(isBlack(x, y) ? 16 + ((x + y) % 3) : 60 + ((x + (2 * y)) % 120));
            }
        }

        return picture;
    }
}
