using MontageAI.Analysis.Music;
using MontageAI.Results;

namespace MontageAI.Analysis.Tests.Music;

public sealed class MusicPartsTests
{
    private const double Edge = 0.4;

    public static TheoryData<string, float[]> Noises =>
        new()
        {
            { "hiss", Sound.Noise(30, 1) },
            { "quiet hiss", [.. Sound.Noise(30, 2).Select(v => v * 0.02f)] },
            { "applause", Sound.Applause(30, 200, 3) },
            { "silence", new float[30 * Sound.Rate] },
        };

    [Theory]
    [MemberData(nameof(Noises))]
    public void Analyze_NoiseBefore_IsNoPartAndBendsNoTempo(string name, float[] noise)
    {
        MusicAnalysis song = MusicAnalyzer.Analyze([.. noise, .. Sound.Drums(124, 0.3, 30)], new MusicOptions());

        MusicPart part = Assert.Single(song.Parts);
        Assert.True(Math.Abs(part.Start - 30) < Edge && part.End > 59, $"{name}: {part}");
        Assert.Equal(124, song.TempoBpm!.Value, 0.3);
        Assert.All(song.Beats, b => Assert.InRange(b.Time, 29.9, 60));
        Assert.All(song.Onsets, o => Assert.InRange(o, 29.5, 60));
    }

    [Theory]
    [MemberData(nameof(Noises))]
    public void Analyze_NoiseBetweenTwoTempi_KeepsBoth(string name, float[] noise)
    {
        MusicAnalysis song = MusicAnalyzer.Analyze(
            [.. Sound.Drums(120, 0.3, 30), .. noise, .. Sound.Drums(96, 0.3, 40)],
            new MusicOptions()
        );

        Assert.True(song.Parts.Count == 2, name);
        Assert.Equal(96, song.TempoBpm!.Value, 0.3);
        double[] first = [.. song.Beats.Select(b => b.Time).Where(t => t < 30)];
        Assert.Equal(0.5, (first[^1] - first[0]) / (first.Length - 1), 0.003);
        Assert.DoesNotContain(song.Beats, b => b.Time is > 30.5 and < 59.9);
        Assert.Equal(100, song.Sections[^1].End, 0.1);
        Assert.All(song.Sections.Zip(song.Sections.Skip(1)), s => Assert.Equal(s.First.End, s.Second.Start));
    }

    [Fact]
    public void Analyze_MusicThroughout_HasNoParts() =>
        Assert.Empty(MusicAnalyzer.Analyze(Sound.Drums(120, 0.3, 40), new MusicOptions()).Parts);

    [Fact]
    public void Analyze_ABreathInTheSong_IsPartOfIt()
    {
        MusicAnalysis song = MusicAnalyzer.Analyze(
            [.. Sound.Drums(120, 0.3, 20), .. new float[2 * Sound.Rate], .. Sound.Drums(120, 0.3, 20)],
            new MusicOptions()
        );

        Assert.Empty(song.Parts);
    }

    [Fact]
    public void Choose_PartsOfUnequalLength_StaysWithinOne()
    {
        MusicAnalysis song = MusicAnalyzer.Analyze(
            [.. Sound.Drums(120, 0.3, 12), .. new float[30 * Sound.Rate], .. Sound.Drums(120, 0.3, 25)],
            new MusicOptions()
        );

        SongExcerpt whole = SongExcerpt.Choose(song, 20),
            looped = SongExcerpt.Choose(song, 40);

        Assert.True(whole.Start >= 41.9 && whole.End <= 67.1 && whole.LoopEnd is null, $"{whole}");
        Assert.True(looped.LoopStart >= 41.9 && looped.LoopEnd <= 67.1, $"{looped}");
    }

    [Fact]
    public void MusicSeconds_DoesNotDependOnPieces_AndLeavesSilenceOut()
    {
        float[] sound = [.. new float[40 * Sound.Rate], .. Sound.Drums(120, 0.3, 20)];
        MusicAnalyzer whole = new(new MusicOptions()),
            pieces = new(new MusicOptions());

        whole.Append(sound);
        for (int i = 0; i < sound.Length; i += 1009)
        {
            pieces.Append(sound.AsSpan(i, Math.Min(1009, sound.Length - i)));
        }

        Assert.Equal(whole.MusicSeconds(), pieces.MusicSeconds());
        Assert.Equal(20, whole.MusicSeconds(), 0.5);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(2)]
    public void Analyze_SongOfASecond_HasTheNotesOfALoop(double seconds)
    {
        MusicAnalysis song = MusicAnalyzer.Analyze(Sound.Drums(120, 0, seconds), new MusicOptions());

        Assert.NotEqual(RhythmStrategy.None, song.Strategy);
        Assert.InRange(song.Beats[0].Time, 0, 0.02);
        Assert.All(song.Beats, b => Assert.InRange(b.Time, 0, seconds));
    }
}
