using System.Globalization;
using MontageAI.Errors;

namespace MontageAI.Engine.Variants;

/// <summary>The files that variants are written to, from the name that the user gave.</summary>
/// <param name="Stem">The name without its ending.</param>
internal sealed record VariantNames(string Stem)
{
    private static readonly string[] s_endings = [".montage.json", ".json", ".mp4"];

    /// <summary>Contact sheet of all.</summary>
    public string Sheet => Stem + ".variants.png";

    /// <summary>The run report.</summary>
    public string Report => Stem + ".variants.report.json";

    /// <summary>Timeline of one.</summary>
    /// <param name="number">From 1.</param>
    public string Timeline(int number) => string.Create(CultureInfo.InvariantCulture, $"{Stem}.v{number}.montage.json");

    /// <summary>Names for a request.</summary>
    /// <exception cref="ConfigurationException">The name has the wrong ending, or a file exists already.</exception>
    public static VariantNames Of(string output, int count, bool overwrite)
    {
        string full = Path.GetFullPath(output);
        string ending =
            s_endings.FirstOrDefault(e => full.EndsWith(e, StringComparison.OrdinalIgnoreCase))
            ?? throw new ConfigurationException(ErrorCode.FileName, $"'{output}' must end in .mp4 or .json.", Field.Output);
        VariantNames names = new(full[..^ending.Length]);
        string[] existing =
        [
            .. Enumerable.Range(1, count).Select(names.Timeline).Append(names.Sheet).Where(f => File.Exists(f) && !overwrite),
        ];
        return existing.Length == 0
            ? names
            : throw new ConfigurationException([
                .. existing.Select(f => new Problem(
                    ErrorCode.FileExists,
                    $"'{f}' exists already and is not replaced. Choose another name, or {Remedy.AllowReplacing}.",
                    Field.Output
                )),
            ]);
    }
}
