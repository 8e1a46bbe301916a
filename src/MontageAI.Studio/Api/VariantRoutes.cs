using Microsoft.AspNetCore.Http.HttpResults;
using MontageAI.Engine.Projects;
using MontageAI.Engine.Screening;
using MontageAI.Studio.Contracts;
using MontageAI.Studio.Jobs;
using MontageAI.Studio.Media;
using MontageAI.Studio.Projects;
using MontageAI.Timelines;

namespace MontageAI.Studio.Api;

/// <summary>Other plans to choose from: planned, looked at side by side, taken.</summary>
internal static class VariantRoutes
{
    private const string One = "/variants/{job}/{seed}";

    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder project = routes.MapGroup("/api/projects/{project}");
        project.MapPost("/variants", VaryAsync).WithName("variants").WithSummary("Plans several times, to choose from.");
        project
            .MapGet(One, GetAsync)
            .WithName("getVariant")
            .WithSummary("The plan of a variant, as revision 0, with the pictures that there are.");
        project.MapPost(One, TakeAsync).WithName("takeVariant").WithSummary("Makes a variant the plan that is shown, as a new revision.");
    }

    private static async Task<Accepted<AcceptedView>> VaryAsync(
        string project,
        VariantsAsk ask,
        ProjectShelf projects,
        Desk desk,
        CancellationToken cancellationToken
    )
    {
        MontageProject open = await projects.OpenAsync(project, cancellationToken).ConfigureAwait(false);
        if (ask.Count is < 2 or > 12)
        {
            throw ApiException.Wrong("count", "It must be 2 to 12.");
        }

        StudioJob job = await desk.AddAsync(
                project,
                JobKind.Variants,
                new JobAsk { Settings = open.Document.Settings, Count = ask.Count },
                JobKind.Variants
            )
            .ConfigureAwait(false);
        return JobRoutes.AcceptedOf(job);
    }

    private static async Task<Ok<PlanView>> GetAsync(
        string project,
        string job,
        long seed,
        ProjectShelf projects,
        Desk desk,
        Screens screens,
        CancellationToken cancellationToken
    )
    {
        MontageProject open = await projects.OpenAsync(project, cancellationToken).ConfigureAwait(false);
        Timeline plan = open.Located(Variants.Require(open, job, seed, desk));
        ScreenedPlan screened = await screens
            .Of(project)
            .LookAsync(plan, null, sound: true, open.MediaFolder, cancellationToken)
            .ConfigureAwait(false);
        return TypedResults.Ok(PlanViews.Of(project, 0, plan, screened) with { Stream = null });
    }

    private static async Task<Ok<PlanView>> TakeAsync(
        string project,
        string job,
        long seed,
        ProjectShelf projects,
        Desk desk,
        Screens screens,
        EventHub hub,
        CancellationToken cancellationToken
    )
    {
        MontageProject open = await projects.OpenAsync(project, cancellationToken).ConfigureAwait(false);
        Timeline plan = Variants.Require(open, job, seed, desk);
        ProjectSettings settings = (desk.Find(job)?.Record.Ask.Settings ?? open.Document.Settings) with { Seed = seed };
        // Once it is written down it is the head, whoever waits for the answer.
        ProjectPlan added = await open.AddPlanAsync(
                plan,
                settings,
                FormattableString.Invariant($"variant {seed}: {plan.Style}, {plan.Shots.Count} shots"),
                CancellationToken.None
            )
            .ConfigureAwait(false);
        await open.ChangeAsync(d => d with { Settings = settings, Head = added.Number }, CancellationToken.None).ConfigureAwait(false);
        hub.Tell("revision", project, $$"""{"project":"{{project}}","revision":{{added.Number}}}""");
        await desk.AddAsync(project, JobKind.Preview, new JobAsk { Revision = added.Number }, JobKind.Preview).ConfigureAwait(false);
        ScreenedPlan screened = await screens
            .Of(project)
            .LookAsync(open.Located(plan), null, sound: true, open.MediaFolder, cancellationToken)
            .ConfigureAwait(false);
        return TypedResults.Ok(PlanViews.Of(project, added.Number, plan, screened));
    }
}
