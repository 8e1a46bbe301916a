using MontageAI.Engine.Jobs;

namespace MontageAI.Engine.Maintenance;

/// <summary>Looks at everything that a montage needs from this machine.</summary>
public sealed record DoctorRequest : JobRequest<DoctorReport>
{
    /// <inheritdoc/>
    public override string Kind => "doctor";

    /// <inheritdoc/>
    public override bool NeedsFFmpeg => false;

    /// <inheritdoc/>
    protected internal override Task<DoctorReport> RunAsync(JobContext context, CancellationToken cancellationToken) =>
        Doctor.ExamineAsync(context.Settings, context.Models, cancellationToken);
}
