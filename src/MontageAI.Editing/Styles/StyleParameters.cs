namespace MontageAI.Editing.Styles;

/// <summary>The table of all numbers of a style: reading, checking and documentation use this one list.</summary>
internal static class StyleParameters
{
    /// <summary>All parameters in the order of the JSON.</summary>
    public static IReadOnlyList<StyleParameter> All { get; } =
    [
        Pacing("minShotSeconds", 0.1, 10, p => p.MinShotSeconds, (p, v) => p with { MinShotSeconds = v }),
        Pacing("maxShotSeconds", 0.5, 60, p => p.MaxShotSeconds, (p, v) => p with { MaxShotSeconds = v }),
        Pacing("secondsPerShot", 0.2, 30, p => p.SecondsPerShot, (p, v) => p with { SecondsPerShot = v }),
        Pacing("introBeats", 0.5, 64, p => p.IntroBeats, (p, v) => p with { IntroBeats = v }),
        Pacing("verseBeats", 0.5, 64, p => p.VerseBeats, (p, v) => p with { VerseBeats = v }),
        Pacing("buildBeats", 0.5, 64, p => p.BuildBeats, (p, v) => p with { BuildBeats = v }),
        Pacing("chorusBeats", 0.5, 64, p => p.ChorusBeats, (p, v) => p with { ChorusBeats = v }),
        Pacing("breakBeats", 0.5, 64, p => p.BreakBeats, (p, v) => p with { BreakBeats = v }),
        Pacing("outroBeats", 0.5, 64, p => p.OutroBeats, (p, v) => p with { OutroBeats = v }),
        Pacing("energyResponse", 0, 2, p => p.EnergyResponse, (p, v) => p with { EnergyResponse = v }),
        Pacing("buildAcceleration", 0, 1, p => p.BuildAcceleration, (p, v) => p with { BuildAcceleration = v }),
        Pacing("downbeatPreference", 0, 2, p => p.DownbeatPreference, (p, v) => p with { DownbeatPreference = v }),
        Pacing("accentPreference", 0, 2, p => p.AccentPreference, (p, v) => p with { AccentPreference = v }),
        Pacing("sectionCut", 0, 10, p => p.SectionCut, (p, v) => p with { SectionCut = v }),
        Pacing("variation", 0, 1, p => p.Variation, (p, v) => p with { Variation = v }),
        Pacing("arcStrength", 0, 1, p => p.ArcStrength, (p, v) => p with { ArcStrength = v }),
        Selection("quality", 0, 5, p => p.Quality, (p, v) => p with { Quality = v }),
        Selection("energyMatch", 0, 5, p => p.EnergyMatch, (p, v) => p with { EnergyMatch = v }),
        Selection("actionMatch", 0, 5, p => p.ActionMatch, (p, v) => p with { ActionMatch = v }),
        Selection("sourceVariety", 0, 5, p => p.SourceVariety, (p, v) => p with { SourceVariety = v }),
        Selection("likenessApart", 0, 5, p => p.LikenessApart, (p, v) => p with { LikenessApart = v }),
        Selection("motionContinuity", -2, 2, p => p.MotionContinuity, (p, v) => p with { MotionContinuity = v }),
        Selection("chronology", 0, 5, p => p.Chronology, (p, v) => p with { Chronology = v }),
        Selection("surprise", 0, 1, p => p.Surprise, (p, v) => p with { Surprise = v }),
        Sound("fadeInSeconds", 0, 10, p => p.FadeInSeconds, (p, v) => p with { FadeInSeconds = v }),
        Sound("fadeOutSeconds", 0, 20, p => p.FadeOutSeconds, (p, v) => p with { FadeOutSeconds = v }),
    ];

    /// <summary>Everything that is wrong with a style, a sentence each.</summary>
    public static IReadOnlyList<string> Validate(Style style)
    {
        List<string> problems = [];
        if (style.Name.Length == 0 || style.Name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')))
        {
            problems.Add($"style: the name '{style.Name}' must be one word of letters, digits, '-' and '_'.");
        }

        problems.AddRange(All.Select(p => p.Problem(style)).OfType<string>());
        if (style.Pacing.MaxShotSeconds <= style.Pacing.MinShotSeconds)
        {
            problems.Add($"style '{style.Name}': pacing.maxShotSeconds ({style.Pacing.MaxShotSeconds}) must be above pacing.minShotSeconds ({style.Pacing.MinShotSeconds}).");
        }

        return problems;
    }

    private static StyleParameter Pacing(string key, double minimum, double maximum, Func<PacingStyle, double> get, Func<PacingStyle, double, PacingStyle> with) =>
        new("pacing", key, minimum, maximum, s => get(s.Pacing), (s, v) => s with { Pacing = with(s.Pacing, v) });

    private static StyleParameter Selection(string key, double minimum, double maximum, Func<SelectionStyle, double> get, Func<SelectionStyle, double, SelectionStyle> with) =>
        new("selection", key, minimum, maximum, s => get(s.Selection), (s, v) => s with { Selection = with(s.Selection, v) });

    private static StyleParameter Sound(string key, double minimum, double maximum, Func<SoundStyle, double> get, Func<SoundStyle, double, SoundStyle> with) =>
        new("sound", key, minimum, maximum, s => get(s.Sound), (s, v) => s with { Sound = with(s.Sound, v) });
}
