using System.Globalization;

namespace MontageAI.Engine.Proxies;

/// <summary>File names of sprite sheets: like their clips, safe on every system and in an index, and different from one another.</summary>
internal static class SpriteNames
{
    private const int Longest = 80;

    private static readonly HashSet<string> s_reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "CON",
        "PRN",
        "AUX",
        "NUL",
        "COM1",
        "COM2",
        "COM3",
        "COM4",
        "COM5",
        "COM6",
        "COM7",
        "COM8",
        "COM9",
        "LPT1",
        "LPT2",
        "LPT3",
        "LPT4",
        "LPT5",
        "LPT6",
        "LPT7",
        "LPT8",
        "LPT9",
    };

    /// <summary>One name without extension per clip.</summary>
    public static string[] For(IReadOnlyList<string> clips)
    {
        HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase);
        string[] names = new string[clips.Count];
        for (int i = 0; i < clips.Count; i++)
        {
            string plain = Plain(Path.GetFileNameWithoutExtension(clips[i]));
            names[i] = plain;
            for (int n = 2; !taken.Add(names[i]); n++)
            {
                names[i] = string.Create(CultureInfo.InvariantCulture, $"{plain}.{n}");
            }
        }

        return names;
    }

    /// <summary>The name of a sheet, by its number from 0.</summary>
    public static string Sheet(string stem, int number) => string.Create(CultureInfo.InvariantCulture, $"{stem}-{number + 1:00}.jpg");

    /// <summary>Whether a file's name is that of a sheet of a clip.</summary>
    /// <param name="file">The name.</param>
    /// <param name="name">The clip's, as <see cref="For"/> gives it.</param>
    public static bool IsSheet(string file, string name) =>
        file.StartsWith(name + "-", StringComparison.OrdinalIgnoreCase)
        && file.EndsWith(".jpg", StringComparison.OrdinalIgnoreCase)
        && file.Length > name.Length + 5
        && file[(name.Length + 1)..^4].All(char.IsAsciiDigit);

    private static string Plain(string name)
    {
        string safe = string.Concat(name.Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_'))
            .TrimStart('.', '-')
            .TrimEnd('.');
        safe = safe.Length > Longest ? safe[..Longest] : safe;
        return safe.Length == 0 || s_reserved.Contains(safe.Split('.')[0]) ? "clip" + safe : safe;
    }
}
