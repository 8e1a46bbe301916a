using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace MontageAI.Studio.Tests.Browser;

/// <summary>Slow servers, answers in the wrong order, lost events, full storages, browsers that do not play, films of many shots.</summary>
[Collection(PageCollection.Name)]
public sealed class RoughTests(Chromium browser, MadeMontage montage)
{
    // The server's word is held back as long as the test wants: no clock decides.
    [BrowserFact]
    public async Task AnEdit_IsDrawnBeforeTheServerAnswers_AndAnswersComeInAnyOrder()
    {
        await using Visitor visitor = await montage.VisitAsync(browser);
        JsonArray shots = (await montage.PlanAsync())["shots"]!.AsArray();
        TaskCompletionSource answer = new();
        await visitor.Page.RouteAsync(
            $"**{montage.Project}/plan",
            async route =>
            {
                if (route.Request.Method == "PATCH")
                {
                    await answer.Task;
                }

                await route.ContinueAsync();
            }
        );
        await visitor.ChooseAsync(shots[1]!);
        await visitor.PressAsync("p");
        await Assertions.Expect(visitor.Rows.Nth(1)).ToContainTextAsync("locked");
        await visitor.ChooseAsync(shots[2]!);
        await visitor.PressAsync("p");
        await Assertions.Expect(visitor.Rows.Nth(2)).ToContainTextAsync("locked");
        Assert.Equal("1", await visitor.NumberAsync("revision"));
        Assert.DoesNotContain((await montage.PlanAsync())["shots"]!.AsArray(), s => (bool)s!["locked"]!);
        answer.SetResult();
        await Assertions.Expect(visitor.Page.GetByTestId("saved")).ToHaveTextAsync("saved");
        await visitor.CompleteAsync();

        // Every second plan that is asked for is answered after the next one.
        Queue<TaskCompletionSource> held = new();
        int asked = 0;
        await visitor.Page.UnrouteAsync($"**{montage.Project}/plan");
        await visitor.Page.RouteAsync(
            $"**{montage.Project}/plan",
            async route =>
            {
                if (route.Request.Method == "GET" && asked++ % 2 == 0)
                {
                    IAPIResponse old = await route.FetchAsync();
                    TaskCompletionSource wait = new();
                    held.Enqueue(wait);
                    await wait.Task;
                    await route.FulfillAsync(new RouteFulfillOptions { Response = old });
                }
                else
                {
                    await route.ContinueAsync();
                }
            }
        );
        for (int i = 3; i < 6; i++)
        {
            await montage.Studio.SendAsync(
                HttpMethod.Patch,
                montage.Project + "/plan",
                new { edit = new[] { $"lock={shots[i]!["id"]}" } },
                "*"
            );
        }

        JsonNode last = await montage.PlanAsync();
        while (await visitor.NumberAsync("revision") != ((int)last["revision"]!).ToString(CultureInfo.InvariantCulture))
        {
            if (held.TryDequeue(out TaskCompletionSource? one))
            {
                one.SetResult();
            }

            await Task.Delay(20);
        }

        while (held.TryDequeue(out TaskCompletionSource? one))
        {
            one.SetResult();
        }

        await visitor.CompleteAsync();
        for (int i = 1; i < 6; i++)
        {
            await Assertions.Expect(visitor.Rows.Nth(i)).ToContainTextAsync("locked");
        }

        Assert.Empty(visitor.Errors);
    }

