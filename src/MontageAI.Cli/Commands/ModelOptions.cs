using System.CommandLine;
using System.Globalization;
using MontageAI.Models.Runtime;

namespace MontageAI.Cli.Commands;

/// <summary>How learned models run: options of the commands that use some.</summary>
internal static class ModelOptions
{
    private static readonly string[] s_devices = [.. Enum.GetValues<ModelDevice>().Select(ProviderTrial.NameOf)];

    private static readonly Option<string?> s_device = MontageOptions.Choice(
        "--device",
        "What learned models look at pictures with; 'doctor' tries all. Default: auto, which is cuda where 'models install-runtime cuda' "
            + "was run and it works, else cpu.",
        s_devices
    );

    private static readonly Option<string?> s_precision = MontageOptions.Choice(
        "--precision",
        "Numbers in which they compute: fp32, or fp16 where a trial shows that little is lost. Default: auto, which is fp16 on graphics "
            + "cards.",
        "auto",
        "fp16",
        "fp32"
    );

    /// <summary>Adds the options to a command.</summary>
    public static void AddTo(Command command)
    {
        command.Options.Add(s_device);
        command.Options.Add(s_precision);
    }

    /// <summary>The time of a trial that worked.</summary>
    public static string Milliseconds(ProviderTrial trial) => string.Create(CultureInfo.InvariantCulture, $"{trial.Milliseconds:0.00} ms");

    /// <summary>What was asked for; the defaults for a command that does not have the options.</summary>
    public static ModelSettings Bind(ParseResult parsed) =>
        new()
        {
            Device = parsed.GetValue(s_device) is { } device ? (ModelDevice)Array.IndexOf(s_devices, device) : ModelDevice.Auto,
            Precision = parsed.GetValue(s_precision) switch
            {
                "fp16" => ModelPrecision.Half,
                "fp32" => ModelPrecision.Full,
                _ => ModelPrecision.Auto,
            },
        };
}
