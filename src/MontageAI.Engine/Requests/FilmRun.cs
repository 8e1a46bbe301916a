using System.Runtime.CompilerServices;
using MontageAI.Engine.Handoffs;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Outputs;
using MontageAI.Engine.Planning;
using MontageAI.Engine.Rendering;
using MontageAI.Engine.Reporting;
using MontageAI.Errors;
using MontageAI.Interchange.Sequences;
using MontageAI.Media;
using MontageAI.Rendering.Profiles;
using MontageAI.Storage.Files;
using MontageAI.Timelines;

namespace MontageAI.Engine.Requests;

/// <summary>From timelines to films and streams.</summary>
internal sealed class FilmRun(JobContext context, CancellationToken cancellationToken)
{
    /// <summary>Renders the timeline of a file.</summary>
    public async Task<RunReport> RenderAsync(RenderRequest request)
    {
        OutputNames names = OutputNames.ForFilm(request.Output);
        string? folder = request.SourceFolder ?? Path.GetDirectoryName(Path.GetFullPath(request.TimelineFile));
        OutputGuard guard = new OutputGuard(request.Overwrite).Film(
            names,
            request.IsPreview,
            request.TimelineFile,
            request.ReplacesPreview
        );
        FileFacts? before = FileFacts.Try(names.Timeline);
        Timeline timeline;
        using ImportedTimeline? returned = request.Import is null
            ? null
            : await ImportWork.ReadAsync(context, request.Import, names.Timeline, cancellationToken).ConfigureAwait(false);
        if (returned is { } imported)
        {
            (timeline, folder) = (imported.Returned.Timeline, imported.Folder);
            foreach (Loss loss in imported.Returned.Losses)
            {
                context.Recorder.Degrade(loss.Shot is { } shot ? $"shot {shot}" : "the sequence", loss.Sentence, "The film is made so.");
            }
        }
        else
        {
            timeline = TimelineFile.Read(request.TimelineFile);
        }

        using IDisposable claim = guard
            .Sources(returned?.WithoutBlack ?? timeline, folder)
            .Input("the timeline", request.TimelineFile)
            .Take();
        if (returned is { Black: { } black })
        {
            // Written now, it is a source from then on.
            using IDisposable picture = new OutputGuard(request.Overwrite)
                .File(black.Path, Field.Output, [])
                .Sources(returned.WithoutBlack, folder)
                .Take();
            await returned.WriteBlackAsync(request.Overwrite, cancellationToken).ConfigureAwait(false);
        }

        returned?.Document.Keep();
        FilmOptions options = new(request.Profile, request.Fit, request.Overwrite || request.ReplacesPreview, request.IsPreview)
        {
            PlanBefore = before,
            Intent = request.IsPreview ? RenderIntent.QuickPreview : request.Intent,
            Encoder = request.Encoder,
            Decoder = request.Decoder,
        };
        return await MakeAsync(
                timeline,
                folder,
                options,
                names,
                guard,
                request.Kind,
                request.Refine,
                request.UsesMemory ? request.Output : null
            )
            .ConfigureAwait(false);
    }

    /// <summary>Shows a timeline.</summary>
    public async Task<RunReport> StreamAsync(StreamRequest request)
    {
        OutputGuard guard = new OutputGuard(request.Overwrite).Stream(request.Folder).Sources(request.Timeline, request.SourceFolder);
        using IDisposable claim = guard.Take();
        return await MakeAsync(
                request.Timeline,
                request.SourceFolder,
                new FilmOptions(request.Profile, request.Fit, request.Overwrite, Streamed: true)
                {
                    Encoder = request.Encoder,
                    Decoder = request.Decoder,
                },
                OutputNames.ForStream(request.Folder),
                guard,
                request.Kind,
                refine: null,
                remember: null
            )
            .ConfigureAwait(false);
    }

    /// <summary>Makes the film of a plan that a film was perhaps begun with, better once more if that is asked for, and remembers
    /// it.</summary>
    /// <param name="film">The film.</param>
    /// <param name="timeline">The plan.</param>
    /// <param name="media">Facts of its sources by id.</param>
    /// <param name="refine">Name of a better profile, or null.</param>
    /// <param name="report">Told of it.</param>
    /// <param name="remember">Name of the film and whether there was a timeline to look at before; null remembers nothing.</param>
    public async Task FinishAsync(
        FilmWork film,
        Timeline timeline,
        IReadOnlyDictionary<string, MediaInfo> media,
        ProfileName? refine,
        ReportWriter report,
        (string Film, bool SeenBefore)? remember
    )
    {
        FilmResult made = await film.FinishAsync(timeline, media).ConfigureAwait(false);
        report.Rendered(made);
        if (made.Plan != timeline)
        {
            timeline = made.Plan;
            report.Replanned(timeline);
        }

        if (made.Check is { Passed: true } && refine is { } better)
        {
            report.Rendered(await film.RefineAsync(timeline, media, better, made).ConfigureAwait(false));
        }

        if (made.Check is { Passed: true } && remember is { } where)
        {
            context.Store.Memory.Add(
                Recollection.Finished(timeline, refine ?? film.Profile, where.SeenBefore, Path.GetFileName(where.Film))
            );
        }
    }

    private Task<RunReport> MakeAsync(
        Timeline timeline,
        string? folder,
        FilmOptions options,
        OutputNames names,
        OutputGuard guard,
        string kind,
        ProfileName? refine,
        string? remember
    )
    {
        ReportWriter report = new(context, kind);
        return report.GuardAsync(
            names,
            async () =>
            {
                report.Planned(timeline);
                (Timeline resolved, IReadOnlyDictionary<string, MediaInfo> media) = await new SourceResolver(context, folder)
                    .ResolveAsync(timeline, cancellationToken)
                    .ConfigureAwait(false);

                // A source that was moved lies where nobody knew before.
                guard.Sources(resolved, null).Check();
                resolved = await new ReframeStage(context).CompleteAsync(resolved, media, cancellationToken).ConfigureAwait(false);
                FilmWork film = new(context, options, names, cancellationToken);
                await using ConfiguredAsyncDisposable ending = film.ConfigureAwait(false);
                await FinishAsync(film, resolved, media, refine, report, remember is null ? null : (remember, true)).ConfigureAwait(false);
                if (options.Streamed && film.Format is { } look)
                {
                    string[] clips = [.. resolved.Sources.Select(s => media[s.Id].Path)];
                    context.Later?.Invoke(
                        new FollowUpRequest
                        {
                            Clips = clips,
                            Shown = resolved,
                            Format = look,
                        }
                    );
                }
            },
            cancellationToken
        );
    }
}
