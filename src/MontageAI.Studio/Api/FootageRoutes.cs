using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Projects;
using MontageAI.Errors;
using MontageAI.Studio.Contracts;
using MontageAI.Studio.Files;
using MontageAI.Studio.Jobs;
using MontageAI.Studio.Projects;

namespace MontageAI.Studio.Api;

/// <summary>Clips and song of a project.</summary>
internal static class FootageRoutes
{
    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder project = routes.MapGroup("/api/projects/{project}");
        project
            .MapPost("/footage", AddFootageAsync)
            .WithName("addFootage")
            .WithSummary("Adds clips that lie in the roots; nothing is copied.");
        project
            .MapDelete("/footage/{clip}", RemoveAsync)
            .WithName("removeFootage")
            .WithSummary("Takes a clip out of the project; its file stays.");
        project.MapPut("/song", SongAsync).WithName("setSong").WithSummary("Gives the project a song, or none.");
    }

    /// <summary>A file as the API tells of it.</summary>
    public static MediaView ViewOf(MontageProject project, ProjectMedia media) =>
        new(IdOf(media), media.Path, media.Bytes, File.Exists(project.PathOf(media)), media.Fingerprint);

    /// <summary>A file's name within its project.</summary>
    public static string IdOf(ProjectMedia media) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(media.Path)))[..16];

    /// <summary>Gives a project files that were uploaded.</summary>
    public static async Task AddAsync(MontageProject project, IReadOnlyList<string> files, bool isSong, Desk desk, EventHub hub)
    {
        ProjectMedia[] media = [.. files.Select(f => new ProjectMedia(project.NameOf(f), null, new FileInfo(f).Length))];
        await project
            .ChangeAsync(d => isSong ? d with { Song = media[0] } : d with { Footage = Together(d.Footage, media) }, CancellationToken.None)
            .ConfigureAwait(false);
        ProjectRoutes.Tell(hub, project);
        JobKind kind = isSong ? JobKind.Listen : JobKind.Intake;
        await desk.AddAsync(project.Document.Id, kind, new JobAsk(), kind).ConfigureAwait(false);
    }

    private static async Task<Ok<FootageView>> AddFootageAsync(
        string project,
        FootageAsk ask,
        ProjectShelf projects,
        Roots roots,
        Desk desk,
        EventHub hub,
        CancellationToken cancellationToken
    )
    {
        MontageProject open = await projects.OpenAsync(project, cancellationToken).ConfigureAwait(false);
        string[] named = [.. ask.Paths.Select(p => roots.Require(p, "paths", open.MediaFolder))];
        if (named.Length == 0)
        {
            throw ApiException.Wrong("paths", "Name at least one file or folder.");
        }

        string? song = open.Document.Song is { } media ? open.PathOf(media) : null;
        FoundClips found = await Task.Run(() => ClipFinder.Find(named, song), cancellationToken).ConfigureAwait(false);
        ProjectMedia[] files =
        [
            .. found
                .Files.Where(f => roots.May(f, open.MediaFolder))
                .Select(f => new ProjectMedia(open.NameOf(f), null, new FileInfo(f).Length)),
        ];
        ProjectDocument after = await open.ChangeAsync(d => d with { Footage = Together(d.Footage, files) }, cancellationToken)
            .ConfigureAwait(false);
        ProjectRoutes.Tell(hub, open);
        StudioJob job = await desk.AddAsync(project, JobKind.Intake, new JobAsk(), JobKind.Intake).ConfigureAwait(false);
        return TypedResults.Ok(
            new FootageView(
                [.. after.Footage.Select(m => ViewOf(open, m))],
                [.. found.PassedOver.Select(p => Problems.Words($"'{Printable.Of(p.Path)}': {p.Reason} {p.Remedy}"))],
                job.Id
            )
        );
    }

    private static List<ProjectMedia> Together(IReadOnlyList<ProjectMedia> before, ProjectMedia[] more)
    {
        HashSet<string> known = [.. before.Select(b => b.Path)];
        List<ProjectMedia> all = [.. before, .. more.Where(m => known.Add(m.Path))];
        return all.Count <= ServerRoutes.MostFootage
            ? all
            : throw ApiException.Wrong("paths", $"A project has at most {ServerRoutes.MostFootage} clips.", "Name a smaller folder.");
    }

    private static async Task<Ok<FootageView>> RemoveAsync(
        string project,
        string clip,
        ProjectShelf projects,
        EventHub hub,
        CancellationToken cancellationToken
    )
    {
        MontageProject open = await projects.OpenAsync(project, cancellationToken).ConfigureAwait(false);
        if (open.Document.Footage.All(m => IdOf(m) != clip))
        {
            throw ApiException.NotFound("clip");
        }

        ProjectDocument after = await open.ChangeAsync(
                d => d with { Footage = [.. d.Footage.Where(m => IdOf(m) != clip)] },
                cancellationToken
            )
            .ConfigureAwait(false);
        ProjectRoutes.Tell(hub, open);
        return TypedResults.Ok(new FootageView([.. after.Footage.Select(m => ViewOf(open, m))], [], null));
    }

    private static async Task<Ok<ProjectView>> SongAsync(
        string project,
        SongAsk ask,
        ProjectShelf projects,
        Roots roots,
        Desk desk,
        EventHub hub,
        CancellationToken cancellationToken
    )
    {
        MontageProject open = await projects.OpenAsync(project, cancellationToken).ConfigureAwait(false);
        ProjectMedia? song = null;
        if (ask.Path is { } path)
        {
            string file = roots.Require(path, "path", open.MediaFolder);
            song = File.Exists(file)
                ? new ProjectMedia(open.NameOf(file), null, new FileInfo(file).Length)
                : throw ApiException.Wrong("path", "It must be a file.");
        }

        // A folder with everything in it often holds the song too; it is no clip any more.
        await open.ChangeAsync(d => d with { Song = song, Footage = [.. d.Footage.Where(m => m.Path != song?.Path)] }, cancellationToken)
            .ConfigureAwait(false);
        ProjectRoutes.Tell(hub, open);
        if (song is not null)
        {
            await desk.AddAsync(project, JobKind.Listen, new JobAsk(), JobKind.Listen).ConfigureAwait(false);
        }

        return TypedResults.Ok(ProjectRoutes.ViewOf(open));
    }
}
