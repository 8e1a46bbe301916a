using System.Globalization;
using MontageAI.Cli.Hosting;
using MontageAI.Errors;

namespace MontageAI.Farm.Settings;

/// <summary>Arguments of one of the farm's commands; <c>montage-ai farm COMMAND --help</c> explains them.</summary>
internal sealed class FarmArguments
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly List<string> _others = [];

    /// <summary>Reads them.</summary>
    /// <param name="args">All after the command.</param>
    /// <param name="options">Options with a value that the command has; "--cache-dir" and "--json" have all.</param>
    /// <exception cref="ConfigurationException">One is not known.</exception>
    public FarmArguments(IReadOnlyList<string> args, params IReadOnlyList<string> options)
    {
        for (int i = 0; i < args.Count; i++)
        {
            if (args[i] == "--json")
            {
                Json = true;
            }
            else if (args[i] == "--apart")
            {
                IsApart = true;
            }
            else if (args[i] == "--dry-run")
            {
                IsDryRun = true;
            }
            else if (args[i] == "--rotate")
            {
                IsRotated = true;
            }
            else if ((options.Contains(args[i]) || args[i] == "--cache-dir") && i + 1 < args.Count)
            {
                _values[args[i]] = args[++i];
            }
            else if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                _others.Add(args[i]);
            }
            else
            {
                throw new ConfigurationException(
                    ErrorCode.Usage,
                    $"'{Printable.Of(args[i])}' is not known, or lacks its value. Run 'montage-ai farm --help'."
                );
            }
        }
    }

    /// <summary>Whether a program reads what is said.</summary>
    public bool Json { get; }

    /// <summary>What is no option, or "".</summary>
    public string Other => _others.Count > 0 ? _others[0] : "";

    /// <summary>The second of these, or "".</summary>
    public string Second => _others.Count > 1 ? _others[1] : "";

    /// <summary>Whether clips and results go over the network even where the shared folder is here.</summary>
    public bool IsApart { get; }

    /// <summary>Whether links of before are not to be good any more.</summary>
    public bool IsRotated { get; }

    /// <summary>Whether it is only said what would be done.</summary>
    public bool IsDryRun { get; }

    /// <summary>Folder of the user's store.</summary>
    public string CacheFolder => HostEnvironment.Read(this["--cache-dir"], null).CacheFolder;

    /// <summary>Value of an option, or null.</summary>
    public string? this[string option] => _values.GetValueOrDefault(option);

    /// <summary>A whole number, or null.</summary>
    /// <exception cref="ConfigurationException">It is none, or out of range.</exception>
    public int? Whole(string option, int least, int most) =>
        this[option] is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most ? value
        : throw new ConfigurationException(
            ErrorCode.Range,
            string.Create(CultureInfo.InvariantCulture, $"{option}: '{Printable.Of(text)}' must be {least} to {most}.")
        );

    /// <summary>A size such as 256m or 2g in MiB, or null.</summary>
    /// <exception cref="ConfigurationException">It is none, or out of range.</exception>
    public int? Megabytes(string option, int least, int most)
    {
        if (this[option] is not { } text)
        {
            return null;
        }

        int scale =
            text.EndsWith('m') ? 1
            : text.EndsWith('g') ? 1024
            : 0;
        bool isNumber = long.TryParse(text.AsSpan(0, Math.Max(0, text.Length - 1)), NumberStyles.None, Invariant, out long value);
        return isNumber && scale > 0 && value <= most && value * scale >= least && value * scale <= most
            ? (int)(value * scale)
            : throw new ConfigurationException(
                ErrorCode.Range,
                string.Create(Invariant, $"{option}: '{Printable.Of(text)}' must be a size such as 256m or 2g, {least}m to {most}m.")
            );
    }

    private static CultureInfo Invariant => CultureInfo.InvariantCulture;
}
