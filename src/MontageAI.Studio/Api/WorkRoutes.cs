using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using MontageAI.Engine.Projects;
using MontageAI.Engine.Screening;
using MontageAI.Errors;
using MontageAI.Studio.Contracts;
using MontageAI.Studio.Files;
using MontageAI.Studio.Jobs;
using MontageAI.Studio.Media;
using MontageAI.Studio.Projects;
using MontageAI.Studio.Settings;
using MontageAI.Timelines;

namespace MontageAI.Studio.Api;

/// <summary>Films, documents for editing programs, other takes to choose from, and the demo.</summary>
internal static class WorkRoutes
{
    private const int LongestName = 120;

    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder project = routes.MapGroup("/api/projects/{project}");
        project.MapPost("/renders", RenderAsync).WithName("render").WithSummary("Makes a film.");
        project.MapPost("/exports", ExportAsync).WithName("export").WithSummary("Writes documents for editing programs.");
        project
            .MapPost("/demo", DemoAsync)
            .WithName("demo")
            .WithSummary("Makes footage and a song out of nothing, adds them, and plans a project that has no plan yet.");
        project.MapGet("/outputs", OutputsAsync).WithName("listOutputs").WithSummary("Films and documents that were made.");
        project
            .MapGet("/outputs/{name}", OutputAsync)
            .WithName("getOutput")
            .WithSummary("A film or document.")
            .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream");
        project
            .MapPost("/outputs/{name}/show", ShowAsync)
            .WithName("showOutput")
            .WithSummary("Shows a film or document in the file manager of the server's machine.");
        project
            .MapGet("/shots/{shot}/alternatives", AlternativesAsync)
            .WithName("alternatives")
            .WithSummary("What could stand in place of a shot, best first.");
    }

    private static async Task<Accepted<AcceptedView>> RenderAsync(
        string project,
        RenderAsk ask,
        ProjectShelf projects,
        Desk desk,
        CancellationToken cancellationToken
    )
    {
        MontageProject open = await projects.OpenAsync(project, cancellationToken).ConfigureAwait(false);
        Profiles.Of(ask.Profile);
        ProjectPlan plan =
            await open.PlanAsync(ask.Revision, cancellationToken).ConfigureAwait(false) ?? throw ApiException.NotFound("plan");
        string name =
            ask.Name
            ?? string.Create(
                CultureInfo.InvariantCulture,
                $"{Exports.NameOf(open)} {plan.Number}{(ask.Profile is { } p ? " " + p : "")}.mp4"
            );
        if (!IsFileName(name) || !name.EndsWith(".mp4", StringComparison.OrdinalIgnoreCase))
        {
            throw ApiException.Wrong("name", "It must be a file name that ends in .mp4, without a folder.");
        }

        if (File.Exists(Path.Combine(open.ExportsFolder, name)))
        {
            throw new ApiException(
                new ApiProblem(StatusCodes.Status409Conflict, "There is a file of that name.", "fileExists", "name", "Choose another name.")
            );
        }

        StudioJob job = await desk.AddAsync(
                project,
                JobKind.Render,
                new JobAsk
                {
                    Revision = plan.Number,
                    Profile = ask.Profile,
                    Name = name,
                }
            )
            .ConfigureAwait(false);
        return JobRoutes.AcceptedOf(job);
    }

    private static async Task<Accepted<AcceptedView>> ExportAsync(
        string project,
        ExportAsk ask,
        ProjectShelf projects,
        Desk desk,
        CancellationToken cancellationToken
    )
    {
        MontageProject open = await projects.OpenAsync(project, cancellationToken).ConfigureAwait(false);
        Exports.Check(ask);
        ProjectPlan plan =
            await open.PlanAsync(ask.Revision, cancellationToken).ConfigureAwait(false) ?? throw ApiException.NotFound("plan");
        StudioJob job = await desk.AddAsync(
                project,
                JobKind.Export,
                new JobAsk
                {
                    Revision = plan.Number,
                    Name = Exports.StemOf(open, plan.Number),
                    Export = ask,
                }
            )
            .ConfigureAwait(false);
        return JobRoutes.AcceptedOf(job);
    }

    private static async Task<Accepted<AcceptedView>> DemoAsync(
        string project,
        ProjectShelf projects,
        Desk desk,
        CancellationToken cancellationToken
    )
    {
        await projects.OpenAsync(project, cancellationToken).ConfigureAwait(false);
        return JobRoutes.AcceptedOf(await desk.AddAsync(project, JobKind.Demo, new JobAsk(), JobKind.Demo).ConfigureAwait(false));
    }

    private static async Task<Ok<IReadOnlyList<OutputView>>> OutputsAsync(
        string project,
        ProjectShelf projects,
        CancellationToken cancellationToken
    )
    {
        MontageProject open = await projects.OpenAsync(project, cancellationToken).ConfigureAwait(false);
        return TypedResults.Ok<IReadOnlyList<OutputView>>(
            Directory.Exists(open.ExportsFolder)
                ?
                [
                    .. new DirectoryInfo(open.ExportsFolder)
                        .EnumerateFiles()
                        .Where(f => IsFileName(f.Name) && f.LinkTarget is null)
                        .Select(f => (f.Name, Bytes: f.Length))
                        .Concat(
                            Packages.Of(open.ExportsFolder).Select(d => (Name: Packages.NameOf(d.FullName), Bytes: Packages.BytesOf(d)))
                        )
                        .OrderBy(o => o.Name, StringComparer.Ordinal)
                        .Select(o => new OutputView(o.Name, o.Bytes, $"/api/projects/{project}/outputs/{Uri.EscapeDataString(o.Name)}")),
                ]
                : []
        );
    }

    private static async Task<Results<PhysicalFileHttpResult, FileStreamHttpResult>> OutputAsync(
        string project,
        string name,
        ProjectShelf projects,
        FolderZip.Sums sums,
        CancellationToken cancellationToken
    )
    {
        MontageProject open = await projects.OpenAsync(project, cancellationToken).ConfigureAwait(false);
        (string file, bool isPackage) = Find(open, name);
        if (isPackage)
        {
            FolderZip zip = Packages.ZipOf(file, sums);
            // Another package of that name has other times; where a download broke off, it goes on only in the same one.
            EntityTagHeaderValue tag = new(FormattableString.Invariant($"\"{zip.Length:x}-{zip.Written.UtcTicks:x}\""));
            return TypedResults.Stream(zip, "application/zip", name, zip.Written, tag, enableRangeProcessing: true);
        }

        string type = Path.GetExtension(name) switch
        {
            ".mp4" => "video/mp4",
            ".json" => "application/json",
            _ => "application/octet-stream",
        };
        return TypedResults.PhysicalFile(file, type, name, enableRangeProcessing: true);
    }

    private static async Task<NoContent> ShowAsync(
        string project,
        string name,
        ProjectShelf projects,
        StudioOptions options,
        CancellationToken cancellationToken
    )
    {
        MontageProject open = await projects.OpenAsync(project, cancellationToken).ConfigureAwait(false);
        return options.Show?.Invoke(Find(open, name).Path) == true
            ? TypedResults.NoContent()
            : throw new ApiException(
                new ApiProblem(
                    StatusCodes.Status409Conflict,
                    "The server's machine has no desktop that could show it.",
                    "noDesktop",
                    null,
                    $"It lies in '{open.ExportsFolder}'."
                )
            );
    }

    private static async Task<Ok<IReadOnlyList<AlternativeView>>> AlternativesAsync(
        string project,
        string shot,
        ProjectShelf projects,
        Screens screens,
        CancellationToken cancellationToken
    )
    {
        MontageProject open = await projects.OpenAsync(project, cancellationToken).ConfigureAwait(false);
        ProjectPlan plan = await open.PlanAsync(null, cancellationToken).ConfigureAwait(false) ?? throw ApiException.NotFound("plan");
        TimelineShot found = plan.Timeline.Shots.FirstOrDefault(s => s.Id == shot) ?? throw ApiException.NotFound("shot");
        List<AlternativeView> offers = [];
        foreach (ShotAlternative offer in found.Alternatives)
        {
            string take = string.Create(CultureInfo.InvariantCulture, $"pin={shot}:{offer.Source}@{offer.In.Seconds:0.######}");
            AlternativeView view = new(take, offer.Source, Math.Round(offer.In.Seconds, 6), offer.Reason.Sentence, null, null);
            try
            {
                ProjectEdit tried = await open.TryEditAsync([take], cancellationToken).ConfigureAwait(false);
                int index = tried.After.Shots.ToList().FindIndex(s => s.Id == shot);
                ScreenedPlan seen = await screens
                    .Of(project)
                    .LookAsync(tried.After, [index], sound: false, open.MediaFolder, cancellationToken)
                    .ConfigureAwait(false);
                ShotPart? part = seen.Shots.Count > 0 ? seen.Shots[0].Shown : null;
                offers.Add(view with { Shown = part is null ? null : $"/media/{project}/shots/{part.Key}.m4s", Tier = (int?)part?.Tier });
            }
            catch (MontageException)
            {
                // It does not last in that place any more: other edits have changed it.
            }
        }

        return TypedResults.Ok<IReadOnlyList<AlternativeView>>(offers);
    }

    // Where something that was made lies, by the name under which it is told of.
    private static (string Path, bool IsPackage) Find(MontageProject project, string name) =>
        !IsFileName(name) ? throw ApiException.NotFound("output")
        : Packages.Find(project.ExportsFolder, name) is { } package ? (package, true)
        : new FileInfo(Path.Combine(project.ExportsFolder, name)) is { Exists: true, LinkTarget: null } file ? (file.FullName, false)
        : throw ApiException.NotFound("output");

    private static bool IsFileName(string name) =>
        name.Length is > 0 and <= LongestName
        && name[0] != '.'
        && !name.Any(c => char.IsControl(c) || "/\\:*?\"<>|".Contains(c, StringComparison.Ordinal));
}
