using Microsoft.AspNetCore.Http.HttpResults;
using MontageAI.Studio.Contracts;
using MontageAI.Studio.Media;

namespace MontageAI.Studio.Api;

/// <summary>Pictures and sound.</summary>
internal static class MediaRoutes
{
    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder media = routes.MapGroup("/media/{project}");
        media
            .MapGet("/hls/{stream}/{name}", Stream)
            .WithName("stream")
            .WithSummary("A stream that grows while a job runs (HLS): its playlist index.m3u8, and what that names.");
    }

    private static PhysicalFileHttpResult Stream(string stream, string name, HttpContext context, Streams streams)
    {
        string file = streams.Find(stream, name) ?? throw ApiException.NotFound("file");
        bool isPlaylist = name.EndsWith(".m3u8", StringComparison.Ordinal);
        // Better pictures get other names, so only the playlist ever changes.
        context.Response.Headers.CacheControl = isPlaylist ? "no-cache" : "private, max-age=31536000, immutable";
        string type = isPlaylist ? "application/vnd.apple.mpegurl" : "video/mp4";
        return TypedResults.PhysicalFile(file, type, enableRangeProcessing: true);
    }
}
