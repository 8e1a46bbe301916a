namespace MontageAI.Editing.Styles;

/// <summary>The names of story arcs in style files and on the command line.</summary>
public static class StoryShapes
{
    private static readonly IReadOnlyList<(string Name, StoryShape Shape)> s_names =
    [
        ("song", StoryShape.Song),
        ("hero_journey", StoryShape.HeroJourney),
        ("three_act", StoryShape.ThreeAct),
        ("slow_burn", StoryShape.SlowBurn),
        ("thriller", StoryShape.Thriller),
        ("mtv_energy", StoryShape.MtvEnergy),
        ("documentary", StoryShape.Documentary),
        ("constant", StoryShape.Constant),
    ];

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_names.Select(n => n.Name)];

    /// <summary>The name of an arc.</summary>
    internal static string NameOf(StoryShape shape) => s_names.First(n => n.Shape == shape).Name;

    /// <summary>The arc of a name, which is one of <see cref="Names"/>.</summary>
    internal static StoryShape Of(string name) => s_names.First(n => n.Name == name).Shape;
}
