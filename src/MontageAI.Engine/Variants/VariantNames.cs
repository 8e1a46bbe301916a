using System.Globalization;
using MontageAI.Engine.Outputs;
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
    /// <exception cref="ConfigurationException">The name has the wrong ending.</exception>
    public static VariantNames Of(string output)
    {
        string full = Path.GetFullPath(output);
        string ending =
            s_endings.FirstOrDefault(e => full.EndsWith(e, StringComparison.OrdinalIgnoreCase))
            ?? throw new ConfigurationException(ErrorCode.FileName, $"'{output}' must end in .mp4 or .json.", Field.Output);
        return new VariantNames(full[..^ending.Length]);
    }

    /// <summary>Names what will be written.</summary>
    /// <param name="guard">Told.</param>
    /// <param name="count">Number of variants.</param>
    public OutputGuard Claim(OutputGuard guard, int count)
    {
        foreach (string file in Enumerable.Range(1, count).Select(Timeline).Append(Sheet))
        {
            guard.File(file, Field.Output, []);
        }

        return guard.Report(Report);
    }
}
