using MontageAI.Time;
using static MontageAI.Editing.Prompts.PromptOperation;

namespace MontageAI.Editing.Prompts;

/// <summary>
/// The words that are understood without a language model. Amounts are those for the plain word; "very" and "slightly" bend them. Chosen by
/// hand so that each word is clearly seen
/// and none overdone.
/// </summary>
internal static class PromptVocabulary
{
    /// <summary>Stands for the lengths of shots in the part of the song that is spoken of.</summary>
    public const string Pace = "pace";

    /// <summary>The lengths of shots in all parts.</summary>
    public static IReadOnlyList<string> Beats { get; } =
    ["pacing.introBeats", "pacing.verseBeats", "pacing.buildBeats", "pacing.chorusBeats", "pacing.breakBeats", "pacing.outroBeats"];

    /// <summary>All rules. Longer phrases win over shorter ones that they contain.</summary>
    public static IReadOnlyList<PromptRule> Rules { get; } =
    [
        .. PaceWords(),
        .. CutWords(),
        .. PictureWords(),
        .. ContentWords(),
        .. TransitionWords(),
        .. MotionWords(),
        .. SoundWords(),
        .. StoryWords(),
        .. MoodWords(),
        .. ShapeWords(),
        .. StyleWords(),
    ];

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

    private static IEnumerable<PromptRule> PictureWords() =>
        [
            Amount(
                "look.temperature",
                0.4,
                "warmer colours",
                "colder colours",
                "warm",
                "warmer",
                "warm colors",
                "warm colours",
                "golden",
                "sunny",
                "golden hour"
            ),
            Amount(
                "look.temperature",
                -0.4,
                "colder colours",
                "warmer colours",
                "cold",
                "colder",
                "cool",
                "cool colors",
                "cool colours",
                "icy",
                "blue tones"
            ),
            Amount(
                "look.saturation",
                0.25,
                "stronger colours",
                "weaker colours",
                "vivid",
                "colorful",
                "colourful",
                "saturated",
                "vibrant",
                "bright colors",
                "bright colours"
            ),
            Amount(
                "look.saturation",
                -0.3,
                "weaker colours",
                "stronger colours",
                "muted",
                "desaturated",
                "washed out",
                "faded colors",
                "faded colours"
            ),
            Amount("look.contrast", 0.25, "more contrast", "less contrast", "contrasty", "high contrast", "punchy", "more contrast"),
            Amount("look.contrast", -0.25, "less contrast", "more contrast", "low contrast", "flat look", "soft look", "less contrast"),
            Amount("look.exposure", 0.3, "brighter", "darker", "bright", "brighter", "airy", "light and airy", "high key"),
            Amount("look.exposure", -0.3, "darker", "brighter", "dark", "darker", "low key"),
            Amount("look.grain", 0.4, "film grain", "no grain", "grain", "grainy", "film grain"),
            Amount("look.vignette", 0.4, "darker corners", "no vignette", "vignette"),
            Amount("look.sharpen", 0.4, "sharper", "softer", "sharp", "crisp", "sharpened"),
            new()
            {
                Phrases =
                [
                    "black and white",
                    "black & white",
                    "b&w",
                    "monochrome",
                    "no color",
                    "no colour",
                    "without color",
                    "without colour",
                ],
                Meaning = "black and white",
                Changes = [new("look.saturation", Set, -1), new("look.splitTone", Set, 0), new("look.temperature", Set, 0)],
                Opposite = [new("look.saturation", AtLeast, 0)],
                OppositeMeaning = "in colour",
            },
            new()
            {
                Phrases = ["sepia"],
                Meaning = "sepia",
                Changes = [new("look.saturation", Set, -0.75), new("look.temperature", Set, 0.7)],
            },
            new()
            {
                Phrases = ["teal and orange", "teal orange", "blockbuster look", "cinematic look", "cinematic colors", "cinematic colours"],
                Meaning = "teal shadows, orange highlights",
                Changes = [new("look.splitTone", AtLeast, 0.5), new("look.contrast", Add, 0.12)],
                Opposite = [new("look.splitTone", Set, 0)],
                OppositeMeaning = "no split tone",
            },
            new()
            {
                Phrases = ["vintage", "retro", "old film", "super 8", "8mm", "analog", "analogue"],
                Meaning = "faded warm colours, grain, dark corners",
                Changes =
                [
                    new("look.saturation", Add, -0.25),
                    new("look.temperature", Add, 0.25),
                    new("look.shadows", Add, 0.2),
                    new("look.grain", AtLeast, 0.45),
                    new("look.vignette", AtLeast, 0.35),
                ],
            },
            new()
            {
                Phrases = ["pastel"],
                Meaning = "light, soft colours",
                Changes =
                [
                    new("look.saturation", Add, -0.15),
                    new("look.contrast", Add, -0.2),
                    new("look.exposure", Add, 0.2),
                    new("look.shadows", Add, 0.2),
                ],
            },
            new()
            {
                Phrases = ["moody"],
                Meaning = "dark, low in colour",
                Changes =
                [
                    new("look.exposure", Add, -0.25),
                    new("look.saturation", Add, -0.2),
                    new("look.contrast", Add, 0.15),
                    new("look.vignette", AtLeast, 0.25),
                ],
            },
            new()
            {
                Phrases = ["stable", "steady", "steady shots", "smooth camera", "stabilized", "stabilised"],
                Meaning = "measured shake is steadied, steady shots are preferred",
                Changes = [new("look.stabilise", AtLeast, 0.8), new("selection.quality", Add, 0.4)],
            },
            new()
            {
                Phrases = ["shaky", "shake", "shaky shots"],
                Meaning = "shake is left as it is",
                Changes = [new("look.stabilise", Set, 0)],
                Opposite = [new("look.stabilise", AtLeast, 0.8), new("selection.quality", Add, 0.6)],
                OppositeMeaning = "measured shake is steadied, steady shots are preferred",
            },
            new()
            {
                Phrases = ["match colors", "match colours", "consistent colors", "consistent colours", "consistent look", "even look"],
                Meaning = "exposure and white balance brought together",
                Changes = [new("look.match", AtLeast, 0.8)],
            },
            new()
            {
                Phrases = ["natural colors", "natural colours", "natural look", "natural", "no grading", "ungraded"],
                Meaning = "colours as they are",
                Changes =
                [
                    .. new[]
                    {
                        "temperature",
                        "saturation",
                        "contrast",
                        "exposure",
                        "splitTone",
                        "tint",
                        "shadows",
                        "highlights",
                        "grain",
                        "vignette",
                    }.Select(k => new PromptChange("look." + k, Set, 0)),
                ],
            },
        ];