    [BrowserFact(Long = true)]
    public async Task ASlowServer_IsWaitedFor_AndLosesNothing()
    {
        await using Visitor visitor = await montage.VisitAsync(browser);
        // Two seconds for every answer: what a server far away, or on a disk that sleeps, does.
        await visitor.Page.RouteAsync(
            "**/api/projects/**",
            async route =>
            {
                await Task.Delay(2000);
                await route.ContinueAsync();
            }
        );
        JsonArray shots = (await montage.PlanAsync())["shots"]!.AsArray();
        await visitor.Page.ReloadAsync();
        await visitor.CompleteAsync();
        await visitor.ChooseAsync(shots[1]!);
        await visitor.PressAsync("p");
        await visitor.PressAsync("ArrowDown");
        await visitor.PressAsync("p");
        await visitor.PressAsync("ArrowDown");
        await visitor.PressAsync("p");
        await Assertions.Expect(visitor.Page.GetByTestId("saved")).ToHaveTextAsync("saved");
        await visitor.CompleteAsync();
        Assert.Equal(
            [1, 2, 3],
            (await montage.PlanAsync())["shots"]!.AsArray().Where(s => (bool)s!["locked"]!).Select(s => (int)s!["index"]!)
        );
        Assert.Empty(visitor.Errors);
    }

    [BrowserFact]
    public async Task EventsThatWereLost_AreMadeUpFor()
    {
        await using Visitor visitor = await montage.VisitAsync(browser);
        JsonArray shots = (await montage.PlanAsync())["shots"]!.AsArray();
        await visitor.Page.RouteAsync("**/api/events", r => r.AbortAsync());
        await visitor.Page.ReloadAsync();
        await Assertions.Expect(visitor.Timeline).ToHaveAttributeAsync("data-revision", "1");
        JsonNode edit = await montage.Studio.SendAsync(
            HttpMethod.Patch,
            montage.Project + "/plan",
            new { edit = new[] { $"lock={shots[1]!["id"]}" } },
            "*"
        );
        await montage.Studio.RestAsync();
        Assert.Equal("1", await visitor.NumberAsync("revision"));
        await visitor.Page.UnrouteAsync("**/api/events");
        await Assertions
            .Expect(visitor.Timeline)
            .ToHaveAttributeAsync("data-revision", ((int)edit["revision"]!).ToString(CultureInfo.InvariantCulture));
        await visitor.CompleteAsync();
        await Assertions.Expect(visitor.Rows.Nth(1)).ToContainTextAsync("locked");
        Assert.Empty(visitor.Errors);
    }

