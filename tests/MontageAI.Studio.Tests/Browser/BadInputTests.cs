using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using MontageAI.Testing;

namespace MontageAI.Studio.Tests.Browser;

/// <summary>Texts that mean to do something, songs that nobody expects, clocks that jump.</summary>
[Collection(PageCollection.Name)]
public sealed class BadInputTests(Chromium browser, MadeMontage montage)
{
    private const string Mark = "<img src=x onerror=window.hacked=1>";

    // Names of clips and projects are tried elsewhere; these are texts that only a server gives.
    [BrowserFact]
    public async Task StylesReasonsLabelsAndErrors_WithMarkupInThem_AreShownAsTheyAre()
    {
        await using Visitor visitor = await montage.VisitAsync(browser);
        IPage page = visitor.Page;
        JsonNode plan = await montage.PlanAsync(),
            styles = await montage.Studio.SendAsync(HttpMethod.Get, "/api/styles"),
            history = await montage.Studio.SendAsync(HttpMethod.Get, montage.Project + "/history"),
            jobs = await montage.Studio.SendAsync(HttpMethod.Get, $"/api/jobs?project={montage.Id}");
        plan["style"] = Mark;
        plan["notes"] = new JsonArray(Mark);
        foreach (JsonNode? shot in plan["shots"]!.AsArray())
        {
            shot!["reasons"] = new JsonArray(Mark, "opens the montage (" + Mark + ")");
        }

        plan["shots"]![0]!.AsObject().Remove("shown");
        styles[0]!["name"] = Mark;
        styles[0]!["description"] = Mark;
        history["revisions"]![0]!["label"] = Mark;
        JsonNode failed = jobs.AsArray().First(j => (string)j!["kind"]! is "plan" or "preview")!;
        failed["id"] = "zzz";
        failed["kind"] = "preview";
        failed["status"] = "failed";
        failed["problem"] = new JsonObject
        {
            ["type"] = "about:blank",
            ["status"] = 500,
            ["title"] = Mark,
            ["code"] = "unforeseen",
            ["remedy"] = Mark,
        };
        foreach (
            (string address, JsonNode body) in new[]
            {
                ($"**{montage.Project}/plan", plan),
                ("**/api/styles", styles),
                ($"**{montage.Project}/history", history),
                ($"**/api/jobs?project={montage.Id}", jobs),
            }
        )
        {
            await page.RouteAsync(address, r => FulfilAsync(r, body));
        }

        await page.RouteAsync("**/alternatives", r => RefuseAsync(r, 500));
        await page.ReloadAsync();
        await Assertions.Expect(visitor.Timeline).ToHaveAttributeAsync("data-shots", $"{plan["shots"]!.AsArray().Count}");
        await visitor.ChooseAsync(plan["shots"]![0]!);
        await ShownAsync(page.GetByTestId("inspector"));
        await ShownAsync(page.GetByTestId("unmade"));
        await ShownAsync(page.GetByTestId("shot-failed"));
        await ShownAsync(page.GetByLabel("Style"));
        await visitor.PressAsync("h");
        await ShownAsync(page.GetByTestId("history"));
        await visitor.PressAsync("Escape");
        await page.GetByTestId("open-deliver").ClickAsync();
        await page.RouteAsync("**/renders", r => RefuseAsync(r, 409));
        await page.GetByTestId("render").ClickAsync();
        await ShownAsync(page.GetByTestId("problem"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Back to the edit" }).ClickAsync();
        await visitor.PressAsync("g");
        await ShownAsync(page.GetByRole(AriaRole.Group, new() { Name = "Style" }));
        Assert.Empty(await page.QuerySelectorAllAsync("img[src=x]"));
        Assert.True(
            await page.EvaluateAsync<bool>("() => window.hacked === undefined && document.documentElement.scrollWidth <= innerWidth")
        );
        Assert.Empty(visitor.Errors);

        static Task ShownAsync(ILocator where) => Assertions.Expect(where).ToContainTextAsync(Mark);
    }

    [BrowserFact]
    public async Task ASongOfNoLength_IsSaidToHaveNoBeats_AndTheFilmIsMade()
    {
        await using Studio studio = await Studio.StartAsync(clips: 2);
        string song = Path.Combine(studio.Root, "song.wav");
        TestTools.FFmpeg("-f", "lavfi", "-i", "anullsrc=r=44100:cl=mono", "-t", "0", "-y", song);
        await using Visitor visitor = await Visitor.OpenAsync(browser, studio);
        string project = await studio.ProjectAsync();
        await studio.RestAsync();
        await visitor.Page.GotoAsync($"{studio.Address}#project={project[(project.LastIndexOf('/') + 1)..]}");
        await visitor.Page.ReloadAsync();
        await Assertions.Expect(visitor.Page.GetByTestId("heard")).ToContainTextAsync(new Regex("No beats|song\\.wav"));
        await visitor.Page.GetByLabel("Length in seconds").FillAsync("4");
        await visitor.Page.GetByTestId("make").ClickAsync();
        // Whatever is made of it, it is said: a film that is cut by its pictures, or why there is none and what to do.
        ILocator said = visitor
            .Page.GetByRole(AriaRole.Alert)
            .Or(visitor.Page.GetByText(new Regex("One shot, no cut|cut by the pictures")));
        await Assertions.Expect(said.First).ToBeVisibleAsync();
        Assert.Empty(visitor.Errors);
    }

    [BrowserFact(Long = true)]
    public async Task ASongOfThreeHours_IsDrawnWhole_AndAShortFilmIsMadeOfIt()
    {
        await using Studio studio = await Studio.StartAsync(clips: 3);
        string song = Path.Combine(studio.Root, "song.wav");
        TestTools.FFmpeg("-f", "lavfi", "-i", "sine=frequency=220:beep_factor=4:sample_rate=8000:duration=10800", "-y", song);
        string project = await studio.ProjectAsync();
        await using Visitor visitor = await Visitor.OpenAsync(browser, studio);
        await visitor.Page.GotoAsync($"{studio.Address}#project={project[(project.LastIndexOf('/') + 1)..]}");
        await visitor.Page.ReloadAsync();
        await Assertions.Expect(visitor.Page.GetByTestId("song-strip")).ToHaveAttributeAsync("data-drawn", "true");
        // It is made while the song is still being listened to.
        await visitor.Page.GetByLabel("Length in seconds").FillAsync("6");
        await visitor.Page.GetByTestId("make").ClickAsync();
        await visitor.CompleteAsync();
        await visitor.PressAsync("g");
        await Assertions.Expect(visitor.Page.GetByTestId("heard")).ToContainTextAsync(new Regex("beats found|No beats"));
        Assert.Empty(visitor.Errors);
    }

    [BrowserFact]
    public async Task AClockThatJumps_KeepsNoPictureAway()
    {
        await montage.ResetAsync();
        await using Visitor visitor = await Visitor.OpenAsync(
            browser,
            montage.Studio,
            script: """
            {
              const own = Date.now;
              let by = 0;
              Date.now = () => own() + by;
              window.jump = (ms) => (by += ms);
            }
            """
        );
        IPage page = visitor.Page;
        // What could not be fetched is fetched again, whatever the clock says meanwhile.
        int refused = 0;
        await page.RouteAsync(
            "**/media/**",
            async r =>
            {
                refused++;
                await r.AbortAsync();
            }
        );
        await page.GotoAsync($"{montage.Studio.Address}#project={montage.Id}");
        await page.ReloadAsync();
        await Assertions.Expect(visitor.Timeline).ToHaveAttributeAsync("data-revision", "1");
        Assert.True(await page.EvaluateAsync<bool>("() => jump(86_400_000) > 0"));
        await page.WaitForRequestAsync(new Regex("/media/"));
        await page.EvaluateAsync("() => jump(-10 * 86_400_000)");
        await page.UnrouteAsync("**/media/**");
        await visitor.CompleteAsync();
        Assert.InRange(refused, 1, int.MaxValue);
        await visitor.ChooseAsync((await montage.PlanAsync())["shots"]![1]!);
        await visitor.ChangeAsync(montage.Project, () => visitor.PressAsync("p"));
        await page.EvaluateAsync("() => jump(-3_600_000)");
        await visitor.ChangeAsync(montage.Project, () => visitor.PressAsync("p"));
        Assert.Empty(visitor.Errors);
    }

    private static Task FulfilAsync(IRoute route, JsonNode body) =>
        route.Request.Method == "GET"
            ? route.FulfillAsync(new RouteFulfillOptions { ContentType = "application/json", Body = body.ToJsonString() })
            : route.ContinueAsync();

    private static Task RefuseAsync(IRoute route, int status) =>
        route.FulfillAsync(
            new RouteFulfillOptions
            {
                Status = status,
                ContentType = "application/problem+json",
                Body = new JsonObject
                {
                    ["status"] = status,
                    ["title"] = Mark,
                    ["code"] = "unforeseen",
                    ["remedy"] = Mark,
                }.ToJsonString(),
            }
        );
}