    private static PromptRule Amount(string parameter, double by, string meaning, string opposite, params string[] phrases) =>
        new()
        {
            Phrases = phrases,
            Meaning = meaning,
            Changes = [new(parameter, Add, by)],
            Opposite = [new(parameter, Add, -by)],
            OppositeMeaning = opposite,
        };

    private static IEnumerable<PromptRule> ContentWords() =>
        [
            new()
            {
                Phrases = ["people", "faces", "friends", "family", "kids", "children", "guests", "portraits", "crowd", "us"],
                Meaning = "pictures with people first",
                Changes = [new("craft.people", AtLeast, 2)],
                Opposite = [new("craft.people", Set, 0)],
                OppositeMeaning = "people are not preferred (they are not shut out either)",
            },
            new()
            {
                Phrases = ["landscape", "landscapes", "nature", "scenery", "wide shots", "wide", "views", "establishing shots", "places"],
                Meaning = "wide shots first and longer",
                Changes = [new("craft.establishingFirst", AtLeast, 2), new("craft.holdWide", AtLeast, 1.2)],
                Opposite = [new("craft.establishingFirst", Set, 0), new("craft.holdWide", Set, 0)],
                OppositeMeaning = "wide shots are not preferred",
            },
            new()
            {
                Phrases = ["action", "movement", "motion", "dynamic shots", "sports action", "stunts", "moving shots"],
                Meaning = "moving pictures where the music is loud, cuts while they move",
                Changes = [new("selection.actionMatch", Add, 0.8), new("craft.cutOnAction", Add, 0.8), new("craft.dropAction", Add, 0.5)],
                Opposite = [new("selection.actionMatch", Scale, 0.4)],
                OppositeMeaning = "motion counts less",
            },
            new()
            {
                Phrases =
                [
                    "best shots",
                    "best quality",
                    "beautiful",
                    "beautiful shots",
                    "good shots",
                    "only the best",
                    "sharpest shots",
                    "high quality",
                ],
                Meaning = "picture quality counts more",
                Changes = [new("selection.quality", Add, 1)],
            },
            new()
            {
                Phrases = ["variety", "varied", "all clips", "every clip", "mix it up", "mixed"],
                Meaning = "all clips are used evenly, shot sizes change",
                Changes = [new("selection.sourceVariety", Add, 0.7), new("craft.shotSizeVariety", Add, 0.7)],
            },
            new()
            {
                Phrases = ["surprise me", "surprising", "unexpected", "wild mix", "random"],
                Meaning = "chance has more say",
                Changes = [new("selection.surprise", AtLeast, 0.6)],
            },
            new()
            {
                Phrases = ["flow", "flowing", "smooth flow", "fluid"],
                Meaning = "motion flows on from shot to shot",
                Changes = [new("selection.motionContinuity", AtLeast, 1.2)],
            },
            new()
            {
                Phrases = ["clash", "clashing", "motion against motion"],
                Meaning = "motion clashes from shot to shot",
                Changes = [new("selection.motionContinuity", AtMost, -0.8)],
            },
        ];

