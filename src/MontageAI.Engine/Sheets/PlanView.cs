using MontageAI.Errors;

namespace MontageAI.Engine.Sheets;

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
        List<Problem> problems = [];
        Check(Field.Sheet, Sheet, [".png"], overwrite, problems);
        Check(Field.Page, Page, [".html", ".htm"], overwrite, problems);
        if (problems.Count > 0)
        {
            throw new ConfigurationException(problems);
        }
    }

    private static void Check(Field name, string? path, string[] endings, bool overwrite, List<Problem> problems)
    {
        if (path is null)
        {
            return;
        }

        if (!endings.Contains(Path.GetExtension(path).ToLowerInvariant()))
        {
            problems.Add(new Problem(ErrorCode.FileName, $"'{path}' must end in {endings[0]}.", name));
        }
        else if (Directory.Exists(path))
        {
            problems.Add(new Problem(ErrorCode.FileKind, $"'{path}' is a folder; name a file in it.", name));
        }
        else if (File.Exists(path) && !overwrite)
        {
            problems.Add(
                new Problem(
                    ErrorCode.FileExists,
                    $"'{path}' exists already and is not replaced. Choose another name, or {Remedy.AllowReplacing}.",
                    name
                )
            );
        }
    }
}
