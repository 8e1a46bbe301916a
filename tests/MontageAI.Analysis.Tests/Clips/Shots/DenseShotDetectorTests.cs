using MontageAI.Analysis.Clips.Shots;
using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Analysis.Tests.Clips.Shots;

public sealed class DenseShotDetectorTests
{
    [Fact]
    public void Finish_TwoScenes_OneCutAtTheFirstFrameOfTheSecond()
    {
        ShotBoundary cut = Assert.Single(Detect(60, i => Scene(i < 31 ? 1 : 2, i)));

        Assert.Equal((BoundaryKind.Cut, 31), (cut.Kind, cut.StartFrame));
        Assert.Equal(cut.Start, cut.End);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Finish_FlashOfAFewFrames_IsNoCut(int frames) =>
        Assert.Empty(Detect(60, i => Scene(1, i, i >= 30 && i < 30 + frames ? 0.15 : 1, i >= 30 && i < 30 + frames ? 190 : 0)));

    [Fact]
    public void Finish_Dissolve_OneBoundaryWithItsExtent()
    {
        ShotBoundary dissolve = Assert.Single(
            Detect(
                100,
                i =>
                {
                    double share = Math.Clamp((i - 40) / 24.0, 0, 1);
                    byte[] a = Scene(1, 0),
                        b = Scene(2, 0);
                    return [.. a.Zip(b, (p, q) => (byte)Math.Round((p * (1 - share)) + (q * share)))];
                }
            )
        );

        Assert.Equal(BoundaryKind.Dissolve, dissolve.Kind);
        Assert.InRange(dissolve.StartFrame, 34, 46);
        Assert.InRange(dissolve.EndFrame, 58, 72);
    }

    [Theory]
    [InlineData(12)]
    [InlineData(50)]
    [InlineData(75)]
    [InlineData(150)]
    public void Finish_DissolveOfMovingPictures_OneBoundaryWithItsExtent(int length)
    {
        ShotBoundary dissolve = Assert.Single(
            Detect(
                400,
                i =>
                {
                    double share = Math.Clamp((i - 120.0) / length, 0, 1);
                    byte[] a = Scene(1, i),
                        b = Scene(2, i);
                    return [.. a.Zip(b, (p, q) => (byte)Math.Round((p * (1 - share)) + (q * share)))];
                }
            )
        );

        Assert.Equal(BoundaryKind.Dissolve, dissolve.Kind);
        int reach = Math.Max(4, length / 15);
        Assert.InRange(dissolve.StartFrame, 120 - reach, 120 + reach);
        Assert.InRange(dissolve.EndFrame, 120 + length - reach, 120 + length + reach);
    }

    [Fact]
    public void Finish_CaptionFadesIn_IsNoBoundary() =>
        Assert.Empty(
            Detect(
                120,
                i =>
                {
                    double share = Math.Clamp((i - 40) / 25.0, 0, 1);
                    byte[] picture = Scene(1, 0);
                    for (int y = 60; y < 72; y++)
                    {
                        for (int x = 30; x < 130; x++)
                        {
                            picture[(y * 160) + x] = (byte)((picture[(y * 160) + x] * (1 - share)) + (235 * share));
                        }
                    }

                    return picture;
                }
            )
        );

    [Fact]
    public void Finish_FadeThroughBlack_OneBoundaryWithBothRamps()
    {
        ShotBoundary fade = Assert.Single(
            Detect(
                120,
                i =>
                {
                    double level = i < 60 ? Math.Clamp((50 - i) / 20.0, 0, 1) : Math.Clamp((i - 65) / 20.0, 0, 1);
                    return [.. Scene(i < 60 ? 1 : 2, 0).Select(p => (byte)(16 + ((p - 16) * level)))];
                }
            )
        );

        Assert.Equal(BoundaryKind.Fade, fade.Kind);
        Assert.InRange(fade.StartFrame, 28, 34);
        Assert.InRange(fade.EndFrame, 82, 88);
    }

    [Fact]
    public void Finish_NoFrame_NoBoundary() => Assert.Empty(new DenseShotDetector().Finish());

    private static List<ShotBoundary> Detect(int frames, Func<int, byte[]> picture)
    {
        DenseShotDetector detector = new();
        SmallFrame frame = new(160, 90);
        for (int i = 0; i < frames; i++)
        {
            frame.Time = new MediaTime(i, new Rational(1, 25));
            frame.Pixels.Span.Fill(128);
            picture(i).CopyTo(frame.Pixels.Span);
            detector.Add(frame);
        }

        return detector.Finish();
    }

    private static byte[] Scene(int seed, int drift, double gain = 1, double offset = 0)
    {
        Random random = new(seed);
        double a = 0.02 + (random.NextDouble() * 0.05),
            b = 0.02 + (random.NextDouble() * 0.05),
            level = seed == 1 ? 90 : 150;
        byte[] pixels = new byte[160 * 90];
        for (int i = 0; i < pixels.Length; i++)
        {
            double x = (i % 160) + (drift * 0.2),
                y = i / 160;
            double value = level + (seed == 1 ? 50 * Math.Sin(x * a) : 60 * Math.Cos(y * b * 2)) + (20 * Math.Sin((x + y) * a * b * 30));
            pixels[i] = (byte)Math.Clamp((value * gain) + offset, 16, 235);
        }

        return pixels;
    }
}