    private static IEnumerable<PromptRule> TransitionWords()
    {
        (string Key, string Word, string[] Phrases)[] kinds =
        [
            (
                "dissolve",
                "dissolves",
                ["dissolves", "dissolve", "crossfades", "cross fades", "cross-fades", "crossfade", "smooth transitions", "soft transitions"]
            ),
            (
                "fadeBlack",
                "fades through black",
                ["fades to black", "fade to black", "fades through black", "dips to black", "dip to black"]
            ),
            ("fadeWhite", "fades through white", ["fades to white", "fade to white", "fades through white", "dip to white"]),
            ("whip", "whips", ["whips", "whip pans", "whip pan", "swish pans", "whip"]),
            ("wipe", "wipes", ["wipes", "wipe"]),
            ("zoom", "zooms between shots", ["zoom transitions", "zoom transition", "zooms"]),
            ("flash", "flashes", ["flashes", "flash", "strobe", "strobes", "flash cuts"]),
        ];
        foreach ((string key, string word, string[] phrases) in kinds)
        {
            yield return new()
            {
                Phrases = phrases,
                Meaning = word,
                Changes = [new("transitions." + key, AtLeast, key == "dissolve" ? 0.35 : 0.15)],
                Opposite = [new("transitions." + key, Set, 0)],
                OppositeMeaning = "no " + word,
            };
        }

        PromptChange[] none = [.. kinds.Select(k => new PromptChange("transitions." + k.Key, Set, 0))];
        yield return new()
        {
            Phrases = ["hard cuts", "hard cuts only", "only hard cuts", "straight cuts", "clean cuts"],
            Meaning = "hard cuts only",
            Changes = none,
        };
        yield return new()
        {
            Phrases = ["transitions", "effects", "transition"],
            Meaning = "some transitions",
            Changes = [new("transitions.dissolve", AtLeast, 0.15), new("transitions.whip", AtLeast, 0.05)],
            Opposite = none,
            OppositeMeaning = "hard cuts only",
        };
        yield return new()
        {
            Phrases = ["fade in", "fade from black", "fade up"],
            Meaning = "a fade from black at the start",
            Changes = [new("transitions.openSeconds", AtLeast, 1.5)],
            Opposite = [new("transitions.openSeconds", Set, 0)],
            OppositeMeaning = "no fade at the start",
        };
        yield return new()
        {
            Phrases = ["fade out", "soft ending", "soft end", "gentle ending", "end softly", "fade at the end", "fading out"],
            Meaning = "picture and sound fade at the end",
            Changes = [new("transitions.closeSeconds", AtLeast, 2), new("sound.fadeOutSeconds", AtLeast, 3)],
            Opposite = [new("transitions.closeSeconds", Set, 0), new("sound.fadeOutSeconds", Set, 0.1)],
            OppositeMeaning = "a hard ending",
        };
        yield return new()
        {
            Phrases = ["hard ending", "hard end", "abrupt ending", "abrupt end", "end with a bang", "sudden end"],
            Meaning = "a hard ending",
            Changes = [new("transitions.closeSeconds", Set, 0), new("sound.fadeOutSeconds", Set, 0.1)],
        };
    }

