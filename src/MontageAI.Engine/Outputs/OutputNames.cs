namespace MontageAI.Engine.Outputs;

/// <summary>The files that a run writes, from the name that the user gave. Whether they may be written <see cref="OutputGuard"/>
/// decides.</summary>
/// <param name="Film">The film.</param>
/// <param name="Timeline">The plan beside it.</param>
/// <param name="Report">The run report beside it.</param>
/// <param name="Stream">Folder beside it of the stream that can be watched meanwhile, for previews.</param>
public sealed record OutputNames(string Film, string Timeline, string Report, string Stream)
{
    /// <summary>The captions beside it, where they are written from what is said: the plan's name with ".srt".</summary>
    public string Captions =>
        Path.Combine(Path.GetDirectoryName(Timeline) ?? ".", Path.GetFileNameWithoutExtension(Film.Length > 0 ? Film : Timeline) + ".srt");

    /// <summary>Names for a rendered film.</summary>
    /// <param name="output">The film's name.</param>
    public static OutputNames ForFilm(string output)
    {
        string film = Path.GetFullPath(output);
        string stem = Path.Combine(Path.GetDirectoryName(film) ?? ".", Path.GetFileNameWithoutExtension(film));
        return new OutputNames(film, stem + ".montage.json", stem + ".report.json", stem + ".preview");
    }

    /// <summary>Names for a plan.</summary>
    /// <param name="output">The plan's name.</param>
    internal static OutputNames ForTimeline(string output)
    {
        string timeline = Path.GetFullPath(output);
        string stem = Path.Combine(Path.GetDirectoryName(timeline) ?? ".", Path.GetFileNameWithoutExtension(timeline));
        return new OutputNames("", timeline, stem + ".report.json", "");
    }

    /// <summary>Names for nothing but a stream.</summary>
    internal static OutputNames ForStream(string folder) => new("", "", "", Path.GetFullPath(folder));

    /// <summary>Names for a plan that is not written.</summary>
    internal static OutputNames ForNothing { get; } = new("", "", "", "");
}
