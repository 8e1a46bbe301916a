using Microsoft.AspNetCore.Http.HttpResults;
using MontageAI.Engine.Projects;
using MontageAI.Studio.Contracts;
using MontageAI.Studio.Jobs;
using MontageAI.Studio.Media;
using MontageAI.Studio.Projects;

namespace MontageAI.Studio.Api;

/// <summary>Projects.</summary>
internal static class ProjectRoutes
{
    private const int MostLookedAt = 20;

    private const int LongestName = 2000;

    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/projects", List).WithName("listProjects").WithSummary("Projects, those that were changed last first.");
        routes.MapPost("/api/projects", CreateAsync).WithName("createProject").WithSummary("Makes a project.");
        routes.MapGet("/api/projects/{project}", GetAsync).WithName("getProject").WithSummary("A project.");
        routes.MapPatch("/api/projects/{project}", ChangeAsync).WithName("changeProject").WithSummary("Changes a project's name.");
        routes
            .MapDelete("/api/projects/{project}", TrashAsync)
            .WithName("trashProject")
            .WithSummary("Moves a project to the trash folder.");
    }

    /// <summary>A project as the API tells of it.</summary>
    public static ProjectView ViewOf(MontageProject project)
    {
        ProjectDocument document = project.Document;
        return new ProjectView
        {
            Id = document.Id,
            Name = document.Name,
            Folder = project.Folder,
            Footage = [.. document.Footage.Select(m => FootageRoutes.ViewOf(project, m))],
            Song = document.Song is { } song ? FootageRoutes.ViewOf(project, song) : null,
            Settings = document.Settings,
            Head = project.Head,
            Undo = project.Before,
            Redo = project.After,
            Dropped = project.Dropped,
        };
    }

    private static Ok<IReadOnlyList<ProjectEntryView>> List(ProjectShelf projects, Sprites sprites) =>
        TypedResults.Ok<IReadOnlyList<ProjectEntryView>>([
            .. projects
                .List()
                .Select(p => new ProjectEntryView(
                    p.Document.Id,
                    p.Document.Name,
                    p.Document.Footage.Count,
                    p.Document.Head,
                    p.Changed,
                    PictureOf(p.Document, sprites)
                )),
            .. projects
                .Unreadable()
                .Select(p => new ProjectEntryView(p.Id, p.Name, 0, 0, p.Changed, null) { Problem = Problems.Words(p.Why) }),
        ]);

    // One that has sprites already is seen at once.
    private static string? PictureOf(ProjectDocument project, Sprites sprites)
    {
        string[] known = [.. project.Footage.Select(m => m.Fingerprint).OfType<string>().Take(MostLookedAt)];
        return known.FirstOrDefault(sprites.Has) ?? known.FirstOrDefault();
    }

    private static async Task<Created<ProjectView>> CreateAsync(
        ProjectAsk ask,
        ProjectShelf projects,
        EventHub hub,
        CancellationToken cancellationToken
    )
    {
        RequireName(ask.Name);
        MontageProject project = await projects.CreateAsync(ask.Name, cancellationToken).ConfigureAwait(false);
        Tell(hub, project);
        return TypedResults.Created($"/api/projects/{project.Document.Id}", ViewOf(project));
    }

    private static async Task<Ok<ProjectView>> GetAsync(string project, ProjectShelf projects, CancellationToken cancellationToken) =>
        TypedResults.Ok(ViewOf(await projects.OpenAsync(project, cancellationToken).ConfigureAwait(false)));

    private static async Task<Ok<ProjectView>> ChangeAsync(
        string project,
        ProjectChange change,
        ProjectShelf projects,
        EventHub hub,
        CancellationToken cancellationToken
    )
    {
        MontageProject open = await projects.OpenAsync(project, cancellationToken).ConfigureAwait(false);
        if (change.Name is { } name)
        {
            RequireName(name);
            await open.ChangeAsync(d => d with { Name = name }, cancellationToken).ConfigureAwait(false);
            Tell(hub, open);
        }

        return TypedResults.Ok(ViewOf(open));
    }

    private static async Task<NoContent> TrashAsync(
        string project,
        ProjectShelf projects,
        Desk desk,
        Screens screens,
        EventHub hub,
        CancellationToken cancellationToken
    )
    {
        await desk.ClearAsync(project).ConfigureAwait(false);
        await projects.TrashAsync(project, cancellationToken).ConfigureAwait(false);
        screens.Close(project);
        hub.Tell("trashed", project, $$"""{"project":"{{project}}"}""");
        return TypedResults.NoContent();
    }

    /// <summary>Tells that a project is not as it was.</summary>
    public static void Tell(EventHub hub, MontageProject project) =>
        hub.Tell("project", project.Document.Id, $$"""{"project":"{{project.Document.Id}}","head":{{project.Head}}}""");

    private static void RequireName(string name)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > LongestName || name.Contains('\0', StringComparison.Ordinal))
        {
            throw ApiException.Wrong("name", "It must be a text of 1 to 2,000 characters.");
        }
    }
}
