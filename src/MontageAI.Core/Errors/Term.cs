namespace MontageAI.Errors;

/// <summary>
/// Something that every host calls by a name of its own: a page has a button where the command line has an option. Sentences of the
/// engine hold the term; see <see cref="Phrase"/>.
/// </summary>
/// <param name="Name">Stable name in camel case.</param>
/// <param name="Neutral">Words for a reader of no particular host, in the middle of a sentence.</param>
public abstract record Term(string Name, string Neutral)
{
    /// <inheritdoc/>
    public sealed override string ToString() => Neutral;
}

/// <summary>A part of a request that a message speaks of.</summary>
/// <param name="Name">Stable name in camel case.</param>
/// <param name="Neutral">Words for it in the middle of a sentence.</param>
public sealed record Field(string Name, string Neutral) : Term(Name, Neutral)
{
    /// <summary>Files and folders of clips.</summary>
    public static Field Clips { get; } = new("clips", "clips");

    /// <summary>Files to look at, of whatever kind.</summary>
    public static Field Inputs { get; } = new("inputs", "input");

    /// <summary>The song.</summary>
    public static Field Music { get; } = new("music", "music");

    /// <summary>The file or folder to write.</summary>
    public static Field Output { get; } = new("output", "output");

    /// <summary>The film that shows changes.</summary>
    public static Field Preview { get; } = new("preview", "preview");

    /// <summary>A contact sheet to write.</summary>
    public static Field Sheet { get; } = new("sheet", "sheet");

    /// <summary>A page to write.</summary>
    public static Field Page { get; } = new("page", "page");

    /// <summary>A report to write.</summary>
    public static Field Report { get; } = new("report", "report");

    /// <summary>A trace to write.</summary>
    public static Field Trace { get; } = new("trace", "trace");

    /// <summary>Length of the montage.</summary>
    public static Field Duration { get; } = new("duration", "duration");

    /// <summary>Frame rate.</summary>
    public static Field Rate { get; } = new("rate", "rate");

    /// <summary>Shape of the picture.</summary>
    public static Field Aspect { get; } = new("aspect", "aspect");

    /// <summary>Gain of the clips' own sound.</summary>
    public static Field ClipSound { get; } = new("clipSound", "clip sound");

    /// <summary>Part of the song.</summary>
    public static Field SongStretch { get; } = new("songStretch", "song stretch");

    /// <summary>Price of an in-point.</summary>
    public static Field SeekCostWeight { get; } = new("seekCostWeight", "seek cost weight");

    /// <summary>Seconds of a chosen shot that are looked at more closely.</summary>
    public static Field CloserLook { get; } = new("closerLook", "closer look");

    /// <summary>The style.</summary>
    public static Field Style { get; } = new("style", "style");

    /// <summary>The folder of the user's own styles.</summary>
    public static Field StyleFolder { get; } = new("styleFolder", "folder of styles");

    /// <summary>Single parameters of the style.</summary>
    public static Field Setting { get; } = new("setting", "setting");

    /// <summary>The look.</summary>
    public static Field Look { get; } = new("look", "look");

    /// <summary>The wish in words.</summary>
    public static Field Prompt { get; } = new("prompt", "prompt");

    /// <summary>What pictures should show, in words.</summary>
    public static Field Words { get; } = new("words", "words");

    /// <summary>The title.</summary>
    public static Field Title { get; } = new("title", "title");

    /// <summary>The line below the title.</summary>
    public static Field Subtitle { get; } = new("subtitle", "subtitle");

    /// <summary>The file of captions.</summary>
    public static Field Captions { get; } = new("captions", "captions");

    /// <summary>The style of captions.</summary>
    public static Field CaptionStyle { get; } = new("captionStyle", "caption style");

    /// <summary>The model that writes down speech.</summary>
    public static Field CaptionModel { get; } = new("captionModel", "model of captions");

    /// <summary>The file of beats.</summary>
    public static Field Beats { get; } = new("beats", "beats");

    /// <summary>How a film is rendered.</summary>
    public static Field Profile { get; } = new("profile", "profile");

    /// <summary>What learned models run on.</summary>
    public static Field Device { get; } = new("device", "device of the learned models");

    /// <summary>In which numbers learned models compute.</summary>
    public static Field Precision { get; } = new("precision", "precision of the learned models");

    /// <summary>The encoder.</summary>
    public static Field Encoder { get; } = new("encoder", "encoder");

    /// <summary>The decoder.</summary>
    public static Field Decoder { get; } = new("decoder", "decoder");

    /// <summary>Where a piece begins.</summary>
    public static Field From { get; } = new("from", "start");

    /// <summary>Where a piece ends.</summary>
    public static Field To { get; } = new("to", "end");

    /// <summary>Frames of a piece.</summary>
    public static Field Frames { get; } = new("frames", "number of frames");

    /// <summary>A learned model.</summary>
    public static Field LearnedModel { get; } = new("learnedModel", "model");

    /// <summary>A file in which a learned model lies already.</summary>
    public static Field ModelFile { get; } = new("modelFile", "file of the model");

    /// <summary>What a learned model is for.</summary>
    public static Field ModelKind { get; } = new("modelKind", "purpose of the model");

    /// <summary>Timecode of the first frame of what is handed on.</summary>
    public static Field StartTimecode { get; } = new("startTimecode", "start timecode");

    /// <summary>Format of what is handed on.</summary>
    public static Field Format { get; } = new("format", "format");

    /// <summary>Folders in which media are looked for.</summary>
    public static Field Media { get; } = new("media", "folders of media");

    /// <summary>The timeline that an edited sequence came from.</summary>
    public static Field Base { get; } = new("base", "timeline that it came from");

