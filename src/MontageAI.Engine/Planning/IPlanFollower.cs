using MontageAI.Editing.Planning;
using MontageAI.Engine.Jobs;

namespace MontageAI.Engine.Planning;

/// <summary>Somebody who begins with a film while it is still being planned.</summary>
internal interface IPlanFollower
{
    /// <summary>Rate, length, shape and song are settled.</summary>
    Task OutlinedAsync(PlanOutline outline);

    /// <summary>The first shots are settled.</summary>
    /// <param name="begun">The plan so far.</param>
    /// <param name="settled">Number of its shots that will not change any more.</param>
    Task BegunAsync(PlanResult begun, int settled);
}
