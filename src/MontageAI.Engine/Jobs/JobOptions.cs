using MontageAI.Engine.Reporting;
using MontageAI.Engine.Resources;
using MontageAI.Engine.Tasks;

namespace MontageAI.Engine.Jobs;

/// <summary>How a job is run, whatever it does. Nothing in it changes what comes out.</summary>
public sealed record JobOptions
{
    /// <summary>Niceness of what goes on while somebody watches: nobody waits for that. What comes before is not nice.</summary>
    internal const int PreviewNiceness = 5;

    /// <summary>Niceness of what nobody waits for.</summary>
    internal const int BackgroundNiceness = 10;

    /// <summary>How urgent the whole job is: what it does is never more urgent than this. <see cref="Urgency.Opening"/> leaves it to its
    /// stages, and <see cref="Urgency.Background"/> stands back for everybody.</summary>
    public Urgency Urgency { get; init; } = Urgency.Opening;

    /// <summary>0 to 19: how readily its child processes leave the processor to other programs; null follows the request and the
    /// urgency.</summary>
    public int? Niceness { get; init; }

    /// <summary>Seconds that whoever asked had waited before the job was started, counted into all its waiting times.</summary>
    public double SecondsBefore { get; init; }

    /// <summary>Where it is written down when everything was done; null writes nothing down. Belongs to one job.</summary>
    public JobTrace? Trace { get; init; }

    /// <summary>Has this job's shots rendered elsewhere, into the engine's store; null as the engine's settings say. Whoever gives it keeps
    /// it until the job has ended.</summary>
    public ITaskEngine? Tasks { get; init; }

    /// <summary>Events that are kept for those who come late, about.</summary>
    public int KeptEvents { get; init; } = 10_000;
}
