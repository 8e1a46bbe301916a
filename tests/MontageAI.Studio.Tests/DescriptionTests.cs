using System.Text.Json.Nodes;

namespace MontageAI.Studio.Tests;

/// <summary>The description of the API is exact.</summary>
public sealed class DescriptionTests
{
    [Fact]
    public async Task OpenApi_NamesEveryRoute_AndNoOther()
    {
        await using Studio studio = await Studio.StartAsync();
        JsonNode document = await studio.SendAsync(HttpMethod.Get, "/openapi/v1.json");

        // The document itself, and what Prometheus reads, are no part of it.
        IEnumerable<string> routes = studio
            .Routes.Where(r => r.Route is not ("/openapi/{documentName:regex(^v1$)}.json" or "/metrics"))
            .Select(r => $"{r.Method} {r.Route}")
            .Order(StringComparer.Ordinal);
        IEnumerable<string> described = document["paths"]!
            .AsObject()
            .SelectMany(p => p.Value!.AsObject().Select(m => $"{m.Key.ToUpperInvariant()} {p.Key}"))
            .Order(StringComparer.Ordinal);

        Assert.Equal(routes, described);
    }

    [Fact]
    public async Task OpenApi_SaysOfEveryRoute_WhatItIsForAndWhatComesBack()
    {
        await using Studio studio = await Studio.StartAsync();
        JsonNode document = await studio.SendAsync(HttpMethod.Get, "/openapi/v1.json");
        JsonNode[] operations = [.. document["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject()).Select(m => m.Value!)];

        Assert.All(operations, o => Assert.False(string.IsNullOrEmpty((string?)o["summary"])));
        Assert.All(operations, o => Assert.False(string.IsNullOrEmpty((string?)o["operationId"])));
        Assert.Equal(operations.Length, operations.Select(o => (string)o["operationId"]!).Distinct().Count());
        Assert.All(operations, o => Assert.NotEmpty(o["responses"]!.AsObject()));
        JsonObject plan = document["components"]!["schemas"]!["PlanView"]!["properties"]!.AsObject();
        Assert.Contains("shots", plan.Select(p => p.Key));
    }

    // The page's types are made from that file, so what the page thinks of the server is what the server says.
    [Fact]
    public async Task OpenApi_IsTheOneThatThePageIsMadeFor()
    {
        await using Studio studio = await Studio.StartAsync();
        string file = Path.Combine(MontageAI.Testing.Checkout.Root, "web", "openapi.json");
        JsonNode document = await studio.SendAsync(HttpMethod.Get, "/openapi/v1.json");
        string actual = document.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true, NewLine = "\n" }) + "\n";
        if (Environment.GetEnvironmentVariable("MONTAGE_APPROVE") == "1")
        {
            await File.WriteAllTextAsync(file, actual);
        }

        Assert.True(
            File.Exists(file) && JsonNode.DeepEquals(JsonNode.Parse(await File.ReadAllTextAsync(file)), document),
            "The API is not the one in web/openapi.json. Is that meant? Run this test with MONTAGE_APPROVE=1, then 'npm run types' in web/."
        );
    }

    [Fact]
    public async Task Metrics_AreReadWithTheToken()
    {
        await using Studio studio = await Studio.StartAsync();
        await studio.TryAsync(HttpMethod.Get, "/api/projects/none");

        string text = await studio.Client.GetStringAsync("/metrics");

        Assert.Contains("montage_studio_jobs", text, StringComparison.Ordinal);
        Assert.Contains("montage_studio_memory", text, StringComparison.Ordinal);
        Assert.Contains("status=\"404\"", text, StringComparison.Ordinal);
    }
}
