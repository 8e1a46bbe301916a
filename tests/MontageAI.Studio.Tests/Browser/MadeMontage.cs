using System.Text.Json.Nodes;

namespace MontageAI.Studio.Tests.Browser;

/// <summary>A server with a project that was planned once, for all tests of the page. Each begins at its first revision.</summary>
public sealed class MadeMontage : IAsyncLifetime
{
    private Studio? _studio;

    /// <summary>The server.</summary>
    internal Studio Studio => _studio!;

    /// <summary>The project's address in the API.</summary>
    internal string Project { get; private set; } = "";

    /// <summary>The project's name in addresses.</summary>
    internal string Id => Project[(Project.LastIndexOf('/') + 1)..];

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (Chromium.MissingReason is not null)
        {
            return;
        }

        _studio = await Studio.StartAsync(clips: 5);
        Project = await _studio.ProjectAsync("Harbour weekend");
        await _studio.PlanAsync(Project, new { seconds = 10, seed = 3 });
    }

    /// <summary>Opens the page at the project's first revision.</summary>
    internal async Task<Visitor> VisitAsync(Chromium browser, int width = 1440, int height = 900, bool touch = false)
    {
        await ResetAsync();
        Visitor visitor = await Visitor.OpenAsync(browser, Studio, width, height, touch);
        await visitor.GoToAsync(Id);
        return visitor;
    }

    /// <summary>The plan that the server shows.</summary>
    internal Task<JsonNode> PlanAsync() => Studio.SendAsync(HttpMethod.Get, Project + "/plan");

    /// <summary>Back to the first revision.</summary>
    internal async Task ResetAsync()
    {
        while ((await Studio.TryAsync(HttpMethod.Post, Project + "/undo", ifMatch: "*")).Status == System.Net.HttpStatusCode.OK)
        {
            // One more.
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_studio is not null)
        {
            await _studio.DisposeAsync();
        }
    }
}
