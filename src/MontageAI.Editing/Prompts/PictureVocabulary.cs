using static MontageAI.Editing.Prompts.PromptOperation;

namespace MontageAI.Editing.Prompts;

/// <summary>Words about colour, light and what is to be seen.</summary>
internal static class PictureVocabulary
{
    /// <summary>All of them.</summary>
    public static IEnumerable<PromptRule> Rules() => [.. PictureWords(), .. ContentWords()];

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

    private static IEnumerable<PromptRule> ContentWords() =>
        [
            new()
            {
                Phrases = ["people", "faces", "friends", "family", "kids", "children", "guests", "us"],
                Meaning = "pictures with people first",
                Changes = [new("craft.people", AtLeast, 3.5), new("selection.sourceVariety", Scale, 0.5), new("craft.moments", Scale, 0)],
                Opposite = [new("craft.people", Set, -1.5)],
                OppositeMeaning = "pictures without people first",
            },
            new()
            {
                Phrases = ["portraits", "portrait shots", "close ups", "close-ups", "closeups", "faces up close"],
                Meaning = "one large face first",
                Changes = [new("craft.people", AtLeast, 1), new("craft.portraits", AtLeast, 2)],
                Opposite = [new("craft.portraits", Set, 0), new("craft.people", AtMost, 0)],
                OppositeMeaning = "large faces are not preferred",
            },
            new()
            {
                Phrases = ["group", "groups", "group shots", "crowd", "crowds", "everybody", "everyone"],
                Meaning = "pictures with several people first",
                Changes = [new("craft.people", AtLeast, 1), new("craft.groups", AtLeast, 2)],
                Opposite = [new("craft.groups", Set, 0)],
                OppositeMeaning = "groups are not preferred",
            },
            new()
            {
                Phrases = ["landscape", "landscapes", "nature", "scenery"],
                Meaning = "wide shots first and longer, without people",
                Changes =
                [
                    new("craft.establishingFirst", AtLeast, 2),
                    new("craft.holdWide", AtLeast, 1.2),
                    new("craft.people", AtMost, -1.5),
                ],
                Opposite = [new("craft.establishingFirst", Set, 0), new("craft.holdWide", Set, 0)],
                OppositeMeaning = "wide shots are not preferred",
            },
            new()
            {
                Phrases = ["wide shots", "wide", "views", "establishing shots", "places"],
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

    private static PromptRule Amount(string parameter, double by, string meaning, string opposite, params string[] phrases) =>
        new()
        {
            Phrases = phrases,
            Meaning = meaning,
            Changes = [new(parameter, Add, by)],
            Opposite = [new(parameter, Add, -by)],
            OppositeMeaning = opposite,
        };
}
