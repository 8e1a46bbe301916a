using System.Numerics;
using MontageAI.Dsp.Audio;

namespace MontageAI.Dsp.Tests.Audio;

public sealed class LaneFftTests
{
    [Theory]
    [InlineData(8, 3)]
    [InlineData(64, 64)]
    [InlineData(512, 110)]
    [InlineData(2048, 1100)]
    public void PowerSpectra_RandomFrames_EqualTheDefinition(int length, int hop)
    {
        Random random = new(1);
        float[] signal = [.. Enumerable.Range(0, ((LaneFft.Lanes - 1) * hop) + length).Select(_ => (float)(random.NextDouble() - 0.5))];
        float[] window = Windows.Hann(length);
        LaneFft fft = new(length);
        Vector<float>[] power = new Vector<float>[fft.Bins];

        fft.PowerSpectra(signal, hop, window, power);

        for (int lane = 0; lane < LaneFft.Lanes; lane++)
        {
            for (int k = 0; k < fft.Bins; k += Math.Max(1, length / 64))
            {
                Complex sum = 0;
                for (int i = 0; i < length; i++)
                {
                    sum += signal[(lane * hop) + i] * window[i] * Complex.Exp(new Complex(0, -2 * Math.PI * i * k / length));
                }

                Assert.Equal(sum.Magnitude * sum.Magnitude, power[k][lane], 1e-6);
            }
        }
    }

    [Fact]
    public void PowerSpectra_FullScaleSine_PeaksAtItsBinWithAQuarter()
    {
        float[] window = Windows.Hann(256);
        float[] signal = [.. Enumerable.Range(0, 256 + LaneFft.Lanes).Select(i => (float)Math.Sin(2 * Math.PI * 32 * i / 256))];
        LaneFft fft = new(256);
        Vector<float>[] power = new Vector<float>[fft.Bins];

        fft.PowerSpectra(signal, 1, window, power);

        Assert.Equal(0.25f, power[32][0], 0.001f);
        Assert.Equal(0f, power[40][0], 0.001f);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(100)]
    public void Constructor_NotAPowerOfTwo_IsRefused(int length) => Assert.Throws<ArgumentOutOfRangeException>(() => new LaneFft(length));
}
