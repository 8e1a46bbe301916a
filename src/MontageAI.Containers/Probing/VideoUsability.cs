using MontageAI.Time;

namespace MontageAI.Containers.Probing;

/// <summary>The part of the usability information that H.264 (annex E.1.1) and HEVC (annex E.2.1) begin with alike: pixel shape, overscan,
/// signal type and colour, place of chroma.</summary>
internal static class VideoUsability
{
    /// <summary>Reads it.</summary>
    /// <param name="bits">At its first bit; left after the place of chroma.</param>
    /// <param name="facts">What is known so far.</param>
    /// <returns>The facts with what was read, or null where a value has no meaning.</returns>
    public static SequenceFacts? Begin(BitReader bits, SequenceFacts facts)
    {
        if (bits.Flag())
        {
            if (!SampleAspects.TryRead(bits, out Rational? aspect))
            {
                return null;
            }

            facts = facts with { SampleAspect = aspect };
        }

        if (bits.Flag())
        {
            bits.Flag();
        }

        if (bits.Flag())
        {
            bits.Skip(3);
            facts = facts with { HasSignalType = true, FullRange = bits.Flag() };
            if (bits.Flag())
            {
                facts = facts with { HasColor = true, Color = ColorNames.Of(bits.Bits(8), bits.Bits(8), bits.Bits(8)) };
            }
        }

        if (bits.Flag())
        {
            bits.Golomb();
            bits.Golomb();
        }

        return facts;
    }
}
