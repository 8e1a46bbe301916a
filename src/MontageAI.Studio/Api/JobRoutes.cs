using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http.HttpResults;
using MontageAI.Studio.Contracts;
using MontageAI.Studio.Jobs;

namespace MontageAI.Studio.Api;

/// <summary>Jobs, and what happens.</summary>
internal static class JobRoutes
{
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(15);

    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/jobs", List).WithName("listJobs").WithSummary("Jobs, the latest first.");
        routes.MapGet("/api/jobs/{job}", Get).WithName("getJob").WithSummary("A job.");
        routes.MapDelete("/api/jobs/{job}", CancelAsync).WithName("cancelJob").WithSummary("Ends a job, with its processes.");
        routes
            .MapGet("/api/events", EventsAsync)
            .WithName("events")
            .WithSummary("What happens, as server-sent events; Last-Event-ID goes on where it broke off.")
            .Produces(StatusCodes.Status200OK, contentType: "text/event-stream");
    }

    /// <summary>The answer for work that was taken in.</summary>
    public static Accepted<AcceptedView> AcceptedOf(StudioJob job) =>
        TypedResults.Accepted($"/api/jobs/{job.Id}", new AcceptedView(job.Id, $"/api/jobs/{job.Id}"));

    private static Ok<IReadOnlyList<JobRecord>> List(Desk desk, string? project) => TypedResults.Ok(desk.List(project));

    private static Ok<JobRecord> Get(string job, Desk desk) =>
        TypedResults.Ok((desk.Find(job) ?? throw ApiException.NotFound("job")).Record);

    private static async Task<Ok<JobRecord>> CancelAsync(string job, Desk desk)
    {
        StudioJob found = desk.Find(job) ?? throw ApiException.NotFound("job");
        await desk.CancelAsync(found, wait: true).ConfigureAwait(false);
        return TypedResults.Ok(found.Record);
    }

    private static async Task EventsAsync(HttpContext context, EventHub hub, string? project)
    {
        CancellationToken gone = context.RequestAborted;
        string last = context.Request.Headers["Last-Event-ID"].ToString();
        long? after = long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
        if (hub.Listen(after, out IReadOnlyList<StudioEvent>? missed) is not { } listener)
        {
            throw new ApiException(new ApiProblem(StatusCodes.Status503ServiceUnavailable, "Too many listen already.", "busy"))
            {
                RetryAfterSeconds = 5,
            };
        }

        try
        {
            HttpResponse response = context.Response;
            response.ContentType = "text/event-stream";
            // The first line tells a client that nobody holds this back.
            await response.WriteAsync("retry: 1000\n\n", gone).ConfigureAwait(false);
            if (last.Length > 0 && missed is null)
            {
                await WriteAsync(response, new StudioEvent(hub.Last, "lost", null, "{}"), gone).ConfigureAwait(false);
            }

            foreach (StudioEvent happened in missed ?? [])
            {
                if (project is null || happened.Project == project)
                {
                    await WriteAsync(response, happened, gone).ConfigureAwait(false);
                }
            }

            await response.Body.FlushAsync(gone).ConfigureAwait(false);
            await FollowAsync(response, listener.Reader, project, gone).ConfigureAwait(false);
        }
        finally
        {
            hub.Leave(listener);
        }
    }

    private static async Task FollowAsync(HttpResponse response, ChannelReader<StudioEvent> events, string? project, CancellationToken gone)
    {
        while (true)
        {
            using CancellationTokenSource silence = CancellationTokenSource.CreateLinkedTokenSource(gone);
            silence.CancelAfter(s_silence);
            try
            {
                if (!await events.WaitToReadAsync(silence.Token).ConfigureAwait(false))
                {
                    return;
                }

                while (events.TryRead(out StudioEvent? happened))
                {
                    if (project is null || happened.Project == project)
                    {
                        await WriteAsync(response, happened, gone).ConfigureAwait(false);
                    }
                }
            }
            catch (OperationCanceledException) when (!gone.IsCancellationRequested)
            {
                // A sign of life, by which a connection that broke is noticed.
                await response.WriteAsync(":\n\n", gone).ConfigureAwait(false);
            }

            await response.Body.FlushAsync(gone).ConfigureAwait(false);
        }
    }

    private static Task WriteAsync(HttpResponse response, StudioEvent happened, CancellationToken gone)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"id: {happened.Number}\nevent: {happened.Kind}\ndata: {happened.Json}\n\n");
        return response.WriteAsync(text.ToString(), gone);
    }
}
