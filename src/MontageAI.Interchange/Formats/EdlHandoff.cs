using MontageAI.Interchange.Edl;
using MontageAI.Interchange.Sequences;

namespace MontageAI.Interchange.Formats;

/// <summary>A sequence as edit decision lists: several where one cannot number all events.</summary>
internal static class EdlHandoff
{
    /// <summary>Makes them.</summary>
    public static Handoff Of(BuiltSequence built, SequenceOptions options)
    {
        Sequence sequence = built.Sequence;
        List<Loss> losses = [.. built.Losses];
        if (sequence.ClipSoundDb is not null)
        {
            losses.Add(new Loss(LossCodes.Sound, null, "the clips' own sound is not in the list, whose sound tracks hold the song."));
        }

        losses.AddRange(ShotLosses.OfCounting(sequence, "list"));
        HandoffPart[] parts =
        [
            .. Enumerable
                .Range(0, EdlWriter.Lists(sequence))
                .Select(i => new HandoffPart(
                    i == 0 ? "" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"-{i + 1}"),
                    to => EdlWriter.Write(sequence, options.Target, i, to)
                )),
        ];
        return new Handoff(parts, losses);
    }
}
