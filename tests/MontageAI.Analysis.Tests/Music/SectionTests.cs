using MontageAI.Analysis.Music;
using MontageAI.Results;
using static MontageAI.Results.SectionKind;

namespace MontageAI.Analysis.Tests.Music;

public sealed class SectionTests
{
    private static readonly Arrangement s_edm = new(
        128,
        (Intro, 16),
        (Build, 8),
        (Chorus, 16),
        (Break, 8),
        (Build, 8),
        (Chorus, 16),
        (Outro, 8)
    );

    private static readonly Arrangement s_pop = new(
        104,
        (Intro, 4),
        (Verse, 8),
        (Chorus, 8),
        (Verse, 8),
        (Chorus, 8),
        (Break, 4),
        (Chorus, 8),
        (Outro, 4)
    );

    private static readonly Arrangement s_ballad = new(82, (Intro, 8), (Verse, 8), (Chorus, 8), (Verse, 8), (Chorus, 8));

    private static readonly Arrangement s_drumAndBass = new(
        172,
        (Intro, 16),
        (Chorus, 32),
        (Break, 16),
        (Build, 8),
        (Chorus, 32),
        (Outro, 16)
    );

    public static TheoryData<string> Names => ["edm", "pop", "ballad", "drum and bass"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Analyze_SongOfKnownForm_FindsItsSectionsAndTheirKinds(string name)
    {
        Arrangement song = Named(name);

        MusicAnalysis analysis = MusicAnalyzer.Analyze(song.Play(), new MusicOptions());

        Assert.Equal(song.Kinds, analysis.Sections.Select(s => s.Kind));
        double bar = 240 / analysis.TempoBpm!.Value;
        Assert.All(analysis.Sections.Zip(song.Edges), p => Assert.Equal(p.Second, p.First.Start, bar));
        HashSet<double> downbeats = [.. analysis.Beats.Where(b => b.BarPosition == 1).Select(b => b.Time)];
        Assert.All(analysis.Sections.Skip(1), s => Assert.Contains(s.Start, downbeats));
        Assert.Equal(analysis.AnalysedEnd, analysis.Sections[^1].End);
    }

    [Theory]
    [InlineData("edm", 20)]
    [InlineData("edm", 30)]
    [InlineData("edm", 60)]
    [InlineData("pop", 25)]
    [InlineData("ballad", 45)]
    [InlineData("drum and bass", 30)]
    public void Choose_SongOfKnownForm_HoldsTheDropAndStopsAtTheEndOfAPhrase(string name, double seconds)
    {
        Arrangement song = Named(name);
        MusicAnalysis analysis = MusicAnalyzer.Analyze(song.Play(), new MusicOptions());

        SongExcerpt part = SongExcerpt.Choose(analysis, seconds);

        double bar = 240 / analysis.TempoBpm!.Value;
        Assert.Contains(analysis.Sections, s => s.Kind == Chorus && s.Start < part.End - (2 * bar) && s.End > part.Start + (2 * bar));
        Assert.InRange(part.End - part.Start, seconds - bar, seconds + bar);
        // No stump: what is heard of the last section is at least a phrase of four bars, or the part ends with a section.
        MusicSection last = analysis.Sections.Last(s => s.Start < part.End - 0.05);
        Assert.True(
            part.End - Math.Max(part.Start, last.Start) > 3.5 * bar,
            $"{part.Reason} The last section begins at {last.Start:0.0} s."
        );
    }

    [Fact]
    public void Choose_RoomForTheBuild_BeginsWithItAndRisesToTheDrop()
    {
        MusicAnalysis analysis = MusicAnalyzer.Analyze(s_edm.Play(), new MusicOptions());

        SongExcerpt part = SongExcerpt.Choose(analysis, 45);

        MusicSection first = analysis.Sections.First(s => s.End > part.Start + 0.05);
        Assert.Equal(first.Start, part.Start, 0.05);
        Assert.Contains("rises to the chorus", part.Reason, StringComparison.Ordinal);
    }

    private static Arrangement Named(string name) =>
        name switch
        {
            "edm" => s_edm,
            "pop" => s_pop,
            "ballad" => s_ballad,
            _ => s_drumAndBass,
        };
}
