using System.Security.Cryptography;
using System.Text;
using MontageAI.Rendering.Looks;

namespace MontageAI.Rendering.Requests;

/// <summary>
/// Files that filters read beside the footage: colour tables, text, movements to undo. In a recipe they are named by what they hold, in a
/// run by where they lie.
/// </summary>
/// <param name="prefix">What the files' full paths begin with; null names them by their content and makes none.</param>
/// <param name="tables">Colour tables that may be there already; null keeps them for this run.</param>
internal sealed class SideFiles(string? prefix, GradeTables? tables = null)
{
    private readonly Dictionary<string, (string Path, Func<string>? Content)> _files = [];

    /// <summary>Colour tables that were made.</summary>
    public GradeTables Tables { get; } = tables ?? new GradeTables();

    /// <summary>All files added, once each, in the order of their first use.</summary>
    public IEnumerable<string> Paths => _files.Values.Select(f => f.Path);

    /// <summary>Adds a file.</summary>
    /// <param name="extension">With its dot.</param>
    /// <param name="identity">Equal for equal content: the content itself, or all that it is made from.</param>
    /// <param name="content">Makes the text; null where another step writes the file.</param>
    /// <returns>A value for a filter's option, escaped.</returns>
    public string Add(string extension, string identity, Func<string>? content)
    {
        string key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..32] + extension;
        if (prefix is null)
        {
            return key;
        }

        if (!_files.TryGetValue(key, out (string Path, Func<string>? Content) file))
        {
            file = (prefix + _files.Count.ToString(System.Globalization.CultureInfo.InvariantCulture) + extension, content);
            _files.Add(key, file);
        }

        return Escape(file.Path);
    }

    /// <summary>Writes the files that have content.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        foreach ((string path, Func<string>? content) in _files.Values)
        {
            if (content is not null)
            {
                await File.WriteAllTextAsync(path, content(), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Removes the files.</summary>
    public void Delete()
    {
        foreach (string path in Paths)
        {
            File.Delete(path);
        }
    }

    /// <summary>A text as the value of an option in a filter graph: escaped once for the option and once for the graph.</summary>
    public static string Escape(string text) => Prefixed(Prefixed(text, "\\':"), "\\'[],;");

    private static string Prefixed(string text, string special)
    {
        StringBuilder escaped = new();
        foreach (char c in text)
        {
            if (special.Contains(c, StringComparison.Ordinal))
            {
                escaped.Append('\\');
            }

            escaped.Append(c);
        }

        return escaped.ToString();
    }
}
