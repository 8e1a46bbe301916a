using MontageAI.Interchange.Fcpxml;
using MontageAI.Interchange.Sequences;

namespace MontageAI.Interchange.Formats;

/// <summary>A sequence as FCPXML.</summary>
internal static class FcpxmlHandoff
{
    /// <summary>Makes it.</summary>
    public static Handoff Of(BuiltSequence built, SequenceOptions options)
    {
        List<Loss> losses = [.. built.Losses];
        Sequence sequence = built.Sequence;
        foreach (SequenceMedia media in sequence.Media.Where(m => m is { HasPicture: true, IsStill: false } && m.Rate != sequence.Rate))
        {
            if (!FcpxmlWriter.CanConform(media))
            {
                losses.Add(
                    new Loss(
                        LossCodes.Rate,
                        null,
                        $"{media.Name} runs at {media.Rate}, which Final Cut Pro's conforming does not know; it may change its speed."
                    )
                );
            }
        }

        return new Handoff([new HandoffPart("", to => FcpxmlWriter.Write(sequence, options.FcpxmlVersion, to))], losses);
    }
}
