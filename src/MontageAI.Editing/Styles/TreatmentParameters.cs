namespace MontageAI.Editing.Styles;

/// <summary>Numbers that decide what is done to the chosen footage: transitions, motion, look and sound.</summary>
internal static class TreatmentParameters
{
    /// <summary>In the order of the JSON.</summary>
    public static IReadOnlyList<StyleParameter> All { get; } =
    [
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
            "slow push into still shots: zoom gained per second; photographs move at least 0.02 where there is room",
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
