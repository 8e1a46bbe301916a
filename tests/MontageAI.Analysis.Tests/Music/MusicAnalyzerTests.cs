using MontageAI.Analysis.Music;
using MontageAI.Errors;
using MontageAI.Results;

namespace MontageAI.Analysis.Tests.Music;

public sealed class MusicAnalyzerTests
{
    [Theory]
    [InlineData(84, 0.4, 4)]
    [InlineData(97.3, 0.05, 4)]
    [InlineData(120, 0.31, 4)]
    [InlineData(128, 0, 4)]
    [InlineData(143.7, 0.2, 4)]
    [InlineData(110, 0.15, 3)]
    public void Analyze_DrumsAtAKnownTempo_FindsBeatsBarsAndTempo(double bpm, double first, int meter)
    {
        MusicAnalysis analysis = MusicAnalyzer.Analyze(Sound.Drums(bpm, first, 40, meter), new MusicOptions());

        Assert.Equal(RhythmStrategy.Beats, analysis.Strategy);
        Assert.Equal(bpm, analysis.TempoBpm!.Value, 0.05);
        Assert.Equal(meter, analysis.BeatsPerBar);
        Assert.True(analysis.Confidence > 0.7);
        double period = 60 / bpm;
        Beat[] inner = [.. analysis.Beats.Where(b => b.Time is > 2 and < 38)];
        Assert.Equal(36 / period, inner.Length, 2.0);
        Assert.All(inner, b => Assert.InRange(Math.Abs(b.Time - first - (Math.Round((b.Time - first) / period) * period)), 0, 0.004));
        Assert.All(inner, b => Assert.Equal(((int)Math.Round((b.Time - first) / period) % meter) + 1, b.BarPosition));
    }

