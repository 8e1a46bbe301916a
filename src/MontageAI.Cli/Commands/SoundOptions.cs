using System.CommandLine;
using System.Globalization;
using MontageAI.Engine.Jobs;

namespace MontageAI.Cli.Commands;

/// <summary>What is heard of the clips; the same options wherever a montage is planned.</summary>
internal sealed class SoundOptions
{
    private readonly Option<double?> _clipSound = NumberOptions.Number(
        new Option<double?>("--clip-sound")
        {
            Description = "Keep the clips' own sound under the song at this gain in dB, for example -12. Default: left out.",
            HelpName = "DB",
        },
        d => d is >= -60 and <= 12,
        "must be -60 to 12 dB"
    );

    private readonly Option<string?> _soundTrack = SharedOptions.Validated(
        new Option<string?>("--sound-track")
        {
            Description =
                "Which sound track of files with several is heard: its number, or 'mix' for all together. Default: the first that "
                + "is not silent.",
            HelpName = "N|mix",
        },
        t =>
            t is null or "mix"
            || (int.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is >= 1 and <= 64),
        "must be a number from 1 to 64, or mix"
    );

    /// <summary>How speech is found.</summary>
    public Option<string?> Speech { get; } = SpeechOption.Make();

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_clipSound, _soundTrack, Speech])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Gain of the clips' own sound; null leaves it out.</summary>
    public double? ClipSoundDb(ParseResult parsed) => parsed.GetValue(_clipSound);

    /// <summary>Which sound track is heard; 0 is all together, null the first that is not silent.</summary>
    public int? SoundTrack(ParseResult parsed) =>
        parsed.GetValue(_soundTrack) is { } track
            ? (track == "mix" ? 0 : int.Parse(track, NumberStyles.None, CultureInfo.InvariantCulture))
            : null;
}

/// <summary>The option that says how speech is found.</summary>
internal static class SpeechOption
{
    /// <summary>Makes it.</summary>
    public static Option<string?> Make() =>
        MontageOptions.Choice(
            "--speech",
            "What finds speech in clips: auto (the learned model; where it cannot run, energy and rhythm) or energy. Default: auto.",
            "auto",
            "energy"
        );

    /// <summary>What the option says.</summary>
    public static SpeechMethod Of(string? word) => word == "energy" ? SpeechMethod.Energy : SpeechMethod.Auto;
}
