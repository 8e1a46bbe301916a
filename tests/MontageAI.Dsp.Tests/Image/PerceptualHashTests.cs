using System.Numerics;
using MontageAI.Dsp.Image;

namespace MontageAI.Dsp.Tests.Image;

public sealed class PerceptualHashTests
{
    [Fact]
    public void Compute_BrighterAndNoisier_StaysNear()
    {
        byte[] picture = Scene(0);
        Random random = new(1);
        byte[] changed = [.. picture.Select(p => (byte)Math.Clamp((p * 0.9) + 20 + random.Next(-4, 5), 0, 255))];

        int distance = BitOperations.PopCount(PerceptualHash.Compute(picture) ^ PerceptualHash.Compute(changed));

        Assert.InRange(distance, 0, 6);
    }

    [Fact]
    public void Compute_OtherPicture_LiesFarAway()
    {
        int distance = BitOperations.PopCount(PerceptualHash.Compute(Scene(0)) ^ PerceptualHash.Compute(Scene(1)));

        Assert.InRange(distance, 20, 64);
    }

    private static byte[] Scene(int seed)
    {
        Random random = new(seed);
        (double X, double Y, double R, double V)[] blobs =
        [
            .. Enumerable
                .Range(0, 12)
                .Select(_ =>
                    (random.NextDouble() * 32, random.NextDouble() * 32, 2 + (random.NextDouble() * 6), (random.NextDouble() * 160) - 80)
                ),
        ];
        return
        [
            .. Enumerable
                .Range(0, 32 * 32)
                .Select(i =>
                    (byte)
                        Math.Clamp(
                            110
                                + blobs.Sum(b =>
                                    b.V * Math.Exp(-(Math.Pow((i % 32) - b.X, 2) + Math.Pow((i / 32) - b.Y, 2)) / (b.R * b.R))
                                ),
                            20,
                            230
                        )
                ),
        ];
    }
}
