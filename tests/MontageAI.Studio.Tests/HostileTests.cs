using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace MontageAI.Studio.Tests;

/// <summary>Requests that nobody means well with: refused with a reason, nothing read outside, nothing left behind, never a 500.</summary>
public sealed class HostileTests
{
    private static readonly string[] s_names =
    [
        "..",
        "../..",
        "%2e%2e",
        "..%2f..%2fetc%2fpasswd",
        "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "..%5c..%5cwindows",
        "%00",
        "a%00b",
        "%ff%fe",
        "CON",
        "a'b",
        "<img src=x onerror=alert(1)>",
        "😀",
        "{project}",
        "*",
        "~",
        "-rf",
        "$(id)",
        "`id`",
        "|id",
        ";id",
        "%0d%0aSet-Cookie:x=1",
        "file:///etc/passwd",
        "http://127.0.0.1/",
        "0",
        "-1",
        "99999999999999999999",
    ];

    private static readonly string[] s_bodies =
    [
        "",
        "null",
        "[]",
        "{}",
        "0",
        "\"x\"",
        "{",
        "{\"name\":",
        "{\"name\":null}",
        "{\"name\":1}",
        "{\"name\":\"\"}",
        "{\"name\":\"a\",\"unknown\":1}",
        "{\"name\":\"a\",\"__proto__\":{}}",
        "{\"paths\":null}",
        "{\"paths\":[null]}",
        "{\"paths\":[\"/etc/passwd\"]}",
        "{\"paths\":[\"/proc/self/environ\"]}",
        "{\"paths\":[\"/dev/zero\"]}",
        "{\"path\":\"/etc/passwd\"}",
        "{\"path\":\"/dev/stdin\"}",
        "{\"path\":\"concat:/etc/passwd\"}",
        "{\"path\":\"http://127.0.0.1/x.mp4\"}",
        "{\"edit\":[]}",
        "{\"edit\":[null]}",
        "{\"edit\":[\"\"]}",
        "{\"edit\":[\"swap=\"]}",
        "{\"edit\":[\"swap=999999999999\"]}",
        "{\"edit\":[\"pin=0:/etc/passwd@0\"]}",
        "{\"edit\":[\"text=caption@0-1:\\u0000\"]}",
        "{\"settings\":{\"style\":\"/etc/passwd\"}}",
        "{\"settings\":{\"style\":\"../x\"}}",
        "{\"settings\":{\"look\":\"/etc/passwd\"}}",
        "{\"settings\":{\"seconds\":-1}}",
        "{\"settings\":{\"seconds\":1e308}}",
        "{\"settings\":{\"aspect\":\"0:0\"}}",
        "{\"settings\":{\"rate\":\"1/0\"}}",
        "{\"settings\":{\"clipSoundDb\":1e9}}",
        "{\"profile\":\"x\"}",
        "{\"name\":\"../x.mp4\"}",
        "{\"name\":\"/tmp/x.mp4\"}",
        "{\"revision\":-1}",
        "{\"revision\":999999}",
        "{\"format\":\"../../x\"}",
        "{\"count\":1000000}",
        "{\"scale\":3}",
        "{\"bpm\":-1}",
        "{\"beats\":[1]}",
        "{\"scale\":2,\"half\":true}",
        "{\"files\":[{\"name\":\"a\",\"bytes\":-1,\"fingerprint\":\"x\"}]}",
        "{\"token\":\"x\"}",
    ];

    [Fact]
    public async Task Requests_ByTheHundred_AreRefused_AndLeaveNothingBehind()
    {
        await using Studio studio = await Studio.StartAsync(clips: 2);
        string project = await studio.ProjectAsync();
        await studio.PlanAsync(project);
        string id = project.Split('/')[^1];
        string secret = studio.File("secret.txt");
        await File.WriteAllTextAsync(secret, "TOP-SECRET");
        (string Method, string Route)[] routes = [.. studio.Routes.Where(r => r.Route is not "/api/events" and not "/api/session")];
        int descriptors = Descriptors();
        int asked = 0;

        foreach ((string method, string route) in routes)
        {
            IEnumerable<string> paths = route.Contains('{', StringComparison.Ordinal)
                ? s_names.Select(n => Filled(route, id, n)).Append(Filled(route, "nobody", "x"))
                : [route];
            foreach (string path in paths)
            {
                asked += await AskAsync(studio, method, path, method is "GET" or "HEAD" or "DELETE" or "OPTIONS" ? null : "{}");
            }

            if (method is "POST" or "PUT" or "PATCH")
            {
                foreach (string body in s_bodies)
                {
                    // What might be done is not hostile.
                    if (!(route == "/api/projects" && body.Contains("\"name\":\"", StringComparison.Ordinal)))
                    {
                        asked += await AskAsync(studio, method, Filled(route, id, "x"), body);
                    }
                }
            }
        }

        foreach (
            string query in (string[])["path=" + Uri.EscapeDataString(secret), "path=/etc", "path=%00", "path=" + new string('a', 5000)]
        )
        {
            asked += await AskAsync(studio, "GET", "/api/files?" + query, null);
        }

        Assert.True(asked > 600, $"{asked} requests");
        JsonNode plan = await studio.SendAsync(HttpMethod.Get, $"{project}/plan?rev=1");
        Assert.NotEmpty(plan["shots"]!.AsArray());
        Assert.InRange(Descriptors(), 0, descriptors + 60);
        Assert.False(File.Exists("/tmp/x.mp4"));
    }

