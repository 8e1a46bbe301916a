using System.Reflection;
using System.Security.Cryptography;

namespace MontageAI.Studio.Hosting;

/// <summary>The page's files: what was built into the program, and nothing else.</summary>
internal static class Page
{
    private const string Folder = "wwwroot/";

    private static readonly Dictionary<string, PageFile> s_files = Read();

    /// <summary>The file of an address; null where there is none.</summary>
    public static PageFile? Find(string? path) => path is null ? null : s_files.GetValueOrDefault(path == "/" ? "/index.html" : path);

    /// <summary>Serves the page's files.</summary>
    public static async Task ServeAsync(HttpContext context, RequestDelegate next)
    {
        HttpRequest request = context.Request;
        if (!(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) || Find(request.Path) is not { } file)
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        HttpResponse response = context.Response;
        response.Headers.ETag = file.Tag;
        response.Headers.CacheControl = "no-cache";
        if (request.Headers.IfNoneMatch.ToString() == file.Tag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = file.Type;
        response.ContentLength = file.Bytes.Length;
        if (HttpMethods.IsGet(request.Method))
        {
            await response.Body.WriteAsync(file.Bytes, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private static Dictionary<string, PageFile> Read()
    {
        Assembly self = typeof(Page).Assembly;
        Dictionary<string, PageFile> files = new(StringComparer.Ordinal);
        foreach (string name in self.GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal)))
        {
            using Stream stream = self.GetManifestResourceStream(name)!;
            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            string tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..32]}\"";
            files["/" + name[Folder.Length..].Replace('\\', '/')] = new PageFile(bytes, TypeOf(name), tag);
        }

        return files;
    }

    private static string TypeOf(string name) =>
        Path.GetExtension(name) switch
        {
            ".html" => "text/html; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".svg" => "image/svg+xml",
            ".json" => "application/json",
            ".webmanifest" => "application/manifest+json",
            ".png" => "image/png",
            ".ico" => "image/x-icon",
            _ => "application/octet-stream",
        };
}

/// <summary>A file of the page.</summary>
/// <param name="Bytes">All of it.</param>
/// <param name="Type">Its type.</param>
/// <param name="Tag">Its entity tag.</param>
internal sealed record PageFile(byte[] Bytes, string Type, string Tag);
