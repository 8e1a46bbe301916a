using MontageAI.Time;

namespace MontageAI.Media;

/// <summary>Facts of one audio stream, from its container.</summary>
public sealed record AudioStreamInfo
{
    /// <summary>Index of the stream in its container, as in FFmpeg's "0:INDEX".</summary>
    public required int Index { get; init; }

    /// <summary>FFmpeg's codec name, for example "aac".</summary>
    public required string Codec { get; init; }

    /// <summary>Samples per second and channel.</summary>
    public required int SampleRate { get; init; }

    /// <summary>Channels, 1 or more.</summary>
    public required int Channels { get; init; }

    /// <summary>FFmpeg's layout name, for example "5.1"; null where unknown.</summary>
    public string? ChannelLayout { get; init; }

    /// <summary>Seconds per PTS tick.</summary>
    public required Rational TimeBase { get; init; }

    /// <summary>First PTS in seconds; null where unknown.</summary>
    public double? StartSeconds { get; init; }

    /// <summary>Duration in seconds as the container states it; null where it does not.</summary>
    public double? DurationSeconds { get; init; }

    /// <summary>False where FFmpeg has no decoder for the stream.</summary>
    public bool CanBeDecoded { get; init; } = true;

    /// <summary>Whether there is anything to hear: the stream can be decoded, and is not said to be empty.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsUsable => CanBeDecoded && DurationSeconds is not 0;
}