    [Theory]
    [InlineData("GET /api/info HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /api/info HTTP/1.1\r\n\r\n")]
    [InlineData("GET http://169.254.169.254/ HTTP/1.1\r\nHost: {host}\r\n\r\n")]
    [InlineData("GET /../../etc/passwd HTTP/1.1\r\nHost: {host}\r\n\r\n")]
    [InlineData("GET //etc/passwd HTTP/1.1\r\nHost: {host}\r\n\r\n")]
    [InlineData("POST /api/projects HTTP/1.1\r\nHost: {host}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("POST /api/projects HTTP/1.1\r\nHost: {host}\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("POST /api/projects HTTP/1.1\r\nHost: {host}\r\nContent-Length: 99999999999\r\n\r\n")]
    [InlineData("GET / HTTP/9.9\r\nHost: {host}\r\n\r\n")]
    [InlineData("\0\0\0\0\r\n\r\n")]
    [InlineData("CONNECT {host} HTTP/1.1\r\nHost: {host}\r\n\r\n")]
    [InlineData("TRACE / HTTP/1.1\r\nHost: {host}\r\n\r\n")]
    public async Task Bytes_ThatAreNoProperRequest_GetNothing(string bytes)
    {
        await using Studio studio = await Studio.StartAsync();
        using TcpClient raw = new(studio.Address.Host, studio.Address.Port);
        string host = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{studio.Address.Port}");
        NetworkStream stream = raw.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(bytes.Replace("{host}", host, StringComparison.Ordinal)));
        raw.Client.Shutdown(SocketShutdown.Send);
        using StreamReader answer = new(stream);

        string line = await answer.ReadLineAsync() ?? "HTTP/1.1 400";

        Assert.Matches("^HTTP/1.1 (400|401|404|405|413|421|505)", line);
        Assert.Equal("live", (string)(await studio.SendAsync(HttpMethod.Get, "/api/health/live"))["status"]!);
    }

    [Fact]
    public async Task Body_BeyondTheLimit_IsRefused()
    {
        await using Studio studio = await Studio.StartAsync();
        (HttpStatusCode status, _) = await studio.TryAsync(HttpMethod.Post, "/api/projects", new { name = new string('x', 2 << 20) });
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
    }

    [Theory]
    [InlineData("été 2026 – \"Lofoten\" / æøå")]
    [InlineData("日本語の旅行")]
    [InlineData("שלום עולם")]
    [InlineData("line\nbreak\ttab")]
    [InlineData("../../etc")]
    [InlineData("CON")]
    [InlineData("…")]
    [InlineData("<img src=x onerror=alert(1)>")]
    public async Task Names_OfEveryScript_MakeProjects_InTheFolderOfProjects(string name)
    {
        await using Studio studio = await Studio.StartAsync();
        JsonNode made = await studio.SendAsync(HttpMethod.Post, "/api/projects", new { name });

        Assert.Equal(name, (string)made["name"]!);
        Assert.Equal(studio.File("projects"), Path.GetDirectoryName((string)made["folder"]!));
        Assert.Equal(name, (string)(await studio.SendAsync(HttpMethod.Get, "/api/projects"))[0]!["name"]!);
    }

    private static string Filled(string route, string project, string value) =>
        route
            .Replace("{project}", project, StringComparison.Ordinal)
            .Replace("{documentName}", value, StringComparison.Ordinal)
            .Replace("{upload}", value, StringComparison.Ordinal)
            .Replace("{job}", value, StringComparison.Ordinal)
            .Replace("{clip}", value, StringComparison.Ordinal)
            .Replace("{shot}", value, StringComparison.Ordinal)
            .Replace("{name}", value, StringComparison.Ordinal)
            .Replace("{stream}", value, StringComparison.Ordinal)
            .Replace("{file}", value, StringComparison.Ordinal)
            .Replace("{key}", value, StringComparison.Ordinal);

    private static async Task<int> AskAsync(Studio studio, string method, string path, string? body)
    {
        if (!Uri.TryCreate(studio.Address, path, out Uri? address) || address.Host != studio.Address.Host)
        {
            return 0;
        }

        // The client takes ".." out of addresses; what then names the whole project would do what it says.
        if (method == "DELETE" && address.AbsolutePath.Trim('/').Count(c => c == '/') == 2)
        {
            return 0;
        }

        using HttpRequestMessage request = new(new HttpMethod(method), address);
        request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
        request.Headers.TryAddWithoutValidation("Tus-Resumable", "1.0.0");
        if (body is not null)
        {
            request.Content = new StringContent(body, MediaTypeHeaderValue.Parse("application/json"));
        }

        using HttpResponseMessage answer = await studio.Client.SendAsync(request, HttpCompletionOption.ResponseContentRead);
        string said = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode is < 500 or 501, $"{method} {path} {body}: {(int)answer.StatusCode} {said}");
        Assert.DoesNotContain("TOP-SECRET", said, StringComparison.Ordinal);
        Assert.DoesNotContain("root:", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        // An address that is none is refused by the server itself, before anything of ours runs, without a word.
        bool isNoAddress = path.Contains("%00", StringComparison.Ordinal) && said.Length == 0;
        if ((int)answer.StatusCode >= 400 && method != "HEAD" && !isNoAddress)
        {
            string? type = answer.Content.Headers.ContentType?.MediaType;
            Assert.True(type == "application/problem+json", $"{method} {path} {body}: {(int)answer.StatusCode} {type} {said}");
            JsonNode problem = JsonNode.Parse(said)!;
            Assert.Equal((int)answer.StatusCode, (int)problem["status"]!);
            Assert.False(string.IsNullOrEmpty((string?)problem["title"]));
        }

        return 1;
    }

    private static int Descriptors() => OperatingSystem.IsLinux() ? Directory.GetFileSystemEntries("/proc/self/fd").Length : 0;
}
