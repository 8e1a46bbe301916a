using MontageAI.Editing.Drafts;
using MontageAI.Timelines;

namespace MontageAI.Editing.Finishing;

/// <summary>Runs the finishing passes in their order: what a transition needs of a shot's footage depends on its speed.</summary>
internal static class Finisher
{
    private static readonly IReadOnlyList<IFinishingPass> s_passes =
    [
        new SpeedPass(),
        new TransitionPass(),
        new MovePass(),
        new LogPass(),
        new MatchPass(),
        new SteadyPass(),
        new LookPass(),
    ];

    /// <summary>The timeline with everything that is decided after shots are chosen.</summary>
    /// <param name="timeline">The shots.</param>
    /// <param name="draft">What they were chosen from.</param>
    /// <param name="settled">Shots at the start that stay as they are, since they may be on the screen.</param>
    /// <param name="kept">Further shots whose own effects stay as they are, since the user kept them.</param>
    /// <param name="entries">Shots whose entries stay too.</param>
    public static Timeline Finish(Timeline timeline, PlanDraft draft, int settled, IReadOnlySet<int> kept, IReadOnlySet<int> entries)
    {
        FinishContext context = new(draft.Request, draft.Clips.ToDictionary(c => c.Id), draft, settled, kept, entries);
        Timeline finished = s_passes.Aggregate(timeline, (plan, pass) => pass.Apply(plan, context));
        IReadOnlyList<string> problems = TimelineRules.Check(finished);
        return problems.Count == 0
            ? finished
            : throw new InvalidOperationException($"Finishing made an unsound timeline: {string.Join(" ", problems)}");
    }
}
