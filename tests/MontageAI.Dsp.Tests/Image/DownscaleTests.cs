using MontageAI.Dsp.Image;

namespace MontageAI.Dsp.Tests.Image;

public sealed class DownscaleTests
{
    [Theory]
    [InlineData(320, 180, 64, 36)]
    [InlineData(35, 17, 8, 5)]
    [InlineData(8, 8, 8, 8)]
    public void Average_AnyGrid_IsTheMeanOfTheCell(int width, int height, int columns, int rows)
    {
        byte[] source = new byte[width * height];
        new Random(7).NextBytes(source);
        byte[] target = new byte[columns * rows];

        Downscale.Average(source, width, height, target, columns, rows);

        for (int cell = 0; cell < target.Length; cell++)
        {
            int x0 = cell % columns * width / columns,
                x1 = ((cell % columns) + 1) * width / columns;
            int y0 = cell / columns * height / rows,
                y1 = ((cell / columns) + 1) * height / rows;
            double mean = Enumerable
                .Range(y0, y1 - y0)
                .SelectMany(y => Enumerable.Range(x0, x1 - x0).Select(x => (int)source[(y * width) + x]))
                .Average();
            Assert.Equal(mean, target[cell], 0.51);
        }
    }
}
