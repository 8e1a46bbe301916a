using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace MontageAI.Studio.Tests.Browser;

/// <summary>Where films are asked for.</summary>
[Collection(PageCollection.Name)]
public sealed class DeliverTests(Chromium browser, MadeMontage montage)
{
    [BrowserFact]
    public async Task Deliver_SaysWhichMachinesRender_AndWhenTheyAreLost()
    {
        await using Visitor visitor = await montage.VisitAsync(browser);
        IPage page = visitor.Page;
        ILocator says = page.GetByTestId("farm");
        string farm = Farm("ready", 2);
        await page.RouteAsync(
            "**/api/farm",
            r => r.FulfillAsync(new RouteFulfillOptions { ContentType = "application/json", Body = farm })
        );
        await page.GetByTestId("open-deliver").ClickAsync();

        await Assertions.Expect(says).ToHaveTextAsync("2 machines of the farm at 10.0.0.2:7463 render films.");
        farm = Farm("silent", 0);
        await Assertions.Expect(says).ToContainTextAsync("does not answer; films are rendered on this computer");
        farm = Farm("none", 0);
        await Assertions.Expect(says).ToHaveCountAsync(0);
        Assert.Empty(visitor.Errors);
    }

    private static string Farm(string status, int machines) =>
        new JsonObject
        {
            ["status"] = status,
            ["where"] = "10.0.0.2:7463",
            ["hosted"] = true,
            ["waiting"] = 0,
            ["machines"] = new JsonArray([
                .. Enumerable
                    .Range(0, machines)
                    .Select(i => new JsonObject
                    {
                        ["name"] = $"m{i}",
                        ["slots"] = 1,
                        ["running"] = 0,
                    }),
            ]),
        }.ToJsonString();
}
