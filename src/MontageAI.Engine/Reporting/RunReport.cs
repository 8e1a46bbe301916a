using System.Text.Json;
using System.Text.Json.Serialization;
using MontageAI.Errors;

namespace MontageAI.Engine.Reporting;

/// <summary>
/// What a run did, said and measured: written beside every output as OUT.report.json. A member that was not measured is absent.
/// </summary>
public sealed record RunReport
{
    /// <summary>Name and version of this schema.</summary>
    public string Schema { get; init; } = "montage-ai.report/1";

    /// <summary>What was asked for: "create", "preview", "render" ...</summary>
    public required string Command { get; init; }

    /// <summary>How the run ended.</summary>
    public required RunOutcome Outcome { get; init; }

    /// <summary>The rendered file, or null when there is none.</summary>
    public string? Output { get; init; }

    /// <summary>Version of Montage AI.</summary>
    public required string Version { get; init; }

    /// <summary>FFmpeg's version line.</summary>
    public string? FFmpeg { get; init; }

    /// <summary>What was chosen to encode the pictures: "software", or kind, device and driver; null when nothing was rendered.</summary>
    public string? Encoder { get; init; }

    /// <summary>What was chosen to decode the sources for rendering: "software", or hardware and the kinds of stream it takes; null when
    /// nothing was rendered.</summary>
    public string? Decoder { get; init; }

    /// <summary>Seconds from the start of the job to its end, and what its host had spent before.</summary>
    public double Seconds { get; init; }

    /// <summary>Seconds from the start of the job until the first ten seconds (or all, if shorter) could be played. Null when nothing
    /// was rendered.</summary>
    public double? TimeToFirstPreviewSeconds { get; init; }

    /// <summary>When what could be played. Null when nothing was rendered.</summary>
    public PlayableMoments? Playable { get; init; }

    /// <summary>When which pictures of each shot could be watched, where some were shown before they were rendered; else empty.</summary>
    public IReadOnlyList<ShownShot> Shown { get; init; } = [];

    /// <summary>Playlist of the stream that could be watched while the film was made, or null.</summary>
    public string? Stream { get; init; }

    /// <summary>Facts of the plan.</summary>
    public PlanSummary? Plan { get; init; }

    /// <summary>The plan itself, for hosts; not written. Null where none was made or read.</summary>
    [JsonIgnore]
    public Timelines.Timeline? Timeline { get; init; }

    /// <summary>Facts of the song.</summary>
    public MusicSummary? Music { get; init; }

    /// <summary>Clips by name: used or not, and why.</summary>
    public IReadOnlyList<ClipSummary> Clips { get; init; } = [];

    /// <summary>Files that could not be used, with reason and remedy.</summary>
    public IReadOnlyList<SetAsideFile> SetAside { get; init; } = [];

    /// <summary>Every departure from what was asked for.</summary>
    public IReadOnlyList<Degradation> Degradations { get; init; } = [];

    /// <summary>Plans that were made side by side, and how they differ; null where one was made.</summary>
    public VariantSummary? Variants { get; init; }

    /// <summary>What the check of the rendered file looked at and found.</summary>
    public CheckSummary? Check { get; init; }

    /// <summary>Seconds and work per phase, in order of start. Phases overlap, so they add up to more than the run.</summary>
    public IReadOnlyList<PhaseSummary> Phases { get; init; } = [];

    /// <summary>Processor, memory and cache figures.</summary>
    public ResourceSummary? Resources { get; init; }

    /// <summary>Where tasks were sent by what they cost; null where there was no choice.</summary>
    public RoutingSummary? Routing { get; init; }

    /// <summary>Why the run failed; null when it did not.</summary>
    public Phrase? Error { get; init; }

    /// <summary>What kind of thing went wrong; null when nothing did, or nothing that is foreseen.</summary>
    public ErrorCode? ErrorCode { get; init; }

    /// <summary>The report as indented JSON, ending in a line feed.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, RunReportJson.Default.RunReport) + "\n";
}

/// <summary>Facts of a plan.</summary>
public sealed record PlanSummary
{
    /// <summary>Length in frames.</summary>
    public required long Frames { get; init; }

    /// <summary>Frame rate, exact.</summary>
    public required string Rate { get; init; }

    /// <summary>Length in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Shots.</summary>
    public required int Shots { get; init; }

    /// <summary>Clips that appear in it.</summary>
    public required int ClipsUsed { get; init; }

    /// <summary>Style.</summary>
    public required string Style { get; init; }

    /// <summary>Seed.</summary>
    public required long Seed { get; init; }

    /// <summary>Cuts between shots (the first shot's start is none).</summary>
    public required int Cuts { get; init; }

    /// <summary>Cuts whose frame is the one nearest to a beat.</summary>
    public required int CutsOnBeat { get; init; }

    /// <summary>Largest distance of an on-beat cut from its beat in milliseconds; null without beats.</summary>
    public double? LargestCutErrorMs { get; init; }

    /// <summary>Mean distance of an on-beat cut from its beat in milliseconds; null without beats.</summary>
    public double? MeanCutErrorMs { get; init; }