    [BrowserFact]
    public async Task AStorageThatIsFull_StopsNothing()
    {
        await montage.ResetAsync();
        await using Visitor visitor = await Visitor.OpenAsync(
            browser,
            montage.Studio,
            script: "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"
        );
        await visitor.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("Harbour weekend") }).ClickAsync();
        await visitor.CompleteAsync();
        await visitor.ChooseAsync((await montage.PlanAsync())["shots"]![1]!);
        (_, JsonNode locked) = await visitor.ChangeAsync(montage.Project, () => visitor.PressAsync("p"));
        Assert.True((bool)locked["shots"]![1]!["locked"]!);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Light or dark" }).ClickAsync();
        Assert.Equal("light", await visitor.Page.EvaluateAsync<string>("() => document.documentElement.dataset.theme"));
        Assert.Empty(visitor.Errors);
    }

    [BrowserTheory]
    [InlineData("delete window.MediaSource; delete window.ManagedMediaSource;")]
    [InlineData("window.ManagedMediaSource = window.MediaSource; delete window.MediaSource;")]
    public async Task ABrowserWithoutMediaSource_PlaysAndEdits(string script)
    {
        await montage.ResetAsync();
        await using Visitor visitor = await Visitor.OpenAsync(browser, montage.Studio, script: script);
        await visitor.GoToAsync(montage.Id);
        await visitor.CompleteAsync();
        JsonNode shot = (await montage.PlanAsync())["shots"]![1]!;
        int start = (int)shot["start"]!;
        await visitor.SeekAsync(start);
        await visitor.AtFrameAsync(start);

        await visitor.PressAsync("Space");
        await visitor.Page.WaitForFunctionAsync(
            $"() => document.querySelector('[data-testid=player]').currentTime > {(double)shot["start"]! / 25 + 0.3}"
        );
        await visitor.PressAsync("Space");
        await visitor.ChooseAsync(shot);
        string before = await visitor.NumberAsync("revision");
        await visitor.PressAsync(".");
        await Assertions.Expect(visitor.Timeline).Not.ToHaveAttributeAsync("data-revision", before);
        string after = await visitor.NumberAsync("revision");

        ILocator player = visitor.Page.GetByTestId("player");
        await Assertions.Expect(player).ToHaveAttributeAsync("data-shown", after);
        await visitor.Page.WaitForFunctionAsync("() => document.querySelector('[data-testid=player]').readyState >= 2");
        Assert.Empty(visitor.Errors);
    }

    [BrowserFact]
    public async Task ABrowserThatDoesNotPlayUnasked_AsksForAClick()
    {
        await using Visitor visitor = await montage.VisitAsync(browser);
        await visitor.Page.EvaluateAsync(
            """
            () => {
              const own = HTMLMediaElement.prototype.play;
              HTMLMediaElement.prototype.play = function () {
                HTMLMediaElement.prototype.play = own;
                return Promise.reject(new DOMException('Play is not allowed.', 'NotAllowedError'));
              };
            }
            """
        );
        await visitor.PressAsync("Space");
        ILocator ask = visitor.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("the browser asks for a click first") });
        await Assertions.Expect(ask).ToBeVisibleAsync();
        await ask.ClickAsync();
        await visitor.Page.WaitForFunctionAsync("() => document.querySelector('[data-testid=player]').currentTime > 0.2");
        await Assertions.Expect(ask).ToHaveCountAsync(0);
        Assert.Empty(visitor.Errors);
    }

    [BrowserTheory]
    [InlineData(5)]
    [InlineData(2000)]
    public async Task Films_OfFewAndManyShots_AreGoneThroughByKeysAndPointer(int many)
    {
        await using Visitor visitor = await montage.VisitAsync(browser);
        JsonNode project = await montage.Studio.SendAsync(HttpMethod.Get, montage.Project),
            plan = await montage.PlanAsync();
        JsonArray shots = plan["shots"]!.AsArray();
        while (shots.Count > many)
        {
            shots.RemoveAt(shots.Count - 1);
        }

        (project, plan) = Growth.Of(many, project, plan);
        long frames = (long)plan["frames"]!;
        await visitor.Page.RouteAsync($"**{montage.Project}", r => FulfilAsync(r, project));
        await visitor.Page.RouteAsync($"**{montage.Project}/plan", r => FulfilAsync(r, plan));
        await visitor.Page.ReloadAsync();
        await Assertions.Expect(visitor.Timeline).ToHaveAttributeAsync("data-shots", many.ToString(CultureInfo.InvariantCulture));
        await visitor.PressAsync("End");
        await visitor.AtFrameAsync((int)frames - 1);
        await visitor.PressAsync("ArrowUp");
        await visitor.AtFrameAsync((int)(long)shots[^1]!["start"]!);
        await Assertions
            .Expect(visitor.Page.GetByRole(AriaRole.Slider, new() { Name = "Playhead" }))
            .ToHaveAttributeAsync("aria-valuetext", new System.Text.RegularExpressions.Regex($"shot {many} of {many}"));
        for (int i = 0; i < 12; i++)
        {
            await visitor.PressAsync("+");
        }

        (float x, float y) = await visitor.PlaceAsync((long)shots[^1]!["start"]! + ((long)shots[^1]!["frames"]! / 2.0));
        await visitor.Page.Mouse.ClickAsync(x, y);
        await Assertions.Expect(visitor.Timeline).ToHaveAttributeAsync("data-selected", (string)shots[^1]!["id"]!);
        await visitor.PressAsync("\\");
        await Assertions.Expect(visitor.Timeline).ToHaveAttributeAsync("data-first", "0");
        await visitor.PressAsync("Control+a");
        await Assertions.Expect(visitor.Timeline).ToHaveAttributeAsync("data-chosen", many.ToString(CultureInfo.InvariantCulture));
        Assert.Empty(visitor.Errors);
    }

    private static Task FulfilAsync(IRoute route, JsonNode body) =>
        route.Request.Method == "GET"
            ? route.FulfillAsync(new RouteFulfillOptions { ContentType = "application/json", Body = body.ToJsonString() })
            : route.ContinueAsync();
}
