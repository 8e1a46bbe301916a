using static MontageAI.Editing.Prompts.PromptOperation;
using static MontageAI.Editing.Prompts.PromptVocabulary;

namespace MontageAI.Editing.Prompts;

/// <summary>Words about lengths of shots and where cuts fall.</summary>
internal static class PaceVocabulary
{
    /// <summary>All of them.</summary>
    public static IEnumerable<PromptRule> Rules() => [.. PaceWords(), .. CutWords()];

    private static IEnumerable<PromptRule> PaceWords() =>
        [
            new()
            {
                Phrases =
                [
                    "slow",
                    "slower",
                    "slowly",
                    "unhurried",
                    "relaxed",
                    "long takes",
                    "long shots",
                    "lingering",
                    "take your time",
                    "long cuts",
                    "slow cuts",
                    "slow pace",
                    "slow paced",
                ],
                Meaning = "longer shots",
                IsPace = true,
                Changes = [new(Pace, Scale, 2)],
                Opposite = [new(Pace, Scale, 0.7)],
                OppositeMeaning = "somewhat shorter shots",
            },
            new()
            {
                Phrases =
                [
                    "fast",
                    "faster",
                    "quick",
                    "quickly",
                    "rapid",
                    "snappy",
                    "short shots",
                    "short cuts",
                    "quick cuts",
                    "fast cuts",
                    "fast cutting",
                    "fast paced",
                    "fast pace",
                    "high tempo",
                ],
                Meaning = "shorter shots",
                IsPace = true,
                Changes = [new(Pace, Scale, 0.5)],
                Opposite = [new(Pace, Scale, 1.4)],
                OppositeMeaning = "somewhat longer shots",
            },
            new()
            {
                Phrases = ["frantic", "hectic", "crazy", "insane", "breathless"],
                Meaning = "very short shots",
                IsPace = true,
                Changes = [new(Pace, Scale, 0.35), new("pacing.minShotSeconds", AtMost, 0.25)],
                Opposite = [new(Pace, Scale, 1.4)],
                OppositeMeaning = "somewhat longer shots",
            },
            new()
            {
                Phrases = ["calm", "calmer", "gentle", "quiet", "peaceful", "soft pace"],
                Meaning = "longer shots of calmer pictures",
                IsPace = true,
                Changes = [new(Pace, Scale, 1.7), new("selection.actionMatch", Scale, 0.7), new("pacing.accentPreference", Scale, 0.5)],
                Opposite = [new(Pace, Scale, 0.7)],
                OppositeMeaning = "somewhat shorter shots",
            },
            new()
            {
                Phrases =
                [
                    "explode",
                    "explodes",
                    "exploding",
                    "explosive",
                    "explosion",
                    "go wild",
                    "goes wild",
                    "all out",
                    "drop hits",
                    "hit hard",
                    "hits hard",
                    "big drop",
                ],
                Meaning = "the drop gets the strongest action and the shortest shots, what leads there gets faster and faster",
                Changes =
                [
                    new("craft.dropAction", AtLeast, 3),
                    new("pacing.chorusBeats", Scale, 0.5),
                    new("pacing.buildAcceleration", AtLeast, 0.9),
                    new("pacing.energyResponse", Add, 0.4),
                    new("transitions.flash", AtLeast, 0.04),
                ],
            },
            new()
            {
                Phrases = ["energetic", "high energy", "lively", "upbeat"],
                Meaning = "shorter shots, more action",
                IsPace = true,
                Changes = [new(Pace, Scale, 0.65), new("selection.actionMatch", Add, 0.5)],
                Opposite = [new(Pace, Scale, 1.4)],
                OppositeMeaning = "somewhat longer shots",
            },
            new()
            {
                Phrases = ["follow the music", "follows the music", "follow the energy", "with the music", "react to the music"],
                Meaning = "lengths and pictures follow the music's energy closely",
                Changes = [new("pacing.energyResponse", AtLeast, 1.2), new("selection.energyMatch", AtLeast, 1.5)],
            },
            new()
            {
                Phrases = ["steady pace", "even pace", "regular cuts", "constant pace"],
                Meaning = "shots of even length",
                Changes = [new("pacing.energyResponse", Set, 0), new("pacing.buildAcceleration", Set, 0), new("pacing.variation", Set, 0)],
                Choose = r => r with { Arc = "constant" },
            },
        ];

    private static IEnumerable<PromptRule> CutWords()
    {
        yield return Every("a cut on every beat", 1, "every beat", "each beat", "all beats", "on every beat", "cut on every beat");
        yield return Every("a cut on every second beat", 2, "every second beat", "every other beat", "every two beats", "every 2 beats");
        yield return Every(
            "a cut on every bar",
            4,
            "every bar",
            "once a bar",
            "once per bar",
            "every four beats",
            "every 4 beats",
            "each bar",
            "every measure"
        );
        yield return Every(
            "a cut on every second bar",
            8,
            "every second bar",
            "every other bar",
            "every two bars",
            "every 2 bars",
            "every eight beats",
            "every 8 beats"
        );
        yield return new()
        {
            Phrases = ["on downbeats", "on the downbeat", "on downbeat", "on the one"],
            Meaning = "cuts keep to downbeats",
            Changes = [new("pacing.downbeatPreference", Set, 2)],
            Opposite = [new("pacing.downbeatPreference", Set, 0)],
            OppositeMeaning = "any beat will do",
        };
        yield return new()
        {
            Phrases = ["on accents", "on hits", "on the hits", "on the snare", "on kicks", "on drum hits"],
            Meaning = "cuts keep to strong beats",
            Changes = [new("pacing.accentPreference", AtLeast, 1.2)],
        };
        yield return new()
        {
            Phrases = ["jump cuts", "jump cut"],
            Meaning = "jump cuts are allowed",
            Changes = [new("craft.noJumpCuts", Set, 0)],
            Opposite = [new("craft.noJumpCuts", Set, 5)],
            OppositeMeaning = "no jump cuts",
        };
        yield return new()
        {
            Phrases = ["match cuts", "match cut", "graphic matches"],
            Meaning = "neighbours alike in colour and shape",
            Changes = [new("craft.matchCut", AtLeast, 2), new("selection.likenessApart", Scale, 0.4)],
            Opposite = [new("craft.matchCut", Set, 0)],
            OppositeMeaning = "no match cuts",
        };
        yield return new()
        {
            Phrases = ["cut on action", "cuts on action", "cut on movement"],
            Meaning = "cuts while something moves",
            Changes = [new("craft.cutOnAction", AtLeast, 2)],
        };
    }

    private static PromptRule Every(string meaning, double beats, params string[] phrases) =>
        new()
        {
            Phrases = phrases,
            Meaning = meaning,
            Changes =
            [
                .. Beats.Select(b => new PromptChange(b, Set, beats)),
                new("pacing.energyResponse", Set, 0),
                new("pacing.buildAcceleration", Set, 0),
                new("pacing.variation", Set, 0),
                new("pacing.arcStrength", Set, 0),
                new("pacing.minShotSeconds", AtMost, 0.25),
                new("pacing.maxShotSeconds", AtLeast, beats),
                new("pacing.downbeatPreference", Set, beats % 4 == 0 ? 2 : 0),
            ],
        };
}