    private static IEnumerable<PromptRule> MotionWords() =>
        [
            new()
            {
                Phrases = ["slow motion", "slow-motion", "slow mo", "slow-mo", "slowmo", "slomo"],
                Meaning = "slow motion where there is much action",
                Changes = [new("motion.slowShare", AtLeast, 0.3)],
                Opposite = [new("motion.slowShare", Set, 0), new("motion.rampShare", Set, 0)],
                OppositeMeaning = "no slow motion",
            },
            new()
            {
                Phrases = ["speed ramps", "speed ramp", "speed ramping", "ramps", "velocity edit", "velocity"],
                Meaning = "speed ramps into strong beats",
                Changes = [new("motion.rampShare", AtLeast, 0.3)],
                Opposite = [new("motion.rampShare", Set, 0)],
                OppositeMeaning = "no speed ramps",
            },
            new()
            {
                Phrases = ["freeze frames", "freeze frame", "freezes", "freeze"],
                Meaning = "sections end on a frozen picture",
                Changes = [new("motion.freezeShare", AtLeast, 0.5)],
                Opposite = [new("motion.freezeShare", Set, 0)],
                OppositeMeaning = "no freeze frames",
            },
            new()
            {
                Phrases = ["punch ins", "punch-ins", "punch in", "zoom in on the beat", "zoom on the beat", "zoom on beats", "beat zooms"],
                Meaning = "punch-ins on accents",
                Changes = [new("motion.punchShare", AtLeast, 0.5)],
                Opposite = [new("motion.punchShare", Set, 0)],
                OppositeMeaning = "no punch-ins",
            },
            new()
            {
                Phrases = ["slow push", "push in", "push ins", "slow zoom", "slow zooms", "ken burns", "creeping zoom"],
                Meaning = "a slow push into still shots",
                Changes = [new("motion.pushPerSecond", AtLeast, 0.04)],
                Opposite = [new("motion.pushPerSecond", Set, 0)],
                OppositeMeaning = "no slow push",
            },
        ];

    private static IEnumerable<PromptRule> SoundWords() =>
        [
            new()
            {
                Phrases =
                [
                    "original sound",
                    "original audio",
                    "clip sound",
                    "clip audio",
                    "natural sound",
                    "ambient sound",
                    "voices",
                    "speech",
                    "talking",
                    "dialogue",
                    "dialog",
                    "keep the sound",
                    "keep the audio",
                    "keep sound",
                    "people talking",
                    "atmosphere sound",
                ],
                Meaning = "the clips' own sound is kept, the music goes down under speech",
                Changes = [new("sound.clipSound", Set, 1)],
                Opposite = [new("sound.clipSound", Set, 0)],
                OppositeMeaning = "music alone",
            },
            new()
            {
                Phrases = ["music only", "only music", "just music", "only the music", "just the music"],
                Meaning = "music alone",
                Changes = [new("sound.clipSound", Set, 0)],
            },
        ];

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
                Meaning = "wide shots held, teal and orange, fades at start and end",
                Changes =
                [
                    new("craft.holdWide", AtLeast, 1),
                    new("look.splitTone", AtLeast, 0.35),
                    new("look.contrast", Add, 0.1),
                    new("transitions.openSeconds", AtLeast, 1),
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