    /// <summary>What the planner wants the reader to know.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>Facts of the song.</summary>
/// <param name="Path">File.</param>
/// <param name="Strategy">How the moments to cut on were found.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Reason">Why this strategy.</param>
/// <param name="TempoBpm">Median tempo; null without beats.</param>
/// <param name="Start">Second of the song at the first frame.</param>
/// <param name="LoudnessLufs">Integrated loudness of the rendered sound; null when not measured.</param>
/// <param name="TruePeakDb">True peak of the rendered sound in dBTP; null when not measured.</param>
public sealed record MusicSummary(
    string Path,
    string Strategy,
    double Confidence,
    string Reason,
    double? TempoBpm,
    double Start,
    double? LoudnessLufs,
    double? TruePeakDb
);

/// <summary>What became of one clip.</summary>
/// <param name="Path">File.</param>
/// <param name="Shots">Shots found in it.</param>
/// <param name="Uses">How often it appears in the montage.</param>
/// <param name="Rejected">Stretches that were avoided, in words.</param>
/// <param name="Missing">What its container states and the file does not hold: most often it was cut off while it was copied. Null where
/// it holds what it states.</param>
public sealed record ClipSummary(string Path, int Shots, int Uses, IReadOnlyList<string> Rejected, MissingPart? Missing = null);

/// <summary>The part of a clip that its container states and the file does not hold.</summary>
/// <param name="HeldSeconds">Length of its pictures in seconds.</param>
/// <param name="StatedSeconds">Length that its container states in seconds.</param>
public sealed record MissingPart(double HeldSeconds, double StatedSeconds);

/// <summary>A file that could not be used.</summary>
/// <param name="Path">File.</param>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="Remedy">What its owner can do.</param>
public sealed record SetAsideFile(string Path, string Reason, Phrase Remedy)
{
    /// <summary>The error where every file was set aside.</summary>
    /// <param name="files">Files that there were.</param>
    /// <param name="setAside">Why none is left.</param>
    public static MontageException NothingUsable(int files, IEnumerable<SetAsideFile> setAside)
    {
        Phrase[] lines = [.. setAside.Select(f => (Phrase)$"  '{Printable.Of(f.Path)}': {f.Reason} {f.Remedy}")];
        return new MontageException(
            ErrorCode.NothingUsable,
            Phrase.Join(Environment.NewLine, [$"None of the {files} files can be used:", .. lines])
        );
    }
}

/// <summary>A departure from what was asked for.</summary>
/// <param name="What">What was done instead of what.</param>
/// <param name="Why">The cause.</param>
/// <param name="Effect">What the user will notice.</param>
public sealed record Degradation(string What, Phrase Why, Phrase Effect);

/// <summary>What the check of the rendered file did.</summary>
/// <param name="Passed">Whether the file may be called done.</param>
/// <param name="Checks">What was looked at.</param>
/// <param name="Findings">What was found wrong or worth knowing.</param>
public sealed record CheckSummary(bool Passed, IReadOnlyList<string> Checks, IReadOnlyList<string> Findings);

/// <summary>One phase of a run.</summary>
/// <param name="Name">Name.</param>
/// <param name="StartedAt">Seconds from the start of the run.</param>
/// <param name="Seconds">Duration.</param>
/// <param name="Items">Units of work done; null where it has no units.</param>
/// <param name="Unit">What the units are.</param>
/// <param name="FromCache">Units that were found in the store and not done again.</param>
public sealed record PhaseSummary(string Name, double StartedAt, double Seconds, long? Items, string? Unit, long? FromCache)
{
    /// <summary>Units per second, those from the store left out; null where there are none.</summary>
    public double? PerSecond => Items - (FromCache ?? 0) is > 0 and long done && Seconds > 0 ? Math.Round(done / Seconds, 2) : null;
}

/// <summary>Processor, memory and cache figures of a run.</summary>
public sealed record ResourceSummary
{
    /// <summary>Processors that the run planned for.</summary>
    public required int Cores { get; init; }

    /// <summary>Processor seconds of this program while the job ran, those for other jobs too.</summary>
    public required double OwnCpuSeconds { get; init; }

    /// <summary>Processor seconds of the children that have ended; null where the system does not tell.</summary>
    public double? ChildrenCpuSeconds { get; init; }

    /// <summary>High-water mark of this program's memory in MiB.</summary>
    public required double OwnPeakMiB { get; init; }

    /// <summary>High-water mark of the largest child in MiB, and never below what this program took when it started the child; null where
    /// the system does not tell.</summary>
    public double? LargestChildPeakMiB { get; init; }

    /// <summary>Mean busy share of graphics processors while shots were rendered with them, in percent; null when none was used, or none
    /// tells.</summary>
    public double? GpuPercent { get; init; }

    /// <summary>Children started.</summary>
    public required int Processes { get; init; }

    /// <summary>Results found in memory or database.</summary>
    public long CacheHits { get; init; }

    /// <summary>Results that had to be made.</summary>
    public long CacheMisses { get; init; }
}

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NewLine = "\n"
)]
[JsonSerializable(typeof(RunReport))]
internal sealed partial class RunReportJson : JsonSerializerContext;
