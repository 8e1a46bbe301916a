using System.Runtime.CompilerServices;
using MontageAI.Editing.Captions;
using MontageAI.Engine.Encoders;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Outputs;
using MontageAI.Engine.Planning;
using MontageAI.Engine.Prompting;
using MontageAI.Engine.Rendering;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Variants;
using MontageAI.Errors;
using MontageAI.Rendering.Profiles;
using MontageAI.Storage.Files;
using MontageAI.Timelines;

namespace MontageAI.Engine.Requests;

/// <summary>From clips and song to plans and films.</summary>
internal sealed class MontageRun(JobContext context, CancellationToken cancellationToken)
{
    /// <summary>Makes a montage: film, timeline and report; or several plans side by side, and perhaps the film of one of them.</summary>
    public async Task<RunReport> CreateAsync(MontageRequest request)
    {
        string kind = request.IsPreview ? "preview" : "create";
        if (request is { Variants: > 1, Pick: null })
        {
            return (await MakeVariantsAsync(request, kind).ConfigureAwait(false)).Report;
        }

        OutputNames names = OutputNames.ForFilm(request.Output);
        OutputGuard guard = MontageInputs
            .Claim(new OutputGuard(request.Overwrite), request)
            .Film(names, streamed: request.IsPreview)
            .File(request.Text.CaptionsFromSpeech ? names.Captions : null, Field.Output, []);
        if (request is { Variants: > 1, Pick: { } pick })
        {
            // Who asks for a film that cannot be written is told before anything is planned.
            guard.Check();
            (RunReport variants, MontageRequest read) = await MakeVariantsAsync(request, kind).ConfigureAwait(false);
            return variants.Outcome == RunOutcome.Done
                ? await CreateAsync(read with { Seed = request.Seed + pick - 1, Variants = 0, Pick = null }).ConfigureAwait(false) with
                {
                    Variants = variants.Variants,
                }
                : variants;
        }

        // Seen before the names are held: from then on others can tell that the work has begun, and what they change is theirs.
        FileFacts? planBefore = FileFacts.Try(names.Timeline);
        using IDisposable claim = guard.Take();
        ReportWriter report = new(context, kind);
        return await report
            .GuardAsync(
                names,
                async () =>
                {
                    await new EncoderSelection(context)
                        .RefuseAsync(EncoderNames.Parse(request.Encoder), cancellationToken)
                        .ConfigureAwait(false);
                    request = await new PromptStage(context).ApplyAsync(request, cancellationToken).ConfigureAwait(false);
                    FilmOptions options = new(request.Profile, request.Fit, request.Overwrite, request.IsPreview)
                    {
                        PlanBefore = planBefore,
                        Intent = request.IsPreview ? RenderIntent.QuickPreview : request.Intent,
                        Encoder = request.Encoder,
                        Decoder = request.Decoder,
                    };
                    FilmWork film = new(context, options, names, cancellationToken);
                    await using ConfiguredAsyncDisposable ending = film.ConfigureAwait(false);
                    PlanResult plan = await new PlanWork(context).RunAsync(request, film, cancellationToken).ConfigureAwait(false);
                    report.Planned(plan, request.Profile);
                    await WriteCaptionsAsync(request, plan.Timeline, names).ConfigureAwait(false);
                    await new FilmRun(context, cancellationToken)
                        .FinishAsync(
                            film,
                            plan.Timeline,
                            plan.Media,
                            request.Refine,
                            report,
                            request.UsesMemory ? (request.Output, false) : null
                        )
                        .ConfigureAwait(false);
                    if (request.IsPreview && film.Format is { } look)
                    {
                        if (request.Proxies)
                        {
                            await new FollowUp(context).MakeAsync(plan.Clips, plan.Timeline, look, cancellationToken).ConfigureAwait(false);
                        }
                        else
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
                    }
                },
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    /// <summary>Makes a timeline, or several side by side.</summary>
    public async Task<RunReport> PlanAsync(MontageRequest request, bool writes)
    {
        if (request.Variants > 1)
        {
            return (await MakeVariantsAsync(request, "plan").ConfigureAwait(false)).Report;
        }

        OutputNames names = writes ? OutputNames.ForTimeline(request.Output) : OutputNames.ForNothing;
        OutputGuard guard = MontageInputs.Claim(new OutputGuard(request.Overwrite), request);
        request.Viewer?.Claim(guard);
        if (writes)
        {
            guard
                .File(names.Timeline, Field.Output, [".json"])
                .File(request.Text.CaptionsFromSpeech ? names.Captions : null, Field.Output, [])
                .Report(names.Report);
        }

        using IDisposable claim = guard.Take();
        ReportWriter report = new(context, "plan");
        return await report
            .GuardAsync(
                names,
                async () =>
                {
                    request = await new PromptStage(context).ApplyAsync(request, cancellationToken).ConfigureAwait(false);
                    PlanResult plan = await new PlanWork(context)
                        .RunAsync(request, follower: null, cancellationToken)
                        .ConfigureAwait(false);
                    report.Planned(plan, request.Profile);
                    if (writes)
                    {
                        await TimelineFile
                            .WriteAsync(names.Timeline, plan.Timeline, request.Overwrite, cancellationToken)
                            .ConfigureAwait(false);
                        await WriteCaptionsAsync(request, plan.Timeline, names).ConfigureAwait(false);
                    }

                    if (request.Viewer is { } viewer)
                    {
                        await viewer.ShowAsync(context, names.Timeline, plan, request.Overwrite, cancellationToken).ConfigureAwait(false);
                    }
                },
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    // What was said, to be read and corrected, and given back as a file of captions.
    private async Task WriteCaptionsAsync(MontageRequest request, Timeline timeline, OutputNames names)
    {
        if (request.Text.CaptionsFromSpeech && timeline.Captions is { Cues.Count: > 0 } captions)
        {
            SubtitleCue[] cues =
            [
                .. captions.Cues.Select(c => new SubtitleCue(
                    timeline.Rate.SecondsAt(c.Record.Start),
                    timeline.Rate.SecondsAt(c.Record.End),
                    c.Text
                )),
            ];
            await AtomicFile
                .WriteTextAsync(names.Captions, SubtitleWriter.Srt(cues), request.Overwrite, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    /// <summary>Several plans of the same material, seeds counting up, with a contact sheet; renders nothing.</summary>
    /// <returns>The report, and the request with its wish read: who goes on with it gets the same plans, however often a model would read
    /// it differently.</returns>
    private async Task<(RunReport Report, MontageRequest Read)> MakeVariantsAsync(MontageRequest request, string kind)
    {
        VariantNames names = VariantNames.Of(request.Output);
        OutputGuard guard = MontageInputs.Claim(new OutputGuard(request.Overwrite), request);
        request.Viewer?.Claim(guard);
        using IDisposable claim = names.Claim(guard, request.Variants).Take();
        ReportWriter report = new(context, kind);
        RunReport done = await report
            .GuardAsync(
                new OutputNames("", names.Sheet, names.Report, ""),
                async () =>
                {
                    request = await new PromptStage(context).ApplyAsync(request, cancellationToken).ConfigureAwait(false) with
                    {
                        Prompt = null,
                    };
                    report.Planned(
                        await new VariantWork(context)
                            .RunAsync(request, names, plan => report.Planned(plan, request.Profile), cancellationToken)
                            .ConfigureAwait(false)
                    );
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        return (done, request);
    }
}
