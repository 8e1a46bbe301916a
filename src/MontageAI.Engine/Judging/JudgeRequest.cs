using MontageAI.Engine.Sheets;

namespace MontageAI.Engine.Judging;

/// <summary>What is to be judged.</summary>
public sealed record JudgeRequest
{
    /// <summary>A timeline (.json) or a film.</summary>
    public required string Path { get; init; }

    /// <summary>The song, to judge the cuts by its beats; null takes the timeline's beats, or of a film its own sound.</summary>
    public string? Music { get; init; }

    /// <summary>False leaves the pictures alone, which saves decoding; what they would have told is then absent.</summary>
    public bool Pictures { get; init; } = true;

    /// <summary>Pictures of the montage that are to be written.</summary>
    public PlanView View { get; init; } = new();

    /// <summary>Whether existing files may be replaced.</summary>
    public bool Overwrite { get; init; }
}
