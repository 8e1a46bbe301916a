using MontageAI.Time;
using static MontageAI.Editing.Prompts.PromptOperation;
using static MontageAI.Editing.Prompts.PromptVocabulary;

namespace MontageAI.Editing.Prompts;

/// <summary>Words about story, mood, shape and whole styles.</summary>
internal static class StoryVocabulary
{
    /// <summary>All of them.</summary>
    public static IEnumerable<PromptRule> Rules() => [.. StoryWords(), .. MoodWords(), .. ShapeWords(), .. StyleWords()];

    private static IEnumerable<PromptRule> StoryWords()
    {
        (string Arc, string[] Phrases)[] arcs =
        [
            ("hero_journey", ["hero journey", "hero's journey", "heros journey", "adventure story"]),
            ("three_act", ["three act", "three acts", "three-act", "beginning middle end", "story arc"]),
            (
                "slow_burn",
                [
                    "slow burn",
                    "slow build",
                    "build up slowly",
                    "builds slowly",
                    "builds up slowly",
                    "building up",
                    "build up",
                    "crescendo",
                    "towards the end",
                    "grows",
                    "growing",
                ]
            ),
            ("thriller", ["thriller", "suspense", "suspenseful", "tense", "tension"]),
            ("mtv_energy", ["full energy", "high from the start", "energy throughout", "non stop", "nonstop", "non-stop"]),
            ("documentary", ["gentle chapters"]),
        ];
        foreach ((string arc, string[] phrases) in arcs)
        {
            yield return new()
            {
                Phrases = phrases,
                Meaning = $"story arc {arc}",
                Changes = [new("pacing.arcStrength", AtLeast, 0.6)],
                Choose = r => r with { Arc = arc },
            };
        }

        yield return new()
        {
            Phrases =
            [
                "chronological",
                "chronologically",
                "in order",
                "in chronological order",
                "as it happened",
                "day by day",
                "in time order",
            ],
            Meaning = "in the order of recording",
            Choose = r => r with { Order = ClipOrder.Chronological },
        };
        yield return new()
        {
            Phrases = ["tell the story", "in chapters", "as a story", "tell a story"],
            Meaning = "in chapters as recorded",
            Choose = r => r with { Order = ClipOrder.Story },
        };
        yield return new()
        {
            Phrases = ["any order", "shuffled", "shuffle", "free order", "out of order"],
            Meaning = "in any order",
            Choose = r => r with { Order = ClipOrder.Free },
        };
    }

