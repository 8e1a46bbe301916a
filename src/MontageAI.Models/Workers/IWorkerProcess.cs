namespace MontageAI.Models.Workers;

/// <summary>A child process that runs <see cref="ModelWorkerProgram"/>, started by whoever may start processes.</summary>
public interface IWorkerProcess : IDisposable
{
    /// <summary>Where it is asked.</summary>
    Stream Input { get; }

    /// <summary>Where it answers.</summary>
    Stream Output { get; }

    /// <summary>Ends it at once.</summary>
    void Kill();
}

/// <summary>How long models of users may take.</summary>
public sealed record WorkerLimits
{
    /// <summary>Longest time for loading a model.</summary>
    public TimeSpan Load { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest time for one run; then it is asked to end, and after <see cref="Grace"/> its process is killed.</summary>
    public TimeSpan Run { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What a process gets beyond its time before it is killed.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(3);
}
