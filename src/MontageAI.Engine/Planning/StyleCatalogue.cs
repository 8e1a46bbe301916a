using MontageAI.Editing.Looks;
using MontageAI.Editing.Styles;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Reporting;
using MontageAI.Errors;

namespace MontageAI.Engine.Planning;

/// <summary>What styles, looks and story arcs there are. Needs no engine.</summary>
public static class StyleCatalogue
{
    /// <summary>Names of the story arcs.</summary>
    public static IReadOnlyList<string> StoryArcs => StoryShapes.Names;

    /// <summary>The JSON schema of style files.</summary>
    public static string StyleSchema => StyleWriter.Schema();

    /// <summary>All built-in styles, and those of a folder before them.</summary>
    /// <param name="folder">Folder of the user's own styles, or null.</param>
    /// <exception cref="ConfigurationException">The folder does not exist, or a style in it is wrong.</exception>
    public static IReadOnlyList<StyleEntry> Styles(string? folder)
    {
        StyleFinder finder = new(folder);
        IReadOnlyList<string> own = StyleFinder.Names(folder);
        return
        [
            .. own.Select(n => new StyleEntry(n, finder.Find(n).Description, Path.Combine(folder!, n + ".json"))),
            .. StyleLibrary.All.Where(s => !own.Contains(s.Name)).Select(s => new StyleEntry(s.Name, s.Description, null)),
        ];
    }

    /// <summary>How fast a style cuts.</summary>
    /// <param name="nameOrFile">Its name, or its file.</param>
    /// <param name="folder">Folder of the user's own styles, or null.</param>
    /// <exception cref="ConfigurationException">There is none, or its file is wrong.</exception>
    public static StylePace PaceOf(string nameOrFile, string? folder)
    {
        Style style = new StyleFinder(folder).Find(nameOrFile);
        (PacingStyle pacing, TransitionStyle joins) = (style.Pacing, style.Transitions);
        return new StylePace(
            pacing.IntroBeats,
            pacing.VerseBeats,
            pacing.BuildBeats,
            pacing.ChorusBeats,
            pacing.OutroBeats,
            Math.Round(joins.Dissolve + joins.FadeBlack + joins.FadeWhite + joins.Wipe, 3),
            Math.Round(joins.Whip + joins.Zoom + joins.Flash, 3)
        );
    }

    /// <summary>The built-in looks.</summary>
    public static IReadOnlyList<StyleEntry> Looks() => [.. LookLibrary.All.Select(l => new StyleEntry(l.Name, l.Description, null))];

    /// <summary>A style with every parameter, as JSON that is a style file itself.</summary>
    /// <param name="nameOrFile">Its name, or its file.</param>
    /// <param name="folder">Folder of the user's own styles, or null.</param>
    /// <exception cref="ConfigurationException">There is none, or its file is wrong.</exception>
    public static string StyleJson(string nameOrFile, string? folder) => StyleWriter.Write(new StyleFinder(folder).Find(nameOrFile));

    /// <summary>What a style sets otherwise than "dynamic", for people.</summary>
    /// <param name="nameOrFile">Its name, or its file.</param>
    /// <param name="folder">Folder of the user's own styles, or null.</param>
    /// <exception cref="ConfigurationException">There is none, or its file is wrong.</exception>
    public static string StyleText(string nameOrFile, string? folder) => StyleDescription.Of(new StyleFinder(folder).Find(nameOrFile));

    /// <summary>Reads every style of a file or folder and the tables that they name.</summary>
    /// <returns>The sound styles.</returns>
    /// <exception cref="ConfigurationException">There is none, or some are wrong; every problem of every file is listed.</exception>
    public static IReadOnlyList<StyleEntry> CheckStyles(string path)
    {
        bool isFolder = Directory.Exists(path);
        if (!isFolder && !File.Exists(path))
        {
            throw new ConfigurationException(ErrorCode.FileMissing, $"'{path}' does not exist. Give a style file, or a folder of them.");
        }

        string[] files = isFolder ? [.. StyleFinder.Names(path).Select(n => Path.Combine(path, n + ".json"))] : [path];
        List<Problem> problems = files.Length == 0 ? [new Problem(ErrorCode.NothingUsable, $"'{path}' holds no styles (*.json).")] : [];
        List<StyleEntry> sound = [];
        foreach (string file in files)
        {
            try
            {
                Style style = StyleFinder.Choose(file, new StyleChoice { Folder = isFolder ? path : null }, null).Style;
                sound.Add(new StyleEntry(style.Name, style.Description, file));
            }
            catch (ConfigurationException e)
            {
                problems.AddRange(e.Problems);
            }
        }

        return problems.Count == 0 ? sound : throw new ConfigurationException(problems);
    }
}
