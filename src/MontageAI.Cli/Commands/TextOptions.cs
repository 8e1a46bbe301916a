using System.CommandLine;
using MontageAI.Engine.Jobs;

namespace MontageAI.Cli.Commands;

/// <summary>Text in the pictures; the same options wherever a montage is planned.</summary>
internal sealed class TextOptions
{
    private const string Auto = "auto";

    private readonly Option<string?> _captions = new("--captions")
    {
        Description =
            "Subtitles to burn in (SRT or WebVTT), with the montage's times; or auto: written from what is said in the clips (their "
            + "sound must be kept), burned in, and put beside the output as .srt, to be corrected and given back.",
        HelpName = "FILE|auto",
    };

    private readonly Option<string?> _model = new("--captions-model")
    {
        Description = "A Whisper model of your own (GGML) for --captions auto. Default: the one that 'models add captions' adds.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _style = MontageOptions.Choice(
        "--caption-style",
        $"How captions and titles look. Default: {TextChoice.DefaultStyle}.",
        [.. TextChoice.Styles]
    );

    private readonly Option<string?> _title = new("--title") { Description = "Title near the start.", HelpName = "TEXT" };

    private readonly Option<string?> _subtitle = new("--subtitle") { Description = "Small line below the title.", HelpName = "TEXT" };

    private readonly Option<string?> _endCard = new("--end-card")
    {
        Description = "Text over darkened pictures at the end.",
        HelpName = "TEXT",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_captions, _model, _style, _title, _subtitle, _endCard])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What the user said.</summary>
    public TextChoice Bind(ParseResult parsed)
    {
        string? captions = parsed.GetValue(_captions);
        return new TextChoice
        {
            Captions = captions == Auto ? null : captions,
            CaptionsFromSpeech = captions == Auto,
            CaptionModel = parsed.GetValue(_model),
            Style = parsed.GetValue(_style),
            Title = parsed.GetValue(_title),
            Subtitle = parsed.GetValue(_subtitle),
            EndCard = parsed.GetValue(_endCard),
        };
    }
}
