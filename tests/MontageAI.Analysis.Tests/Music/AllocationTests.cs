using MontageAI.Analysis.Music;
using MontageAI.Analysis.Music.Learned;
using MontageAI.Analysis.Music.Spectra;

namespace MontageAI.Analysis.Tests.Music;

/// <summary>Nothing is allocated per hop: results lie in arrays that double, and between two doublings there is not a byte.</summary>
public sealed class AllocationTests
{
    private delegate void Receiver(ReadOnlySpan<float> samples);

    public static TheoryData<string> FrontEnds => ["spectral", "harmony", "energy", "attacks", "learned", "all"];

    [Theory]
    [MemberData(nameof(FrontEnds))]
    public void Append_InSteadyState_AllocatesNotAByte(string name)
    {
        Receiver append = Named(name);
        float[] sound = Sound.Noise(2, 1);
        // From 20 to 24 s no result array reaches a power of two: 480 to 12,000 values.
        for (int i = 0; i < 10; i++)
        {
            append(sound);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        append(sound);
        append(sound);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static Receiver Named(string name) =>
        name switch
        {
            "spectral" => new SpectralFrontEnd(new FrontEndTuning()).Append,
            "harmony" => new HarmonyFrontEnd().Append,
            "energy" => new EnergyMeter().Append,
            "attacks" => new AttackMeter().Append,
            "learned" => new LearnedActivation().Append,
            _ => new MusicAnalyzer(new MusicOptions()).Append,
        };
}
