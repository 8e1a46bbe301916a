namespace MontageAI.Editing.Styles;

/// <summary>The course of tension over a montage. Written in JSON as hero_journey, three_act and so on.</summary>
public enum StoryShape
{
    /// <summary>Intro, build, climax, sustain, outro: what most songs do.</summary>
    Song,

    /// <summary>Calm world, call, trials that grow, ordeal, return.</summary>
    HeroJourney,

    /// <summary>Setup, confrontation with a midpoint, climax late, short resolution.</summary>
    ThreeAct,

    /// <summary>Quiet for long, rising to its end.</summary>
    SlowBurn,

    /// <summary>Waves of tension and release, each higher, a last shock.</summary>
    Thriller,

    /// <summary>High from the first frame on, small dips.</summary>
    MtvEnergy,

    /// <summary>Even, with gentle chapters.</summary>
    Documentary,

    /// <summary>No course at all.</summary>
    Constant,
}
