using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using MontageAI.Engine.Encoders;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Requests;
using MontageAI.Rendering.Profiles;
using MontageAI.Time;

namespace MontageAI.Cli.Commands;

/// <summary>The options of create, preview and plan, and their binding to a request.</summary>
internal sealed class MontageOptions
{
    private readonly Option<string[]> _clips = new("--clips", "-c")
    {
        Description = "Folders of clips (with everything below them) and clip files.",
        HelpName = "DIR|FILE...",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _music = new("--music", "-m")
    {
        Description = "The song. Without it the montage has a steady pace and no music.",
        HelpName = "FILE",
    };

    private readonly Option<string> _output = new("--output", "-o")
    {
        Description = "File to write.",
        HelpName = "FILE",
        Required = true,
    };

    private readonly Option<double?> _duration = NumberOptions.Time(
        new Option<double?>("--duration", "-d")
        {
            Description =
                "Length in seconds, or as m:ss; the end moves to the nearest bar line. Default: the song as far as the footage fills it, "
                + "at most 60.",
        },
        s => s is >= 1 and <= 14400,
        "must be 1 to 14400 seconds"
    );

    private readonly Option<bool> _exactLength = new("--exact-length")
    {
        Description = "Keep --duration to the frame; the song is faded over its last bar. Default: end with a bar, at most half a bar off.",
    };

    private readonly Option<string> _style = new("--style", "-s")
    {
        Description = "A style of 'montage-ai styles list', or a style file.",
        HelpName = "NAME|FILE",
        DefaultValueFactory = _ => "dynamic",
    };

    private readonly Option<string?> _prompt = SharedOptions.Validated(
        new Option<string?>("--prompt", "-p")
        {
            Description = "What you wish, in plain English: \"slow start, explode at the drop, warm, mostly people\". Options win over it.",
            HelpName = "TEXT",
        },
        t => t is null || !string.IsNullOrWhiteSpace(t),
        "must not be empty"
    );

    private readonly Option<string?> _profile = ProfileOption();

    private readonly Option<string?> _intent = IntentOption();

    private readonly Option<string?> _aspect = Choice(
        "--aspect",
        "Shape of the picture: 16:9, 9:16, 1:1 or 4:5. Default: as most of the footage.",
        "16:9",
        "9:16",
        "1:1",
        "4:5"
    );

    private readonly Option<string?> _rate = NumberOptions.Rate(
        "Frame rate, for example 25, 29.97 or 30000/1001. Default: as most of the footage."
    );

    private readonly Option<long> _seed = NumberOptions.Whole(
        new Option<long>("--seed")
        {
            Description = "Another number gives another, equally valid plan.",
            HelpName = "N",
            DefaultValueFactory = _ => 1,
        },
        _ => true,
        "may be any of them, for example 7"
    );

    private readonly Option<string?> _fit = Choice(
        "--fit",
        "Pictures of another shape: 'blur' shows them whole over a blurred enlargement of themselves, 'fill' crops, 'pad' adds black bars. "
            + "Default: cropped as long as the subject stays whole, else blur.",
        "blur",
        "fill",
        "pad"
    );

    private readonly Option<string?> _encoder = EncoderOption();

    private readonly Option<string?> _decoder = DecoderOption();

    private readonly Option<string?> _refine = Choice(
        "--refine",
        "After the preview render everything once more, in this quality, in its place: segment by segment, at the end the file.",
        "standard",
        "high",
        "master"
    );

    private readonly Option<string?> _from = new("--from")
    {
        Description =
            "A timeline to plan again: its locked shots stay ('edit ... lock=3'), what it bans is not shown, length, shape and frame rate "
            + "are kept; everything else is chosen anew, by this command's style and seed.",
        HelpName = "FILE.json",
    };

    private readonly Option<bool> _proxies = new("--proxies")
    {
        Description =
            "When the preview is done, make proxies of its clips, so that another style or a changed shot can be watched at once. "
            + "Takes about a fifth of the clips' length.",
    };

    private readonly SoundOptions _sound = new();

    private readonly BeatOptions _beats = new();

    private readonly StyleOptions _styleChoice = new();

    private readonly TextOptions _text = new();

    private readonly SelectionOptions _selection = new();

    private readonly VariantOptions _variants = new();

    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Replace an existing output." };

    /// <summary>Prints the report as JSON.</summary>
    public Option<bool> Json { get; } = SharedOptions.Json();

    /// <summary>Prints everything that is known of the run.</summary>
    public Option<bool> Details { get; } = SharedOptions.Details();

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="renders">Whether the command renders: only then do profile and fit mean something.</param>
    /// <param name="ofTimeline">An argument that names a finished plan; where it is given, clips are not asked for, and options of planning
    /// are refused.</param>
    public void AddTo(Command command, bool renders, Argument<string?>? ofTimeline = null)
    {
        if (ofTimeline is not null)
        {
            _clips.Required = false;
            command.Options.Add(_refine);
            command.Options.Add(_proxies);
            command.Validators.Add(result => CheckPlanOrClips(result, ofTimeline));
        }

        foreach (Option option in (Option[])[_clips, _music, _output, _duration, _exactLength, _style, _prompt])
        {
            command.Options.Add(option);
        }

        if (renders)
        {
            command.Options.Add(_profile);
            if (ofTimeline is null)
            {
                command.Options.Add(_intent);
            }

            command.Options.Add(_fit);
            command.Options.Add(_encoder);
            command.Options.Add(_decoder);
        }

        foreach (Option option in (Option[])[_aspect, _rate, _seed, _from])
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetValue(_exactLength) && result.GetValue(_duration) is null)
            {
                result.AddError("Option '--exact-length' needs '--duration'.");
            }
        });
        _sound.AddTo(command);
        _styleChoice.AddTo(command);
        _text.AddTo(command);
        _selection.AddTo(command);
        _beats.AddTo(command, withFile: true);
        _variants.AddTo(command, renders);
        ModelOptions.AddTo(command);
        command.Options.Add(_overwrite);
        command.Options.Add(Details);
        command.Options.Add(Json);
    }

    /// <summary>What the user asked for.</summary>
    public MontageRequest Bind(ParseResult parsed, bool isPreview) =>
        _variants.Bind(
            parsed,
            new()
            {
                Clips = parsed.GetRequiredValue(_clips),
                Music = parsed.GetValue(_music),
                Output = parsed.GetRequiredValue(_output),
                DurationSeconds = parsed.GetValue(_duration),
                IsExactLength = parsed.GetValue(_exactLength),
                Style = parsed.GetValue(_style) ?? "dynamic",
                IsStyleGiven = parsed.GetResult(_style) is { Implicit: false },
                Prompt = parsed.GetValue(_prompt),
                StyleChoice = _styleChoice.Bind(parsed),
                Text = _text.Bind(parsed),
                Order = _selection.Order(parsed),
                UsesMemory = _selection.UsesMemory(parsed),
                Profile = HasOption(parsed, _profile) ? ProfileOf(parsed.GetValue(_profile)) : null,
                Intent = HasOption(parsed, _intent) ? IntentOf(parsed.GetValue(_intent)) : RenderIntent.Share,
                IsPreview = isPreview,
                Refine = HasOption(parsed, _refine) ? ProfileOf(parsed.GetValue(_refine)) : null,
                Proxies = HasOption(parsed, _proxies) && parsed.GetValue(_proxies),
                Aspect = parsed.GetValue(_aspect) is { } a && Rational.TryParse(a, out Rational aspect) ? aspect : null,
                Rate = parsed.GetValue(_rate) is { } r && FrameRate.TryParse(r, out FrameRate rate) ? rate : null,
                Seed = parsed.GetValue(_seed),
                From = parsed.GetValue(_from) is { } from ? TimelineFile.Read(from) : null,
                ClipSoundDb = _sound.ClipSoundDb(parsed),
                SoundTrack = _sound.SoundTrack(parsed),
                Speech = SpeechOption.Of(parsed.GetValue(_sound.Speech)),
                Fit = HasOption(parsed, _fit) ? SharedOptions.FitOf(parsed.GetValue(_fit)) : null,
                Encoder = HasOption(parsed, _encoder) ? parsed.GetValue(_encoder) : null,
                Decoder = HasOption(parsed, _decoder) ? parsed.GetValue(_decoder) : null,
                Beats = _beats.Bind(parsed),
                Overwrite = parsed.GetValue(_overwrite),
            }
        );

    /// <summary>What the user asked for where a plan is given.</summary>
    public RenderRequest BindRender(ParseResult parsed, string timeline) =>
        new()
        {
            TimelineFile = timeline,
            Output = parsed.GetRequiredValue(_output),
            Profile = ProfileOf(parsed.GetValue(_profile)),
            Fit = SharedOptions.FitOf(parsed.GetValue(_fit)),
            IsPreview = true,
            Refine = ProfileOf(parsed.GetValue(_refine)),
            Encoder = parsed.GetValue(_encoder),
            Decoder = parsed.GetValue(_decoder),
            Overwrite = parsed.GetValue(_overwrite),
        };

    /// <summary>An option with a closed list of values.</summary>
    public static Option<string?> Choice(string name, string description, params string[] values)
    {
        Option<string?> option = new(name) { Description = description, HelpName = string.Join('|', values) };
        return SharedOptions.Validated(
            option,
            v => v is null || values.Contains(v),
            string.Create(CultureInfo.InvariantCulture, $"must be one of {string.Join(", ", values)}")
        );
    }

    /// <summary>The option that says what a film is for.</summary>
    public static Option<string?> IntentOption() =>
        Choice(
            "--intent",
            "What the film is for, which with its length chooses the profile where --profile names none: share (standard), present (high; "
                + "standard from an hour on) or archive (master; high from ten minutes on, standard from an hour on). Default: share.",
            "share",
            "present",
            "archive"
        );

    /// <summary>What the option says.</summary>
    public static RenderIntent IntentOf(string? word) =>
        word switch
        {
            "present" => RenderIntent.Present,
            "archive" => RenderIntent.Archive,
            _ => RenderIntent.Share,
        };

    /// <summary>The option that names a profile.</summary>
    public static Option<string?> ProfileOption(string? description = null) =>
        Choice(
            "--profile",
            description
                ?? "preview (360p), standard (1080p), high (1080p, finer) or master (up to 4K). Default: chosen from intent and length.",
            [.. RenderProfile.All.Select(p => p.Word)]
        );

    /// <summary>What a profile's word says; null where none is given.</summary>
    public static ProfileName? ProfileOf(string? word) => word is null ? null : RenderProfile.ByName(word)?.Name;

    /// <summary>The option that names an encoder.</summary>
    public static Option<string?> EncoderOption() =>
        SharedOptions.Validated(
            new Option<string?>("--encoder")
            {
                Description =
                    "What encodes: software (x264; the same bytes on every machine), or hardware: nvenc, qsv, vaapi, videotoolbox or "
                    + "amf, with a device after ':' where there are several. auto takes hardware that passes a trial and is no slower, "
                    + "else software; for previews always software. Default: auto.",
                HelpName = "NAME[:DEVICE]",
            },
            e => e is null || EncoderNames.AreKnown(e),
            "must be " + EncoderNames.Words
        );

    /// <summary>The option that names a decoder.</summary>
    public static Option<string?> DecoderOption() =>
        SharedOptions.Validated(
            new Option<string?>("--decoder")
            {
                Description =
                    "What decodes clips for rendering: software, or hardware: cuda, vaapi, videotoolbox or d3d11va. auto takes hardware "
                    + "for each kind of stream that it decodes to the same bits, and faster; for previews always software. Default: auto.",
                HelpName = "NAME[:DEVICE]",
            },
            e => e is null || DecoderNames.AreKnown(e),
            "must be " + DecoderNames.Words
        );

    private void CheckPlanOrClips(CommandResult result, Argument<string?> ofTimeline)
    {
        bool plan = result.GetResult(ofTimeline)?.Tokens.Count > 0;
        string[] asked = [.. result.Command.Options.Where(o => result.GetResult(o) is { Implicit: false }).Select(o => o.Name)];
        if (!plan && !asked.Contains(_clips.Name))
        {
            result.AddError("Option '--clips' is required, or a timeline to look at.");
        }

        string[] planning =
        [
            .. asked.Except([
                _output.Name,
                _profile.Name,
                _fit.Name,
                _encoder.Name,
                _decoder.Name,
                _refine.Name,
                _overwrite.Name,
                Details.Name,
                Json.Name,
                SharedOptions.CacheFolder.Name,
                SharedOptions.Cores.Name,
                SharedOptions.Trace.Name,
                FarmOption.Name,
                FarmOption.Resumes,
            ]),
        ];
        if (plan && planning.Length > 0)
        {
            result.AddError(
                $"{string.Join(", ", planning)}: the timeline has decided that already. Leave it out, or give --clips instead of the "
                    + $"timeline."
            );
        }
    }

    private static bool HasOption(ParseResult parsed, Option option) => parsed.CommandResult.Command.Options.Contains(option);
}
