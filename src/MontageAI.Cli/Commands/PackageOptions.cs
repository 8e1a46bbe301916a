using System.CommandLine;
using MontageAI.Engine.Packaging;

namespace MontageAI.Cli.Commands;

/// <summary>Options of packages.</summary>
internal sealed class PackageOptions
{
    private const int MostHandles = 1000;

    private readonly Option<string?> _package = new("--package")
    {
        Description = "Make a folder with all formats, the media, the sounds as WAV, the film, and pages that say how to go on.",
        HelpName = "DIR",
    };

    private readonly Option<string?> _copy = MontageOptions.Choice(
        "--media-copy",
        "How media go into the package: what is used, cut at key frames; whole files; or not at all. Default: trim.",
        "trim",
        "whole",
        "none"
    );

    private readonly Option<int> _handles = NumberOptions.Whole(
        new Option<int>("--handles")
        {
            Description = "Frames kept before and after what is used of a file. Default: 24.",
            HelpName = "FRAMES",
            DefaultValueFactory = _ => 24,
        },
        n => n is >= 0 and <= MostHandles,
        "must be 0 to 1000 frames"
    );

    private readonly Option<bool> _proxies = new("--proxies")
    {
        Description = "Put smaller stand-ins of the media into the package as well, in 'proxies': the same frames, names and timecode.",
    };

    private readonly Option<string?> _profile = MontageOptions.ProfileOption(
        "Profile of the film in the package. Default: as 'render' chooses."
    );

    /// <summary>Adds them to a command that needs either a package or a format and an output.</summary>
    public void AddTo(Command command, Option<string?> format, Option<string?> output)
    {
        command.Options.Add(_package);
        command.Options.Add(_copy);
        command.Options.Add(_handles);
        command.Options.Add(_proxies);
        command.Options.Add(_profile);
        // What is wrong with one of them is said by that one; here only whether they are given.
        command.Validators.Add(result =>
        {
            bool packs = Given(_package);
            if (packs && (Given(format) || Given(output)))
            {
                result.AddError("--package makes a folder with all formats; leave out --format and --output.");
            }
            else if (!packs && !(Given(format) && Given(output)))
            {
                result.AddError("--format and --output are needed, or --package.");
            }
            else if (!packs && Given(_copy))
            {
                result.AddError("--media-copy belongs to --package.");
            }
            else if (!packs && Given(_proxies))
            {
                result.AddError("--proxies belongs to --package.");
            }

            bool Given(Option option) => result.GetResult(option) is { Implicit: false };
        });
    }

    /// <summary>The request; null where no package is asked for.</summary>
    public PackageRequest? Bind(ParseResult parsed, string timeline) =>
        parsed.GetValue(_package) is not { } folder
            ? null
            : new PackageRequest
            {
                TimelineFile = timeline,
                Output = folder,
                Copy = parsed.GetValue(_copy) switch
                {
                    "whole" => PackageMediaCopy.Whole,
                    "none" => PackageMediaCopy.None,
                    _ => PackageMediaCopy.Trim,
                },
                Handles = parsed.GetValue(_handles),
                Proxies = parsed.GetValue(_proxies),
                Profile = MontageOptions.ProfileOf(parsed.GetValue(_profile)),
            };
}