    [Fact]
    public void Append_InPiecesOfAnySize_GivesTheSameResult()
    {
        float[] sound = Sound.Drums(120, 0.2, 20);
        MusicAnalyzer pieces = new(new MusicOptions());
        Random random = new(2);
        for (int at = 0; at < sound.Length; )
        {
            int take = Math.Min(random.Next(1, 9000), sound.Length - at);
            pieces.Append(sound.AsSpan(at, take));
            at += take;
        }

        MusicAnalysis one = MusicAnalyzer.Analyze(sound, new MusicOptions()),
            two = pieces.Finish();

        Assert.Equal(one.Beats, two.Beats);
        Assert.Equal(one.Onsets, two.Onsets);
        Assert.Equal(one.Energy.Values, two.Energy.Values);
        Assert.Equal(one.Sections, two.Sections);
        Assert.Equal(one.Confidence, two.Confidence);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Sound.Rate / 2)]
    public void Analyze_NothingOrHardlyAnything_FindsNothingAndSaysSo(int samples)
    {
        MusicAnalysis analysis = MusicAnalyzer.Analyze(new float[samples], new MusicOptions());

        Assert.Equal(RhythmStrategy.None, analysis.Strategy);
        Assert.Empty(analysis.Beats);
        Assert.Null(analysis.TempoBpm);
        Assert.Contains("silent", analysis.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Analyze_TenSecondsOfSilence_InventsNothing()
    {
        MusicAnalysis analysis = MusicAnalyzer.Analyze(new float[10 * Sound.Rate], new MusicOptions());

        Assert.Equal((RhythmStrategy.None, 0d, 0), (analysis.Strategy, analysis.Confidence, analysis.Beats.Count));
    }

    [Fact]
    public void Analyze_NoBeatAndAGridAskedFor_GivesTheGridAndNamesIt()
    {
        MusicAnalysis analysis = MusicAnalyzer.Analyze(new float[10 * Sound.Rate], new MusicOptions { SteadyGridSeconds = 2.5 });

        Assert.Equal(RhythmStrategy.SteadyGrid, analysis.Strategy);
        Assert.Equal([0, 2.5, 5, 7.5], analysis.Beats.Select(b => b.Time));
        Assert.Null(analysis.TempoBpm);
        Assert.Contains("follows no sound", analysis.Reason, StringComparison.Ordinal);
    }

    public static TheoryData<string, float[]> Beatless =>
        new()
        {
            { "noise", Sound.Noise(30, 1) },
            { "applause", Sound.Applause(30, 60, 2) },
            { "sparse claps", Sound.Applause(30, 8, 3) },
            { "drone", Sound.Drone(30, 110) },
        };

    [Theory]
    [MemberData(nameof(Beatless), DisableDiscoveryEnumeration = true)]
    public void Analyze_SoundWithoutABeat_GetsNone(string what, float[] sound)
    {
        MusicAnalysis analysis = MusicAnalyzer.Analyze(sound, new MusicOptions());

        Assert.True(analysis.Strategy != RhythmStrategy.Beats, $"{what}: {analysis.Reason} (confidence {analysis.Confidence:0.00})");
        Assert.Null(analysis.TempoBpm);
        Assert.All(analysis.Beats, b => Assert.Equal(0, b.BarPosition));
    }

    // The same piano notes, once in time and once as they please: what is sure in time is doubted without it, and the notes themselves are
    // cut on.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Analyze_RubatoPiano_FallsBackToItsNotes(int seed)
    {
        MusicAnalysis steady = MusicAnalyzer.Analyze(Sound.Piano(40, 0, seed), new MusicOptions());
        MusicAnalysis rubato = MusicAnalyzer.Analyze(Sound.Piano(40, 0.75, seed), new MusicOptions());

        Assert.Equal(RhythmStrategy.Beats, steady.Strategy);
        Assert.True(rubato.Confidence < steady.Confidence - 0.3, $"steady {steady.Confidence:0.00}, rubato {rubato.Confidence:0.00}");
        Assert.Equal(RhythmStrategy.Onsets, rubato.Strategy);
        Assert.Null(rubato.TempoBpm);
    }

    [Fact]
    public void Analyze_FarTooQuietCopy_FindsTheSameBeats()
    {
        float[] loud = Sound.Drums(120, 0.2, 30);

        MusicAnalysis quiet = MusicAnalyzer.Analyze([.. loud.Select(v => v * 0.02f)], new MusicOptions());

        Assert.Equal(RhythmStrategy.Beats, quiet.Strategy);
        Assert.Equal(120, quiet.TempoBpm!.Value, 0.1);
    }

    [Fact]
    public void Analyze_DamagedSamples_AreTakenForSilence()
    {
        float[] sound = Sound.Drums(120, 0.2, 30);
        sound[50_000] = float.NaN;
        sound[90_000] = float.PositiveInfinity;
        sound[120_000] = 1e30f;

        MusicAnalysis analysis = MusicAnalyzer.Analyze(sound, new MusicOptions());

        Assert.Equal(120, analysis.TempoBpm!.Value, 0.1);
        Assert.All(analysis.Energy.Values, v => Assert.InRange(v, 0, 1));
    }

    [Fact]
    public void Analyze_KnownBpm_TracksAtThatTempo()
    {
        MusicAnalysis analysis = MusicAnalyzer.Analyze(Sound.Drums(128, 0.1, 40), new MusicOptions { KnownBpm = 64 });

        Assert.Equal(64, analysis.TempoBpm!.Value, 0.2);
    }

    [Fact]
    public void Analyze_QuietThenLoud_StartsASectionThere()
    {
        float[] sound = Sound.Drums(120, 0, 64, 4, t => t < 32 ? 0.15 : 1);

        MusicAnalysis analysis = MusicAnalyzer.Analyze(sound, new MusicOptions());

        Assert.Contains(analysis.Sections, s => Math.Abs(s.Start - 32) < 0.1 && s.Kind == SectionKind.Chorus);
        Assert.Equal(SectionKind.Intro, analysis.Sections[0].Kind);
    }

    [Fact]
    public void Constructor_ImpossibleOptions_ListsEveryProblem()
    {
        ConfigurationException error = Assert.Throws<ConfigurationException>(() =>
            new MusicAnalyzer(
                new MusicOptions
                {
                    MinBpm = 5,
                    KnownBpm = 1000,
                    MinConfidence = 2,
                }
            )
        );

        Assert.Equal(3, error.Problems.Count);
    }
}
