using MontageAI.Editing.Prompts;
using MontageAI.Rendering.Profiles;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Engine.Jobs;

/// <summary>What a user asks for when making a montage. Null members are decided from the material and the decision is reported.</summary>
public sealed record MontageRequest
{
    /// <summary>Clip files and folders, at least one.</summary>
    public required IReadOnlyList<string> Clips { get; init; }

    /// <summary>The song; null makes a montage with a steady pace and no music.</summary>
    public string? Music { get; init; }

    /// <summary>File to write.</summary>
    public required string Output { get; init; }

    /// <summary>Length in seconds, above 0; the end is moved to the nearest bar line. Null: the whole song, as far as the footage fills it,
    /// at most 60.</summary>
    public double? DurationSeconds { get; init; }

    /// <summary>Whether the length asked for is kept to the frame, and the song's last bar faded, instead of ending with a bar.</summary>
    public bool IsExactLength { get; init; }

    /// <summary>Name of a built-in style, or path of a style file.</summary>
    public string Style { get; init; } = "dynamic";

    /// <summary>What the user wants otherwise than the style says.</summary>
    public StyleChoice StyleChoice { get; init; } = new();

    /// <summary>True when the user named the style, so that a wish in words does not choose another.</summary>
    public bool IsStyleGiven { get; init; }

    /// <summary>What the user wishes in plain words; null for nothing.</summary>
    public string? Prompt { get; init; }

    /// <summary>How the wish was read; null where there was none or nobody has read it yet.</summary>
    public PromptReading? Reading { get; init; }

    /// <summary>preview, standard, high or master; null chooses from intent and length.</summary>
    public ProfileName? Profile { get; init; }

    /// <summary>What the film is for; with its length this chooses the profile where none is named. Not asked for previews.</summary>
    public RenderIntent Intent { get; init; } = RenderIntent.Share;

    /// <summary>True when the user only wants to look: chooses the preview profile and a stream that plays while it grows.</summary>
    public bool IsPreview { get; init; }

    /// <summary>Name of a better profile in which everything is rendered once more after the preview, in its place; null leaves it at the
    /// preview.</summary>
    public ProfileName? Refine { get; init; }

    /// <summary>Whether, after a preview, proxies of its clips are made, so that the next plan of them can be watched at once.</summary>
    public bool Proxies { get; init; }

    /// <summary>Canvas shape; null follows the footage.</summary>
    public Rational? Aspect { get; init; }

    /// <summary>Frame rate; null follows the footage.</summary>
    public FrameRate? Rate { get; init; }

    /// <summary>Chooses among equally valid plans.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Gain of the clips' own sound under the song in dB; null leaves it out.</summary>
    public double? ClipSoundDb { get; init; }

    /// <summary>Which sound track of files with several is heard, from 1; 0 hears all together; null the first that is not
    /// silent.</summary>
    public int? SoundTrack { get; init; }

    /// <summary>How it is found out where somebody speaks in the clips.</summary>
    public SpeechMethod Speech { get; init; }

    /// <summary>How pictures of another shape are put on the canvas; null follows the plan.</summary>
    public PictureFit? Fit { get; init; }

    /// <summary>What encodes the pictures, in the words of <c>EncoderNames</c>; null leaves the choice to the program.</summary>
    public string? Encoder { get; init; }

    /// <summary>What decodes the sources for rendering, in the words of <c>DecoderNames</c>; null leaves the choice to the
    /// program.</summary>
    public string? Decoder { get; init; }

    /// <summary>Text in the pictures.</summary>
    public TextChoice Text { get; init; } = new();

    /// <summary>Corrections of the beats.</summary>
    public BeatCorrection Beats { get; init; } = new();

    /// <summary>What shows plans and compares them; null shows nothing.</summary>
    public IPlanViewer? Viewer { get; init; }

    /// <summary>Plans to make side by side, 2 to 12, with seeds that count up; 0 makes one plan.</summary>
    public int Variants { get; init; }

    /// <summary>Which of the variants to render at once, from 1; null renders none.</summary>
    public int? Pick { get; init; }

    /// <summary>free, time or story; null is free, or what the prompt asks for.</summary>
    public string? Order { get; init; }

    /// <summary>
    /// A timeline that is planned again: its locked shots stay as they are, its bans hold, and its rate, shape and length are those of the
    /// new plan unless others are asked for. Null plans from nothing.
    /// </summary>
    public Timeline? From { get; init; }

    /// <summary>Whether earlier decisions are read and this montage's are remembered.</summary>
    public bool UsesMemory { get; init; } = true;

    /// <summary>Whether an existing output may be replaced.</summary>
    public bool Overwrite { get; init; }
}

/// <summary>What a user knows better than the tracker.</summary>
public sealed record BeatCorrection
{
    /// <summary>2 doubles the tempo, 0.5 halves it; null leaves it.</summary>
    public double? TempoScale { get; init; }

    /// <summary>Whether the true beats lie half-way between those that were found.</summary>
    public bool OffBeat { get; init; }

    /// <summary>Moves the first beat of every bar by so many beats; positive is later.</summary>
    public int BarShift { get; init; }

    /// <summary>Moves every beat, in milliseconds; positive is later.</summary>
    public double OffsetMs { get; init; }

    /// <summary>The true tempo in beats per minute; null trusts the tracker.</summary>
    public double? Bpm { get; init; }

    /// <summary>A file of beats that replaces the tracker's; null has none.</summary>
    public string? File { get; init; }

    /// <summary>True when nothing is corrected.</summary>
    public bool IsNone => TempoScale is null && !OffBeat && BarShift == 0 && OffsetMs == 0 && Bpm is null && File is null;
}
