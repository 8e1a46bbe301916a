using System.Security.Cryptography;
using MontageAI.Editing.Looks;
using MontageAI.Editing.Prompts;
using MontageAI.Editing.Styles;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Errors;
using MontageAI.Looks;
using MontageAI.Rendering.Looks;

namespace MontageAI.Engine.Planning;

/// <summary>Finds styles, built in or the user's own, and applies what the user wants otherwise.</summary>
internal sealed class StyleFinder
{
    private const string Suffix = ".json";

    private readonly string? _folder;
    private readonly List<string> _open = [];

    /// <summary>Makes a finder.</summary>
    /// <param name="folder">Folder of the user's own styles, or null.</param>
    /// <exception cref="ConfigurationException">The folder does not exist.</exception>
    public StyleFinder(string? folder)
    {
        if (folder is not null && !Directory.Exists(folder))
        {
            throw new ConfigurationException(
                ErrorCode.FileMissing,
                $"the folder '{folder}' does not exist. Check the path.",
                Field.StyleFolder
            );
        }

        _folder = folder;
    }

    /// <summary>The style that a request asks for, with what its wish in words changes and then everything that it sets.</summary>
    /// <returns>The style, and the numbers that the wish changed, in words.</returns>
    /// <exception cref="ConfigurationException">There is no such style, arc or look, a file is wrong, or a setting is; every problem is
    /// listed.</exception>
    public static (Style Style, IReadOnlyList<string> Wished) Choose(string style, StyleChoice choice, PromptReading? reading)
    {
        Style found = WithLook(new StyleFinder(choice.Folder).Find(style), choice.Look);
        (found, IReadOnlyList<string> wished) = reading is null ? (found, []) : PromptedStyle.Apply(found, reading);
        found = StyleSetting.Apply(found, Settings(choice));
        return (
            found.Look.Lut is { } lut && found.Look.LutStrength > 0
                ? found with
                {
                    Look = found.Look with { LutFingerprint = Fingerprint(lut) },
                }
                : found,
            wished
        );
    }

    /// <summary>The style of a name, a file, or a name in a folder (FOLDER/NAME).</summary>
    /// <exception cref="ConfigurationException">There is none, or its file is wrong.</exception>
    public Style Find(string nameOrFile)
    {
        string? file = FileOf(nameOrFile);
        if (file is null)
        {
            return Names(_folder) is { Count: > 0 } own && !StyleLibrary.Names.Contains(nameOrFile, StringComparer.OrdinalIgnoreCase)
                ? throw new ConfigurationException(
                    ErrorCode.Unknown,
                    $"There is no style '{nameOrFile}'. In '{_folder}' are: {string.Join(", ", own)}. Built in are: "
                        + $"{string.Join(", ", StyleLibrary.Names)}."
                )
                : StyleLibrary.Find(nameOrFile);
        }

        // A style may extend another of its folder, but not itself.
        string full = Path.GetFullPath(file);
        if (_open.Contains(full))
        {
            throw new ConfigurationException(
                ErrorCode.StyleInvalid,
                $"'{file}' extends itself: {string.Join(" -> ", _open.Append(full).Select(Path.GetFileNameWithoutExtension))}. Let one "
                    + $"of them extend a built-in style."
            );
        }

        _open.Add(full);
        try
        {
            return StyleReader.Read(
                UserFile.ReadText(file, "style", UserFile.MostStyleBytes, Field.Style),
                file,
                name => FindBase(full, name)
            );
        }
        finally
        {
            _open.RemoveAt(_open.Count - 1);
        }
    }

    /// <summary>Names of the styles in a folder, in order; none without a folder.</summary>
    public static IReadOnlyList<string> Names(string? folder) =>
        folder is null
            ? []
            :
            [
                .. Directory
                    .EnumerateFiles(folder, "*" + Suffix)
                    .Select(f => Path.GetFileNameWithoutExtension(f)!)
                    .Order(StringComparer.Ordinal),
            ];

    private Style FindBase(string file, string name)
    {
        string beside = Path.Combine(Path.GetDirectoryName(file)!, name + Suffix);
        // A style of the user's own may carry the name of the built-in one that it extends.
        return File.Exists(beside) && beside != file ? Find(beside)
            : beside == file && StyleLibrary.Names.Contains(name) ? StyleLibrary.Find(name)
            : beside == file ? Find(file)
            : Find(name);
    }

    private string? FileOf(string nameOrFile)
    {
        string[] places = _folder is null
            ? [nameOrFile, nameOrFile + Suffix]
            : [Path.Combine(_folder, nameOrFile + Suffix), Path.Combine(_folder, nameOrFile), nameOrFile, nameOrFile + Suffix];
        // Without a folder a bare name means a built-in style, whatever lies in the working directory.
        bool isPath =
            nameOrFile.Contains('/', StringComparison.Ordinal)
            || nameOrFile.Contains('\\', StringComparison.Ordinal)
            || nameOrFile.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase);
        return places.FirstOrDefault(p =>
            (isPath || _folder is not null && p.StartsWith(_folder, StringComparison.Ordinal) || p == nameOrFile) && File.Exists(p)
        );
    }

    private static List<string> Settings(StyleChoice choice)
    {
        List<string> settings = [.. choice.Settings];
        if (choice.Arc is { } arc)
        {
            settings.Insert(0, $"pacing.arc={arc}");
            // Who names an arc wants to see it, also with a style that hardly follows its own.
            if (!choice.Settings.Any(s => s.StartsWith("pacing.arcStrength", StringComparison.Ordinal)))
            {
                settings.Insert(1, "pacing.arcStrength=0.7");
            }
        }

        return settings;
    }

    private static Style WithLook(Style style, string? look)
    {
        if (look is null)
        {
            return style;
        }

        if (!look.EndsWith(".cube", StringComparison.OrdinalIgnoreCase))
        {
            return LookLibrary.Apply(style, LookLibrary.Find(look));
        }

        LookStyle table = new()
        {
            Lut = Path.GetFullPath(look),
            Name = Path.GetFileNameWithoutExtension(look),
            Match = style.Look.Match,
            Stabilise = style.Look.Stabilise,
        };
        return style with { Look = table };
    }

    private static string Fingerprint(string table)
    {
        string text;
        try
        {
            text = CubeFile.ReadText(table);
        }
        catch (MediaException e)
        {
            throw new ConfigurationException(e.Code, e.Sentence, Field.Look);
        }

        CubeTable.Parse(text, table);
        return Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
    }
}
