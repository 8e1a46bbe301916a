using MontageAI.Editing.Prompts;
using MontageAI.Editing.Styles;
using MontageAI.Time;

namespace MontageAI.Editing.Tests.Prompts;

public sealed class PromptParserTests
{
    [Fact]
    public void Parse_TheIssuesOwnWish_ReadsAllFourParts()
    {
        PromptReading reading = PromptParser.Parse("slow start, explode at the drop, warm, mostly people");
        Style style = PromptedStyle.Apply(StyleLibrary.Default, reading).Style;
        Style before = StyleLibrary.Default;

        Assert.Equal(4, reading.Understood.Count);
        Assert.Empty(reading.NotUnderstood);
        Assert.Equal(2 * before.Pacing.IntroBeats, style.Pacing.IntroBeats);
        Assert.Equal(StoryShape.SlowBurn, style.Pacing.Arc);
        Assert.True(style.Pacing.ChorusBeats < before.Pacing.ChorusBeats);
        Assert.True(style.Craft.DropAction >= 3);
        Assert.True(style.Look.Temperature > 0.3);
        Assert.True(style.Craft.People > 2);
        Assert.Empty(style.Validate());
    }

    [Theory]
    [InlineData("fast", "pacing.verseBeats", -1)]
    [InlineData("not too fast", "pacing.verseBeats", 1)]
    [InlineData("very calm please", "pacing.chorusBeats", 1)]
    [InlineData("cut on every beat", "pacing.chorusBeats", -1)]
    [InlineData("black and white", "look.saturation", -1)]
    [InlineData("less contrast", "look.contrast", -1)]
    [InlineData("a bit warmer", "look.temperature", 1)]
    [InlineData("no jump cuts!", "craft.noJumpCuts", 1)]
    [InlineData("with some slow motion", "motion.slowShare", 1)]
    [InlineData("keep the voices", "sound.clipSound", 1)]
    [InlineData("lots of dissolves", "transitions.dissolve", 1)]
    [InlineData("gentle ending", "transitions.closeSeconds", 1)]
    [InlineData("portraits", "craft.portraits", 1)]
    [InlineData("group shots", "craft.groups", 1)]
    [InlineData("landscapes", "craft.people", -1)]
    [InlineData("no people", "craft.people", -1)]
    public void Parse_APhrase_MovesItsParameterTheRightWay(string text, string parameter, int direction)
    {
        PromptReading reading = PromptParser.Parse(text);

        (Style style, IReadOnlyList<string> changed) = PromptedStyle.Apply(StyleLibrary.Default, reading);

        StyleParameter one = StyleParameters.All.First(p => p.Name == parameter);
        Assert.Equal(direction, Math.Sign(one.Get(style) - one.Get(StyleLibrary.Default)));
        Assert.Contains(changed, c => c.StartsWith(parameter, StringComparison.Ordinal));
        Assert.Empty(reading.NotUnderstood);
    }

    [Fact]
    public void Parse_Degrees_AreOrdered()
    {
        double[] warmth =
        [
            .. new[] { "slightly warm", "warm", "very warm" }.Select(t =>
                PromptedStyle.Apply(StyleLibrary.Default, PromptParser.Parse(t)).Style.Look.Temperature
            ),
        ];

        Assert.Equal(warmth.Order(), warmth);
        Assert.Equal(3, warmth.Distinct().Count());
    }

    [Fact]
    public void Parse_PartsOfTheSong_ChangeOnlyTheirOwnPace()
    {
        Style style = PromptedStyle.Apply(StyleLibrary.Default, PromptParser.Parse("fast chorus, slow verses and a calm break")).Style;

        Assert.Equal(StyleLibrary.Default.Pacing.ChorusBeats / 2, style.Pacing.ChorusBeats);
        Assert.Equal(StyleLibrary.Default.Pacing.VerseBeats * 2, style.Pacing.VerseBeats);
        Assert.True(style.Pacing.BreakBeats > StyleLibrary.Default.Pacing.BreakBeats);
        Assert.Equal(StyleLibrary.Default.Pacing.OutroBeats, style.Pacing.OutroBeats);
    }

    [Fact]
    public void Parse_ChoicesBesideTheStyle_AreTaken()
    {
        PromptReading reading = PromptParser.Parse("A vertical travel film, 45 seconds long, in chronological order");

        Assert.Equal("travel", reading.Style);
        Assert.Equal(new Rational(9, 16), reading.Aspect);
        Assert.Equal(45, reading.DurationSeconds);
        Assert.Equal(ClipOrder.Chronological, reading.Order);
        Assert.Empty(reading.NotUnderstood);
    }

    [Theory]
    [InlineData("1:30 please", 90)]
    [InlineData("half a minute", 30)]
    [InlineData("make it two minutes", 120)]
    [InlineData("20s", 20)]
    public void Parse_Lengths_AreSeconds(string text, double seconds) => Assert.Equal(seconds, PromptParser.Parse(text).DurationSeconds);

    [Fact]
    public void Parse_TheShapeNineToSixteen_IsNoLength()
    {
        PromptReading reading = PromptParser.Parse("9:16");

        Assert.Null(reading.DurationSeconds);
        Assert.Equal(new Rational(9, 16), reading.Aspect);
    }

    [Fact]
    public void Parse_WordsThatItDoesNotKnow_AreNamed()
    {
        PromptReading reading = PromptParser.Parse("warm, with purple dinosaurs, quantum");

        Assert.Equal(["purple dinosaurs", "quantum"], reading.NotUnderstood);
        Assert.Single(reading.Understood);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("¿qué?")]
    [InlineData(";;;,,,")]
    public void Parse_Nothing_IsEmptyAndChangesNothing(string text)
    {
        PromptReading reading = PromptParser.Parse(text);

        Assert.True(reading.IsEmpty);
        Assert.Equal(StyleLibrary.Default, PromptedStyle.Apply(StyleLibrary.Default, reading).Style);
    }

    [Fact]
    public void Vocabulary_EveryRule_NamesParametersThatExistAndLeavesEveryStyleSound()
    {
        foreach (PromptRule rule in PromptVocabulary.Rules)
        {
            foreach (string word in (string[])["", "very ", "no "])
            {
                PromptReading reading = PromptParser.Parse(word + rule.Phrases[0]);
                Assert.All(StyleLibrary.All, s => Assert.Empty(PromptedStyle.Apply(s, reading).Style.Validate()));
            }

            Assert.All(
                rule.Phrases,
                p =>
                {
                    PromptReading reading = PromptParser.Parse(p);
                    Assert.True(reading.Understood.Count >= 1, p);
                    Assert.Empty(reading.NotUnderstood);
                }
            );
        }
    }

    [Fact]
    public void Vocabulary_StylesThatAreNamed_Exist() =>
        Assert.All(
            PromptVocabulary.Rules.Select(r => PromptParser.Parse(r.Phrases[0]).Style).OfType<string>(),
            s => Assert.Equal(s, StyleLibrary.Find(s).Name)
        );
}
