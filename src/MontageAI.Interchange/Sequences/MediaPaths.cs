using System.Globalization;
using System.Text;

namespace MontageAI.Interchange.Sequences;

/// <summary>Paths and URLs of files as programs of all systems write them, understood on every system.</summary>
public static class MediaPaths
{
    private const string Hex = "0123456789ABCDEF";

    /// <summary>The last part of a path, whichever way its slashes lean.</summary>
    public static string NameOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        int slash = IsWindows(path) ? path.LastIndexOfAny(['/', '\\']) : path.LastIndexOf('/');
        return path[(slash + 1)..];
    }

    /// <summary>The name without its ending.</summary>
    public static string StemOf(string path)
    {
        string name = NameOf(path);
        int dot = name.LastIndexOf('.');
        return dot > 0 ? name[..dot] : name;
    }

    /// <summary>A full path as a URL: <c>file:///a%20b/c.mp4</c>, <c>file:///N:/nas/c.mp4</c>, <c>file://server/share/c.mp4</c>; a relative
    /// one stays relative, encoded.</summary>
    public static string ToUrl(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string slashed = IsWindows(path) ? path.Replace('\\', '/') : path;
        return slashed.StartsWith("//", StringComparison.Ordinal) ? "file:" + Encoded(slashed)
            : slashed.StartsWith('/') ? "file://" + Encoded(slashed)
            : IsWindows(path) ? "file:///" + slashed[..2] + Encoded(slashed[2..])
            : Encoded(slashed);
    }

    /// <summary>The same with a host, as Premiere and Final Cut Pro 7 write it: <c>file://localhost/a%20b/c.mp4</c>.</summary>
    public static string ToLocalhostUrl(string path)
    {
        string url = ToUrl(path);
        return url.StartsWith("file:///", StringComparison.Ordinal) ? string.Concat("file://localhost/", url.AsSpan(8)) : url;
    }

    /// <summary>The path that a text means: a URL of a file, encoded or not, or a path as it is.</summary>
    /// <param name="text">What stands in a document.</param>
    /// <param name="path">The path; empty where the text is.</param>
    /// <returns>False for a URL of something other than a file, which is never fetched.</returns>
    public static bool TryPath(string? text, out string path)
    {
        path = text ?? "";
        int colon = path.IndexOf(':', StringComparison.Ordinal);
        bool hasScheme = colon > 1 && path[..colon].All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.');
        if (!hasScheme)
        {
            // A relative URL is encoded, a path is not.
            path = !IsWindows(path) && !path.StartsWith('/') && path.Contains('%') ? Uri.UnescapeDataString(path) : path;
            return true;
        }

        if (!path.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            return !path[colon..].StartsWith("://", StringComparison.Ordinal);
        }

        string rest = Uri.UnescapeDataString(path[5..]);
        if (rest.StartsWith("//localhost/", StringComparison.OrdinalIgnoreCase))
        {
            rest = rest[11..];
        }
        else if (rest.StartsWith("///", StringComparison.Ordinal))
        {
            rest = rest[2..];
        }

        path = rest.Length > 2 && rest[0] == '/' && IsWindows(rest[1..]) ? rest[1..] : rest;
        return true;
    }

    /// <summary>Whether a path is one of Windows: a drive or a share.</summary>
    public static bool IsWindows(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return (path.Length > 1 && char.IsAsciiLetter(path[0]) && path[1] == ':' && (path.Length == 2 || path[2] is '/' or '\\'))
            || path.StartsWith("\\\\", StringComparison.Ordinal);
    }

    /// <summary>A path with its beginning replaced as the user asked for.</summary>
    /// <param name="path">The path.</param>
    /// <param name="map">What begins with the first goes to the second; the first that fits is taken.</param>
    public static string Mapped(string path, IReadOnlyList<PathMapping> map)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(map);
        string slashed = path.Replace('\\', '/');
        foreach (PathMapping mapping in map)
        {
            string from = mapping.From.Replace('\\', '/').TrimEnd('/');
            bool fits =
                slashed.StartsWith(from, IsWindows(mapping.From) ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)
                && (slashed.Length == from.Length || slashed[from.Length] == '/');
            if (fits)
            {
                string to = mapping.To.TrimEnd('/', '\\'),
                    rest = (IsWindows(path) ? slashed : path)[from.Length..];
                return to + (IsWindows(to) ? rest.Replace('/', '\\') : rest);
            }
        }

        return path;
    }

    /// <summary>A path relative to a folder, with forward slashes; the full path where they share no root.</summary>
    public static string Relative(string path, string folder)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(folder);
        bool windows = IsWindows(path);
        string[] of = (windows ? path.Replace('\\', '/') : path).Split('/'),
            at = (IsWindows(folder) ? folder.Replace('\\', '/') : folder).TrimEnd('/').Split('/');
        int same = 0;
        while (same < of.Length - 1 && same < at.Length && of[same] == at[same])
        {
            same++;
        }

        return same == 0 || !path.StartsWith('/') && !windows
            ? path
            : string.Join('/', Enumerable.Repeat("..", at.Length - same).Concat(of[same..]));
    }

    private static string Encoded(string path)
    {
        StringBuilder encoded = new(path.Length + 16);
        foreach (byte b in Encoding.UTF8.GetBytes(path))
        {
            char c = (char)b;
            _ =
                char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~' or '/'
                    ? encoded.Append(c)
                    : encoded.Append('%').Append(Hex[b >> 4]).Append(Hex[b & 15]);
        }

        return encoded.ToString();
    }
}

/// <summary>A beginning of paths and what stands in its place.</summary>
/// <param name="From">As in the document or timeline.</param>
/// <param name="To">As it is to be.</param>
public sealed record PathMapping(string From, string To);
