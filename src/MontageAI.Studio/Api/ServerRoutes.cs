using Microsoft.AspNetCore.Http.HttpResults;
using MontageAI.Engine.Planning;
using MontageAI.Engine.Requests;
using MontageAI.Studio.Contracts;
using MontageAI.Studio.Farms;
using MontageAI.Studio.Files;
using MontageAI.Studio.Jobs;
using MontageAI.Studio.Settings;

namespace MontageAI.Studio.Api;

/// <summary>What the server is, and whether it is well.</summary>
internal static class ServerRoutes
{
    /// <summary>Clips that a project may have.</summary>
    public const int MostFootage = 10_000;

    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/info", Info).WithName("info").WithSummary("What the server is and allows.");
        routes.MapGet("/api/farm", Farm).WithName("farm").WithSummary("The machines that films are rendered by.");
        routes.MapGet("/api/styles", Styles).WithName("styles").WithSummary("Styles, those that are offered before all others first.");
        routes.MapGet("/api/looks", Looks).WithName("looks").WithSummary("Looks by name.");
        routes.MapGet("/api/health/live", Live).WithName("live").WithSummary("Whether the server is there. Needs no token.");
        routes.MapGet("/api/health/ready", Ready).WithName("ready").WithSummary("Whether it can work.");
    }

    private static Ok<InfoView> Info(StudioOptions options, Roots roots) =>
        TypedResults.Ok(
            new InfoView(
                options.Engine.Version,
                options.Engine.Cores ?? Environment.ProcessorCount,
                new LimitsView(options.MostUploadBytes, options.WaitingPerProject, options.WaitingInAll, MostFootage),
                roots.All,
                EditRequest.Words,
                options.Show is not null
            )
        );

    private static Ok<FarmView> Farm(FarmPlace place) =>
        TypedResults.Ok(
            place.Farm is not { } farm
                ? new FarmView("none", null, false, 0, [])
                : new FarmView(
                    farm.State is null ? "silent" : "ready",
                    farm.Opening.Where,
                    farm.Opening.IsHosted,
                    farm.State?.Waiting ?? 0,
                    [.. (farm.State?.Nodes ?? []).Select(n => new FarmMachineView(n.Name, n.Slots, n.Running))]
                )
        );

    private static Ok<IReadOnlyList<ChoiceView>> Styles() =>
        TypedResults.Ok<IReadOnlyList<ChoiceView>>([
            .. PlanRequests
                .Styles()
                .Select(s => new ChoiceView(
                    s.Style.Name,
                    s.Style.Description,
                    PaceView.Of(StyleCatalogue.PaceOf(s.Style.Name, null)),
                    s.IsOffered
                )),
        ]);

    private static Ok<IReadOnlyList<ChoiceView>> Looks() =>
        TypedResults.Ok<IReadOnlyList<ChoiceView>>([
            .. StyleCatalogue.Looks().Select(s => new ChoiceView(s.Name, s.Description, null, false)),
        ]);

    private static Ok<HealthView> Live() => TypedResults.Ok(new HealthView("live"));

    private static Results<Ok<HealthView>, JsonHttpResult<HealthView>> Ready(StudioOptions options)
    {
        try
        {
            FFmpeg.Processes.FFmpegTools.Locate(options.Engine.FFmpegPath, options.Engine.SearchPath);
            Directory.CreateDirectory(options.Projects);
            return TypedResults.Ok(new HealthView("ready"));
        }
        catch (Exception e) when (e is Errors.MontageException or IOException or UnauthorizedAccessException)
        {
            return TypedResults.Json(
                new HealthView(e.Message),
                StudioJson.Default.HealthView,
                null,
                StatusCodes.Status503ServiceUnavailable
            );
        }
    }
}
