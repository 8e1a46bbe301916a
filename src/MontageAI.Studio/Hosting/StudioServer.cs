using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing.Constraints;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using MontageAI.Engine;
using MontageAI.Studio.Api;
using MontageAI.Studio.Contracts;
using MontageAI.Studio.Farms;
using MontageAI.Studio.Files;
using MontageAI.Studio.Jobs;
using MontageAI.Studio.Media;
using MontageAI.Studio.Projects;
using MontageAI.Studio.Settings;
using MontageAI.Studio.Telemetry;

namespace MontageAI.Studio.Hosting;

/// <summary>The server.</summary>
internal sealed class StudioServer : IAsyncDisposable
{
    private const int MostBodyBytes = 1 << 20;

    // The desk decides how many of its jobs run; each may ask the engine for some small ones beside its own.
    private const int EngineJobs = 256;
    private const int MostHeaderBytes = 16 << 10;

    private readonly WebApplication _app;
    private readonly MontageEngine _engine;
    private readonly Desk _desk;

    private StudioServer(WebApplication app, MontageEngine engine, Desk desk, Uri address, string token, string tokenFile)
    {
        (_app, _engine, _desk) = (app, engine, desk);
        (Address, Token, TokenFile) = (address, token, tokenFile);
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Its token.</summary>
    public string Token { get; }

    /// <summary>The file that holds it.</summary>
    public string TokenFile { get; }

    /// <summary>Methods and addresses that it answers.</summary>
    public IEnumerable<(string Method, string Route)> Routes =>
        from endpoint in _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
        select (method, endpoint.RoutePattern.RawText!);

    /// <summary>What a browser opens. What follows '#' stays in the browser.</summary>
    public string LinkWithToken => $"{Address}#token={Token}";

    /// <summary>Starts a server.</summary>
    /// <param name="options">What was decided before.</param>
    /// <param name="logging">Where its log goes; null for the console.</param>
    /// <param name="farm">The farm that films are rendered by; null for none. Its owner ends it after the server.</param>
    public static async Task<StudioServer> StartAsync(
        StudioOptions options,
        Action<ILoggingBuilder>? logging = null,
        StudioFarm? farm = null
    )
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ApplicationName = "montage-ai-studio" }
        );
        builder.Logging.ClearProviders();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        if (logging is null)
        {
            builder.Logging.AddSimpleConsole(c => c.SingleLine = true);
            // Why it did not start is said once, in our words.
            builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        }
        else
        {
            logging(builder.Logging);
        }

        builder.WebHost.ConfigureKestrel(kestrel => Configure(kestrel, options));
        string tokenFile = Path.Combine(options.State, FormattableString.Invariant($"token-{options.Port}"));
        Credentials credentials = Credentials.Of(tokenFile);
        Site site = new();
        FarmPlace place = new(farm);
        MontageEngine engine = new(place.Adapt(options.Engine) with { RunningJobs = EngineJobs });
        IServiceCollection services = builder.Services;
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, StudioJson.Default);
            json.SerializerOptions.UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow;
            json.SerializerOptions.RespectRequiredConstructorParameters = true;
            json.SerializerOptions.RespectNullableAnnotations = true;
            json.SerializerOptions.DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull;
        });
        services.Configure<RouteHandlerOptions>(r => r.ThrowOnBadRequest = true);
        services.AddSingleton(options);
        services.AddSingleton(credentials);
        services.AddSingleton(site);
        services.AddSingleton(place);
        services.AddSingleton(options.Time);
        services.AddSingleton<Guesses>();
        services.AddSingleton<Paces>();
        services.AddSingleton(engine);
        services.AddSingleton<Roots>();
        services.AddSingleton<ProjectShelf>();
        services.AddSingleton<Streams>();
        services.AddSingleton<Screens>();
        services.AddSingleton<Sprites>();
        services.AddSingleton<RootIndex>();
        services.AddSingleton<Uploads>();
        services.AddSingleton<StudioTelemetry>();
        services.AddSingleton<EventHub>();
        services.AddSingleton<JobKeeper>();
        services.AddSingleton<Desk>();
        services.AddSingleton<PermittedMedia>();
        services.AddSingleton<Variants>();
        services.AddSingleton<FolderZip.Sums>();
        services.AddSingleton<JobWork>();
        services.AddRouting(o => o.SetParameterPolicy<RegexInlineRouteConstraint>("regex"));
        services.AddOpenApi("v1", Description.Configure);
        Observation.Add(services, options);
        WebApplication app = builder.Build();
        app.Use(SafetyHeaders.InvokeAsync);
        StudioTelemetry telemetry = app.Services.GetRequiredService<StudioTelemetry>();
        app.Use(
            async (context, next) =>
            {
                await next(context).ConfigureAwait(false);
                if (context.Response.StatusCode >= StatusCodes.Status400BadRequest)
                {
                    telemetry.Refused(context.Response.StatusCode);
                }
            }
        );
        app.Use(Problems.InvokeAsync);
        app.UseMiddleware<Access>();
        app.Use(Page.ServeAsync);
        app.UseRouting();
        SessionRoutes.Map(app, (context, token) => BeginAsync(context, token, credentials, site));
        ServerRoutes.Map(app);
        ProjectRoutes.Map(app);
        FootageRoutes.Map(app);
        PlanRoutes.Map(app);
        JobRoutes.Map(app);
        MediaRoutes.Map(app);
        FileRoutes.Map(app);
        WorkRoutes.Map(app);
        VariantRoutes.Map(app);
        RelinkRoutes.Map(app);
        SongRoutes.Map(app);
        app.MapPrometheusScrapingEndpoint("/metrics");
        app.MapOpenApi("/openapi/{documentName:regex(^v1$)}.json");
        Desk desk = app.Services.GetRequiredService<Desk>();
        desk.Work = app.Services.GetRequiredService<JobWork>().RunAsync;
        Directory.CreateDirectory(options.Projects);
        try
        {
            await app.StartAsync().ConfigureAwait(false);
        }
        catch (IOException e)
        {
            await app.DisposeAsync().ConfigureAwait(false);
            await engine.DisposeAsync().ConfigureAwait(false);
            throw new Errors.MontageException(
                Errors.ErrorCode.Conflict,
                $"Port {options.Port} cannot be listened on: {e.Message} Name another with --port, or 0 for any that is free.",
                e
            );
        }

        string listening = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Uri address = AddressOf(new Uri(listening), options);
        // Before anybody can ask for more: a job that is just being taken in would be taken in twice.
        await GoOnAsync(app.Services.GetRequiredService<ProjectShelf>(), desk).ConfigureAwait(false);
        site.Open(address, options.HostNames);
        StudioServer server = new(app, engine, desk, address, credentials.Token, tokenFile);
        return server;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _desk.CloseAsync().ConfigureAwait(false);
        using (CancellationTokenSource soon = new(TimeSpan.FromSeconds(2)))
        {
            await _app.StopAsync(soon.Token).ConfigureAwait(false);
        }

        Streams streams = _app.Services.GetRequiredService<Streams>();
        await _app.DisposeAsync().ConfigureAwait(false);
        await _engine.DisposeAsync().ConfigureAwait(false);
        streams.Clear();
    }

    // What waited or ran when the server ended goes on.
    private static async Task GoOnAsync(ProjectShelf projects, Desk desk)
    {
        foreach ((string folder, _, _) in projects.List())
        {
            foreach (JobRecord record in JobKeeper.Left(folder))
            {
                await desk.GoOnAsync(record).ConfigureAwait(false);
            }
        }
    }

    private static async Task<string?> BeginAsync(HttpContext context, string token, Credentials credentials, Site site)
    {
        if (!credentials.IsToken(token))
        {
            Guesses slowly = context.RequestServices.GetRequiredService<Guesses>();
            return await slowly.WaitAsync(context.RequestAborted).ConfigureAwait(false)
                ? null
                : throw new ApiException(new ApiProblem(StatusCodes.Status429TooManyRequests, "Too many wrong tokens.", "busy"))
                {
                    RetryAfterSeconds = 5,
                };
        }

        (string cookie, string secret) = credentials.Begin();
        context.Response.Cookies.Append(
            site.CookieName,
            cookie,
            new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                Secure = site.IsSecure,
                Path = "/",
            }
        );
        return secret;
    }

    private static void Configure(KestrelServerOptions kestrel, StudioOptions options)
    {
        kestrel.AddServerHeader = false;
        KestrelServerLimits limits = kestrel.Limits;
        limits.MaxRequestBodySize = MostBodyBytes;
        limits.MaxRequestHeadersTotalSize = MostHeaderBytes;
        limits.MaxRequestHeaderCount = 64;
        limits.MaxRequestLineSize = 8 << 10;
        limits.MaxRequestBufferSize = 256 << 10;
        limits.MaxResponseBufferSize = 256 << 10;
        limits.MaxConcurrentConnections = 256;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(60);
        kestrel.Listen(
            options.Address,
            options.Port,
            listen =>
            {
                if (options.Certificate is { } certificate)
                {
                    listen.UseHttps(X509Certificate2.CreateFromPemFile(certificate, options.CertificateKey));
                }
                else
                {
                    listen.Protocols = HttpProtocols.Http1;
                }
            }
        );
    }

    // Who listens on all addresses is reached here by that of this machine.
    private static Uri AddressOf(Uri listening, StudioOptions options)
    {
        bool any = options.Address.Equals(IPAddress.Any) || options.Address.Equals(IPAddress.IPv6Any);
        return new UriBuilder(listening) { Host = any ? "127.0.0.1" : options.Address.ToString() }.Uri;
    }
}
