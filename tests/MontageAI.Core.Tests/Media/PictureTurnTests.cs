using MontageAI.Media;

namespace MontageAI.Core.Tests.Media;

public sealed class PictureTurnTests
{
    public static TheoryData<PictureTurn> All =>
        [.. from degrees in new[] { 0, 90, 180, 270 } from mirrored in new[] { false, true } select new PictureTurn(degrees, mirrored)];

    [Theory]
    [InlineData(1, 0, 0, 1, 0, false)]
    [InlineData(0, 1, -1, 0, 90, false)]
    [InlineData(-1, 0, 0, -1, 180, false)]
    [InlineData(0, -1, 1, 0, 270, false)]
    [InlineData(-1, 0, 0, 1, 0, true)]
    [InlineData(0, 1, 1, 0, 90, true)]
    [InlineData(1, 0, 0, -1, 180, true)]
    [InlineData(0, -1, -1, 0, 270, true)]
    [InlineData(0, 0, 0, 0, 0, false)]
    [InlineData(1, 1, 1, 1, 0, false)]
    public void Matrix_MeansOneOfEight(int a, int b, int c, int d, int degrees, bool mirrored)
    {
        foreach (double scale in new[] { 1, 0.5, 2, 30_000 })
        {
            int one = (int)(65536 * scale);

            Assert.Equal(new PictureTurn(degrees, mirrored), PictureTurn.OfMatrix(a * one, b * one, c * one, d * one));
        }
    }

    [Theory]
    [InlineData(44, 0)]
    [InlineData(46, 90)]
    [InlineData(-46, 270)]
    [InlineData(136, 180)]
    [InlineData(-136, 180)]
    public void OddAngle_MeansTheNearest(double angle, int degrees)
    {
        double at = angle * Math.PI / 180;
        (int cosine, int sine) = ((int)(65536 * Math.Cos(at)), (int)(65536 * Math.Sin(at)));

        Assert.Equal(new PictureTurn(degrees, false), PictureTurn.OfMatrix(cosine, sine, -sine, cosine));
        Assert.Equal(new PictureTurn(degrees, true), PictureTurn.OfMatrix(-cosine, sine, sine, cosine));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void StoredPart_IsTheOneThatIsShown(PictureTurn turn)
    {
        // A picture of 6 by 4 whose pixels are numbers, shown by hand: turned in quarters, then mirrored.
        int[][] shown = [.. Enumerable.Range(0, 4).Select(y => Enumerable.Range(0, 6).Select(x => (10 * y) + x).ToArray())];
        for (int quarter = 0; quarter < turn.Degrees / 90; quarter++)
        {
            int[][] before = shown;
            shown = [.. Enumerable.Range(0, before[0].Length).Select(x => before.Reverse().Select(row => row[x]).ToArray())];
        }

        shown = turn.IsMirrored ? [.. shown.Select(row => row.Reverse().ToArray())] : shown;
        (int x, int y, int width, int height) = turn.Stored((1, 0, 2, 3), 6, 4);

        int[] part = [.. shown.Take(3).SelectMany(row => row.Skip(1).Take(2)).Order()];
        int[] stored =
        [
            .. (from row in Enumerable.Range(y, height) from column in Enumerable.Range(x, width) select (10 * row) + column).Order(),
        ];
        Assert.Equal(part, stored);
    }
}
