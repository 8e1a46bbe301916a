using System.Numerics;
using MontageAI.Dsp.Audio;

namespace MontageAI.Dsp.Tests.Audio;

public sealed class MelBandsTests
{
    [Fact]
    public void Apply_FlatSpectrum_GivesEveryBandAboutTheSame()
    {
        MelBands mel = new(40, 200, 5000, 11025, 2048);
        Vector<float>[] power = new Vector<float>[1025];
        Array.Fill(power, Vector<float>.One);
        Vector<float>[] bands = new Vector<float>[40];

        mel.Apply(power, bands);

        Assert.All(bands, b => Assert.InRange(b[0], 0.75f, 1.25f));
    }

    [Theory]
    [InlineData(300)]
    [InlineData(1000)]
    [InlineData(4000)]
    public void Apply_OneFrequency_IsLoudestInTheBandAroundIt(double hz)
    {
        MelBands mel = new(40, 27, 5500, 11025, 2048);
        Vector<float>[] power = new Vector<float>[1025];
        power[(int)Math.Round(hz / 11025 * 2048)] = Vector<float>.One;
        Vector<float>[] bands = new Vector<float>[40];

        mel.Apply(power, bands);

        int loudest = Enumerable.Range(0, 40).MaxBy(b => bands[b][0]);
        Assert.InRange(mel.IndexAbove(hz) - loudest, 0, 1);
    }

    [Fact]
    public void Apply_BandsNarrowerThanABin_AreNeverDeaf()
    {
        MelBands mel = new(80, 27, 5500, 11025, 512);
        Vector<float>[] power = new Vector<float>[257];
        Array.Fill(power, Vector<float>.One);
        Vector<float>[] bands = new Vector<float>[80];

        mel.Apply(power, bands);

        Assert.All(bands, b => Assert.True(b[0] > 0.2f));
    }
}
