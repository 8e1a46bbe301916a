using System.CommandLine;
using MontageAI.Cli.Output;
using MontageAI.Engine.Handoffs;
using MontageAI.Engine.Packaging;
using MontageAI.Errors;
using MontageAI.Interchange.Formats;
using MontageAI.Interchange.Sequences;

namespace MontageAI.Cli.Commands;

/// <summary>Hands montages on to editing programs and takes them back.</summary>
internal static class HandoffCommands
{
    private static readonly Dictionary<string, BakeChoice> s_bakes = new()
    {
        ["none"] = BakeChoice.None,
        ["rate"] = BakeChoice.Rate,
        ["speed"] = BakeChoice.Speed,
        ["all"] = BakeChoice.All,
    };

    private static readonly Dictionary<string, TargetProgram> s_programs = new()
    {
        ["any"] = TargetProgram.Any,
        ["resolve"] = TargetProgram.Resolve,
        ["premiere"] = TargetProgram.Premiere,
        ["finalcut"] = TargetProgram.FinalCut,
        ["kdenlive"] = TargetProgram.Kdenlive,
        ["shotcut"] = TargetProgram.Shotcut,
    };

    /// <summary>A timeline in, a file of an editing program out.</summary>
    public static Command Export()
    {
        Argument<string> timeline = new("timeline")
        {
            Description = "A timeline that 'plan', 'create' or 'preview' wrote (OUT.montage.json).",
        };
        Option<string?> format = MontageOptions.Choice(
            "--format",
            "Format to write. 'all' writes every format but those that hold the media (otioz, otiod) into the folder --output.",
            [.. HandoffFormats.Names, "all"]
        );
        Option<string?> output = new("--output", "-o") { Description = "File to write; a folder for 'all'.", HelpName = "FILE|DIR" };
        PackageOptions package = new();
        Option<string?> program = MontageOptions.Choice(
            "--for",
            "The program that will open it, where programs read a format differently. Default: any.",
            [.. s_programs.Keys]
        );
        Option<string?> start = new("--start-timecode")
        {
            Description = "Timecode of the first frame. Default: 01:00:00:00.",
            HelpName = "HH:MM:SS:FF",
        };
        Option<bool> drop = new("--drop") { Description = "Drop-frame timecode (the default at 29.97 and 59.94)." };
        Option<bool> nonDrop = new("--non-drop") { Description = "Timecode without drop frame." };
        Option<string?> paths = MontageOptions.Choice(
            "--paths",
            "How files are named: in full, or relative to the output. Default: absolute.",
            "absolute",
            "relative"
        );
        Option<string[]> map = MapOption("Beginning of paths and what is written instead, for another machine: --map /mnt/nas=N:\\nas.");
        Option<string?> markers = MontageOptions.Choice(
            "--markers",
            "What becomes markers: nothing, sections of the song, also its bars, or all beats. Default: bars.",
            "none",
            "sections",
            "bars",
            "beats"
        );
        Option<string?> media = new("--media")
        {
            Description = "Folder of smaller copies of the same names, written as second reference where the format has one.",
            HelpName = "DIR",
        };
        Option<string?> bake = MontageOptions.Choice(
            "--bake",
            "Shots to render into ProRes files beside the document, so that every program shows them as the film does: those "
                + "of files with frames at irregular times (rate), also retimed ones (speed), or also those with a look, a correction, a "
                + "camera move, another shape or a transition other than a dissolve (all). Default: none, in packages rate.",
            [.. s_bakes.Keys]
        );
        Option<bool> overwrite = new("--overwrite") { Description = "Replace existing files." };
        Option<bool> json = SharedOptions.Json();
        Command command = new(
            "export",
            "Write a timeline for an editing program (Resolve, Premiere, Final Cut, Kdenlive, Shotcut ...). Says what the format does not "
                + "hold. See docs/handoff."
        )
        {
            timeline,
            format,
            output,
            program,
            start,
            drop,
            nonDrop,
            paths,
            map,
            markers,
            media,
            bake,
            overwrite,
            json,
        };
        package.AddTo(command, format, output);
        return command.Does(
            async (parsed, host, cancellationToken) =>
            {
                (bool asDrop, bool asNonDrop) = (parsed.GetValue(drop), parsed.GetValue(nonDrop));
                if (asDrop && asNonDrop)
                {
                    throw new ConfigurationException(ErrorCode.Conflict, "--drop and --non-drop exclude each other; give one of them.");
                }

                bool? isDrop =
                    asDrop ? true
                    : asNonDrop ? false
                    : null;
                MarkerChoice choice = parsed.GetValue(markers) switch
                {
                    "none" => MarkerChoice.None,
                    "sections" => MarkerChoice.Sections,
                    "beats" => MarkerChoice.Beats,
                    _ => MarkerChoice.Bars,
                };
                if (package.Bind(parsed, parsed.GetRequiredValue(timeline)) is { } whole)
                {
                    PackageOutcome packed = await host.RunAsync(
                            whole with
                            {
                                Target = s_programs[parsed.GetValue(program) ?? "any"],
                                StartTimecode = parsed.GetValue(start) ?? "01:00:00:00",
                                IsDrop = isDrop,
                                Markers = choice,
                                Bake = s_bakes[parsed.GetValue(bake) ?? "rate"],
                                Overwrite = parsed.GetValue(overwrite),
                            },
                            cancellationToken
                        )
                        .ConfigureAwait(false);
                    if (parsed.GetValue(json))
                    {
                        Console.Out.Write(PackageJson.Write(packed));
                    }
                    else
                    {
                        HandoffText.Print(packed, Console.Out);
                    }

                    return ExitCode.Done;
                }

                ExportRequest request = new()
                {
                    TimelineFile = parsed.GetRequiredValue(timeline),
                    Format = parsed.GetValue(format)!,
                    Output = parsed.GetValue(output)!,
                    Target = s_programs[parsed.GetValue(program) ?? "any"],
                    StartTimecode = parsed.GetValue(start) ?? "01:00:00:00",
                    IsDrop = isDrop,
                    RelativePaths = parsed.GetValue(paths) == "relative",
                    Map = Mappings(parsed.GetValue(map)),
                    Markers = choice,
                    Media = parsed.GetValue(media),
                    Bake = s_bakes[parsed.GetValue(bake) ?? "none"],
                    Overwrite = parsed.GetValue(overwrite),
                };
                ExportOutcome outcome = await host.RunAsync(request, cancellationToken).ConfigureAwait(false);
                if (parsed.GetValue(json))
                {
                    Console.Out.Write(HandoffJson.Write(outcome));
                }
                else
                {
                    HandoffText.Print(outcome, Console.Out);
                }

                return ExitCode.Done;
            }
        );
    }

