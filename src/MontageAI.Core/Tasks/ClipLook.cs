using System.Text.Json.Serialization;

namespace MontageAI.Tasks;

/// <summary>The key frames of one clip to look at, as planning does.</summary>
public sealed record ClipLook : TaskBody
{
    /// <summary>What the clip is: content fingerprint (hex).</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Where it may be found; full.</summary>
    public required string Path { get; init; }

    /// <summary>Number of its picture stream, as FFmpeg counts, from 0.</summary>
    public required int Stream { get; init; }

    /// <summary>Seconds of it from its start that are looked at, above 0; null for all of it.</summary>
    public double? Seconds { get; init; }

    /// <summary>What finds faces in it: name of the method, or "none".</summary>
    public required string Faces { get; init; }

    /// <summary>What the result is kept under: 64 lower-case hex digits.</summary>
    public required string Key { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<TaskSource> Sources => [new TaskSource(Fingerprint, Path)];

    /// <inheritdoc/>
    public override TaskBody WithPaths(IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return this with { Path = paths[0] };
    }
}
