using Microsoft.Net.Http.Headers;
using MontageAI.Studio.Contracts;

namespace MontageAI.Studio.Hosting;

/// <summary>
/// Who may. Every request must name this server as its host, whatever it asks for; all but the page's files, the sign of life and signing
/// in need the token or a session's cookie; what changes something needs, with a cookie, our own origin and the session's secret.
/// </summary>
/// <param name="next">What is behind.</param>
/// <param name="credentials">Token and sessions.</param>
/// <param name="site">Where the server is.</param>
/// <param name="slowly">Slows down who guesses.</param>
/// <param name="paces">Slows down who asks without end.</param>
internal sealed class Access(RequestDelegate next, Credentials credentials, Site site, Guesses slowly, Paces paces)
{
    /// <summary>Header that carries the session's secret.</summary>
    public const string SecretHeader = "X-Montage-Secret";

    private const string Bearer = "Bearer ";

    /// <summary>Lets a request pass, or answers it.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        if (!site.IsReady)
        {
            // Jobs of the run before are being taken in. A page that was told anything else would take its edits back.
            await Problems.StartingAsync(context).ConfigureAwait(false);
            return;
        }

        if (!site.Knows(request.Host.Value))
        {
            await Problems
                .AnswerAsync(
                    context,
                    StatusCodes.Status421MisdirectedRequest,
                    "host",
                    "The request names another host than this server.",
                    "Open the address that the server printed, or start it with --host-name."
                )
                .ConfigureAwait(false);
            return;
        }

        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && IsFromElsewhere(request))
        {
            await ForbidAsync(context, "origin", "The request comes from another page.", "Use the page of this server.")
                .ConfigureAwait(false);
            return;
        }

        if (Site.IsOpen(request))
        {
            await PassAsync(context, $"address {context.Connection.RemoteIpAddress}").ConfigureAwait(false);
            return;
        }

        string authorization = request.Headers.Authorization.ToString();
        if (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            if (credentials.IsToken(authorization[Bearer.Length..].Trim()))
            {
                await PassAsync(context, "token").ConfigureAwait(false);
                return;
            }

            if (!await slowly.WaitAsync(context.RequestAborted).ConfigureAwait(false))
            {
                await Problems.TooManyAsync(context, "Too many wrong tokens.", 5).ConfigureAwait(false);
                return;
            }
        }
        else if (credentials.SecretOf(request.Cookies[site.CookieName]) is { } secret)
        {
            await WithCookieAsync(context, secret).ConfigureAwait(false);
            return;
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        await Problems
            .AnswerAsync(
                context,
                StatusCodes.Status401Unauthorized,
                "token",
                "Nobody is signed in.",
                "Open the address that the server printed, or send the token as 'Authorization: Bearer'."
            )
            .ConfigureAwait(false);
    }

    private Task PassAsync(HttpContext context, string client) =>
        paces.Admits(client) ? next(context) : Problems.TooManyAsync(context, "That was too many requests at once.", 1);

    private static Task ForbidAsync(HttpContext context, string member, string reason, string remedy) =>
        Problems.AnswerAsync(context, StatusCodes.Status403Forbidden, member, reason, remedy);

    // Browsers say where a request comes from; programs say nothing.
    private bool IsFromElsewhere(HttpRequest request) =>
        (
            request.Headers.TryGetValue(HeaderNames.Origin, out Microsoft.Extensions.Primitives.StringValues origin)
            && !site.IsOwn(origin.ToString())
        )
        || request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } from and not ("same-origin" or "none") && from.Length > 0;

    private async Task WithCookieAsync(HttpContext context, string secret)
    {
        HttpRequest request = context.Request;
        string from = request.Headers["Sec-Fetch-Site"].ToString();
        if (from is not ("" or "same-origin" or "none"))
        {
            await ForbidAsync(context, "origin", "The request comes from another page.", "Use the page of this server.")
                .ConfigureAwait(false);
        }
        else if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        {
            await PassAsync(context, "session " + secret).ConfigureAwait(false);
        }
        else if (!site.IsOwn(request.Headers.Origin.ToString()))
        {
            await ForbidAsync(context, "origin", "A change must say that it comes from this server's page.", "Reload the page.")
                .ConfigureAwait(false);
        }
        else if (!Credentials.Same(request.Headers[SecretHeader].ToString(), secret))
        {
            await ForbidAsync(context, SecretHeader, "A change must carry the secret of its session.", "Sign in again.")
                .ConfigureAwait(false);
        }
        else
        {
            await PassAsync(context, "session " + secret).ConfigureAwait(false);
        }
    }
}
