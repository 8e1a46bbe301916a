using System.Text.Json;
using System.Text.Json.Serialization;
using MontageAI.Engine.Handoffs;
using MontageAI.Engine.Jobs;
using MontageAI.Interchange.Sequences;
using MontageAI.Rendering.Profiles;

namespace MontageAI.Engine.Packaging;

/// <summary>How media go into a package.</summary>
public enum PackageMediaCopy
{
    /// <summary>What is used of them, with handles, from key frame to key frame; not encoded again.</summary>
    Trim,

    /// <summary>Whole files.</summary>
    Whole,

    /// <summary>Not at all: the documents name them where they are.</summary>
    None,
}

/// <summary>A montage as a folder that an editor can be given: all formats, media, sounds, the film, and what is to be done with
/// them.</summary>
public sealed record PackageRequest : JobRequest<PackageOutcome>
{
    /// <inheritdoc/>
    public override string Kind => "package";

    /// <summary>The timeline file.</summary>
    public required string TimelineFile { get; init; }

    /// <summary>The folder.</summary>
    public required string Output { get; init; }

    /// <summary>How media go into it.</summary>
    public PackageMediaCopy Copy { get; init; }

    /// <summary>Frames of the timeline that are kept before and after what is used.</summary>
    public int Handles { get; init; } = 24;

    /// <summary>Whether each file of media has a smaller stand-in with the same frames, of the same name, in "proxies".</summary>
    public bool Proxies { get; init; }

    /// <summary>Profile of the film; null chooses as rendering does.</summary>
    public ProfileName? Profile { get; init; }

    /// <summary>The program that it is meant for.</summary>
    public TargetProgram Target { get; init; }

    /// <summary>Timecode of the first frame.</summary>
    public string StartTimecode { get; init; } = "01:00:00:00";

    /// <summary>Whether timecode drops numbers; null does at 29.97 and 59.94.</summary>
    public bool? IsDrop { get; init; }

    /// <summary>What becomes markers.</summary>
    public MarkerChoice Markers { get; init; } = MarkerChoice.Bars;

    /// <summary>Which shots are rendered into files, since no program would show them as the film does. They lie in
    /// "media/baked".</summary>
    public BakeChoice Bake { get; init; } = BakeChoice.Rate;

    /// <summary>Whether an earlier package of that name may be replaced.</summary>
    public bool Overwrite { get; init; }

    /// <inheritdoc/>
    protected internal override Task<PackageOutcome> RunAsync(JobContext context, CancellationToken cancellationToken) =>
        new PackageWork(context, this).RunAsync(cancellationToken);
}

/// <summary>A package.</summary>
/// <param name="Output">The folder.</param>
/// <param name="Fingerprint">Fingerprint of the timeline in it.</param>
/// <param name="Media">Its media.</param>
/// <param name="Files">All files, relative paths in order.</param>
/// <param name="Losses">What some of the formats do not hold.</param>
public sealed record PackageOutcome(
    string Output,
    string Fingerprint,
    IReadOnlyList<PackagedMedia> Media,
    IReadOnlyList<string> Files,
    IReadOnlyList<Loss> Losses
);

/// <summary>A file of media in a package. Of a file whose uses lie far apart there are several.</summary>
/// <param name="Source">Its name in the package's timeline.</param>
/// <param name="Original">Where the original lies.</param>
/// <param name="File">Path in the package; null where it was not copied.</param>
/// <param name="FirstFrame">The original's frame that is its first.</param>
/// <param name="Frames">Frames that it holds; null for a whole file.</param>
/// <param name="Timecode">Timecode of its first frame; null where the original states none and it is whole.</param>
/// <param name="Note">Why it is whole although trimming was asked for; null where it is not.</param>
public sealed record PackagedMedia(
    string Source,
    string Original,
    string? File,
    long FirstFrame,
    long? Frames,
    string? Timecode,
    string? Note
)
{
    /// <summary>Path of its smaller stand-in in the package; null where there is none.</summary>
    public string? Proxy { get; init; }
}

/// <summary>Packages as JSON documents.</summary>
public static class PackageJson
{
    /// <summary>What was packed.</summary>
    public static string Write(PackageOutcome value) => JsonSerializer.Serialize(value, PackageJsonContext.Default.PackageOutcome) + "\n";
}

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    NewLine = "\n"
)]
[JsonSerializable(typeof(PackageOutcome))]
internal sealed partial class PackageJsonContext : JsonSerializerContext;
