using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MontageAI.Farm.Tests;

/// <summary>As much of a cluster's API as creates, changes and deletes Jobs and Secrets, and the settings by which a client finds
/// it.</summary>
internal sealed class ClusterStub : IAsyncDisposable
{
    private const string Token = "the-users-token";

    private readonly WebApplication _app;

    private ClusterStub(WebApplication app) => _app = app;

    /// <summary>What lies in it, by address.</summary>
    public ConcurrentDictionary<string, JsonNode> Things { get; } = [];

    /// <summary>Everything that was asked, as method and address.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    /// <summary>Whether it refuses Jobs for what stands in them.</summary>
    public bool IsPicky { get; set; }

    /// <summary>Starts it.</summary>
    public static async Task<ClusterStub> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        ClusterStub stub = new(builder.Build());
        stub._app.Run(stub.AnswerAsync);
        await stub._app.StartAsync();
        return stub;
    }

    /// <summary>Writes settings for it, as <c>kubectl</c> has them.</summary>
    public void WriteSettings(string file, string token = Token) =>
        File.WriteAllText(
            file,
            $$"""
            apiVersion: v1
            kind: Config
            current-context: test
            clusters:
            - name: test
              cluster: { server: "{{_app.Urls.First()}}" }
            users:
            - name: test
              user: { token: {{token}} }
            contexts:
            - name: test
              context: { cluster: test, user: test, namespace: studio }

            """
        );

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        string method = context.Request.Method;
        string path = context.Request.Path.Value!;
        Asked.Enqueue($"{method} {path}");
        JsonNode? body =
            context.Request.ContentLength is 0 or null && method is "GET" or "DELETE"
                ? null
                : await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        if (context.Request.Headers.Authorization != "Bearer " + Token)
        {
            await SayAsync(401, "Unauthorized");
            return;
        }

        switch (method)
        {
            case "POST" when IsPicky && path.EndsWith("/jobs", StringComparison.Ordinal):
                await SayAsync(422, "Job.batch is invalid: spec.template.spec.containers[0].image: Required value");
                break;
            case "POST":
                string name = path + "/" + body!["metadata"]!["name"];
                if (!Things.TryAdd(name, body))
                {
                    await SayAsync(409, "it is there already");
                    return;
                }

                context.Response.StatusCode = 201;
                await context.Response.WriteAsync(body.ToJsonString());
                break;
            case "PUT":
                Things[path] = body!;
                await context.Response.WriteAsync(body!.ToJsonString());
                break;
            case "PATCH" when Things.TryGetValue(path, out JsonNode? job):
                foreach ((string field, JsonNode? value) in body!["spec"]!.AsObject())
                {
                    job["spec"]![field] = value!.DeepClone();
                }

                await context.Response.WriteAsync(job.ToJsonString());
                break;
            case "GET" when Things.TryGetValue(path, out JsonNode? known):
                await context.Response.WriteAsync(known.ToJsonString());
                break;
            case "DELETE" when Things.TryRemove(path, out _):
                await context.Response.WriteAsync("{\"kind\":\"Status\",\"status\":\"Success\"}");
                break;
            default:
                await SayAsync(404, "not found");
                break;
        }

        Task SayAsync(int status, string message)
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(new JsonObject { ["kind"] = "Status", ["message"] = message }.ToJsonString());
        }
    }
}
