using System.CommandLine;
using MontageAI.Errors;
using MontageAI.Timelines;

namespace MontageAI.Cli.Commands;

/// <summary>Options that every command has.</summary>
internal static class SharedOptions
{
    /// <summary>Folder of the store.</summary>
    public static readonly Option<string?> CacheFolder = new("--cache-dir")
    {
        Description = "Folder of the store of results and rendered shots (also MONTAGE_CACHE).",
        HelpName = "DIR",
    };

    /// <summary>Processors to use.</summary>
    public static readonly Option<int?> Cores = NumberOptions.Whole(
        new Option<int?>("--cores") { Description = "Processors to use (also MONTAGE_CORES); all by default.", HelpName = "N" },
        n => n is >= 1 and <= 1024,
        "must be 1 to 1024"
    );

    /// <summary>Where it is written down when everything was done; of commands that run jobs.</summary>
    public static readonly Option<string?> Trace = new("--trace")
    {
        Description =
            "Write down when everything was done (phases, child processes, waits), as JSON for ui.perfetto.dev; also when it fails. "
            + "It names files.",
        HelpName = "FILE.json",
    };

    /// <summary>Name of the option of <see cref="Json"/>.</summary>
    public const string JsonName = "--json";

    /// <summary>One JSON document on standard output and nothing else.</summary>
    public static Option<bool> Json() =>
        new(JsonName) { Description = "Print one JSON document on standard output; messages go to standard error." };

    /// <summary>Prints everything that is known of a run.</summary>
    public static Option<bool> Details() =>
        new("--details") { Description = "Say everything: what was avoided and why, notes of the plan, checks, times of every step." };

    /// <summary>What --fit says; null where it is not given.</summary>
    public static PictureFit? FitOf(string? word) =>
        word switch
        {
            "fill" => PictureFit.Fill,
            "pad" => PictureFit.Pad,
            "blur" => PictureFit.Blur,
            _ => null,
        };

    /// <summary>Adds a range check whose message names option, value and range.</summary>
    /// <param name="option">The option.</param>
    /// <param name="valid">Whether a value may be given.</param>
    /// <param name="rule">What a value must be.</param>
    /// <param name="correction">How to write what was meant, where that can be told.</param>
    public static Option<T> Validated<T>(Option<T> option, Func<T?, bool> valid, string rule, Func<string, string?>? correction = null)
    {
        option.Validators.Add(result =>
        {
            if (result.Errors.Any())
            {
                return;
            }

            T? value = result.GetValueOrDefault<T>();
            if (!valid(value))
            {
                string text = value?.ToString() ?? "";
                string more = correction?.Invoke(text) is { } right ? $"; {right}" : "";
                result.AddError($"{option.Name}: '{Printable.Of(text)}' {rule}{more}.");
            }
        });
        return option;
    }
}
