using Microsoft.AspNetCore.Http.HttpResults;
using MontageAI.Engine;
using MontageAI.Engine.Projects;
using MontageAI.Engine.Requests;
using MontageAI.Errors;
using MontageAI.Media;
using MontageAI.Studio.Contracts;
using MontageAI.Studio.Files;
using MontageAI.Studio.Jobs;
using MontageAI.Studio.Projects;

namespace MontageAI.Studio.Api;

/// <summary>Footage that is not where it was: found by content wherever it lies in the roots, and taken from there.</summary>
internal static class RelinkRoutes
{
    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder project = routes.MapGroup("/api/projects/{project}");
        project
            .MapPost("/relink", LookAsync)
            .WithName("findFootage")
            .WithSummary("Looks where files lie that are not where they were; changes nothing.");
        project
            .MapPut("/relink", TakeAsync)
            .WithName("relink")
            .WithSummary("Takes files from where they lie now; all revisions find them there.");
    }

    private static async Task<Ok<RelinkView>> LookAsync(
        string project,
        RelinkAsk ask,
        ProjectShelf projects,
        Roots roots,
        RootIndex index,
        MontageEngine engine,
        CancellationToken cancellationToken
    )
    {
        MontageProject open = await projects.OpenAsync(project, cancellationToken).ConfigureAwait(false);
        string[] folders = [.. ask.Paths.Select(p => roots.Require(p, "paths"))];
        ProjectMedia[] gone = [.. All(open).Where(m => !roots.May(open.PathOf(m), open.MediaFolder))];
        List<(int Gone, string Path)> places = [];
        for (int i = 0; i < gone.Length; i++)
        {
            string name = Path.GetFileName(gone[i].Path);
            IReadOnlyList<string> likely = await index.LikelyAsync(name, gone[i].Bytes, folders, cancellationToken).ConfigureAwait(false);
            places.AddRange(likely.Where(p => roots.May(p, null)).Select(p => (i, p)));
        }

        IReadOnlyList<SourceFile?> known = await IdentifyAsync(engine, [.. places.Select(p => p.Path)], cancellationToken)
            .ConfigureAwait(false);
        ILookup<int, RelinkPlace> found = places
            .Select((p, n) => (p.Gone, p.Path, File: known[n]))
            .Where(p => p.File is not null)
            .ToLookup(
                p => p.Gone,
                p => new RelinkPlace(p.Path, p.File!.SizeBytes, gone[p.Gone].Fingerprint is { } print ? print == p.File.Fingerprint : null)
            );
        return TypedResults.Ok(
            new RelinkView([
                .. gone.Select(
                    (m, i) =>
                        new RelinkFile(
                            FootageRoutes.IdOf(m),
                            m.Path,
                            // The same content first; what cannot be compared next; then what only has the name.
                            [
                                .. found[i]
                                    .OrderBy(p =>
                                        p.Same is true ? 0
                                        : p.Same is null ? 1
                                        : 2
                                    )
                                    .ThenBy(p => p.Path, StringComparer.Ordinal),
                            ]
                        )
                ),
            ])
        );
    }

    private static async Task<Ok<ProjectView>> TakeAsync(
        string project,
        RelinkTake take,
        ProjectShelf projects,
        Roots roots,
        MontageEngine engine,
        Desk desk,
        EventHub hub,
        CancellationToken cancellationToken
    )
    {
        MontageProject open = await projects.OpenAsync(project, cancellationToken).ConfigureAwait(false);
        string[] paths = [.. take.Take.Select(t => roots.Require(t.Path, "take", open.MediaFolder))];
        IReadOnlyList<SourceFile?> known = await IdentifyAsync(engine, paths, cancellationToken).ConfigureAwait(false);
        Dictionary<string, ProjectMedia> now = [];
        for (int i = 0; i < paths.Length; i++)
        {
            ProjectMedia was =
                All(open).FirstOrDefault(m => FootageRoutes.IdOf(m) == take.Take[i].Id) ?? throw ApiException.NotFound("clip");
            string name = Path.GetFileName(paths[i]);
            SourceFile file = known[i] ?? throw ApiException.Wrong("take", $"'{Printable.Of(name)}' cannot be read.");
            if (was.Fingerprint is { } print && print != file.Fingerprint)
            {
                throw new ApiException(
                    new ApiProblem(
                        StatusCodes.Status409Conflict,
                        $"'{Printable.Of(name)}' is another file than the one that the montage was made from: its content differs.",
                        "sourceChanged",
                        "take",
                        "Add it as footage and plan again, or look in another folder."
                    )
                );
            }

            now[FootageRoutes.IdOf(was)] = new ProjectMedia(open.NameOf(paths[i]), file.Fingerprint, file.SizeBytes);
        }

        ProjectDocument after = await open.ChangeAsync(
                d =>
                    d with
                    {
                        Footage = [.. d.Footage.Select(m => now.GetValueOrDefault(FootageRoutes.IdOf(m), m)).DistinctBy(m => m.Path)],
                        Song = d.Song is { } song ? now.GetValueOrDefault(FootageRoutes.IdOf(song), song) : null,
                    },
                cancellationToken
            )
            .ConfigureAwait(false);
        ProjectRoutes.Tell(hub, open);
        if (open.Head > 0)
        {
            // What could not be made without the files is made now.
            await desk.AddAsync(project, JobKind.Preview, new JobAsk { Revision = open.Head }, JobKind.Preview).ConfigureAwait(false);
        }

        return TypedResults.Ok(ProjectRoutes.ViewOf(open));
    }

    private static IEnumerable<ProjectMedia> All(MontageProject project) =>
        project.Document.Footage.Concat(project.Document.Song is { } song ? [song] : []);

    private static async Task<IReadOnlyList<SourceFile?>> IdentifyAsync(
        MontageEngine engine,
        string[] paths,
        CancellationToken cancellationToken
    ) =>
        paths.Length == 0
            ? []
            : await engine.Start(new IdentifyRequest(paths)).Completion.WaitAsync(cancellationToken).ConfigureAwait(false);
}
