using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using MontageAI.Engine.Projects;
using MontageAI.Studio.Contracts;
using MontageAI.Studio.Files;
using MontageAI.Studio.Jobs;
using MontageAI.Studio.Projects;
using MontageAI.Studio.Settings;

namespace MontageAI.Studio.Api;

/// <summary>Files: browsed, claimed, uploaded.</summary>
internal static class FileRoutes
{
    private const int MostEntries = 2000;
    private const int MostClaims = 2000;
    private const string TusVersion = "1.0.0";
    private const string Pieces = "application/offset+octet-stream";

    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/files", Browse).WithName("browse").WithSummary("What lies in the roots, or in a folder below them.");
        routes
            .MapPost("/api/files/claims", ClaimAsync)
            .WithName("claim")
            .WithSummary("Which files lie in the roots already, by name, size and content.");
        routes.MapMethods("/api/uploads", ["OPTIONS"], Offer).WithName("offerUploads").WithSummary("What of tus is understood.");
        routes
            .MapPost("/api/uploads", BeginAsync)
            .WithName("beginUpload")
            .WithSummary("Begins an upload (tus 1.0.0); metadata: filename, project, and 'as' song or clip.");
        routes.MapMethods("/api/uploads/{upload}", ["HEAD"], AskAsync).WithName("askUpload").WithSummary("How much of an upload has come.");
        routes
            .MapPatch("/api/uploads/{upload}", AppendAsync)
            .WithName("appendUpload")
            .WithSummary("A piece of an upload.")
            .Accepts<Stream>(Pieces);
        routes.MapDelete("/api/uploads/{upload}", EndAsync).WithName("endUpload").WithSummary("Forgets an upload.");
    }

    private static Ok<FolderView> Browse(string? path, string? search, Roots roots)
    {
        if (path is null)
        {
            return TypedResults.Ok(new FolderView(null, null, [.. roots.All.Select(r => new FileEntry(r, r, true, null))], false));
        }

        string folder = roots.Require(path, "path");
        if (!Directory.Exists(folder))
        {
            throw ApiException.Wrong("path", "It must be a folder.");
        }

        EnumerationOptions options = new() { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System };
        FileEntry[] entries =
        [
            .. new DirectoryInfo(folder)
                .EnumerateFileSystemInfos("*", options)
                .Where(e => search is null || e.Name.Contains(search, StringComparison.OrdinalIgnoreCase))
                .Take(MostEntries + 1)
                .Select(e => new FileEntry(e.Name, e.FullName, e is DirectoryInfo, (e as FileInfo)?.Length))
                .OrderBy(e => !e.IsFolder)
                .ThenBy(e => e.Name, StringComparer.OrdinalIgnoreCase),
        ];
        string? parent = roots.All.Contains(folder) ? null : Path.GetDirectoryName(folder);
        return TypedResults.Ok(new FolderView(folder, parent, [.. entries.Take(MostEntries)], entries.Length > MostEntries));
    }

    private static async Task<Ok<ClaimsView>> ClaimAsync(ClaimsAsk ask, RootIndex index, CancellationToken cancellationToken) =>
        ask.Files.Count <= MostClaims
            ? TypedResults.Ok(await index.FindAsync(ask.Files, cancellationToken).ConfigureAwait(false))
            : throw ApiException.Wrong("files", "Claim at most 2,000 files at once.");

    private static NoContent Offer(HttpContext context, StudioOptions options)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers["Tus-Resumable"] = TusVersion;
        headers["Tus-Version"] = TusVersion;
        headers["Tus-Extension"] = "creation,termination";
        headers["Tus-Max-Size"] = options.MostUploadBytes.ToString(CultureInfo.InvariantCulture);
        return TypedResults.NoContent();
    }

    private static async Task<Created> BeginAsync(
        HttpContext context,
        ProjectShelf projects,
        Uploads uploads,
        Desk desk,
        EventHub hub,
        CancellationToken cancellationToken
    )
    {
        RequireTus(context);
        long bytes = Number(context, "Upload-Length");
        Dictionary<string, string> metadata = Metadata(context.Request.Headers["Upload-Metadata"].ToString());
        string project = metadata.GetValueOrDefault("project") ?? throw ApiException.Wrong("Upload-Metadata", "It must name a project.");
        string name = metadata.GetValueOrDefault("filename") is { Length: > 0 and <= 1000 } given
            ? given
            : throw ApiException.Wrong("Upload-Metadata", "It must give the file's name, as filename.");
        MontageProject open = await projects.OpenAsync(project, cancellationToken).ConfigureAwait(false);
        UploadRecord record = await uploads
            .BeginAsync(open.Document.Id, open.MediaFolder, name, bytes, metadata.GetValueOrDefault("as") == "song")
            .ConfigureAwait(false);
        if (bytes == 0)
        {
            uploads.End(open.MediaFolder, record.Id);
            throw ApiException.Wrong("Upload-Length", "The file is empty.", "Leave it out.");
        }

        return TypedResults.Created($"/api/uploads/{record.Id}");
    }

    private static async Task<Ok> AskAsync(string upload, HttpContext context, ProjectShelf projects, CancellationToken cancellationToken)
    {
        RequireTus(context);
        (MontageProject project, UploadRecord record) = await RequireAsync(upload, projects, cancellationToken).ConfigureAwait(false);
        context.Response.Headers["Upload-Offset"] = Uploads.OffsetOf(project.MediaFolder, upload).ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["Upload-Length"] = record.Bytes.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Ok();
    }

    private static async Task<NoContent> AppendAsync(
        string upload,
        HttpContext context,
        ProjectShelf projects,
        Uploads uploads,
        Desk desk,
        EventHub hub,
        CancellationToken cancellationToken
    )
    {
        RequireTus(context);
        if (context.Request.ContentType != Pieces)
        {
            throw new ApiException(
                new ApiProblem(StatusCodes.Status415UnsupportedMediaType, $"The body must be {Pieces}.", "usage", "Content-Type")
            );
        }

        (MontageProject project, UploadRecord record) = await RequireAsync(upload, projects, cancellationToken).ConfigureAwait(false);
        long offset = Number(context, "Upload-Offset");
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = Math.Max(0, record.Bytes - offset);
        }

        (long now, string? finished) = await uploads
            .AppendAsync(project.MediaFolder, record, offset, context.Request.Body, cancellationToken)
            .ConfigureAwait(false);
        context.Response.Headers["Upload-Offset"] = now.ToString(CultureInfo.InvariantCulture);
        if (finished is not null)
        {
            await FootageRoutes.AddAsync(project, [finished], record.IsSong, desk, hub).ConfigureAwait(false);
        }

        return TypedResults.NoContent();
    }

    private static async Task<NoContent> EndAsync(
        string upload,
        HttpContext context,
        ProjectShelf projects,
        Uploads uploads,
        CancellationToken cancellationToken
    )
    {
        RequireTus(context);
        (MontageProject project, _) = await RequireAsync(upload, projects, cancellationToken).ConfigureAwait(false);
        uploads.End(project.MediaFolder, upload);
        return TypedResults.NoContent();
    }

    private static async Task<(MontageProject Project, UploadRecord Record)> RequireAsync(
        string upload,
        ProjectShelf projects,
        CancellationToken cancellationToken
    )
    {
        if (!Uploads.IsId(upload))
        {
            throw ApiException.NotFound("upload");
        }

        MontageProject project = await projects.OpenAsync(Uploads.ProjectOf(upload), cancellationToken).ConfigureAwait(false);
        return (project, Uploads.Find(project.MediaFolder, upload) ?? throw ApiException.NotFound("upload"));
    }

    private static void RequireTus(HttpContext context)
    {
        context.Response.Headers["Tus-Resumable"] = TusVersion;
        if (context.Request.Headers["Tus-Resumable"].ToString() != TusVersion)
        {
            context.Response.Headers["Tus-Version"] = TusVersion;
            throw new ApiException(
                new ApiProblem(StatusCodes.Status412PreconditionFailed, "Only tus 1.0.0 is understood.", "usage", "Tus-Resumable")
            );
        }
    }

    private static long Number(HttpContext context, string header) =>
        long.TryParse(context.Request.Headers[header].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw ApiException.Wrong(header, "It must be a number of bytes.");

    private static Dictionary<string, string> Metadata(string header)
    {
        Dictionary<string, string> metadata = new(StringComparer.Ordinal);
        foreach (string pair in header.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] parts = pair.Split(' ', 2);
            byte[] value = new byte[(parts[^1].Length * 3 / 4) + 3];
            if (parts.Length == 2 && Convert.TryFromBase64String(parts[1], value, out int length))
            {
                metadata[parts[0]] = Encoding.UTF8.GetString(value, 0, length);
            }
        }

        return metadata;
    }
}
