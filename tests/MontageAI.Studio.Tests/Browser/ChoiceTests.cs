using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace MontageAI.Studio.Tests.Browser;

/// <summary>Styles that play, variants side by side, and footage that was moved.</summary>
[Collection(PageCollection.Name)]
public sealed class ChoiceTests(Chromium browser, MadeMontage montage)
{
    [BrowserFact]
    public async Task StyleCards_PlayTheUsersClipsInTheirRhythm_AndStandStillWhereNothingShallMove()
    {
        await using Visitor visitor = await montage.VisitAsync(browser);
        IPage page = visitor.Page;
        await visitor.PressAsync("g");
        ILocator slow = page.GetByTestId("style-calm"),
            fast = page.GetByTestId("style-mtv");
        await Assertions.Expect(fast).ToContainTextAsync("in the chorus on every beat");

        // The context asks for no motion.
        await fast.HoverAsync();
        await Assertions.Expect(fast).ToHaveAttributeAsync("data-playing", "false");
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ReducedMotion = ReducedMotion.NoPreference });
        await slow.HoverAsync();
        await fast.HoverAsync();
        await Assertions.Expect(fast).ToHaveAttributeAsync("data-playing", "true");
        await Assertions.Expect(slow).ToHaveAttributeAsync("data-playing", "false");
        await Assertions.Expect(fast).Not.ToHaveAttributeAsync("data-shot", "0");
        // What moves is the footage: its test pattern has colours that no other card and no theme has.
        await page.WaitForFunctionAsync(
            """
            () => {
              const canvas = document.querySelector('[data-testid=style-mtv] canvas');
              const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
              const colours = new Set();
              for (let i = 0; i < data.length; i += 64) colours.add((data[i] >> 4) * 256 + (data[i + 1] >> 4) * 16 + (data[i + 2] >> 4));
              return colours.size > 12;
            }
            """
        );

        // By keyboard, too; what is chosen is what is made.
        await slow.GetByRole(AriaRole.Radio).FocusAsync();
        await Assertions.Expect(slow).ToHaveAttributeAsync("data-playing", "true");
        await page.Keyboard.PressAsync("Space");
        await Assertions.Expect(slow.GetByRole(AriaRole.Radio)).ToBeCheckedAsync();
        Assert.Equal(6, await page.Locator("label.card").CountAsync());
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("All \\d+ styles") }).ClickAsync();
        Assert.True(await page.Locator("label.card").CountAsync() > 10);
        Assert.Empty(visitor.Errors);
    }

    [BrowserFact(Long = true)]
    public async Task Variants_PlaySideBySideInStep_AndOneIsTaken()
    {
        await using Visitor visitor = await montage.VisitAsync(browser);
        IPage page = visitor.Page;
        string before = await visitor.NumberAsync("revision");
        await visitor.PressAsync("v");
        await page.GetByLabel("How many").FillAsync("2");
        await page.GetByRole(AriaRole.Button, new() { Name = "Plan them" }).ClickAsync();
        ILocator beside = page.GetByTestId("beside");
        await Assertions.Expect(beside).ToHaveAttributeAsync("data-seats", "3");
        await page.WaitForFunctionAsync(
            "() => [...document.querySelectorAll('[data-testid=beside] video')].every(v => v.readyState >= 3 && v.duration > 5)"
        );

        // One clock: all move, and none is more than two frames off once they have come together; one of them is heard.
        await page.Keyboard.PressAsync("k");
        await page.WaitForFunctionAsync(
            """
            () => {
              const all = [...document.querySelectorAll('[data-testid=beside] video')];
              return all.every(v => v.currentTime > 1 && !v.paused) && all.every(v => Math.abs(v.currentTime - all[0].currentTime) < 0.08);
            }
            """
        );
        Assert.Equal("false true true", await MutedAsync());
        await page.Keyboard.PressAsync("2");
        await Assertions.Expect(beside).ToHaveAttributeAsync("data-heard", "1");
        Assert.Equal("true false true", await MutedAsync());
        await page.Keyboard.PressAsync("k");
        await page.WaitForFunctionAsync("() => [...document.querySelectorAll('[data-testid=beside] video')].every(v => v.paused)");
        await page.Keyboard.PressAsync("Home");
        await Assertions.Expect(beside).ToHaveAttributeAsync("data-frame", "0");
        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(beside).ToHaveAttributeAsync("data-frame", "1");
        await page.WaitForFunctionAsync(
            """
            () => {
              const all = [...document.querySelectorAll('[data-testid=beside] video')];
              return all.every(v => !v.seeking && v.currentTime === all[0].currentTime);
            }
            """
        );

        await page.GetByRole(AriaRole.Button, new() { Name = "Take Variant 4" }).ClickAsync();
        await Assertions.Expect(visitor.Timeline).Not.ToHaveAttributeAsync("data-revision", before);
        await visitor.CompleteAsync();
        JsonNode taken = await montage.PlanAsync();
        Assert.Equal(4, (long)taken["seed"]!);
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo", Exact = true }).Last.ClickAsync();
        await Assertions.Expect(visitor.Timeline).ToHaveAttributeAsync("data-revision", before);
        Assert.Empty(visitor.Errors);

        Task<string> MutedAsync() =>
            page.EvaluateAsync<string>("() => [...document.querySelectorAll('[data-testid=beside] video')].map(v => v.muted).join(' ')");
    }

    [BrowserFact]
    public async Task Footage_ThatWasMoved_IsFoundAndTaken()
    {
        await using Studio studio = await Studio.StartAsync(clips: 3);
        string project = await studio.ProjectAsync();
        await studio.PlanAsync(project);
        await studio.RestAsync();
        await using Visitor visitor = await Visitor.OpenAsync(browser, studio);
        await visitor.GoToAsync(project[(project.LastIndexOf('/') + 1)..]);
        Directory.CreateDirectory(Path.Combine(studio.Root, "disk"));
        foreach (string clip in Directory.GetFiles(Path.Combine(studio.Root, "clips")))
        {
            File.Move(clip, Path.Combine(studio.Root, "disk", "moved-" + Path.GetFileName(clip)));
        }

        await visitor.Page.ReloadAsync();
        await Assertions.Expect(visitor.Page.GetByTestId("bin")).ToContainTextAsync("3 files are not where they were");
        await visitor.Page.GetByTestId("find-footage").ClickAsync();
        ILocator relink = visitor.Page.GetByTestId("relink");
        await Assertions.Expect(relink.GetByRole(AriaRole.Combobox)).ToHaveCountAsync(3);
        await Assertions.Expect(relink.GetByRole(AriaRole.Combobox).First).ToContainTextAsync("the same file");
        // A folder that does not hold them says so.
        await relink.GetByRole(AriaRole.Button, new() { Name = "Look in a folder" }).ClickAsync();
        await visitor.Page.GetByTestId("path").FillAsync(Path.Combine(studio.Root, "clips"));
        await visitor.Page.GetByTestId("use-folder").ClickAsync();
        await Assertions.Expect(relink.GetByText("Not found here.")).ToHaveCountAsync(3);
        await relink.GetByRole(AriaRole.Button, new() { Name = "Look everywhere" }).ClickAsync();
        await relink.GetByTestId("take-found").ClickAsync();

        await Assertions.Expect(visitor.Page.GetByTestId("bin")).Not.ToContainTextAsync("not where");
        await Assertions.Expect(visitor.Said).ToContainTextAsync("3 of 3 files");
        // It can be edited and its new pictures are made from there.
        await visitor.PressAsync("ArrowDown");
        await visitor.ChangeAsync(studio, project, () => visitor.PressAsync("Shift+."));
        Assert.All(
            (await studio.SendAsync(HttpMethod.Get, project + "/plan"))["sources"]!.AsArray(),
            s => Assert.True(File.Exists((string)s!["path"]!), s!.ToJsonString())
        );
        Assert.Empty(visitor.Errors);
    }
}
