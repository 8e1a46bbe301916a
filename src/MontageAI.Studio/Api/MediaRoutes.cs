using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using MontageAI.Containers.Streaming;
using MontageAI.Engine.Projects;
using MontageAI.Engine.Screening;
using MontageAI.Studio.Contracts;
using MontageAI.Studio.Files;
using MontageAI.Studio.Media;
using MontageAI.Studio.Projects;

namespace MontageAI.Studio.Api;

/// <summary>Pictures and sound, by addresses behind which nothing ever changes.</summary>
internal static class MediaRoutes
{
    private const double LongestWait = 10;

    /// <summary>Nothing behind such an address ever changes.</summary>
    public const string Forever = "private, max-age=31536000, immutable";
    private const string Mp4 = "video/mp4";
    private const string List = "application/vnd.apple.mpegurl";

    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder media = routes.MapGroup("/media/{project}");
        media
            .MapGet("/shots/{file}", ShotAsync)
            .WithName("shotPictures")
            .WithSummary(
                "Pictures of one shot, KEY.m4s: header and fragment, times from 0. ?wait=SECONDS waits; ?head=1 and ?at=FRAME for HLS."
            )
            .Produces(StatusCodes.Status200OK, contentType: Mp4)
            .ProducesProblem(StatusCodes.Status404NotFound);
        media
            .MapGet("/sound/{key}/{file}", SoundAsync)
            .WithName("sound")
            .WithSummary("Four seconds of sound, N.m4s: header and fragment at its time. ?head=1 and ?at=1 for HLS.")
            .Produces(StatusCodes.Status200OK, contentType: Mp4)
            .ProducesProblem(StatusCodes.Status404NotFound);
        media
            .MapGet("/hls/{stream}/{name}", StreamAsync)
            .WithName("stream")
            .WithSummary("HLS: of a revision (its number) or of a job while it runs (its name); index.m3u8 and what that names.")
            .Produces(StatusCodes.Status200OK, contentType: List)
            .ProducesProblem(StatusCodes.Status404NotFound);
        media
            .MapGet("/sprites/{clip}/{name}", SpriteAsync)
            .WithName("sprites")
            .WithSummary("Small pictures of a clip: index.vtt, and the sheets that it names.")
            .Produces(StatusCodes.Status200OK, contentType: "text/vtt")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ShotAsync(
        string project,
        string file,
        double? wait,
        long? at,
        int? head,
        HttpContext context,
        Screens screens,
        CancellationToken cancellationToken
    )
    {
        string key = KeyOf(file);
        if (wait is { } seconds && !(seconds is >= 0 and <= LongestWait))
        {
            throw ApiException.Wrong("wait", "It must be 0 to 10 seconds.");
        }

        Screen screen = screens.Of(project);
        string path =
            await screen.FindAsync(key, TimeSpan.FromSeconds(wait ?? 0), cancellationToken).ConfigureAwait(false)
            ?? throw ApiException.NotFound("picture");
        if (at is null && head is null)
        {
            return File(context, path, Mp4, key);
        }

        byte[] all = await System.IO.File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        int split = ShotSegment.HeaderBytes(all);
        if (head is not null)
        {
            return Bytes(context, all.AsMemory(0, split), key + "-head");
        }

        if (at is not (>= 0 and <= int.MaxValue) || screen.Known(key) is not { } part)
        {
            throw at is null or < 0 or > int.MaxValue ? ApiException.Wrong("at", "It must be a frame.") : ApiException.NotFound("picture");
        }

        ShotSegment.MoveTo(all.AsSpan(split), at.Value, part.Rate);
        return Bytes(context, all.AsMemory(split), FormattableString.Invariant($"{key}-{at}"));
    }

