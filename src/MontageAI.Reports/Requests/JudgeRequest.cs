using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Outputs;
using MontageAI.Errors;
using MontageAI.Reports.Judging;
using MontageAI.Reports.Sheets;
using MontageAI.Timelines;

namespace MontageAI.Reports.Requests;

/// <summary>What is to be judged.</summary>
public sealed record JudgeRequest : JobRequest<JudgeOutcome>
{
    /// <inheritdoc/>
    public override string Kind => "judge";

    /// <summary>A timeline (.json) or a film.</summary>
    public required string Path { get; init; }

    /// <summary>The song, to judge the cuts by its beats; null takes the timeline's beats, or of a film its own sound.</summary>
    public string? Music { get; init; }

    /// <summary>Folders and files that a timeline was made of, to say how much of the best of them it shows, which looks at every frame
    /// of them once; empty leaves that out.</summary>
    public IReadOnlyList<string> Clips { get; init; } = [];

    /// <summary>False leaves the pictures alone, which saves decoding; what they would have told is then absent.</summary>
    public bool Pictures { get; init; } = true;

    /// <summary>Pictures of the montage that are to be written.</summary>
    public PlanView View { get; init; } = new();

    /// <summary>Whether existing files may be replaced.</summary>
    public bool Overwrite { get; init; }

    /// <inheritdoc/>
    protected override async Task<JudgeOutcome> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        OutputGuard guard = View.Claim(new OutputGuard(Overwrite)).Input("what is judged", Path).Input("the song", Music);
        Timeline? timeline = Path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? TimelineFile.Read(Path) : null;
        if (timeline is null && !File.Exists(Path))
        {
            throw new ConfigurationException(ErrorCode.FileMissing, $"'{Path}' does not exist. Give a timeline (.json) or a film.");
        }

        if (Clips.Count > 0 && (timeline is null || !Pictures))
        {
            throw new ConfigurationException(
                ErrorCode.Conflict,
                timeline is null
                    ? "What a film shows of its footage cannot be told, since it names no clips. Give its timeline (.json)."
                    : "What is shown of the footage is told by its pictures. Leave one of both out.",
                Field.Clips
            );
        }

        if (timeline is not null)
        {
            guard.Sources(timeline, System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path)));
        }

        using IDisposable claim = guard.Take();
        (JudgedMontage montage, MontageJudgement judgement) = await new JudgeWork(context)
            .RunAsync(this, timeline, cancellationToken)
            .ConfigureAwait(false);
        await new ViewWork(context).WriteAsync(montage, judgement, timeline, View, Overwrite, cancellationToken).ConfigureAwait(false);
        return new JudgeOutcome(judgement, context.Recorder.Degradations);
    }
}
