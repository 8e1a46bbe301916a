namespace MontageAI.Editing.Styles;

/// <summary>The table of all parameters of a style: reading, checking, schema, command line and handbook use this one list.</summary>
internal static class StyleParameters
{
    /// <summary>All numbers in the order of the JSON.</summary>
    public static IReadOnlyList<StyleParameter> All { get; } =
    [
        Pacing(
            "minShotSeconds",
            0.1,
            10,
            "shortest shot in seconds; below maxShotSeconds",
            p => p.MinShotSeconds,
            (p, v) => p with { MinShotSeconds = v }
        ),
        Pacing("maxShotSeconds", 0.5, 60, "longest shot in seconds", p => p.MaxShotSeconds, (p, v) => p with { MaxShotSeconds = v }),
        Pacing(
            "secondsPerShot",
            0.2,
            30,
            "length of a shot in seconds where there is no beat to count",
            p => p.SecondsPerShot,
            (p, v) => p with { SecondsPerShot = v }
        ),
        Pacing("introBeats", 0.5, 64, "beats per shot in an intro", p => p.IntroBeats, (p, v) => p with { IntroBeats = v }),
        Pacing("verseBeats", 0.5, 64, "beats per shot in a verse", p => p.VerseBeats, (p, v) => p with { VerseBeats = v }),
        Pacing("buildBeats", 0.5, 64, "beats per shot in a build", p => p.BuildBeats, (p, v) => p with { BuildBeats = v }),
        Pacing("chorusBeats", 0.5, 64, "beats per shot in a chorus", p => p.ChorusBeats, (p, v) => p with { ChorusBeats = v }),
        Pacing("breakBeats", 0.5, 64, "beats per shot in a break", p => p.BreakBeats, (p, v) => p with { BreakBeats = v }),
        Pacing("outroBeats", 0.5, 64, "beats per shot in an outro", p => p.OutroBeats, (p, v) => p with { OutroBeats = v }),
        Pacing(
            "energyResponse",
            0,
            2,
            "how strongly louder moments shorten shots and quieter ones lengthen them; at 1, half of the range of energy halves the length",
            p => p.EnergyResponse,
            (p, v) => p with { EnergyResponse = v }
        ),
        Pacing(
            "buildAcceleration",
            0,
            1,
            "how much shots shorten through a build; at 1 to a quarter",
            p => p.BuildAcceleration,
            (p, v) => p with { BuildAcceleration = v }
        ),
        Pacing(
            "downbeatPreference",
            0,
            2,
            "how strongly cuts keep to downbeats; at 0 any beat will do",
            p => p.DownbeatPreference,
            (p, v) => p with { DownbeatPreference = v }
        ),
        Pacing(
            "accentPreference",
            0,
            2,
            "how strongly cuts keep to strong beats or onsets",
            p => p.AccentPreference,
            (p, v) => p with { AccentPreference = v }
        ),
        Pacing(
            "sectionCut",
            0,
            10,
            "how strongly the start of a section asks for a cut",
            p => p.SectionCut,
            (p, v) => p with { SectionCut = v }
        ),
        Pacing(
            "variation",
            0,
            1,
            "how far the seed varies lengths; at 1 to the double or half",
            p => p.Variation,
            (p, v) => p with { Variation = v }
        ),
        Pacing(
            "arcStrength",
            0,
            1,
            "how far the story arc bends the energy and, but for the arc song, the pace of the sections; 0 is the music alone, 1 the arc alone",
            p => p.ArcStrength,
            (p, v) => p with { ArcStrength = v }
        ),
        Selection("quality", 0, 5, "weight of sharpness, exposure, contrast, steadiness", p => p.Quality, (p, v) => p with { Quality = v }),
        Selection(
            "energyMatch",
            0,
            5,
            "weight of the likeness of the picture's energy (change, colour, contrast) to the music's",
            p => p.EnergyMatch,
            (p, v) => p with { EnergyMatch = v }
        ),
        Selection(
            "actionMatch",
            0,
            5,
            "weight of the likeness of measured motion to the music's energy",
            p => p.ActionMatch,
            (p, v) => p with { ActionMatch = v }
        ),
        Selection(
            "sourceVariety",
            0,
            5,
            "weight of changing the clip from shot to shot and of using all clips evenly",
            p => p.SourceVariety,
            (p, v) => p with { SourceVariety = v }
        ),
        Selection(
            "likenessApart",
            0,
            5,
            "weight of keeping pictures that look alike apart",
            p => p.LikenessApart,
            (p, v) => p with { LikenessApart = v }
        ),
        Selection(
            "motionContinuity",
            -2,
            2,
            "weight of the direction of motion: above 0 it flows on from shot to shot, below 0 it clashes",
            p => p.MotionContinuity,
            (p, v) => p with { MotionContinuity = v }
        ),
        Selection(
            "chronology",
            0,
            5,
            "weight of the own order of the clips: by recording time if every clip states one, else as found (by path)",
            p => p.Chronology,
            (p, v) => p with { Chronology = v }
        ),
        Selection(
            "surprise",
            0,
            1,
            "how much the seed may change the choice among good shots",
            p => p.Surprise,
            (p, v) => p with { Surprise = v }
        ),
        Craft(
            "noJumpCuts",
            0,
            5,
            "against two shots of the same source and framing beside each other",
            p => p.NoJumpCuts,
            (p, v) => p with { NoJumpCuts = v }
        ),
        Craft(
            "shotSizeVariety",
            0,
            5,
            "for a change of shot size (wide, medium, close) at every cut",
            p => p.ShotSizeVariety,
            (p, v) => p with { ShotSizeVariety = v }
        ),
        Craft("cutOnAction", 0, 5, "for cutting while something moves", p => p.CutOnAction, (p, v) => p with { CutOnAction = v }),
        Craft(
            "matchCut",
            0,
            5,
            "for neighbours alike in colour and shape although of other footage",
            p => p.MatchCut,
            (p, v) => p with { MatchCut = v }
        ),
        Craft(
            "establishingFirst",
            0,
            5,
            "for a wide shot first where a new place or section begins, details after it",
            p => p.EstablishingFirst,
            (p, v) => p with { EstablishingFirst = v }
        ),
        Craft("people", 0, 5, "for pictures with people where there are any", p => p.People, (p, v) => p with { People = v }),
        Craft(
            "holdWide",
            0,
            5,
            "for giving wide shots the longer places and close ones the shorter",
            p => p.HoldWide,
            (p, v) => p with { HoldWide = v }
        ),
        Craft(
            "dropAction",
            0,
            5,
            "for giving the drop (start of the strongest chorus) the strongest action there is",
            p => p.DropAction,
            (p, v) => p with { DropAction = v }
        ),
        Craft(
            "breathBeats",
            0,
            32,
            "beats of calmer, longer picture after the first shots of the drop",
            p => p.BreathBeats,
            (p, v) => p with { BreathBeats = v }
        ),
        Craft(
            "noBars",
            0,
            5,
            "against pictures that leave a part of the canvas black, by how much; twice on the first and last shot",
            p => p.NoBars,
            (p, v) => p with { NoBars = v }
        ),
        Craft("bookends", 0, 5, "for a strong first picture and a closing last one", p => p.Bookends, (p, v) => p with { Bookends = v }),
        Transitions("dissolve", 0, 1, "share of the cuts that are dissolves", p => p.Dissolve, (p, v) => p with { Dissolve = v }),
        Transitions("fadeBlack", 0, 1, "share of fades through black", p => p.FadeBlack, (p, v) => p with { FadeBlack = v }),
        Transitions("fadeWhite", 0, 1, "share of fades through white", p => p.FadeWhite, (p, v) => p with { FadeWhite = v }),
        Transitions("whip", 0, 1, "share of whips", p => p.Whip, (p, v) => p with { Whip = v }),
        Transitions("wipe", 0, 1, "share of wipes", p => p.Wipe, (p, v) => p with { Wipe = v }),
        Transitions("zoom", 0, 1, "share of zooms", p => p.Zoom, (p, v) => p with { Zoom = v }),
        Transitions("flash", 0, 1, "share of flashes", p => p.Flash, (p, v) => p with { Flash = v }),
        Transitions(
            "softBeats",
            0.25,
            16,
            "length of dissolves, fades and wipes in beats; where there is no beat, two to the second",
            p => p.SoftBeats,
            (p, v) => p with { SoftBeats = v }
        ),
        Transitions(
            "hardBeats",
            0.1,
            4,
            "length of whips, zooms and flashes in beats",
            p => p.HardBeats,
            (p, v) => p with { HardBeats = v }
        ),
        Transitions(
            "openSeconds",
            0,
            5,
            "seconds of fade from black at the start of the montage",
            p => p.OpenSeconds,
            (p, v) => p with { OpenSeconds = v }
        ),
        Transitions(
            "closeSeconds",
            0,
            10,
            "seconds of fade to black at its end",
            p => p.CloseSeconds,
            (p, v) => p with { CloseSeconds = v }
        ),
        Motion(
            "rampShare",
            0,
            1,
            "share of the shots that slow down into the next strong beat",
            p => p.RampShare,
            (p, v) => p with { RampShare = v }
        ),
        Motion(
            "rampSpeed",
            0.2,
            1,
            "slowest speed of a ramp; no lower than half of what the frame rate of the source carries",
            p => p.RampSpeed,
            (p, v) => p with { RampSpeed = v }
        ),
        Motion(
            "slowShare",
            0,
            1,
            "share of the shots with high action that are shown in slow motion",
            p => p.SlowShare,
            (p, v) => p with { SlowShare = v }
        ),
        Motion(
            "slowSpeed",
            0.2,
            1,
            "speed of slow motion; no lower than half of what the frame rate of the source carries",
            p => p.SlowSpeed,
            (p, v) => p with { SlowSpeed = v }
        ),
        Motion(
            "freezeShare",
            0,
            1,
            "share of the sections that end on a frozen picture",
            p => p.FreezeShare,
            (p, v) => p with { FreezeShare = v }
        ),
        Motion("freezeBeats", 0.25, 8, "beats that a frozen picture stands", p => p.FreezeBeats, (p, v) => p with { FreezeBeats = v }),
        Motion(
            "punchShare",
            0,
            1,
            "share of the strong accents inside shots that get a punch-in",
            p => p.PunchShare,
            (p, v) => p with { PunchShare = v }
        ),
        Motion("punchZoom", 1, 2, "zoom of a punch-in", p => p.PunchZoom, (p, v) => p with { PunchZoom = v }),
        Motion(
            "pushPerSecond",
            0,
            0.2,
            "slow push into still shots: zoom gained per second; photographs always move at least 0.02",
            p => p.PushPerSecond,
            (p, v) => p with { PushPerSecond = v }
        ),
        Look("exposure", -3, 3, "exposure in stops", p => p.Exposure, (p, v) => p with { Exposure = v }),
        Look("contrast", -1, 1, "contrast around middle grey: -1 flat, 1 doubled", p => p.Contrast, (p, v) => p with { Contrast = v }),
        Look("saturation", -1, 1, "saturation: -1 black and white, 1 doubled", p => p.Saturation, (p, v) => p with { Saturation = v }),
        Look("temperature", -1, 1, "-1 cold, 1 warm", p => p.Temperature, (p, v) => p with { Temperature = v }),
        Look("tint", -1, 1, "-1 green, 1 magenta", p => p.Tint, (p, v) => p with { Tint = v }),
        Look("shadows", -1, 1, "lifts (above 0) or crushes the darkest parts", p => p.Shadows, (p, v) => p with { Shadows = v }),
        Look(
            "highlights",
            -1,
            1,
            "lifts or rolls off (below 0) the brightest parts",
            p => p.Highlights,
            (p, v) => p with { Highlights = v }
        ),
        Look(
            "splitTone",
            -1,
            1,
            "shadows towards teal and highlights towards orange; below 0 the reverse",
            p => p.SplitTone,
            (p, v) => p with { SplitTone = v }
        ),
        Look("vignette", 0, 1, "darkening towards the corners", p => p.Vignette, (p, v) => p with { Vignette = v }),
        Look("grain", 0, 1, "film grain", p => p.Grain, (p, v) => p with { Grain = v }),
        Look("sharpen", 0, 1, "sharpening", p => p.Sharpen, (p, v) => p with { Sharpen = v }),
        Look("denoise", 0, 1, "removal of noise", p => p.Denoise, (p, v) => p with { Denoise = v }),
        Look(
            "match",
            0,
            1,
            "how far exposure and white balance of the shots are brought towards each other",
            p => p.Match,
            (p, v) => p with { Match = v }
        ),
        Look("stabilise", 0, 1, "how far measured shake is steadied", p => p.Stabilise, (p, v) => p with { Stabilise = v }),
        Look(
            "lutStrength",
            0,
            1,
            "how far the table of look.lut replaces the picture",
            p => p.LutStrength,
            (p, v) => p with { LutStrength = v }
        ),
        Sound(
            "fadeInSeconds",
            0,
            10,
            "fade-in where the song is entered in its middle; at most half of the montage",
            p => p.FadeInSeconds,
            (p, v) => p with { FadeInSeconds = v }
        ),
        Sound(
            "fadeOutSeconds",
            0,
            20,
            "fade-out before the end; at most half of the montage",
            p => p.FadeOutSeconds,
            (p, v) => p with { FadeOutSeconds = v }
        ),
        Sound(
            "clipSound",
            0,
            1,
            "from 0.5 on the clips' own sound is kept under the song; what a run asks for comes first",
            p => p.ClipSound,
            (p, v) => p with { ClipSound = v }
        ),
        Sound("clipSoundDb", -60, 12, "gain of the clips' own sound in dB", p => p.ClipSoundDb, (p, v) => p with { ClipSoundDb = v }),
        Sound(
            "duckDb",
            -40,
            0,
            "gain of the song in dB where somebody speaks in a clip; acts where clip sound is kept",
            p => p.DuckDb,
            (p, v) => p with { DuckDb = v }
        ),
        Sound(
            "duckAttackSeconds",
            0.01,
            0.15,
            "seconds in which the song goes down before speech",
            p => p.DuckAttackSeconds,
            (p, v) => p with { DuckAttackSeconds = v }
        ),
        Sound(
            "duckReleaseSeconds",
            0.05,
            3,
            "seconds in which it comes back after speech",
            p => p.DuckReleaseSeconds,
            (p, v) => p with { DuckReleaseSeconds = v }
        ),
        Sound(
            "crossfadeSeconds",
            0,
            2,
            "seconds over which clip sounds cross at a cut",
            p => p.CrossfadeSeconds,
            (p, v) => p with { CrossfadeSeconds = v }
        ),
    ];

