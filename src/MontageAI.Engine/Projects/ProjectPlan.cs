using MontageAI.Errors;
using MontageAI.Timelines;

namespace MontageAI.Engine.Projects;

/// <summary>A revision with its plan.</summary>
/// <param name="Number">The revision.</param>
/// <param name="Timeline">Its plan.</param>
public sealed record ProjectPlan(int Number, Timeline Timeline);

/// <summary>A change of the plan that is shown.</summary>
/// <param name="Number">The revision that is shown now.</param>
/// <param name="Before">The plan as it was.</param>
/// <param name="After">The plan as it is.</param>
public sealed record ProjectEdit(int Number, Timeline Before, Timeline After);

/// <summary>A change was made for a revision that is shown no more.</summary>
public sealed class ProjectMovedException : MontageException
{
    internal ProjectMovedException(int expected, int head)
        : base(
            ErrorCode.Conflict,
            $"The change was made for revision {expected}, and revision {head} is shown by now. Look at it first."
        ) => Head = head;

    /// <summary>The revision that is shown.</summary>
    public int Head { get; }
}
