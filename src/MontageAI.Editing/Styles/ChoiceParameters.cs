namespace MontageAI.Editing.Styles;

/// <summary>Numbers that decide lengths, cuts and which footage is shown.</summary>
internal static class ChoiceParameters
{
    /// <summary>In the order of the JSON.</summary>
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
            "how far the story arc bends the energy and, but for the arc song, the pace of the sections; 0 is the music alone, 1 the arc "
                + "alone",
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
            "moments",
            0,
            5,
            "for beginning shortly before a moment at which most happens",
            p => p.Moments,
            (p, v) => p with { Moments = v }
        ),
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
        Craft(
            "people",
            -5,
            5,
            "for pictures with people where there are any; below 0 against them",
            p => p.People,
            (p, v) => p with { People = v }
        ),
        Craft(
            "portraits",
            0,
            5,
            "for one face that fills a good part of the picture",
            p => p.Portraits,
            (p, v) => p with { Portraits = v }
        ),
        Craft("groups", 0, 5, "for pictures with several faces", p => p.Groups, (p, v) => p with { Groups = v }),
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
            "against pictures that leave a part of the canvas to bars or to a blurred backdrop, by how much; "
                + "twice on the first and last shot",
            p => p.NoBars,
            (p, v) => p with { NoBars = v }
        ),
        Craft("bookends", 0, 5, "for a strong first picture and a closing last one", p => p.Bookends, (p, v) => p with { Bookends = v }),
    ];

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
}
