using MontageAI.Errors;

namespace MontageAI.Reports.Sheets;

/// <summary>Pictures of a plan that are to be written beside it.</summary>
public sealed record PlanView
{
    /// <summary>Contact sheet to write, a PNG file; null for none.</summary>
    public string? Sheet { get; init; }

    /// <summary>Page to write, an HTML file; null for none.</summary>
    public string? Page { get; init; }

    /// <summary>True when nothing is to be written.</summary>
    public bool IsNone => Sheet is null && Page is null;

    /// <summary>Refuses names before any work is done.</summary>
    /// <param name="overwrite">Whether existing files may be replaced.</param>
    /// <exception cref="ConfigurationException">A name has the wrong ending, is a folder, or exists already.</exception>
    public void Check(bool overwrite)
    {
        List<string> problems = [];
        Check("--sheet", Sheet, [".png"], overwrite, problems);
        Check("--page", Page, [".html", ".htm"], overwrite, problems);
        if (problems.Count > 0)
        {
            throw new ConfigurationException(problems);
        }
    }

    private static void Check(string option, string? path, string[] endings, bool overwrite, List<string> problems)
    {
        if (path is null)
        {
            return;
        }

        if (!endings.Contains(Path.GetExtension(path).ToLowerInvariant()))
        {
            problems.Add($"{option}: '{path}' must end in {endings[0]}.");
        }
        else if (Directory.Exists(path))
        {
            problems.Add($"{option}: '{path}' is a folder; name a file in it.");
        }
        else if (File.Exists(path) && !overwrite)
        {
            problems.Add($"{option}: '{path}' exists already and is not replaced. Choose another name, or say --overwrite.");
        }
    }
}
