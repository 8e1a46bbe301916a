using MontageAI.Errors;

namespace MontageAI.Engine.Jobs;

/// <summary>The files that a run writes, from the name that the user gave.</summary>
/// <param name="Film">The film.</param>
/// <param name="Timeline">The plan beside it.</param>
/// <param name="Report">The run report beside it.</param>
/// <param name="Stream">Folder beside it of the stream that can be watched meanwhile, for previews.</param>
internal sealed record OutputNames(string Film, string Timeline, string Report, string Stream)
{
    /// <summary>Names for a rendered film.</summary>
    /// <param name="output">The film's name.</param>
    /// <param name="overwrite">Whether existing outputs may be replaced.</param>
    /// <param name="timelineFile">The plan that is rendered, which may stand where the film's plan goes; null when one is made.</param>
    /// <exception cref="ConfigurationException">The name is no MP4 name, or film or plan exist already.</exception>
    /// <param name="streamed">Whether a stream will be written too.</param>
    public static OutputNames ForFilm(string output, bool overwrite, string? timelineFile = null, bool streamed = false)
    {
        string film = Path.GetFullPath(output);
        string stem = Path.Combine(Path.GetDirectoryName(film) ?? ".", Path.GetFileNameWithoutExtension(film));
        OutputNames names = new(film, stem + ".montage.json", stem + ".report.json", stem + ".preview");
        List<Problem> problems = [];
        if (!film.EndsWith(".mp4", StringComparison.OrdinalIgnoreCase))
        {
            problems.Add(new Problem(ErrorCode.FileName, $"'{output}' must end in .mp4.", Field.Output));
        }

        Refuse(film, overwrite, problems);
        if (timelineFile is null || Path.GetFullPath(timelineFile) != names.Timeline)
        {
            // The plan beside an earlier film may have been edited by hand.
            Refuse(names.Timeline, overwrite, problems);
        }

        if (streamed)
        {
            if (File.Exists(names.Stream) || (Directory.Exists(names.Stream) && !overwrite))
            {
                problems.Add(Taken(names.Stream));
            }
        }

        return problems.Count == 0 ? names : throw new ConfigurationException(problems);
    }

    /// <summary>Names for a plan.</summary>
    /// <exception cref="ConfigurationException">The name exists already or is no JSON name.</exception>
    public static OutputNames ForTimeline(string output, bool overwrite)
    {
        string timeline = Path.GetFullPath(output);
        List<Problem> problems = [];
        if (!timeline.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            problems.Add(new Problem(ErrorCode.FileName, $"'{output}' must end in .json.", Field.Output));
        }

        Refuse(timeline, overwrite, problems);
        string stem = Path.Combine(Path.GetDirectoryName(timeline) ?? ".", Path.GetFileNameWithoutExtension(timeline));
        return problems.Count == 0 ? new OutputNames("", timeline, stem + ".report.json", "") : throw new ConfigurationException(problems);
    }

    /// <summary>Names for nothing but a stream.</summary>
    /// <exception cref="ConfigurationException">Something is there already.</exception>
    public static OutputNames ForStream(string folder, bool overwrite)
    {
        string stream = Path.GetFullPath(folder);
        return File.Exists(stream) || (Directory.Exists(stream) && !overwrite)
            ? throw new ConfigurationException([Taken(stream)])
            : new OutputNames("", "", "", stream);
    }

    /// <summary>Names for a plan that is not written.</summary>
    public static OutputNames ForNothing { get; } = new("", "", "", "");

    private static Problem Taken(string path) =>
        new(
            ErrorCode.FileExists,
            $"'{path}' exists already and is not replaced. Choose another name, or {Remedy.AllowReplacing}.",
            Field.Output
        );

    private static void Refuse(string path, bool overwrite, List<Problem> problems)
    {
        if (Directory.Exists(path))
        {
            problems.Add(new Problem(ErrorCode.FileKind, $"'{path}' is a folder; name a file in it.", Field.Output));
        }
        else if (File.Exists(path) && !overwrite)
        {
            problems.Add(Taken(path));
        }
    }
}
