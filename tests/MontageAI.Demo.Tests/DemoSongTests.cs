using MontageAI.Demo.Music;
using MontageAI.Results;

namespace MontageAI.Demo.Tests;

public sealed class DemoSongTests(DemoSongTests.Song song) : IClassFixture<DemoSongTests.Song>
{
    [Fact]
    public void Truth_Beats_LieOnASteadyGridOfBars()
    {
        DemoTruth truth = DemoSong.Truth;

        Assert.Equal(124, truth.TempoBpm);
        Assert.InRange(truth.DurationSeconds, 70, 85);
        Assert.All(
            truth.Beats.Select((time, i) => time - (truth.Beats[0] + (i * 60 / truth.TempoBpm))),
            e => Assert.InRange(e, -2e-5, 2e-5)
        );
        Assert.Equal(truth.Beats.Where((_, i) => i % 4 == 0), truth.Downbeats);
    }

    [Fact]
    public void Truth_Sections_FollowEachOtherFromDownbeatToDownbeat()
    {
        IReadOnlyList<MusicSection> sections = DemoSong.Truth.Sections;

        Assert.Equal(
            [
                SectionKind.Intro,
                SectionKind.Verse,
                SectionKind.Build,
                SectionKind.Chorus,
                SectionKind.Break,
                SectionKind.Chorus,
                SectionKind.Outro,
            ],
            sections.Select(s => s.Kind)
        );
        Assert.All(sections.Zip(sections.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.Start));
        Assert.All(sections, s => Assert.Contains(s.Start, DemoSong.Truth.Downbeats));
        Assert.Equal(DemoSong.Truth.Beats[^1], sections[^1].End);
    }

    [Fact]
    public void Make_Twice_GivesTheSameSamples() => Assert.True(DemoSong.Make(default).Left.AsSpan().SequenceEqual(song.Samples.Left));

    [Fact]
    public void Make_WholeSong_IsLoudCleanAndEndsInSilence()
    {
        StereoBus samples = song.Samples;
        float peak = samples.Left.Concat(samples.Right).Max(MathF.Abs);

        Assert.InRange(peak, 0.8f, 0.95f);
        Assert.All([samples.Left, samples.Right], channel => Assert.InRange(Math.Abs(channel.Average()), 0, 0.002));
        Assert.InRange(Loudness(DemoSong.Truth.DurationSeconds - 0.02, 0.02), 0, 0.001);
        Assert.Equal(0, Loudness(0, 0.2));
    }

    [Fact]
    public void Make_Sections_DifferInEnergyAsTheirKindsSay()
    {
        Dictionary<SectionKind, double> energy = DemoSong
            .Truth.Sections.GroupBy(s => s.Kind)
            .ToDictionary(g => g.Key, g => g.Average(s => Loudness(s.Start, s.End - s.Start)));

        Assert.Equal(energy[SectionKind.Chorus], energy.Values.Max());
        Assert.True(energy[SectionKind.Intro] < 0.75 * energy[SectionKind.Verse]);
        Assert.True(energy[SectionKind.Break] < 0.6 * energy[SectionKind.Chorus]);
    }

    [Fact]
    public void Make_EveryBeat_HasAnAttackWithinTenMilliseconds()
    {
        // The largest rise of high-passed energy over 5 ms within 50 ms around a beat lies at the beat itself.
        double[] errors = [.. DemoSong.Truth.Beats.Select(AttackNear).Zip(DemoSong.Truth.Beats, (a, b) => Math.Abs(a - b))];

        Assert.True(
            errors.Count(e => e <= 0.010) >= 0.97 * errors.Length,
            $"{errors.Count(e => e > 0.010)} of {errors.Length} beats lack an attack"
        );
    }

    private double AttackNear(double beat)
    {
        float[] left = song.Samples.Left;
        int window = DemoSong.SampleRate / 200;
        double best = double.MinValue;
        int bestAt = 0;
        int centre = (int)(beat * DemoSong.SampleRate);
        for (
            int at = centre - (DemoSong.SampleRate / 20);
            at < Math.Min(centre + (DemoSong.SampleRate / 20), left.Length - window);
            at += window / 10
        )
        {
            double rise = Sharp(left, at, window) - Sharp(left, at - window, window);
            (best, bestAt) = rise > best ? (rise, at) : (best, bestAt);
        }

        return (double)bestAt / DemoSong.SampleRate;
    }

    private static double Sharp(float[] samples, int start, int count)
    {
        double sum = 0;
        for (int i = Math.Max(start, 1); i < start + count; i++)
        {
            sum += Math.Abs(samples[i] - samples[i - 1]);
        }

        return sum;
    }

    private double Loudness(double start, double seconds)
    {
        ReadOnlySpan<float> span = song.Samples.Left.AsSpan((int)(start * DemoSong.SampleRate), (int)(seconds * DemoSong.SampleRate));
        double sum = 0;
        foreach (float value in span)
        {
            sum += value * value;
        }

        return Math.Sqrt(sum / span.Length);
    }

    public sealed class Song
    {
        internal StereoBus Samples { get; } = DemoSong.Make(default);
    }
}