    private static async Task<IResult> SoundAsync(
        string project,
        string key,
        string file,
        int? head,
        int? at,
        HttpContext context,
        Screens screens,
        CancellationToken cancellationToken
    )
    {
        if (
            !PartShelf.IsKey(key)
            || !file.EndsWith(".m4s", StringComparison.Ordinal)
            || !int.TryParse(file[..^4], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        )
        {
            throw ApiException.NotFound("sound");
        }

        string path =
            await screens.Of(project).FindSoundAsync(key, number, cancellationToken).ConfigureAwait(false)
            ?? throw ApiException.NotFound("sound");
        if (head is null && at is null)
        {
            return File(context, path, "audio/mp4", FormattableString.Invariant($"{key}-{number}"));
        }

        byte[] all = await System.IO.File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        int split = ShotSegment.HeaderBytes(all);
        return head is not null
            ? Bytes(context, all.AsMemory(0, split), key + "-head")
            : Bytes(context, all.AsMemory(split), FormattableString.Invariant($"{key}-{number}-at"));
    }

    private static async Task<IResult> StreamAsync(
        string project,
        string stream,
        string name,
        HttpContext context,
        Streams streams,
        Screens screens,
        ProjectShelf projects,
        CancellationToken cancellationToken
    )
    {
        if (int.TryParse(stream, NumberStyles.None, CultureInfo.InvariantCulture, out int revision))
        {
            MontageProject open = await projects.OpenAsync(project, cancellationToken).ConfigureAwait(false);
            ProjectPlan plan =
                await open.PlanAsync(revision, cancellationToken).ConfigureAwait(false) ?? throw ApiException.NotFound("revision");
            ScreenedPlan screened = await screens
                .Of(project)
                .LookAsync(plan.Timeline, null, sound: true, open.MediaFolder, cancellationToken)
                .ConfigureAwait(false);
            string text = name switch
            {
                "index.m3u8" => ContentPlaylist.Index(screened.Sound is not null),
                "pictures.m3u8" => ContentPlaylist.Pictures(plan.Timeline, screened.Shots),
                "sound.m3u8" when screened.Sound is { } sound => ContentPlaylist.Sound(plan.Timeline, sound),
                _ => throw ApiException.NotFound("playlist"),
            };
            context.Response.Headers.CacheControl = "no-cache";
            return TypedResults.Text(text, List);
        }

        string file = streams.Find(stream, name) ?? throw ApiException.NotFound("file");
        // Better pictures get other names, so only the playlist ever changes: another one takes its place while it is sent, and its length
        // must be that of what is read.
        if (name.EndsWith(".m3u8", StringComparison.Ordinal))
        {
            context.Response.Headers.CacheControl = "no-cache";
            return TypedResults.Bytes(await System.IO.File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false), List);
        }

        context.Response.Headers.CacheControl = Forever;
        return TypedResults.PhysicalFile(file, Mp4, enableRangeProcessing: true);
    }

    private static async Task<IResult> SpriteAsync(
        string project,
        string clip,
        string name,
        HttpContext context,
        ProjectShelf projects,
        Roots roots,
        Sprites sprites,
        CancellationToken cancellationToken
    )
    {
        MontageProject open = await projects.OpenAsync(project, cancellationToken).ConfigureAwait(false);
        ProjectMedia media = open.Document.Footage.FirstOrDefault(m => m.Fingerprint == clip) ?? throw ApiException.NotFound("clip");
        string path = open.PathOf(media);
        if (!roots.May(path, open.MediaFolder))
        {
            throw ApiException.NotFound("clip");
        }

        string folder =
            await sprites.FolderAsync(clip, path, cancellationToken).ConfigureAwait(false) ?? throw ApiException.NotFound("picture");
        string? file =
            name == "index.vtt"
                ? Sprites.Index(folder)
                : Directory.EnumerateFiles(folder, "*.jpg").FirstOrDefault(f => Path.GetFileName(f) == name);
        return file is null
            ? throw ApiException.NotFound("picture")
            : File(
                context,
                file,
                name == "index.vtt" ? "text/vtt" : "image/jpeg",
                $"{clip}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..16]}"
            );
    }

    private static string KeyOf(string file) =>
        file.EndsWith(".m4s", StringComparison.Ordinal) && PartShelf.IsKey(file[..^4])
            ? file[..^4]
            : throw ApiException.NotFound("picture");

    private static PhysicalFileHttpResult File(HttpContext context, string path, string type, string tag)
    {
        context.Response.Headers.CacheControl = Forever;
        return TypedResults.PhysicalFile(path, type, entityTag: new EntityTagHeaderValue($"\"{tag}\""), enableRangeProcessing: true);
    }

    private static FileContentHttpResult Bytes(HttpContext context, ReadOnlyMemory<byte> bytes, string tag)
    {
        context.Response.Headers.CacheControl = Forever;
        return TypedResults.Bytes(bytes, Mp4, entityTag: new EntityTagHeaderValue($"\"{tag}\""), enableRangeProcessing: true);
    }
}
