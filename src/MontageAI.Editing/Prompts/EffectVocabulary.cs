using static MontageAI.Editing.Prompts.PromptOperation;

namespace MontageAI.Editing.Prompts;

/// <summary>Words about transitions, motion and sound.</summary>
internal static class EffectVocabulary
{
    /// <summary>All of them.</summary>
    public static IEnumerable<PromptRule> Rules() => [.. TransitionWords(), .. MotionWords(), .. SoundWords()];

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
}
