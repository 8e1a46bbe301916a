using MontageAI.Errors;

namespace MontageAI.Cli.Output;

/// <summary>The engine's sentences in the words of the command line: its options, commands and variables.</summary>
internal static class CommandWords
{
    // By the names of terms. What the command line has no word for keeps its neutral one.
    private static readonly Dictionary<string, string> s_words = new(StringComparer.Ordinal)
    {
        // Fields.
        ["clips"] = "--clips",
        ["music"] = "--music",
        ["output"] = "--output",
        ["preview"] = "--preview",
        ["sheet"] = "--sheet",
        ["page"] = "--page",
        ["report"] = "--report",
        ["trace"] = "--trace",
        ["duration"] = "--duration",
        ["rate"] = "--fps",
        ["aspect"] = "--aspect",
        ["clipSound"] = "--clip-sound",
        ["style"] = "--style",
        ["styleFolder"] = "--styles",
        ["setting"] = "--set",
        ["look"] = "--look",
        ["prompt"] = "--prompt",
        ["title"] = "--title",
        ["subtitle"] = "--subtitle",
        ["captions"] = "--captions",
        ["captionStyle"] = "--caption-style",
        ["captionModel"] = "--captions-model",
        ["beats"] = "--beats",
        ["profile"] = "--profile",
        ["device"] = "--device",
        ["precision"] = "--precision",
        ["encoder"] = "--encoder",
        ["decoder"] = "--decoder",
        ["from"] = "--from",
        ["to"] = "--to",
        ["frames"] = "--frames",
        ["learnedModel"] = "models",
        ["modelFile"] = "--from",
        ["modelKind"] = "--as",
        ["startTimecode"] = "--start-timecode",
        ["format"] = "--format",
        ["media"] = "--media",
        ["base"] = "--base",
        ["gaps"] = "--gaps",
        ["handles"] = "--handles",

        // What can be done.
        ["allowReplacing"] = "say --overwrite",
        ["encodeInSoftware"] = "use --encoder software",
        ["decodeInSoftware"] = "use --decoder software",
        ["nameVaapiDevice"] = "name another with --encoder vaapi:DEVICE",
        ["encodeWithVaapi"] = "try --encoder vaapi",
        ["giveAsMusic"] = "give it as --music",
        ["giveAsClips"] = "give the folder as --clips",
        ["allowEncoding"] = "leave out '--exact copy'",
        ["planTimeline"] = "make one with 'montage-ai plan'",
        ["listParameters"] = "'montage-ai styles show dynamic' lists all",
        ["forgetMemory"] = "run 'montage-ai memory forget --all'",
        ["nameStore"] = "name another with --cache-dir or MONTAGE_CACHE",
        ["nameTools"] = "set MONTAGE_FFMPEG to the folder that holds ffmpeg and ffprobe",
        ["listModels"] = "see 'montage-ai models list'",
        ["giveModelFile"] = "fetch it by other means and say --from FILE",
        ["addModelAnew"] = "run 'montage-ai models remove' and 'montage-ai models add' with its name",
        ["nameModelsFolder"] = "name another with MONTAGE_MODELS",
        ["addModel"] = "add a model with 'montage-ai models add NAME'",
        ["runModelsOnProcessor"] = "use --device cpu, or --device auto",
        ["addCaptionModel"] = "run 'montage-ai models add captions'",
        ["giveCaptionModel"] = "give a Whisper model's file with --captions-model FILE",
        ["keepClipSound"] = "keep it with --clip-sound DB, for example --clip-sound -12",
        ["checkModel"] = "check MONTAGE_LLM_URL, MONTAGE_LLM_MODEL and MONTAGE_LLM_KEY",
    };

    /// <summary>A sentence, or a part of one.</summary>
    /// <param name="phrase">What the engine says.</param>
    public static string Say(Phrase phrase) => phrase.Say(s_words.GetValueOrDefault);

    /// <summary>A file that was set aside, with reason and remedy.</summary>
    /// <param name="file">The file.</param>
    public static string Say(Engine.Reporting.SetAsideFile file) => Say($"'{Printable.Of(file.Path)}': {file.Reason} {file.Remedy}");

    /// <summary>What was done otherwise than asked for.</summary>
    /// <param name="degradation">What, why and with which effect.</param>
    public static string Say(Engine.Reporting.Degradation degradation) =>
        Say($"{Printable.Of(degradation.What)}: {degradation.Why} {degradation.Effect}").TrimEnd();
}
