using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using MontageAI.Studio.Hosting;
using MontageAI.Studio.Settings;
using MontageAI.Testing;

namespace MontageAI.Studio.Tests;

/// <summary>Who may, and who may not.</summary>
public sealed class AccessTests
{
    [Fact]
    public async Task EveryRoute_WithoutAToken_IsClosed_ButThePageAndTheSignOfLife()
    {
        await using Studio studio = await Studio.StartAsync();
        using HttpClient nobody = new() { BaseAddress = studio.Address };

        foreach (
            (string method, string route) in studio.Routes.Where(r => r is not ("GET", "/api/health/live") and not ("POST", "/api/session"))
        )
        {
            string path = route
                .Replace("{documentName}", "v1", StringComparison.Ordinal)
                .Replace("{", "", StringComparison.Ordinal)
                .Replace("}", "", StringComparison.Ordinal);
            using HttpRequestMessage request = new(new HttpMethod(method), path);
            using HttpResponseMessage answer = await nobody.SendAsync(request);
            Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"{method} {path}: {answer.StatusCode}");
        }

        Assert.Equal(HttpStatusCode.OK, (await nobody.GetAsync("/")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await nobody.GetAsync("/api/health/live")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync("/api/projects?token=" + studio.Token)).StatusCode);
    }

    [Fact]
    public async Task Server_ThatIsStillStarting_AsksToBeAskedAgain()
    {
        DefaultHttpContext context = new();
        context.Request.Method = "PATCH";
        context.Request.Host = new HostString("127.0.0.1", 8765);
        using TempFolder folder = new();
        using Guesses guesses = new(TimeProvider.System);
        using Paces paces = new(
            new StudioOptions
            {
                Engine = new() { CacheFolder = folder.Path, Version = "test" },
                Roots = [],
                Projects = folder.Path,
                State = folder.Path,
            }
        );
        Access access = new(
            _ => Task.FromException(new InvalidOperationException()),
            Credentials.Of(folder.File("token")),
            new Site(),
            guesses,
            paces
        );

        await access.InvokeAsync(context);

        // A refusal would make a page take back the edit that it kept while the server was away.
        Assert.Equal(StatusCodes.Status503ServiceUnavailable, context.Response.StatusCode);
        Assert.Equal("1", context.Response.Headers.RetryAfter.ToString());
    }

    [Fact]
    public async Task AClientThatAsksWithoutEnd_IsToldToWait_AndNobodyElseIs()
    {
        await using Studio studio = await Studio.StartAsync(options: o => o with { RequestBurst = 60, RequestsPerSecond = 5 });
        using HttpClient nobody = new() { BaseAddress = studio.Address };
        HttpResponseMessage? refused = null;
        int answered = 0;
        // More than the burst: at five a second the rest is not made up for while these are sent, or in the end it is.
        while (refused is null)
        {
            HttpResponseMessage answer = await studio.Client.GetAsync("/api/info");
            refused = answer.StatusCode == HttpStatusCode.TooManyRequests ? answer : null;
            answered += refused is null ? 1 : 0;
        }

        HttpStatusCode other = (await nobody.GetAsync("/api/health/live")).StatusCode;

        Assert.True(answered >= 60, $"{answered} were answered before one was refused.");
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter?.Delta);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
        Assert.Equal(HttpStatusCode.OK, other);
        // After a while there are some again.
        await Patience.UntilAsync("requests again", async () => (await studio.Client.GetAsync("/api/info")).IsSuccessStatusCode);
    }

    [Fact]
    public async Task Token_IsKeptForItsUserAlone_AndPagesStaySignedInAcrossARestart()
    {
        await using Studio studio = await Studio.StartAsync();
        string token = studio.Token;
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(studio.TokenFile));
        }

        await studio.RestartAsync();

        Assert.Equal(token, studio.Token);
    }

    [Fact]
    public async Task Session_ReadsWithItsCookie_AndChangesOnlyWithOriginAndSecret()
    {
        await using Studio studio = await Studio.StartAsync();
        (string cookie, string secret) = await SignInAsync(studio);
        string origin = studio.Address.GetLeftPart(UriPartial.Authority);

        Assert.Equal(HttpStatusCode.OK, await AskAsync(studio, HttpMethod.Get, cookie));
        Assert.Equal(
            HttpStatusCode.Created,
            await AskAsync(studio, HttpMethod.Post, cookie, ("Origin", origin), ("X-Montage-Secret", secret))
        );
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(studio, HttpMethod.Post, cookie, ("Origin", origin)));
        Assert.Equal(
            HttpStatusCode.Forbidden,
            await AskAsync(studio, HttpMethod.Post, cookie, ("Origin", origin), ("X-Montage-Secret", secret + "x"))
        );
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(studio, HttpMethod.Post, cookie, ("X-Montage-Secret", secret)));
        Assert.Equal(
            HttpStatusCode.Forbidden,
            await AskAsync(studio, HttpMethod.Post, cookie, ("Origin", "http://evil.example"), ("X-Montage-Secret", secret))
        );
        Assert.Equal(
            HttpStatusCode.Forbidden,
            await AskAsync(studio, HttpMethod.Post, cookie, ("Origin", "null"), ("X-Montage-Secret", secret))
        );
        Assert.Equal(
            HttpStatusCode.Forbidden,
            await AskAsync(
                studio,
                HttpMethod.Post,
                cookie,
                ("Origin", origin),
                ("X-Montage-Secret", secret),
                ("Sec-Fetch-Site", "same-site")
            )
        );
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(studio, HttpMethod.Get, cookie, ("Sec-Fetch-Site", "cross-site")));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(studio, HttpMethod.Get, cookie[..^2] + "xx"));
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:1")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:1")]
    [InlineData("localhost.evil.example:{port}")]
    public async Task Host_ThatIsNotThisServer_IsRefused_ForReadingToo(string host)
    {
        await using Studio studio = await Studio.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Get, "/api/info");
        request.Headers.Host = host.Replace(
            "{port}",
            studio.Address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            StringComparison.Ordinal
        );

        using HttpResponseMessage answer = await studio.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Answers_TellBrowsersToRunNothingFromElsewhere()
    {
        await using Studio studio = await Studio.StartAsync();
        foreach (string path in (string[])["/", "/api/info", "/nothing"])
        {
            using HttpResponseMessage answer = await studio.Client.GetAsync(path);
            string policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("same-origin", answer.Headers.GetValues("Cross-Origin-Resource-Policy").Single());
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
            Assert.False(answer.Headers.Contains("Server"));
        }
    }

    private static async Task<(string Cookie, string Secret)> SignInAsync(Studio studio)
    {
        using HttpClient page = new(new HttpClientHandler { UseCookies = false }) { BaseAddress = studio.Address };
        using HttpResponseMessage wrong = await page.PostAsync("/api/session", Json("""{"token":"guess"}"""));
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        using HttpResponseMessage answer = await page.PostAsync("/api/session", Json($$"""{"token":"{{studio.Token}}"}"""));
        string set = answer.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("httponly", set, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", set, StringComparison.OrdinalIgnoreCase);
        return (set.Split(';')[0], (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["secret"]!);
    }

    private static StringContent Json(string text) => new(text, MediaTypeHeaderValue.Parse("application/json"));

    private static async Task<HttpStatusCode> AskAsync(
        Studio studio,
        HttpMethod method,
        string cookie,
        params (string Name, string Value)[] headers
    )
    {
        using HttpClient page = new(new HttpClientHandler { UseCookies = false }) { BaseAddress = studio.Address };
        using HttpRequestMessage request = new(method, "/api/projects");
        request.Headers.Add("Cookie", cookie);
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (method == HttpMethod.Post)
        {
            request.Content = Json("""{"name":"A"}""");
        }

        using HttpResponseMessage answer = await page.SendAsync(request);
        return answer.StatusCode;
    }
}