    private static IEnumerable<PromptRule> MoodWords() =>
        [
            new()
            {
                Phrases = ["romantic", "tender", "intimate", "lovely"],
                Meaning = "longer shots, dissolves, warm",
                IsPace = true,
                Changes =
                [
                    new(Pace, Scale, 1.4),
                    new("transitions.dissolve", AtLeast, 0.3),
                    new("look.temperature", Add, 0.2),
                    new("craft.people", AtLeast, 1.5),
                ],
            },
            new()
            {
                Phrases = ["sad", "melancholic", "melancholy", "lonely"],
                Meaning = "long shots, cold, weak colours",
                IsPace = true,
                Changes =
                [
                    new(Pace, Scale, 1.8),
                    new("look.temperature", Add, -0.2),
                    new("look.saturation", Add, -0.25),
                    new("transitions.dissolve", AtLeast, 0.2),
                ],
            },
            new()
            {
                Phrases = ["happy", "joyful", "fun", "cheerful", "playful", "party"],
                Meaning = "shorter shots, strong warm colours",
                IsPace = true,
                Changes =
                [
                    new(Pace, Scale, 0.75),
                    new("look.saturation", Add, 0.15),
                    new("look.temperature", Add, 0.1),
                    new("craft.people", AtLeast, 1),
                ],
            },
            new()
            {
                Phrases = ["epic", "grand", "majestic"],
                Meaning = "wide shots held, a climax, more contrast",
                Changes =
                [
                    new("craft.holdWide", AtLeast, 1.5),
                    new("craft.establishingFirst", AtLeast, 1.5),
                    new("craft.dropAction", AtLeast, 2),
                    new("look.contrast", Add, 0.15),
                    new("pacing.arcStrength", AtLeast, 0.5),
                ],
                Choose = r => r with { Arc = r.Arc ?? "three_act" },
            },
            new()
            {
                Phrases = ["dreamy", "ethereal", "magical"],
                Meaning = "dissolves, slow motion, soft light",
                IsPace = true,
                Changes =
                [
                    new(Pace, Scale, 1.4),
                    new("transitions.dissolve", AtLeast, 0.35),
                    new("motion.slowShare", AtLeast, 0.25),
                    new("look.contrast", Add, -0.15),
                    new("look.highlights", Add, 0.1),
                ],
            },
            new()
            {
                Phrases = ["nostalgic", "nostalgia", "memories"],
                Meaning = "warm, faded, grain",
                Changes =
                [
                    new("look.temperature", Add, 0.25),
                    new("look.saturation", Add, -0.2),
                    new("look.grain", AtLeast, 0.3),
                    new("look.shadows", Add, 0.15),
                ],
            },
            new()
            {
                Phrases = ["aggressive", "hard", "brutal", "raw", "intense"],
                Meaning = "short shots, punch-ins, flashes, contrast",
                IsPace = true,
                Changes =
                [
                    new(Pace, Scale, 0.6),
                    new("motion.punchShare", AtLeast, 0.3),
                    new("transitions.flash", AtLeast, 0.05),
                    new("look.contrast", Add, 0.2),
                ],
                Opposite = [new(Pace, Scale, 1.4)],
                OppositeMeaning = "somewhat longer shots",
            },
            new()
            {
                Phrases = ["elegant", "classy", "clean"],
                Meaning = "steady pictures, hard cuts on downbeats",
                Changes =
                [
                    new("pacing.downbeatPreference", AtLeast, 1.3),
                    new("selection.quality", Add, 0.6),
                    new("transitions.flash", Set, 0),
                    new("transitions.whip", Set, 0),
                ],
            },
            new()
            {
                Phrases = ["cinematic"],
                Meaning = "wide shots held, teal and orange, a fade at the end",
                Changes =
                [
                    new("craft.holdWide", AtLeast, 1),
                    new("look.splitTone", AtLeast, 0.35),
                    new("look.contrast", Add, 0.1),
                    new("transitions.closeSeconds", AtLeast, 1.5),
                ],
            },
        ];

    private static IEnumerable<PromptRule> ShapeWords() =>
        [
            new()
            {
                Phrases =
                [
                    "vertical",
                    "portrait format",
                    "9:16",
                    "for tiktok",
                    "for reels",
                    "for shorts",
                    "for stories",
                    "for instagram reels",
                    "for youtube shorts",
                    "upright",
                ],
                Meaning = "9:16",
                Choose = r => r with { Aspect = new Rational(9, 16) },
            },
            new()
            {
                Phrases = ["square", "1:1"],
                Meaning = "1:1",
                Choose = r => r with { Aspect = new Rational(1, 1) },
            },
            new()
            {
                Phrases = ["4:5", "for instagram", "for the feed"],
                Meaning = "4:5",
                Choose = r => r with { Aspect = new Rational(4, 5) },
            },
            new()
            {
                Phrases = ["widescreen", "16:9", "horizontal", "landscape format", "for youtube"],
                Meaning = "16:9",
                Choose = r => r with { Aspect = new Rational(16, 9) },
            },
        ];

    private static IEnumerable<PromptRule> StyleWords()
    {
        (string Style, string[] Phrases)[] styles =
        [
            ("hitchcock", ["hitchcock"]),
            ("mtv", ["mtv"]),
            ("action", ["action movie", "action film", "action style"]),
            ("documentary", ["documentary", "documentary style", "docu"]),
            ("minimalist", ["minimalist", "minimal", "minimalistic"]),
            ("wes_anderson", ["wes anderson"]),
            ("travel", ["travel", "travel film", "travel video", "vacation", "holiday", "holidays", "road trip", "trip"]),
            ("sport", ["sport", "sports", "sports video", "match highlights", "game highlights"]),
            ("wedding", ["wedding", "wedding film", "wedding video"]),
            ("vlog", ["vlog"]),
            ("cinema_trailer", ["trailer", "movie trailer", "cinema trailer", "film trailer"]),
            ("viral", ["viral", "tiktok", "tiktok style", "reel", "reels", "shorts"]),
            ("music_video", ["music video", "band video"]),
        ];
        return styles.Select(s => new PromptRule
        {
            Phrases = s.Phrases,
            Meaning = $"style {s.Style}",
            Choose = r => r with { Style = s.Style },
        });
    }
}
