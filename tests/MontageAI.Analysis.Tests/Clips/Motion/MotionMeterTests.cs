using MontageAI.Analysis.Clips.Motion;
using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Analysis.Tests.Clips.Motion;

public sealed class MotionMeterTests
{
    private static readonly Rational s_timeBase = new(1, 30);

    [Theory]
    [InlineData(3, 0)]
    [InlineData(-2, 1)]
    [InlineData(0, -2)]
    public void Add_MovingCamera_TellsItsSpeedAndDirection(int right, int down)
    {
        MotionFeatures motion = Measure(30, i => (i * right, i * down))!;

        // The window shifts by so many of 160 x 90 pixels per frame, 30 frames a second.
        Assert.Equal(right * 30 / 160.0, motion.PanX, 0.03);
        Assert.Equal(down * 30 / 90.0, motion.PanY, 0.05);
        Assert.InRange(motion.Shake, 0, 0.05);
        Assert.True(motion.ObjectMotion < motion.Amount * 0.8);
        Assert.False(motion.Frozen);
        Assert.Null(motion.InnerCut);
    }

    [Fact]
    public void Add_EveryFrameTwice_TellsTheSameSpeed()
    {
        MotionFeatures motion = Measure(40, i => (i / 2 * 4, 0))!;

        Assert.Equal(2 * 30 / 160.0, motion.PanX, 0.04);
        Assert.False(motion.Frozen);
    }

    [Fact]
    public void Add_SamePictureAgainAndAgain_IsFrozen()
    {
        MotionFeatures motion = Measure(30, _ => (0, 0))!;

        Assert.True(motion.Frozen);
        Assert.Equal((0f, 0f, 0f), (motion.Amount, motion.PanX, motion.Shake));
    }

    [Fact]
    public void Add_JumpingCamera_Shakes()
    {
        MotionFeatures motion = Measure(30, i => (i % 2 * 12, i % 3 * 4))!;

        Assert.True(motion.Shake > 1, $"shake {motion.Shake}");
    }

    [Fact]
    public void Add_CutInside_IsTold()
    {
        MotionFeatures motion = Measure(30, i => i < 17 ? (i, 0) : (1200 + i, 300))!;

        Assert.Equal(new MediaTime(17, s_timeBase), motion.InnerCut);
    }

    [Fact]
    public void Finish_OneFrame_MeasuresNothing() => Assert.Null(Measure(1, _ => (0, 0)));

    [Fact]
    public void Add_SteadyState_AllocatesNothing()
    {
        MotionMeter meter = new();
        SmallFrame frame = new(160, 90);
        // Until the detector of inner cuts holds as many frames as it ever keeps.
        const int Filled = 600;
        for (int i = 0; i < Filled; i++)
        {
            Fill(frame, i * 2, 0, i);
            meter.Add(frame);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = Filled; i < Filled + 20; i++)
        {
            Fill(frame, i * 2, 0, i);
            meter.Add(frame);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static MotionFeatures? Measure(int frames, Func<int, (int X, int Y)> place)
    {
        MotionMeter meter = new();
        SmallFrame frame = new(160, 90);
        for (int i = 0; i < frames; i++)
        {
            (int x, int y) = place(i);
            Fill(frame, x, y, i);
            meter.Add(frame);
        }

        return meter.Finish(new MediaTime(0, s_timeBase), new MediaTime(frames, s_timeBase));
    }

    // A large smooth landscape with detail, of which the frame shows a part.
    private static void Fill(SmallFrame frame, int x0, int y0, int index)
    {
        frame.Time = new MediaTime(index, s_timeBase);
        Span<byte> pixels = frame.Pixels.Span;
        for (int y = 0; y < frame.Height; y++)
        {
            for (int x = 0; x < frame.Width; x++)
            {
                double u = x + x0,
                    v = y + y0;
                double value =
                    (40 * Math.Sin((u * 0.11) + (0.3 * Math.Sin(v * 0.07))))
                    + (35 * Math.Cos((v * 0.13) - (u * 0.021)))
                    + (25 * Math.Sin((u + (2 * v)) * 0.037));
                pixels[(y * frame.Width) + x] = (byte)(120 + value);
            }
        }

        pixels[(frame.Width * frame.Height)..].Fill((byte)(128 + (x0 / 40)));
    }
}