    /// <summary>All words and paths in the order of the JSON.</summary>
    public static IReadOnlyList<StyleText> Texts { get; } =
    [
        new(
            "pacing",
            "arc",
            StoryShapes.Names,
            "course of tension over the montage",
            s => StoryShapes.NameOf(s.Pacing.Arc),
            (s, v) => s with { Pacing = s.Pacing with { Arc = StoryShapes.Of(v) } }
        ),
        new(
            "look",
            "lut",
            [],
            "a .cube table, as a path from the folder of the style file",
            s => s.Look.Lut,
            (s, v) => s with { Look = s.Look with { Lut = v } }
        ),
    ];

    /// <summary>The groups in the order of the JSON.</summary>
    public static IReadOnlyList<string> Groups { get; } = [.. All.Select(p => p.Group).Distinct()];

    /// <summary>Everything that is wrong with a style, a sentence each.</summary>
    public static IReadOnlyList<string> Validate(Style style)
    {
        List<string> problems = [];
        if (style.Name.Length == 0 || style.Name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')))
        {
            problems.Add($"style: the name '{style.Name}' must be one word of letters, digits, '-' and '_'.");
        }

        problems.AddRange(All.Select(p => p.Problem(style)).OfType<string>());
        problems.AddRange(Contradictions(style));
        return problems;
    }

    /// <summary>What cannot be true together although each number is in its range.</summary>
    private static IEnumerable<string> Contradictions(Style style)
    {
        if (style.Pacing.MaxShotSeconds <= style.Pacing.MinShotSeconds)
        {
            yield return $"style '{style.Name}': pacing.maxShotSeconds ({style.Pacing.MaxShotSeconds}) must be above pacing.minShotSeconds ({style.Pacing.MinShotSeconds}).";
        }

        double shares = style.Transitions.Shares.Sum(s => s.Share);
        if (shares > 1 + 1e-9)
        {
            yield return $"style '{style.Name}': the shares of transitions add up to {shares:0.###}; they are parts of all cuts, so 1 is the most.";
        }
    }

    private static StyleParameter Pacing(
        string key,
        double minimum,
        double maximum,
        string meaning,
        Func<PacingStyle, double> get,
        Func<PacingStyle, double, PacingStyle> with
    ) => new("pacing", key, minimum, maximum, meaning, s => get(s.Pacing), (s, v) => s with { Pacing = with(s.Pacing, v) });

    private static StyleParameter Selection(
        string key,
        double minimum,
        double maximum,
        string meaning,
        Func<SelectionStyle, double> get,
        Func<SelectionStyle, double, SelectionStyle> with
    ) => new("selection", key, minimum, maximum, meaning, s => get(s.Selection), (s, v) => s with { Selection = with(s.Selection, v) });

    private static StyleParameter Craft(
        string key,
        double minimum,
        double maximum,
        string meaning,
        Func<CraftStyle, double> get,
        Func<CraftStyle, double, CraftStyle> with
    ) => new("craft", key, minimum, maximum, meaning, s => get(s.Craft), (s, v) => s with { Craft = with(s.Craft, v) });

    private static StyleParameter Transitions(
        string key,
        double minimum,
        double maximum,
        string meaning,
        Func<TransitionStyle, double> get,
        Func<TransitionStyle, double, TransitionStyle> with
    ) =>
        new(
            "transitions",
            key,
            minimum,
            maximum,
            meaning,
            s => get(s.Transitions),
            (s, v) => s with { Transitions = with(s.Transitions, v) }
        );

    private static StyleParameter Motion(
        string key,
        double minimum,
        double maximum,
        string meaning,
        Func<MotionStyle, double> get,
        Func<MotionStyle, double, MotionStyle> with
    ) => new("motion", key, minimum, maximum, meaning, s => get(s.Motion), (s, v) => s with { Motion = with(s.Motion, v) });

    private static StyleParameter Look(
        string key,
        double minimum,
        double maximum,
        string meaning,
        Func<LookStyle, double> get,
        Func<LookStyle, double, LookStyle> with
    ) => new("look", key, minimum, maximum, meaning, s => get(s.Look), (s, v) => s with { Look = with(s.Look, v) });

    private static StyleParameter Sound(
        string key,
        double minimum,
        double maximum,
        string meaning,
        Func<SoundStyle, double> get,
        Func<SoundStyle, double, SoundStyle> with
    ) => new("sound", key, minimum, maximum, meaning, s => get(s.Sound), (s, v) => s with { Sound = with(s.Sound, v) });
}
