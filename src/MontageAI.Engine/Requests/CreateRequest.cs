using MontageAI.Engine.Jobs;
using MontageAI.Engine.Reporting;

namespace MontageAI.Engine.Requests;

/// <summary>Makes a montage: film, timeline and report; for a preview a stream, too, that can be watched while it grows.</summary>
/// <param name="Montage">What is asked for.</param>
public sealed record CreateRequest(MontageRequest Montage) : JobRequest<RunReport>
{
    /// <inheritdoc/>
    public override string Kind => Montage.IsPreview ? "preview" : "create";

    /// <inheritdoc/>
    public override int Niceness => Montage.IsPreview ? JobOptions.PreviewNiceness : 0;

    /// <inheritdoc/>
    public override int OpeningNiceness => 0;

    /// <inheritdoc/>
    protected internal override Task<RunReport> RunAsync(JobContext context, CancellationToken cancellationToken) =>
        new MontageRun(context, cancellationToken).CreateAsync(Montage);
}

/// <summary>Makes a timeline and nothing else.</summary>
/// <param name="Montage">What is asked for.</param>
public sealed record PlanningRequest(MontageRequest Montage) : JobRequest<RunReport>
{
    /// <summary>Whether timeline and report are written to <see cref="MontageRequest.Output"/>; otherwise the timeline is in the report
    /// that comes back.</summary>
    public bool WritesFiles { get; init; } = true;

    /// <inheritdoc/>
    public override string Kind => "plan";

    /// <inheritdoc/>
    protected internal override Task<RunReport> RunAsync(JobContext context, CancellationToken cancellationToken) =>
        new MontageRun(context, cancellationToken).PlanAsync(Montage, WritesFiles);
}
