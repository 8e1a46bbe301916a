using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using MontageAI.Testing;

namespace MontageAI.Studio.Tests;

/// <summary>Files are used where they lie; what is not here is uploaded.</summary>
public sealed class FileTests
{
    [Fact]
    public async Task Browse_ShowsTheRoots_AndNothingHiddenOrOutside()
    {
        await using Studio studio = await Studio.StartAsync();
        Directory.CreateDirectory(Path.Combine(studio.Root, "Lofoten æøå"));
        File.WriteAllText(Path.Combine(studio.Root, "a.mp4"), "x");
        File.WriteAllText(Path.Combine(studio.Root, ".secret"), "x");
        Directory.CreateDirectory(studio.File("outside"));
        File.WriteAllText(studio.File("outside/b.mp4"), "x");
        if (!OperatingSystem.IsWindows())
        {
            File.CreateSymbolicLink(Path.Combine(studio.Root, "way-out"), studio.File("outside"));
        }

        JsonNode roots = await studio.SendAsync(HttpMethod.Get, "/api/files");
        JsonNode folder = await studio.SendAsync(HttpMethod.Get, "/api/files?path=" + Uri.EscapeDataString(studio.Root));

        Assert.Equal([studio.Root], roots["entries"]!.AsArray().Select(e => (string)e!["path"]!));
        Assert.Contains("a.mp4", folder["entries"]!.AsArray().Select(e => (string)e!["name"]!));
        Assert.DoesNotContain(".secret", folder["entries"]!.AsArray().Select(e => (string)e!["name"]!));
        foreach (
            string path in (string[])
                [
                    studio.File("outside"),
                    Path.Combine(studio.Root, ".."),
                    Path.Combine(studio.Root, "way-out"),
                    "/etc",
                    "relative",
                    studio.Root + "\0",
                ]
        )
        {
            (HttpStatusCode status, _) = await studio.TryAsync(HttpMethod.Get, "/api/files?path=" + Uri.EscapeDataString(path));
            Assert.True(status is HttpStatusCode.NotFound or HttpStatusCode.UnprocessableEntity, $"{path}: {status}");
        }
    }

    [Fact]
    public async Task Claim_FindsAFileByItsContent_AndNotByItsNameAlone()
    {
        await using Studio studio = await Studio.StartAsync(clips: 1);
        string project = await studio.ProjectAsync();
        JsonNode now;
        do
        {
            now = await studio.SendAsync(HttpMethod.Get, project);
        } while (now["footage"]![0]!["fingerprint"] is null);

        string fingerprint = (string)now["footage"]![0]!["fingerprint"]!;
        long bytes = (long)now["footage"]![0]!["bytes"]!;
        JsonNode answer = await studio.SendAsync(
            HttpMethod.Post,
            "/api/files/claims",
            new
            {
                files = new[]
                {
                    new
                    {
                        name = "clip00.mp4",
                        bytes,
                        fingerprint,
                    },
                    new
                    {
                        name = "clip00.mp4",
                        bytes,
                        fingerprint = new string('0', 64),
                    },
                    new
                    {
                        name = "other.mp4",
                        bytes,
                        fingerprint,
                    },
                },
            }
        );

        Assert.EndsWith("clip00.mp4", (string)answer["found"]![0]!["path"]!, StringComparison.Ordinal);
        Assert.Null(answer["found"]![1]!["path"]);
        Assert.Null(answer["found"]![2]!["path"]);
    }

