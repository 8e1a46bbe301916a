using MontageAI.Interchange.Formats;
using MontageAI.Interchange.Sequences;
using MontageAI.Timelines;

namespace MontageAI.Interchange.Tests.Mlt;

/// <summary>What is said of things that MLT does not hold.</summary>
public sealed class MltHandoffTests
{
    [Theory]
    [InlineData(HandoffFormat.Mlt, 1)]
    [InlineData(HandoffFormat.Kdenlive, 1)]
    [InlineData(HandoffFormat.Otio, 0)]
    public void Losses_OfAFrozenShot_SayThatItMovesInMlt(HandoffFormat format, int lines)
    {
        Timeline timeline = MadeTimelines.Of(6, 1);
        Timeline frozen = timeline with
        {
            Shots = [.. timeline.Shots.Select((s, i) => i == 2 ? s with { Ramp = [new SpeedPoint(0, 0)] } : s with { Ramp = null })],
        };

        Loss[] said = [.. HandoffFormats.Export(frozen, format, new SequenceOptions()).Losses.Where(l => l.Code == LossCodes.Speed)];

        Assert.Equal(lines, said.Length);
        Assert.All(said, l => Assert.Equal(frozen.Shots[2].Id, l.Shot));
    }
}
