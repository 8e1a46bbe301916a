using MontageAI.Storage.Files;
using MontageAI.Studio.Contracts;
using MontageAI.Studio.Settings;

namespace MontageAI.Studio.Files;

/// <summary>
/// Which files a request may name: plain files and folders in the roots, what links lead to looked at, nothing hidden. Asked when a file
/// is named, and again when it is used.
/// </summary>
internal sealed class Roots
{
    private const int LongestPath = 4096;

    private readonly string[] _roots;

    /// <summary>Takes the roots as they are now.</summary>
    public Roots(StudioOptions options) => _roots = [.. options.Roots.Select(r => Resolved(r) ?? r)];

    /// <summary>The roots, full paths.</summary>
    public IReadOnlyList<string> All => _roots;

    /// <summary>The file or folder that a request names.</summary>
    /// <param name="path">As it is named: a full path.</param>
    /// <param name="member">The member that names it.</param>
    /// <param name="beside">Another folder that may be named, such as the project's; null for none.</param>
    /// <returns>Full path with all links followed.</returns>
    /// <exception cref="ApiException">It is not there, or may not be named. Which of the two is only said within the roots.</exception>
    public string Require(string path, string member, string? beside = null)
    {
        if (path.Length is 0 or > LongestPath || path.Contains('\0', StringComparison.Ordinal) || !Path.IsPathFullyQualified(path))
        {
            throw ApiException.Wrong(member, "It must be the full path of a file or folder.");
        }

        string? real = Resolved(Path.GetFullPath(path));
        string? outside = beside is null ? null : Resolved(beside);
        if (real is null || !(IsInside(real) || (outside is not null && IsBelow(real, outside))))
        {
            // The same words for what is not there and for what may not be named, so that nobody can ask what there is.
            throw new ApiException(
                new ApiProblem(
                    StatusCodes.Status404NotFound,
                    "There is no such file in the folders that this server may use.",
                    "fileMissing",
                    member,
                    "Check the path, or start the server with --root and its folder."
                )
            );
        }

        return Directory.Exists(real) || FileFacts.Try(real) is { IsPlain: true }
            ? real
            : throw ApiException.Wrong(member, "It is no plain file and no folder.");
    }

    /// <summary>Whether a file may be used now: it is what it was when it was named, and lies where files may be used.</summary>
    public bool May(string path, string? beside) =>
        Resolved(path) is { } real
        && (IsInside(real) || (beside is not null && Resolved(beside) is { } other && IsBelow(real, other)))
        && FileFacts.Try(real) is { IsPlain: true };

    /// <summary>A path with all links followed, in folders too; null where nothing is there.</summary>
    public static string? Resolved(string path)
    {
        string real = Path.GetPathRoot(path) ?? "/";
        Queue<string> parts = new(path[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries));
        int links = 0;
        while (parts.TryDequeue(out string? part))
        {
            string next = Path.Combine(real, part);
            string? target;
            try
            {
                FileSystemInfo entry = new FileInfo(next);
                target = entry.LinkTarget;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return null;
            }

            if (target is null)
            {
                real = next;
                continue;
            }

            if (++links > 40)
            {
                return null;
            }

            string full = Path.GetFullPath(target, real);
            real = Path.GetPathRoot(full) ?? "/";
            parts = new Queue<string>(
                full[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Concat(parts)
            );
        }

        return Path.Exists(real) ? real : null;
    }

    private bool IsInside(string real) => Array.Exists(_roots, r => IsBelow(real, r));

    // Nothing hidden below a root: what programs keep there is not footage.
    private static bool IsBelow(string real, string root)
    {
        if (real == root)
        {
            return true;
        }

        string prefix = root.EndsWith(Path.DirectorySeparatorChar) ? root : root + Path.DirectorySeparatorChar;
        return real.StartsWith(prefix, StringComparison.Ordinal)
            && !real[prefix.Length..].Split(Path.DirectorySeparatorChar).Any(p => p.StartsWith('.'));
    }
}
