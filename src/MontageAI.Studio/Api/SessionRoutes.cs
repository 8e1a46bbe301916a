using Microsoft.AspNetCore.Http.HttpResults;
using MontageAI.Studio.Contracts;

namespace MontageAI.Studio.Api;

/// <summary>Signing in.</summary>
internal static class SessionRoutes
{
    /// <summary>Adds it.</summary>
    /// <param name="routes">Where.</param>
    /// <param name="begin">Sets the cookie and gives the secret; null where the token is wrong.</param>
    public static void Map(IEndpointRouteBuilder routes, Func<HttpContext, string, Task<string?>> begin) =>
        routes
            .MapPost(
                "/api/session",
                async Task<Ok<SessionView>> (SessionAsk ask, HttpContext context) =>
                    await begin(context, ask.Token).ConfigureAwait(false) is { } secret
                        ? TypedResults.Ok(new SessionView(secret))
                        : throw new ApiException(
                            new ApiProblem(
                                StatusCodes.Status401Unauthorized,
                                "That is not the token.",
                                "refused",
                                "token",
                                "Open the address that the server printed."
                            )
                        )
            )
            .WithName("signIn")
            .WithSummary("Token to cookie.");
}
