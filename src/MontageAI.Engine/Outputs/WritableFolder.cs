using System.Text;
using MontageAI.Errors;

namespace MontageAI.Engine.Outputs;

/// <summary>Tries whether files can be written before anybody works for them.</summary>
internal static class WritableFolder
{
    private const string Prefix = ".montage-trial-";

    /// <summary>What is wrong with the places of files: a folder that cannot be made or written, a name that is too long.</summary>
    /// <param name="files">Fields and full paths.</param>
    public static IEnumerable<Problem> Problems(IEnumerable<(Field Field, string Path)> files)
    {
        foreach (var place in files.GroupBy(f => Existing(f.Path), StringComparer.Ordinal))
        {
            // Whatever is not there yet has a name that must fit; the longest one speaks for all.
            int longest = place.SelectMany(f => Path.GetRelativePath(place.Key, f.Path).Split(Path.DirectorySeparatorChar)).Max(Length);
            if (ProblemWith(place.Key, longest) is { } problem)
            {
                yield return new Problem(
                    ErrorCode.FileUnwritable,
                    $"'{place.First().Path}' cannot be written: {problem.TrimEnd('.')}. Choose another place or a shorter name.",
                    place.First().Field
                );
            }
        }
    }

    private static string Existing(string path)
    {
        string? folder = Path.GetDirectoryName(path);
        while (folder is not null && !Path.Exists(folder))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? Path.GetPathRoot(path) ?? ".";
    }

    private static string? ProblemWith(string folder, int nameLength)
    {
        if (!Directory.Exists(folder))
        {
            return $"'{folder}' is a file";
        }

        string name = $"{Prefix}{Guid.NewGuid():N}";
        try
        {
            File.Create(Path.Combine(folder, name.PadRight(nameLength, 'x')), 1, FileOptions.DeleteOnClose).Dispose();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message.Replace(name, "", StringComparison.Ordinal);
        }
    }

    // File systems of Unix count bytes, that of Windows characters.
    private static int Length(string name) => OperatingSystem.IsWindows() ? name.Length : Encoding.UTF8.GetByteCount(name);
}
