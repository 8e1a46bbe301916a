namespace MontageAI.Tasks;

/// <summary>
/// One thing that is to be made under content keys, as a document that any machine with the same program and the same files can carry out.
/// Immutable; read and written by <see cref="TaskSpecJson"/>.
/// </summary>
public sealed record TaskSpec
{
    /// <summary>Version of the schema that this build writes and reads.</summary>
    public const int SchemaVersion = 1;

    /// <summary>Longest document, in bytes.</summary>
    public const int MostBytes = 64 * 1024;

    /// <summary>The kind that renders a group of shots.</summary>
    public const string RenderKind = "render";

    /// <summary>The kind that looks at the key frames of one clip.</summary>
    public const string LookKind = "look";

    /// <summary>Version of the schema.</summary>
    public required int Version { get; init; }

    /// <summary>What is made: <see cref="RenderKind"/> or <see cref="LookKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Names the task: 64 lower-case hex digits. Made from the keys of what it makes, so equal work has equal names.</summary>
    public required string Key { get; init; }

    /// <summary>The files that it reads.</summary>
    public required IReadOnlyList<TaskInput> Inputs { get; init; }

    /// <summary>What is to be made of them: a <see cref="ShotGroup"/> or a <see cref="ClipLook"/>, as the kind says.</summary>
    public required TaskBody Body { get; init; }

    /// <summary>What a machine must be able to do, for example "x264".</summary>
    public required IReadOnlyList<string> Needs { get; init; }

    /// <summary>How much work it is: million pixels to be rendered, or of key frames to be looked at.</summary>
    public required double Cost { get; init; }

    /// <summary>About how many bytes of its files it reads, all over them; null where that follows from what it shows.</summary>
    public long? ReadBytes { get; init; }

    /// <summary>What is decoded for it, for predictions of how long it takes: codec and size of the largest pictures, for example
    /// "h264 1920x1080"; null where that is not known.</summary>
    public string? Footage { get; init; }

    /// <summary>The program, its FFmpeg and the kind of processor; only equal ones give equal bytes.</summary>
    public required string Build { get; init; }
}

/// <summary>A file that a task reads.</summary>
/// <param name="Fingerprint">Content fingerprint (hex).</param>
/// <param name="Size">Bytes, 1 or more.</param>
public sealed record TaskInput(string Fingerprint, long Size);
