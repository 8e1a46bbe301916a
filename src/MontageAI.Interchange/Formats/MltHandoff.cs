using MontageAI.Interchange.Sequences;

namespace MontageAI.Interchange.Formats;

/// <summary>A sequence for programs that are made of MLT: Shotcut, Kdenlive, melt.</summary>
internal static class MltHandoff
{
    /// <summary>Makes it.</summary>
    /// <param name="built">The sequence.</param>
    /// <param name="write">Writes it.</param>
    public static Handoff Of(BuiltSequence built, Action<Stream> write) =>
        new(
            [new HandoffPart("", write)],
            [
                .. built.Losses,
                .. built
                    .Sequence.Clips.Where(c => c is { Media.IsStill: false, Speed.Numerator: 0 })
                    .Select(c => new Loss(LossCodes.Speed, c.Shot, "the frozen picture moves at natural speed.")),
            ]
        );
}
