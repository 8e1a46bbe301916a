using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using MontageAI.Engine.Projects;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Screening;
using MontageAI.Studio.Contracts;
using MontageAI.Studio.Jobs;
using MontageAI.Studio.Media;
using MontageAI.Studio.Projects;
using MontageAI.Studio.Telemetry;

namespace MontageAI.Studio.Api;

/// <summary>Plans and their revisions.</summary>
internal static class PlanRoutes
{
    private const int MostWords = 500;

    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder project = routes.MapGroup("/api/projects/{project}");
        project.MapPost("/plan", PlanAsync).WithName("plan").WithSummary("Plans; the plan can be watched while it is made.");
        project.MapGet("/plan", GetAsync).WithName("getPlan").WithSummary("The plan of a revision.");
        project
            .MapPatch("/plan", EditAsync)
            .WithName("edit")
            .WithSummary("Changes the plan that is shown, in the words of the command line.");
        project.MapPost("/undo", UndoAsync).WithName("undo").WithSummary("Shows the revision before.");
        project.MapPost("/redo", RedoAsync).WithName("redo").WithSummary("Shows again what was undone.");
        project.MapPost("/head", ShowAsync).WithName("showRevision").WithSummary("Shows a revision of the history again.");
        project.MapPost("/previews", PreviewAsync).WithName("preview").WithSummary("Makes what is missing of a revision's pictures.");
        project.MapGet("/history", HistoryAsync).WithName("history").WithSummary("All revisions.");
    }

    private static async Task<Accepted<AcceptedView>> PlanAsync(
        string project,
        PlanAsk ask,
        ProjectShelf projects,
        Desk desk,
        CancellationToken cancellationToken
    )
    {
        MontageProject open = await projects.OpenAsync(project, cancellationToken).ConfigureAwait(false);
        ProjectSettings settings = PlanRequests.Over(open.Document.Settings, ask.Settings);
        PlanRequests.Check(settings);
        // What is done ahead for a plan, the plan does by itself, and first what is seen first.
        StudioJob job = await desk.AddAsync(
                project,
                JobKind.Plan,
                new JobAsk { Settings = settings, KeepLocked = ask.KeepLocked },
                JobKind.Plan,
                JobKind.Preview,
                JobKind.Intake,
                JobKind.Listen
            )
            .ConfigureAwait(false);
        return JobRoutes.AcceptedOf(job);
    }

    private static async Task<Ok<PlanView>> GetAsync(
        string project,
        int? rev,
        HttpContext context,
        ProjectShelf projects,
        Screens screens,
        CancellationToken cancellationToken
    )
    {
        MontageProject open = await projects.OpenAsync(project, cancellationToken).ConfigureAwait(false);
        ProjectPlan plan = await open.PlanAsync(rev, cancellationToken).ConfigureAwait(false) ?? throw ApiException.NotFound("plan");
        ScreenedPlan screened = await screens
            .Of(project)
            .LookAsync(plan.Timeline, null, sound: true, open.MediaFolder, cancellationToken)
            .ConfigureAwait(false);
        context.Response.Headers.ETag = Revisions.Tag(plan.Number);
        return TypedResults.Ok(PlanViews.Of(project, plan.Number, plan.Timeline, screened));
    }

    private static async Task<Ok<EditView>> EditAsync(
        string project,
        EditAsk ask,
        HttpContext context,
        ProjectShelf projects,
        Desk desk,
        Screens screens,
        EventHub hub,
        StudioTelemetry telemetry,
        CancellationToken cancellationToken
    )
    {
        long begun = Stopwatch.GetTimestamp();
        if (ask.Edit.Count is 0 or > MostWords || ask.Edit.Any(w => w is null || w.Length > 10_000))
        {
            throw ApiException.Wrong("edit", "It must be 1 to 500 words such as \"swap=s03\".");
        }

        MontageProject open = await projects.OpenAsync(project, cancellationToken).ConfigureAwait(false);
        try
        {
            ProjectEdit edit = await open.EditAsync(ask.Edit, Revisions.Expected(context.Request), ask.Label, cancellationToken)
                .ConfigureAwait(false);
            Ok<EditView> answer = await AnswerAsync(open, edit, context, desk, screens, hub).ConfigureAwait(false);
            telemetry.Edited(Stopwatch.GetElapsedTime(begun));
            return answer;
        }
        catch (ProjectMovedException moved)
        {
            throw new ApiException(
                Problems.Of(moved) with
                {
                    WouldBe = await WouldBeAsync(open, ask.Edit, cancellationToken).ConfigureAwait(false),
                }
            );
        }
    }

    // Only what names shots by their ids still means the same ones.
    private static async Task<IReadOnlyList<PlannedShot>?> WouldBeAsync(
        MontageProject project,
        IReadOnlyList<string> words,
        CancellationToken cancellationToken
    )
    {
        if (words.Any(w => w.Split('=', 2) is not [_, { Length: > 0 } value] || char.IsAsciiDigit(value[0])))
        {
            return null;
        }

        try
        {
            ProjectEdit tried = await project.TryEditAsync(words, cancellationToken).ConfigureAwait(false);
            return PlanViews.Of(tried).Changed;
        }
        catch (Errors.MontageException)
        {
            return null;
        }
    }

    private static Task<Ok<EditView>> UndoAsync(
        string project,
        HttpContext context,
        ProjectShelf projects,
        Desk desk,
        Screens screens,
        EventHub hub,
        CancellationToken cancellationToken
    ) => MoveAsync(project, p => p.Before, "undo", context, projects, desk, screens, hub, cancellationToken);

    private static Task<Ok<EditView>> RedoAsync(
        string project,
        HttpContext context,
        ProjectShelf projects,
        Desk desk,
        Screens screens,
        EventHub hub,
        CancellationToken cancellationToken
    ) => MoveAsync(project, p => p.After, "redo", context, projects, desk, screens, hub, cancellationToken);

    private static async Task<Ok<EditView>> ShowAsync(
        string project,
        RevisionAsk ask,
        HttpContext context,
        ProjectShelf projects,
        Desk desk,
        Screens screens,
        EventHub hub,
        CancellationToken cancellationToken
    )
    {
        MontageProject open = await projects.OpenAsync(project, cancellationToken).ConfigureAwait(false);
        ProjectPlan plan =
            await open.PlanAsync(ask.Revision, cancellationToken).ConfigureAwait(false) ?? throw ApiException.NotFound("revision");
        string label = string.Create(CultureInfo.InvariantCulture, $"show revision {plan.Number}");
        return await MoveAsync(project, _ => plan.Number, label, context, projects, desk, screens, hub, cancellationToken)
            .ConfigureAwait(false);
    }

    private static async Task<Accepted<AcceptedView>> PreviewAsync(
        string project,
        RevisionAsk ask,
        ProjectShelf projects,
        Desk desk,
        CancellationToken cancellationToken
    )
    {
        MontageProject open = await projects.OpenAsync(project, cancellationToken).ConfigureAwait(false);
        ProjectPlan plan =
            await open.PlanAsync(ask.Revision, cancellationToken).ConfigureAwait(false) ?? throw ApiException.NotFound("revision");
        StudioJob job = await desk.AddAsync(project, JobKind.Preview, new JobAsk { Revision = plan.Number }, JobKind.Preview)
            .ConfigureAwait(false);
        return JobRoutes.AcceptedOf(job);
    }

    private static async Task<Ok<EditView>> MoveAsync(
        string project,
        Func<MontageProject, int?> to,
        string label,
        HttpContext context,
        ProjectShelf projects,
        Desk desk,
        Screens screens,
        EventHub hub,
        CancellationToken cancellationToken
    )
    {
        MontageProject open = await projects.OpenAsync(project, cancellationToken).ConfigureAwait(false);
        ProjectEdit moved =
            await open.MoveHeadAsync(to, Revisions.Expected(context.Request), label, cancellationToken).ConfigureAwait(false)
            ?? throw new ApiException(new ApiProblem(StatusCodes.Status409Conflict, $"There is nothing to {label}.", "conflict"));
        return await AnswerAsync(open, moved, context, desk, screens, hub).ConfigureAwait(false);
    }

    /// <summary>The answer to a change of the plan: what is another now, and what there is of it.</summary>
    public static async Task<Ok<EditView>> AnswerAsync(
        MontageProject project,
        ProjectEdit edit,
        HttpContext context,
        Desk desk,
        Screens screens,
        EventHub hub
    )
    {
        string id = project.Document.Id;
        EditView view = PlanViews.Of(edit);
        context.Response.Headers.ETag = Revisions.Tag(edit.Number);
        hub.Tell("revision", id, $$"""{"project":"{{id}}","revision":{{edit.Number}}}""");
        return TypedResults.Ok(await MakeAsync(view, edit, project, desk, screens).ConfigureAwait(false));
    }

    // The edit is made and written down: whatever keeps its pictures from being shown must not be told as if it were not.
    private static async Task<EditView> MakeAsync(EditView view, ProjectEdit edit, MontageProject project, Desk desk, Screens screens)
    {
        string id = project.Document.Id;
        try
        {
            ScreenedPlan screened = await screens
                .Of(id)
                .LookAsync(
                    edit.After,
                    [.. view.Changed.Select(c => c.Index)],
                    view.SoundChanged,
                    project.MediaFolder,
                    CancellationToken.None
                )
                .ConfigureAwait(false);
            view = PlanViews.With(view, id, screened);
            bool complete =
                view.Changed.All(c => c.Tier == (int)PreviewTier.Final)
                && (!view.SoundChanged || screened.Sound is not null || edit.After is { Music: null, ClipSoundDb: null });
            StudioJob? job = complete
                ? null
                : await desk.AddAsync(id, JobKind.Preview, new JobAsk { Revision = edit.Number }, JobKind.Preview).ConfigureAwait(false);
            return view with { Job = job?.Id };
        }
        catch (Exception e) when (e is ApiException or Errors.MontageException)
        {
            return view with { NotMade = Problems.Of(e).Title };
        }
    }

    private static async Task<Ok<HistoryView>> HistoryAsync(string project, ProjectShelf projects, CancellationToken cancellationToken)
    {
        MontageProject open = await projects.OpenAsync(project, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<ProjectEntry> all = await open.HistoryAsync(cancellationToken).ConfigureAwait(false);
        return TypedResults.Ok(
            new HistoryView(open.Head, [.. all.Select(e => new RevisionView(e.Number ?? 0, e.Parent, e.Label, e.Edit, e.Time))])
        );
    }
}
