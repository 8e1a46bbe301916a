using MontageAI.Engine.Listening;
using MontageAI.Results;

namespace MontageAI.Engine.Tests.Listening;

public sealed class SpeechWriterTests
{
    [Fact]
    public void Pieces_StretchesThatFit_GoTogether()
    {
        IReadOnlyList<(double Start, double End)> pieces = SpeechWriter.Pieces(
            [new(0.1, 4, 1), new(6, 9, 1), new(27, 29.9, 1), new(100, 101, 1)],
            101.1,
            28
        );

        Assert.Equal([(0, 9.2), (26.8, 30.1), (99.8, 101.1)], pieces.Select(p => (Math.Round(p.Start, 3), Math.Round(p.End, 3))));
    }

    [Fact]
    public void Pieces_OneLongStretch_IsPartedWithoutGaps()
    {
        IReadOnlyList<(double Start, double End)> pieces = SpeechWriter.Pieces([new(5, 95, 1)], 100, 28);

        Assert.Equal(4, pieces.Count);
        Assert.Equal((4.8, 95.2), (pieces[0].Start, pieces[^1].End));
        Assert.All(pieces.Zip(pieces.Skip(1)), p => Assert.Equal(p.First.End, p.Second.Start, 9));
        Assert.All(pieces, p => Assert.InRange(p.End - p.Start, 1, 28));
    }

    [Fact]
    public void Pieces_NobodySpeaks_AreNone() => Assert.Empty(SpeechWriter.Pieces([], 10, 28));
}