    [Fact]
    public async Task Upload_BrokenOffAgainAndAgain_ArrivesWhole_AndBecomesFootage()
    {
        await using Studio studio = await Studio.StartAsync();
        string clip = TestClips.Make(studio.File("mine"), 1, 2, "25")[0];
        byte[] bytes = await File.ReadAllBytesAsync(clip);
        string project = (string)(await studio.SendAsync(HttpMethod.Post, "/api/projects", new { name = "Up" }))["id"]!;
        string upload = await BeginAsync(studio, project, "../../Ferien 2026/été?.mp4", bytes.Length);

        long at = 0;
        for (int piece = 0; at < bytes.Length; piece++)
        {
            int size = (int)Math.Min(bytes.Length - at, (bytes.Length / 5) + 1);
            if (piece == 2)
            {
                await studio.RestartAsync();
            }

            at = await AppendAsync(studio, upload, at, bytes.AsMemory((int)at, size), HttpStatusCode.NoContent);
            if (at < bytes.Length)
            {
                await AppendAsync(studio, upload, at - 1, bytes.AsMemory(0, 1), HttpStatusCode.Conflict);
                Assert.Equal(at, await OffsetAsync(studio, upload));
            }
        }

        JsonNode made = await studio.SendAsync(HttpMethod.Get, "/api/projects/" + project);
        string path = (string)Assert.Single(made["footage"]!.AsArray())!["path"]!;
        Assert.StartsWith("media/", path, StringComparison.Ordinal);
        string file = Path.Combine((string)made["folder"]!, path);
        Assert.Equal(Path.Combine((string)made["folder"]!, "media"), Path.GetDirectoryName(file));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(file));
        Assert.Single(Directory.GetFileSystemEntries(Path.GetDirectoryName(file)!));
    }

    [Fact]
    public async Task Upload_ThatIsTooLargeOrNotTus_IsRefused()
    {
        await using Studio studio = await Studio.StartAsync(options: o => o with { MostUploadBytes = 1000 });
        string project = (string)(await studio.SendAsync(HttpMethod.Post, "/api/projects", new { name = "Up" }))["id"]!;
        await BeginAsync(studio, project, "a.mp4", 1001, HttpStatusCode.RequestEntityTooLarge);
        await BeginAsync(studio, "nobody", "a.mp4", 10, HttpStatusCode.NotFound);
        string upload = await BeginAsync(studio, project, "a.mp4", 10);
        await AppendAsync(studio, upload, 0, new byte[20], HttpStatusCode.RequestEntityTooLarge);
        using HttpRequestMessage plain = new(HttpMethod.Patch, upload) { Content = new ByteArrayContent(new byte[1]) };
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await studio.Client.SendAsync(plain)).StatusCode);
        using HttpRequestMessage gone = new(HttpMethod.Delete, upload);
        gone.Headers.Add("Tus-Resumable", "1.0.0");
        Assert.Equal(HttpStatusCode.NoContent, (await studio.Client.SendAsync(gone)).StatusCode);
        await AppendAsync(studio, upload, 0, new byte[1], HttpStatusCode.NotFound);
    }

    private static async Task<string> BeginAsync(
        Studio studio,
        string project,
        string name,
        long bytes,
        HttpStatusCode expected = HttpStatusCode.Created
    )
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/api/uploads");
        request.Headers.Add("Tus-Resumable", "1.0.0");
        request.Headers.Add("Upload-Length", bytes.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("Upload-Metadata", $"filename {Base64(name)},project {Base64(project)}");
        using HttpResponseMessage answer = await studio.Client.SendAsync(request);
        Assert.Equal(expected, answer.StatusCode);
        return answer.Headers.Location?.ToString() ?? "";
    }

    private static async Task<long> AppendAsync(
        Studio studio,
        string upload,
        long offset,
        ReadOnlyMemory<byte> piece,
        HttpStatusCode expected
    )
    {
        using HttpRequestMessage request = new(HttpMethod.Patch, upload) { Content = new ReadOnlyMemoryContent(piece) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/offset+octet-stream");
        request.Headers.Add("Tus-Resumable", "1.0.0");
        request.Headers.Add("Upload-Offset", offset.ToString(CultureInfo.InvariantCulture));
        using HttpResponseMessage answer = await studio.Client.SendAsync(request);
        Assert.Equal(expected, answer.StatusCode);
        return answer.Headers.TryGetValues("Upload-Offset", out IEnumerable<string>? now)
            ? long.Parse(now.Single(), CultureInfo.InvariantCulture)
            : offset;
    }

    private static async Task<long> OffsetAsync(Studio studio, string upload)
    {
        using HttpRequestMessage request = new(HttpMethod.Head, upload);
        request.Headers.Add("Tus-Resumable", "1.0.0");
        using HttpResponseMessage answer = await studio.Client.SendAsync(request);
        return long.Parse(answer.Headers.GetValues("Upload-Offset").Single(), CultureInfo.InvariantCulture);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
