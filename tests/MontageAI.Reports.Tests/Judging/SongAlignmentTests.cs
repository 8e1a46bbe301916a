using MontageAI.Reports.Judging;
using MontageAI.Results;

namespace MontageAI.Reports.Tests.Judging;

/// <summary>Where in a song a film's sound begins.</summary>
public sealed class SongAlignmentTests
{
    private const double Hop = 0.01;

    [Theory]
    [InlineData(0)]
    [InlineData(1234)]
    [InlineData(6001)]
    public void Find_Excerpt_GivesItsPlace(int from)
    {
        float[] song = Song(3, 9000);

        (double offset, double likeness) = SongAlignment.Find(Of(song[from..(from + 2000)]), Of(song))!.Value;

        Assert.Equal(from * Hop, offset, 2);
        Assert.InRange(likeness, 0.99, 1.01);
    }

    [Fact]
    public void Find_FilmThatBeginsBeforeTheSong_GivesANegativePlace()
    {
        float[] song = Song(3, 4000);

        (double offset, double likeness) = SongAlignment.Find(Of([.. new float[300], .. song[..2000]]), Of(song))!.Value;

        Assert.Equal(-3, offset, 2);
        Assert.InRange(likeness, 0.99, 1.01);
    }

    [Fact]
    public void Find_AnotherSong_IsNotLikeIt()
    {
        (double _, double likeness) = SongAlignment.Find(Of(Song(11, 2000)), Of(Song(3, 9000)))!.Value;

        Assert.InRange(likeness, -1, SongAlignment.LeastLikeness - 0.1);
    }

    [Fact]
    public void Find_NearlyNoSound_GivesNothing() => Assert.Null(SongAlignment.Find(Of(new float[20]), Of(Song(3, 4000))));

    // Onsets of random strength at random moments.
    private static float[] Song(uint state, int hops)
    {
        float[] values = new float[hops];
        for (int i = 0; i < hops; i++)
        {
            state = (state * 1664525) + 1013904223;
            if (state >> 24 < 16)
            {
                for (int k = 0; k < 6 && i + k < hops; k++)
                {
                    values[i + k] = Math.Max(values[i + k], (state >> 8 & 255) / 255f * (1 - (k / 6f)));
                }
            }
        }

        return values;
    }

    private static OnsetStrength Of(float[] values) => new(Hop, values);
}
