using MontageAI.Editing.Materials;
using MontageAI.Errors;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Styles;

public sealed class StyleTests
{
    [Fact]
    public void All_BuiltIn_AreSoundAndNamedAsTheirFiles()
    {
        string[] promised =
        [
            "dynamic",
            "hitchcock",
            "mtv",
            "action",
            "documentary",
            "minimalist",
            "wes_anderson",
            "travel",
            "sport",
            "wedding",
            "vlog",
            "cinema_trailer",
            "viral",
            "music_video",
            "calm",
        ];
        Assert.Equal(promised.Order(StringComparer.Ordinal), StyleLibrary.All.Select(s => s.Name));
        Assert.Equal(StyleLibrary.Names, StyleLibrary.All.Select(s => s.Name));
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
        Assert.Equal(StyleLibrary.Default with { Name = "mine", Description = "" }, read);
    }

    [Fact]
    public void Read_ManyMistakes_ListsThemAll()
    {
        const string Json = """
            { "description": 3, "speed": 1, "pacing": { "chorusBeat": 2, "verseBeats": "four", "introBeats": 1000, "introBeats": 2 },
              "sound": [] }
            """;

        ConfigurationException e = Assert.Throws<ConfigurationException>(() => StyleReader.Read(Json, "mine.json"));

        string[] expected =
        [
            "'description' must be a text",
            "'speed' is unknown",
            "'pacing.chorusBeat' is unknown",
            "'pacing.verseBeats' must be a number",
            "'pacing.introBeats' stands there twice",
            "pacing.introBeats is 1000",
            "'sound' must be an object",
            "'name' is missing",
        ];
        Assert.All(
            expected,
            part =>
                Assert.Contains(
                    e.Problems,
                    p =>
                        p.ToString().Contains(part, StringComparison.Ordinal)
                        && p.ToString().Contains("mine.json", StringComparison.Ordinal)
                )
        );
        Assert.Equal(expected.Length, e.Problems.Count);
    }

    [Fact]
    public void Read_LongestBelowShortest_IsRefused()
    {
        ConfigurationException e = Assert.Throws<ConfigurationException>(() =>
            StyleReader.Read("""{ "name": "x", "pacing": { "minShotSeconds": 4, "maxShotSeconds": 2 } }""", "x.json")
        );

        Assert.Contains("must be above pacing.minShotSeconds", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("")]
    public void Read_NoStyleAtAll_NamesTheFile(string text) =>
        Assert.Contains(
            "mine.json",
            Assert.Throws<ConfigurationException>(() => StyleReader.Read(text, "mine.json")).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Find_UnknownName_ListsTheKnownOnes() =>
        Assert.Contains(
            "action, calm, cinema_trailer, documentary, dynamic",
            Assert.Throws<ConfigurationException>(() => StyleLibrary.Find("jazz")).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Read_ExtendsAnotherStyle_TakesWhatItDoesNotSay()
    {
        Style read = StyleReader.Read("""{ "pacing": { "verseBeats": 12 }, "name": "mine", "extends": "calm" }""", "mine.json");

        Style calm = StyleLibrary.Find("calm");
        Assert.Equal(calm with { Name = "mine", Description = "", Pacing = calm.Pacing with { VerseBeats = 12 } }, read);
        Assert.Contains(
            "There is no style 'jazz'",
            Assert.Throws<ConfigurationException>(() => StyleReader.Read("""{ "name": "x", "extends": "jazz" }""", "x.json")).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Read_WordsAndPaths_AreCheckedAndMadeFull()
    {
        string folder = Path.Combine(Path.GetTempPath(), "styles");
        Style read = StyleReader.Read(
            """{ "name": "x", "pacing": { "arc": "slow_burn" }, "look": { "lut": "tables/film.cube" } }""",
            Path.Combine(folder, "x.json")
        );

        Assert.Equal(StoryShape.SlowBurn, read.Pacing.Arc);
        Assert.Equal(Path.Combine(folder, "tables", "film.cube"), read.Look.Lut);
        ConfigurationException e = Assert.Throws<ConfigurationException>(() =>
            StyleReader.Read("""{ "name": "x", "pacing": { "arc": "spiral" }, "look": { "lut": 3 } }""", "x.json")
        );
        Assert.Contains(e.Problems, p => p.ToString().Contains("'pacing.arc' must be one of song, hero_journey", StringComparison.Ordinal));
        Assert.Contains(e.Problems, p => p.ToString().Contains("'look.lut' must be a text", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Write_OfEveryBuiltInStyle_ReadsBackTheSame(string name)
    {
        Style style = StyleLibrary.Find(name);

        Assert.Equal(style, StyleReader.Read(StyleWriter.Write(style), name));
    }

    [Fact]
    public void Validate_SharesAboveAllCuts_AreRefused() =>
        Assert.Contains(
            "add up to 1.2",
            Assert
                .Throws<ConfigurationException>(() =>
                    StyleSetting.Apply(StyleLibrary.Default, ["transitions.dissolve=0.7", "transitions.whip=0.5"])
                )
                .Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Apply_Settings_SetWhatTheyName()
    {
        Style style = StyleSetting.Apply(StyleLibrary.Default, ["pacing.chorusBeats=1", "pacing.arc=thriller", "look.temperature = -0.25"]);

        Assert.Equal((1, StoryShape.Thriller, -0.25), (style.Pacing.ChorusBeats, style.Pacing.Arc, style.Look.Temperature));
        Assert.Equal("dynamic", style.Name);
    }

    [Theory]
    [InlineData("pacing", "write GROUP.KEY=VALUE")]
    [InlineData("pacing.chorusBeat=1", "pacing has minShotSeconds")]
    [InlineData("speed.fast=1", "the groups are pacing, selection, craft, transitions, motion, look, sound")]
    [InlineData("pacing.chorusBeats=many", "must be a number, 0.5 to 64")]
    [InlineData("pacing.chorusBeats=100", "must be a number, 0.5 to 64")]
    [InlineData("pacing.arc=round", "must be one of song")]
    [InlineData("pacing.minShotSeconds=8", "must be above pacing.minShotSeconds")]
    public void Apply_WrongSetting_SaysWhatIsAllowed(string setting, string expected) =>
        Assert.Contains(
            expected,
            Assert.Throws<ConfigurationException>(() => StyleSetting.Apply(StyleLibrary.Default, [setting])).Message,
            StringComparison.Ordinal
        );

    public static TheoryData<string> Names => [.. StyleLibrary.Names];
}
