using MontageAI.Editing.Edits;
using MontageAI.Engine.Intake;
using MontageAI.Errors;
using MontageAI.Storage.Files;
using MontageAI.Timelines;

namespace MontageAI.Engine.Projects;

/// <summary>The plans of a project's revisions: some are written down, the others are replayed from these. Not safe for threads.</summary>
/// <param name="folder">The project's folder.</param>
/// <param name="history">Its revisions.</param>
internal sealed class ProjectPlans(string folder, ProjectHistory history)
{
    private const int PlansInMemory = 8;

    private readonly LinkedList<(int Number, Timeline Plan)> _recent = new();

    /// <summary>Whether a plan is written down.</summary>
    public bool IsWritten(int number) => File.Exists(PlanFile(number));

    private string PlanFile(int number) =>
        Path.Combine(folder, "revisions", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{number}.json"));

    /// <summary>Writes a plan down.</summary>
    public Task KeepAsync(int number, Timeline plan, CancellationToken cancellationToken) =>
        AtomicFile.WriteAsync(PlanFile(number), to => TimelineJson.Write(plan, to), overwrite: true, cancellationToken);

    /// <summary>The plan of a revision: the nearest one that is written down, and the words after it.</summary>
    /// <exception cref="ConfigurationException">A plan that was written down is gone or damaged.</exception>
    public Timeline Of(int number)
    {
        Stack<(int Number, IReadOnlyList<string> Words)> words = new();
        for (int at = number; ; )
        {
            if (Recent(at) is { } plan || (plan = Written(at)) is not null)
            {
                while (words.TryPop(out (int Number, IReadOnlyList<string> Words) next))
                {
                    plan = EditScript.Apply(plan, next.Words);
                }

                Remember(number, plan);
                return plan;
            }

            if (history.Find(at) is not { Edit: { } edit, Parent: > 0 and int parent })
            {
                throw new ConfigurationException(
                    ErrorCode.FileMissing,
                    $"'{PlanFile(at)}' is missing: the plan that revision {at} is. Restore it from a copy, or plan again.",
                    field: null,
                    PlanFile(at)
                );
            }

            words.Push((at, edit));
            at = parent;
        }
    }

    private Timeline? Written(int number) => File.Exists(PlanFile(number)) ? TimelineFile.Read(PlanFile(number)) : null;

    private Timeline? Recent(int number)
    {
        foreach ((int known, Timeline plan) in _recent)
        {
            if (known == number)
            {
                return plan;
            }
        }

        return null;
    }

    /// <summary>Keeps a plan in memory for a while.</summary>
    public void Remember(int number, Timeline plan)
    {
        if (Recent(number) is null)
        {
            _recent.AddFirst((number, plan));
            if (_recent.Count > PlansInMemory)
            {
                _recent.RemoveLast();
            }
        }
    }
}