    /// <summary>What becomes of gaps.</summary>
    public static Field Gaps { get; } = new("gaps", "treatment of gaps");

    /// <summary>Frames kept before and after what is used.</summary>
    public static Field Handles { get; } = new("handles", "handles");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Field> All { get; } =
    [
        Clips,
        Inputs,
        Music,
        Output,
        Preview,
        Sheet,
        Page,
        Report,
        Trace,
        Duration,
        Rate,
        Aspect,
        ClipSound,
        SongStretch,
        SeekCostWeight,
        CloserLook,
        Style,
        StyleFolder,
        Setting,
        Look,
        Prompt,
        Words,
        Title,
        Subtitle,
        Captions,
        CaptionStyle,
        CaptionModel,
        Beats,
        Profile,
        Device,
        Precision,
        Encoder,
        Decoder,
        From,
        To,
        Frames,
        LearnedModel,
        ModelFile,
        ModelKind,
        StartTimecode,
        Format,
        Media,
        Base,
        Gaps,
        Handles,
    ];
}

/// <summary>Something that the user of a host can do, as a clause: "or {AllowReplacing}".</summary>
/// <param name="Name">Stable name in camel case.</param>
/// <param name="Neutral">The clause for a reader of no particular host.</param>
public sealed record Remedy(string Name, string Neutral) : Term(Name, Neutral)
{
    /// <summary>Let the run replace files.</summary>
    public static Remedy AllowReplacing { get; } = new("allowReplacing", "allow that it is replaced");

    /// <summary>Encode in software.</summary>
    public static Remedy EncodeInSoftware { get; } = new("encodeInSoftware", "use the encoder 'software'");

    /// <summary>Decode in software.</summary>
    public static Remedy DecodeInSoftware { get; } = new("decodeInSoftware", "use the decoder 'software'");

    /// <summary>Encode with another device of VAAPI.</summary>
    public static Remedy NameVaapiDevice { get; } = new("nameVaapiDevice", "name another device of it");

    /// <summary>Encode with VAAPI.</summary>
    public static Remedy EncodeWithVaapi { get; } = new("encodeWithVaapi", "try the encoder 'vaapi'");

    /// <summary>Give a file as the song.</summary>
    public static Remedy GiveAsMusic { get; } = new("giveAsMusic", "give it as the song");

    /// <summary>Give a folder of clips.</summary>
    public static Remedy GiveAsClips { get; } = new("giveAsClips", "give the folder as clips");

    /// <summary>Let a cut encode the frames at its ends.</summary>
    public static Remedy AllowEncoding { get; } = new("allowEncoding", "allow that frames are encoded");

    /// <summary>Make a timeline by planning.</summary>
    public static Remedy PlanTimeline { get; } = new("planTimeline", "make one by planning");

    /// <summary>Look up the parameters of styles.</summary>
    public static Remedy ListParameters { get; } = new("listParameters", "look it up among the parameters of styles");

    /// <summary>Forget what was remembered of earlier montages.</summary>
    public static Remedy ForgetMemory { get; } = new("forgetMemory", "forget everything");

    /// <summary>Keep results elsewhere.</summary>
    public static Remedy NameStore { get; } = new("nameStore", "name another folder for the store");

    /// <summary>Say where FFmpeg is.</summary>
    public static Remedy NameTools { get; } = new("nameTools", "name the folder that holds ffmpeg and ffprobe");

    /// <summary>Run learned models on the processor.</summary>
    public static Remedy RunModelsOnProcessor { get; } = new("runModelsOnProcessor", "run the learned models on the processor");

    /// <summary>Add a model that writes down speech.</summary>
    public static Remedy AddCaptionModel { get; } = new("addCaptionModel", "add the model 'captions'");

    /// <summary>Name a model of one's own that writes down speech.</summary>
    public static Remedy GiveCaptionModel { get; } = new("giveCaptionModel", "give the file of a Whisper model");

    /// <summary>Have the clips' own sound heard.</summary>
    public static Remedy KeepClipSound { get; } = new("keepClipSound", "keep the clips' own sound");

    /// <summary>Check how the language model is reached.</summary>
    public static Remedy CheckModel { get; } = new("checkModel", "check address, name and key of the language model");

    /// <summary>See which learned models there are.</summary>
    public static Remedy ListModels { get; } = new("listModels", "look among the learned models");

    /// <summary>Give the file of a learned model instead of having it fetched.</summary>
    public static Remedy GiveModelFile { get; } = new("giveModelFile", "fetch it by other means and give the file");

    /// <summary>Add a learned model anew.</summary>
    public static Remedy AddModelAnew { get; } = new("addModelAnew", "remove the model and add it again");

    /// <summary>Keep learned models elsewhere.</summary>
    public static Remedy NameModelsFolder { get; } = new("nameModelsFolder", "name another folder for learned models");

    /// <summary>Add a learned model.</summary>
    public static Remedy AddModel { get; } = new("addModel", "add a learned model");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Remedy> All { get; } =
    [
        AllowReplacing,
        EncodeInSoftware,
        DecodeInSoftware,
        NameVaapiDevice,
        EncodeWithVaapi,
        GiveAsMusic,
        GiveAsClips,
        AllowEncoding,
        PlanTimeline,
        ListParameters,
        ForgetMemory,
        NameStore,
        NameTools,
        RunModelsOnProcessor,
        AddCaptionModel,
        GiveCaptionModel,
        KeepClipSound,
        CheckModel,
        ListModels,
        GiveModelFile,
        AddModelAnew,
        NameModelsFolder,
        AddModel,
    ];
}
