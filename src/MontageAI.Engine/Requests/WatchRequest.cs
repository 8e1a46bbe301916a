using System.Runtime.CompilerServices;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Outputs;
using MontageAI.Engine.Planning;
using MontageAI.Engine.Prompting;
using MontageAI.Engine.Rendering;
using MontageAI.Engine.Reporting;
using MontageAI.Rendering.Profiles;

namespace MontageAI.Engine.Requests;

/// <summary>
/// Makes a plan and shows it while it is made, as a preview does, and writes nothing but the stream: there is no film, and the timeline is
/// in the report that comes back. For hosts that keep plans themselves.
/// </summary>
/// <param name="Montage">What is asked for; its output is not used.</param>
/// <param name="Folder">Folder of the stream, whose playlist is index.m3u8; an earlier stream of ours is replaced.</param>
public sealed record WatchRequest(MontageRequest Montage, string Folder) : JobRequest<RunReport>
{
    /// <summary>Names of styles that may be asked for next: an engine with follow-ups measures what they need while no job runs.</summary>
    public IReadOnlyList<string> OtherStyles { get; init; } = [];

    /// <inheritdoc/>
    public override string Kind => "preview";

    /// <inheritdoc/>
    public override int Niceness => JobOptions.PreviewNiceness;

    /// <inheritdoc/>
    public override int OpeningNiceness => 0;

    /// <inheritdoc/>
    protected internal override async Task<RunReport> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        MontageRequest montage = Montage;
        using IDisposable claim = MontageInputs.Claim(new OutputGuard(overwrite: true), montage).Stream(Folder).Take();
        OutputNames names = OutputNames.ForStream(Folder);
        ReportWriter report = new(context, Kind);
        return await report
            .GuardAsync(
                names,
                async () =>
                {
                    montage = await new PromptStage(context).ApplyAsync(montage, cancellationToken).ConfigureAwait(false);
                    FilmOptions options = new(ProfileName.Preview, montage.Fit, Overwrite: true, Streamed: true)
                    {
                        Intent = RenderIntent.QuickPreview,
                        Encoder = montage.Encoder,
                        Decoder = montage.Decoder,
                    };
                    FilmWork film = new(context, options, names, cancellationToken);
                    await using ConfiguredAsyncDisposable ending = film.ConfigureAwait(false);
                    PlanResult plan = await new PlanWork(context).RunAsync(montage, film, cancellationToken).ConfigureAwait(false);
                    report.Planned(plan);
                    context.Recorder.Tell(new PlanSettled(plan.Timeline));
                    await new FilmRun(context, cancellationToken)
                        .FinishAsync(film, plan.Timeline, plan.Media, refine: null, report, remember: null)
                        .ConfigureAwait(false);
                    if (OtherStyles.Count > 0)
                    {
                        context.Later?.Invoke(new OtherStylesRequest(Montage, OtherStyles));
                    }

                    // What is wanted last is made first: drafts of every style are picked from proxies.
                    if (film.Format is { } look)
                    {
                        context.Later?.Invoke(
                            new FollowUpRequest
                            {
                                Clips = [.. plan.Clips.Select(c => c.File.Path)],
                                Shown = plan.Timeline,
                                Format = look,
                            }
                        );
                    }
                },
                cancellationToken
            )
            .ConfigureAwait(false);
    }
}
