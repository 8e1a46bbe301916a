using MontageAI.Editing.Materials;
using MontageAI.Errors;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Styles;

public sealed class StyleTests
{
    public static TheoryData<string> Parameters => [.. StyleParameters.All.Select(p => $"{p.Group}.{p.Key}")];

    /// <summary>Every parameter is read by something: its lowest and its highest value give different plans.</summary>
    [Theory]
    [MemberData(nameof(Parameters))]
    public void Plan_ParameterAtItsLimits_GivesDifferentPlans(string name)
    {
        StyleParameter parameter = StyleParameters.All.First(p => $"{p.Group}.{p.Key}" == name);
        string[] plans = [.. new[] { parameter.Minimum, parameter.Maximum }.Select(value =>
        {
            Style style = parameter.With(StyleLibrary.Default, value);
            PacingStyle pacing = style.Pacing;
            if (pacing.MaxShotSeconds <= pacing.MinShotSeconds || parameter.Key == "minShotSeconds")
            {
                style = style with { Pacing = parameter.Key == "minShotSeconds" ? pacing with { MaxShotSeconds = 20 } : pacing with { MinShotSeconds = 0.2 } };
            }

            return Everything(style);
        })];

        Assert.NotEqual(plans[0], plans[1]);
    }

    [Fact]
    public void All_BuiltIn_AreSoundAndNamedAsTheirFiles()
    {
        Assert.Equal(["calm", "documentary", "dynamic", "mtv"], StyleLibrary.All.Select(s => s.Name));
        Assert.All(StyleLibrary.All, s => Assert.Empty(s.Validate()));
        Assert.All(StyleLibrary.All, s => Assert.NotEmpty(s.Description));
    }

    [Fact]
    public void Default_OfLeftOutParameters_IsTheStyleDynamic()
    {
        Style read = StyleReader.Read("""{ "name": "mine" }""", "mine.json");

        Assert.Equal(StyleLibrary.Default.Pacing, read.Pacing);
        Assert.Equal(StyleLibrary.Default.Selection, read.Selection);
        Assert.Equal(StyleLibrary.Default.Sound, read.Sound);
    }

    [Fact]
    public void Read_ManyMistakes_ListsThemAll()
    {
        const string Json = """
            { "description": 3, "speed": 1, "pacing": { "chorusBeat": 2, "verseBeats": "four", "introBeats": 1000, "introBeats": 2 }, "sound": [] }
            """;

        ConfigurationException e = Assert.Throws<ConfigurationException>(() => StyleReader.Read(Json, "mine.json"));

        string[] expected = ["'description' must be a text", "'speed' is unknown", "'pacing.chorusBeat' is unknown", "'pacing.verseBeats' must be a number", "'pacing.introBeats' stands there twice", "pacing.introBeats is 1000", "'sound' must be an object", "'name' is missing"];
        Assert.All(expected, part => Assert.Contains(e.Problems, p => p.Contains(part, StringComparison.Ordinal) && p.Contains("mine.json", StringComparison.Ordinal)));
        Assert.Equal(expected.Length, e.Problems.Count);
    }

    [Fact]
    public void Read_LongestBelowShortest_IsRefused()
    {
        ConfigurationException e = Assert.Throws<ConfigurationException>(() => StyleReader.Read("""{ "name": "x", "pacing": { "minShotSeconds": 4, "maxShotSeconds": 2 } }""", "x.json"));

        Assert.Contains("must be above pacing.minShotSeconds", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("")]
    public void Read_NoStyleAtAll_NamesTheFile(string text) =>
        Assert.Contains("mine.json", Assert.Throws<ConfigurationException>(() => StyleReader.Read(text, "mine.json")).Message, StringComparison.Ordinal);

    [Fact]
    public void Find_UnknownName_ListsTheKnownOnes() =>
        Assert.Contains("calm, documentary, dynamic, mtv", Assert.Throws<ConfigurationException>(() => StyleLibrary.Find("jazz")).Message, StringComparison.Ordinal);

    /// <summary>Plans with a song of all kinds of sections, without a song, and with measured motion, as one text.</summary>
    private static string Everything(Style style)
    {
        IReadOnlyList<ClipMaterial> clips =
        [
            // Every motif is there three times.
            .. Enumerable.Range(0, 15).Select(i => Footage.Measured(Footage.Clip($"c{i:00}", [9, 5, 12, 3], seed: i % 5), i / 14f, panX: (i % 3) - 1)),
        ];
        MusicMaterial song = Footage.Song(bpm: 120, stretch: new SongStretch(2, 98, null, null, "test"));
        song = song with
        {
            Analysis = song.Analysis with
            {
                Sections =
                [
                    new(0, 18, Results.SectionKind.Intro, 0.2f), new(18, 34, Results.SectionKind.Verse, 0.4f), new(34, 50, Results.SectionKind.Build, 0.5f),
                    new(50, 66, Results.SectionKind.Chorus, 0.9f), new(66, 82, Results.SectionKind.Break, 0.3f), new(82, 240, Results.SectionKind.Outro, 0.3f),
                ],
                Energy = new(0.1, [.. Enumerable.Range(0, 2400).Select(i => 0.5f + (0.4f * MathF.Sin(i / 70f)))]),
            },
        };
        PlanRequest request = Footage.Request(seconds: 96) with { Style = style };
        return TimelineJson.Write(Planner.Plan(request, clips, song)) + TimelineJson.Write(Planner.Plan(request with { DurationSeconds = 30 }, clips, null));
    }
}
