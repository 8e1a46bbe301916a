using MontageAI.Errors;

namespace MontageAI.Engine.Maintenance;

/// <summary>How a finding stands.</summary>
public enum FindingState
{
    /// <summary>There and working.</summary>
    Good,

    /// <summary>Not there, and not needed.</summary>
    Absent,

    /// <summary>Needed and not there, or there and broken.</summary>
    Bad,
}

/// <summary>One thing that was looked at.</summary>
/// <param name="Subject">What.</param>
/// <param name="State">How it stands.</param>
/// <param name="Detail">What was seen, and where it is bad what to do.</param>
public sealed record DoctorFinding(string Subject, FindingState State, Phrase Detail);

/// <summary>What this machine can do.</summary>
/// <param name="Usable">Whether montages can be made.</param>
/// <param name="Findings">Everything that was looked at.</param>
public sealed record DoctorReport(bool Usable, IReadOnlyList<DoctorFinding> Findings);
