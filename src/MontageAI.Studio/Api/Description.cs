using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace MontageAI.Studio.Api;

/// <summary>What the description of the API says beside its routes.</summary>
internal static class Description
{
    /// <summary>Configures it.</summary>
    public static void Configure(OpenApiOptions options) =>
        options.AddDocumentTransformer(
            (document, _, _) =>
            {
                document.Info = new OpenApiInfo
                {
                    Title = "Montage AI studio",
                    Version = "1",
                    Description = "Projects, plans, pictures and films. Problems are answered as RFC 9457 says.",
                };
                // The same document wherever the server listens.
                document.Servers?.Clear();
                document.Components ??= new OpenApiComponents();
                document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
                document.Components.SecuritySchemes["token"] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                };
                return Task.CompletedTask;
            }
        );
}