    /// <summary>An edited sequence in, a timeline out.</summary>
    public static Command Import()
    {
        Argument<string> edited = new("sequence") { Description = "What an editing program exported." };
        ImportOptions options = new();
        Option<string> output = new("--output", "-o")
        {
            Description = "Timeline to write.",
            HelpName = "FILE.json",
            Required = true,
        };
        Option<bool> overwrite = new("--overwrite") { Description = "Replace an existing timeline." };
        Option<bool> json = SharedOptions.Json();
        Command command = new(
            "import",
            "Make a timeline of a sequence that was edited elsewhere. With the timeline that it came from, looks, captions and beats stay "
                + "and only what was changed is rendered again."
        )
        {
            edited,
            output,
            overwrite,
            json,
        };
        options.AddTo(command);
        return command.Does(
            async (parsed, host, cancellationToken) =>
            {
                ImportRequest request = new()
                {
                    Settings = options.Bind(parsed, parsed.GetRequiredValue(edited)),
                    Output = parsed.GetRequiredValue(output),
                    Overwrite = parsed.GetValue(overwrite),
                };
                ImportOutcome outcome = await host.RunAsync(request, cancellationToken).ConfigureAwait(false);
                if (parsed.GetValue(json))
                {
                    Console.Out.Write(HandoffJson.Write(outcome));
                }
                else
                {
                    HandoffText.Print(outcome, Console.Out);
                }

                return ExitCode.Done;
            }
        );
    }

    /// <summary>A timeline whose files lie elsewhere in, one that names them where they are out.</summary>
    public static Command Relink()
    {
        Argument<string> timeline = new("timeline") { Description = "The timeline whose files lie elsewhere now." };
        Option<string[]> media = new("--media")
        {
            Description = "Folder in which its files are looked for: by content, else by name, timecode, length, rate and channels.",
            HelpName = "DIR",
        };
        Option<string[]> map = MapOption("Beginning of the timeline's paths and what it stands for here.");
        Option<bool> replace = new("--replace")
        {
            Description =
                "Take files of the same name and frames in --media even where the timeline's own are where they were: proxies "
                + "for originals, and back.",
        };
        Option<string> output = new("--output", "-o")
        {
            Description = "Timeline to write.",
            HelpName = "FILE.json",
            Required = true,
        };
        Option<bool> overwrite = new("--overwrite") { Description = "Replace an existing timeline." };
        Option<bool> json = SharedOptions.Json();
        Command command = new(
            "relink",
            "Find the files of a timeline again, or let camera originals take the place of proxies: the same frames are shown. What is not "
                + "found for certain is listed, and nothing is written."
        )
        {
            timeline,
            media,
            map,
            replace,
            output,
            overwrite,
            json,
        };
        return command.Does(
            async (parsed, host, cancellationToken) =>
            {
                RelinkRequest request = new()
                {
                    TimelineFile = parsed.GetRequiredValue(timeline),
                    Media = parsed.GetValue(media) ?? [],
                    Map = Mappings(parsed.GetValue(map)),
                    Replace = parsed.GetValue(replace),
                    Output = parsed.GetRequiredValue(output),
                    Overwrite = parsed.GetValue(overwrite),
                };
                RelinkOutcome outcome = await host.RunAsync(request, cancellationToken).ConfigureAwait(false);
                if (parsed.GetValue(json))
                {
                    Console.Out.Write(HandoffJson.Write(outcome));
                }
                else
                {
                    HandoffText.Print(outcome, Console.Out);
                }

                return ExitCode.Done;
            }
        );
    }

    /// <summary>The option of path mappings.</summary>
    public static Option<string[]> MapOption(string description)
    {
        Option<string[]> map = new("--map")
        {
            Description = description,
            HelpName = "FROM=TO",
            AllowMultipleArgumentsPerToken = false,
        };
        map.Validators.Add(result =>
        {
            foreach (string text in result.Tokens.Select(t => t.Value).Where(t => t.IndexOf('=', StringComparison.Ordinal) < 1))
            {
                result.AddError($"--map: '{Printable.Of(text)}' must be FROM=TO, such as /mnt/nas=N:\\nas.");
            }
        });
        return map;
    }

    /// <summary>What the option of path mappings says.</summary>
    public static IReadOnlyList<PathMapping> Mappings(string[]? texts) =>
        [.. (texts ?? []).Select(t => t.Split('=', 2)).Select(p => new PathMapping(p[0], p[1]))];
}
