using System.Reflection;
using MontageAI.Errors;
using MontageAI.Timelines;

namespace MontageAI.Tests.Timelines;

public sealed class ShotReasonTests
{
    /// <summary>A document of schema 1, as this program wrote it before shots had names and reasons had codes.</summary>
    private const string Old = """
        {"schema":"montage-ai.timeline","version":1,"rate":"25","frames":100,"aspect":"16/9","style":"mine","seed":1,
         "sources":[{"id":"c01","path":"/v/a.mp4","fingerprint":"cd","videoStream":0,
                     "availableStart":{"ticks":0,"timeBase":"1/25"},"availableEnd":{"ticks":500,"timeBase":"1/25"}}],
         "shots":[{"record":{"start":0,"end":50},"source":"c01","in":{"ticks":5,"timeBase":"1/25"},
                   "reasons":["opens the montage (verse)","slow motion at 0.5: high action (measured 0.81, limit 0.40)"],
                   "alternatives":[{"source":"c01","in":{"ticks":200,"timeBase":"1/25"},"reason":"nearly as good (0.012 behind)"}]},
                  {"record":{"start":50,"end":100},"source":"c01","in":{"ticks":99,"timeBase":"1/25"},
                   "reasons":["not entered by a dissolve: clip 'c01' has no more usable footage before its shot"]}]}
        """;

    private static readonly string[] s_codes =
    [
        .. new[] { typeof(ReasonCodes), typeof(OfferCodes) }
            .SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Select(f => (string)f.GetRawConstantValue()!),
    ];

    public static TheoryData<string> Codes => [.. s_codes];

    [Fact]
    public void Codes_All_AreDifferent() => Assert.Equal(s_codes.Length, s_codes.Distinct().Count());

    [Theory]
    [MemberData(nameof(Codes))]
    public void Sentence_OfEveryCode_IsWordsAndNotTheCode(string code)
    {
        string sentence = ShotReason.Of(code, "1", "2", "3", "4", "5").Sentence;

        Assert.DoesNotContain(code, sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("{", sentence, StringComparison.Ordinal);
        Assert.NotEmpty(sentence);
    }

    [Fact]
    public void Read_SchemaOne_KeepsEverySentenceAndKnowsWhatEditsNeed()
    {
        Timeline timeline = TimelineJson.Read(Old, "old.json");

        Assert.Equal("opens the montage (verse)", timeline.Shots[0].Reasons[0].Sentence);
        Assert.Equal(ShotReason.Of(ReasonCodes.SlowMotion, "0.5", "0.81", "0.40"), timeline.Shots[0].Reasons[1]);
        Assert.Equal("slow motion at 0.5: high action (measured 0.81, limit 0.40)", timeline.Shots[0].Reasons[1].Sentence);
        Assert.Equal(ReasonCodes.NotEntered, timeline.Shots[1].Reasons[0].Code);
        Assert.Equal("nearly as good (0.012 behind)", timeline.Shots[0].Alternatives[0].Reason.Sentence);
    }

    [Fact]
    public void Read_SchemaOne_NamesTheShotsInOrderAndWritesSchemaTwo()
    {
        Timeline timeline = TimelineJson.Read(Old, "old.json");
        Timeline again = TimelineJson.Read(TimelineJson.Write(timeline), "new.json");

        Assert.Equal(["s1", "s2"], timeline.Shots.Select(s => s.Id));
        Assert.Equal(2, again.Version);
        Assert.Equal(TimelineJson.Write(timeline), TimelineJson.Write(again));
    }

    [Fact]
    public void Next_AfterTheLastShotIsGone_IsNotItsName()
    {
        Timeline timeline = TimelineJson.Read(Old, "old.json");
        Timeline shorter = timeline with { Frames = 50, Shots = [timeline.Shots[0]] };

        Assert.Equal("s3", ShotIds.Next(TimelineJson.Read(TimelineJson.Write(shorter), "t.json")));
    }

    [Theory]
    [InlineData("""{"args":["x"]}""")]
    [InlineData("""{"code":"cut.beat","args":[1]}""")]
    [InlineData("""{"code":"cut.beat","why":"x"}""")]
    [InlineData("12")]
    public void Read_BrokenReason_IsRefused(string reason) =>
        Assert.Throws<ConfigurationException>(() =>
            TimelineJson.Read(Old.Replace("\"opens the montage (verse)\"", reason, StringComparison.Ordinal), "t.json")
        );
}
