using System.Runtime.InteropServices;
using MontageAI.Analysis.Music.Learned;

namespace MontageAI.Analysis.Tests.Music.Learned;

public sealed class LearnedActivationTests
{
    private const int Seconds = 20;

    [Fact]
    public void Levels_FixedSignal_EqualThoseOfTheTraining()
    {
        Rows rows = new();
        LogMelFrontEnd levels = new(rows);
        float[] signal = GoldenSignal();

        levels.Append(signal);
        levels.Finish(signal.Length);

        ReadOnlySpan<float> expected = Golden().AsSpan(0, GoldenRows * LogMelFrontEnd.Bands);
        Assert.Equal(Frames, rows.Count);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(
                expected[i],
                rows.Levels[(i / LogMelFrontEnd.Bands * 100 * LogMelFrontEnd.Bands) + (i % LogMelFrontEnd.Bands)],
                2e-4f
            );
        }
    }

    [Fact]
    public void Compute_FixedSignal_EqualsTheTrainingProgramsNetwork()
    {
        (float[] beat, float[] downbeat) = LearnedActivation.Compute(GoldenSignal());

        float[] expected = Golden()[(GoldenRows * LogMelFrontEnd.Bands)..];
        Assert.Equal(Frames, beat.Length);
        Assert.Equal(2 * Frames, expected.Length);
        for (int t = 0; t < Frames; t++)
        {
            Assert.Equal(expected[t], beat[t], 2e-3f);
            Assert.Equal(expected[Frames + t], downbeat[t], 2e-3f);
        }
    }

    [Fact]
    public void Compute_KicksTwiceASecond_PeaksOnThem()
    {
        (float[] beat, _) = LearnedActivation.Compute(GoldenSignal());

        for (int k = 4; k < 36; k++)
        {
            int frame = (int)Math.Round(k * 0.5 * LearnedActivation.FrameRate);
            float on = beat[(frame - 1)..(frame + 2)].Max();
            Assert.True(on > 0.3f && on > 3 * beat[frame + 6], $"beat {k}: {on} on it, {beat[frame + 6]} after it");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4097)]
    public void Append_PiecesOfAnySize_GiveTheSameBits(int piece)
    {
        float[] signal = GoldenSignal().AsSpan(0, piece == 1 ? 30_000 : 100_000).ToArray();
        (float[] beat, float[] downbeat) = LearnedActivation.Compute(signal);

        LearnedActivation activation = new();
        for (int at = 0; at < signal.Length; at += piece)
        {
            activation.Append(signal.AsSpan(at, Math.Min(piece, signal.Length - at)));
        }

        activation.Finish(signal.Length);

        Assert.Equal(beat, activation.Beat.Span.ToArray());
        Assert.Equal(downbeat, activation.Downbeat.Span.ToArray());
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(220, 1)]
    [InlineData(221, 2)]
    public void Compute_ShortSound_GivesOneValuePerFrame(int samples, int frames)
    {
        (float[] beat, float[] downbeat) = LearnedActivation.Compute(new float[samples]);

        Assert.Equal(frames, beat.Length);
        Assert.Equal(frames, downbeat.Length);
        Assert.All(beat, p => Assert.InRange(p, 1e-7f, 1 - 1e-7f));
    }

    [Fact]
    public void Append_SteadyState_AllocatesNothing()
    {
        float[] piece = GoldenSignal().AsSpan(0, 11025).ToArray();
        LearnedActivation activation = new();
        for (int i = 0; i < 30; i++)
        {
            activation.Append(piece);
        }

        // The series hold 4,096 values before they grow; 30 + 40 seconds are 3,508.
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 40; i++)
        {
            activation.Append(piece);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(activation.Beat.Count > 1500);
    }

    [Fact]
    public void Read_DamagedWeights_AreRefused()
    {
        byte[] bytes = new byte[100];
        "MABN"u8.CopyTo(bytes);

        Assert.Throws<InvalidDataException>(() => NetworkWeights.Read(bytes));
    }

    private static int Frames => ((Seconds * LearnedActivation.SampleRate) + LearnedActivation.Hop - 1) / LearnedActivation.Hop;

    private static int GoldenRows => (Frames + 99) / 100;

    private static float[] Golden()
    {
        using Stream stream = typeof(LearnedActivationTests).Assembly.GetManifestResourceStream("learned.golden")!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return MemoryMarshal.Cast<byte, float>(bytes).ToArray();
    }

    // The same as signal() in training/golden.py.
    private static float[] GoldenSignal()
    {
        const int Rate = LearnedActivation.SampleRate;
        double[] x = new double[Seconds * Rate];
        long state = 12345;
        for (int i = 0; i < x.Length; i++)
        {
            state = ((state * 1103515245) + 12345) & 0x7FFFFFFF;
            x[i] = 0.02 * ((state / (double)0x7FFFFFFF) - 0.5);
        }

        for (int k = 0; k < (2 * Seconds) - 1; k++)
        {
            int at = k * Rate / 2;
            for (int i = 0; i < 4000; i++)
            {
                double t = i / (double)Rate;
                x[at + i] += (k % 4 == 0 ? 0.7 : 0.4) * Math.Sin(2 * Math.PI * 60 * t) * Math.Exp(-20 * t);
                if (k % 4 == 0)
                {
                    x[at + i] += 0.2 * Math.Sin(2 * Math.PI * (k % 8 != 0 ? 330 : 440) * t) * Math.Exp(-5 * t);
                }
            }
        }

        return [.. x.Select(v => (float)v)];
    }

    private sealed class Rows : LogMelFrontEnd.IFrameSink
    {
        public List<float> Levels { get; } = [];

        public int Count { get; private set; }

        public void Take(ReadOnlySpan<float> levels, int frames)
        {
            Levels.AddRange(levels[..(frames * LogMelFrontEnd.Bands)]);
            Count += frames;
        }
    }
}
