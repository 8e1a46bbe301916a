using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace MontageAI.Studio.Tests.Browser;

/// <summary>Several shots chosen, and what is done with all of them.</summary>
[Collection(PageCollection.Name)]
public sealed class SeveralTests(Chromium browser, MadeMontage montage)
{
    [BrowserFact]
    public async Task SeveralShots_AreChosenByClicksAndDrawnRound_AndLockedEnteredAndTakenOutTogether()
    {
        await using Visitor visitor = await montage.VisitAsync(browser);
        JsonArray shots = (await montage.PlanAsync())["shots"]!.AsArray();
        async Task<(float X, float Y)> MiddleAsync(int shot) =>
            await visitor.PlaceAsync((double)shots[shot]!["start"]! + ((double)shots[shot]!["frames"]! / 2));
        async Task ClickAsync(int shot, string? key)
        {
            (float x, float y) = await MiddleAsync(shot);
            if (key is not null)
            {
                await visitor.Page.Keyboard.DownAsync(key);
            }

            await visitor.Page.Mouse.ClickAsync(x, y);
            if (key is not null)
            {
                await visitor.Page.Keyboard.UpAsync(key);
            }
        }

        // From one to another, one more, one less.
        await ClickAsync(1, null);
        await ClickAsync(3, "Shift");
        await ChosenAsync(visitor, 3);
        await ClickAsync(5, "Control");
        await ChosenAsync(visitor, 4);
        await ClickAsync(2, "Control");
        await ChosenAsync(visitor, 3);
        await Assertions.Expect(visitor.Page.GetByTestId("many")).ToHaveTextAsync("Shots 2, 4 and 6");
        await Assertions.Expect(visitor.Said).ToContainTextAsync("3 shots chosen: 2, 4 and 6");

        (_, JsonNode locked) = await visitor.ChangeAsync(montage.Project, () => visitor.PressAsync("p"));
        Assert.Equal([1, 3, 5], Locked(locked));
        (_, JsonNode open) = await visitor.ChangeAsync(montage.Project, () => visitor.PressAsync("p"));
        Assert.Empty(Locked(open));

        // Drawn round, beginning below the shots.
        (float fromX, float y) = await visitor.PlaceAsync((double)shots[1]!["start"]! + 2);
        (float toX, _) = await visitor.PlaceAsync((double)shots[3]!["start"]! - 2);
        await visitor.DragAsync((fromX, y + 38), (toX, y + 38));
        await ChosenAsync(visitor, 2);
        await Assertions.Expect(visitor.Page.GetByTestId("many")).ToHaveTextAsync("Shots 2 and 3");
        (_, JsonNode entered) = await visitor.ChangeAsync(
            montage.Project,
            () => visitor.Page.GetByTestId("restyle").GetByLabel("Entered by").SelectOptionAsync("fade_black@12")
        );
        Assert.All([1, 2], i => Assert.Equal("fadeBlack@12", (string?)entered["shots"]![i]!["entry"]));

        // Halves of two shots, which those before them can do without.
        (_, JsonNode split) = await visitor.ChangeAsync(
            montage.Project,
            () =>
                montage.Studio.SendAsync(
                    HttpMethod.Patch,
                    montage.Project + "/plan",
                    new { edit = new[] { $"split={shots[0]!["id"]}:12", $"split={shots[3]!["id"]}:12" } },
                    "*"
                )
        );
        shots = split["shots"]!.AsArray();
        await ClickAsync(1, null);
        await ClickAsync(5, "Control");
        (_, JsonNode dropped) = await visitor.ChangeAsync(montage.Project, () => visitor.PressAsync("Backspace"));
        Assert.Equal(shots.Count - 2, dropped["shots"]!.AsArray().Count);
        Assert.DoesNotContain((string)shots[1]!["id"]!, dropped["shots"]!.AsArray().Select(s => (string)s!["id"]!));
        // What is gone is not chosen any more, and one step back brings both.
        await ChosenAsync(visitor, 0);
        (_, JsonNode back) = await UndoAsync(visitor);
        Assert.Equal(shots.Count, back["shots"]!.AsArray().Count);
        Assert.Empty(visitor.Errors);
    }

    [BrowserFact]
    public async Task SeveralShots_AreChosenByKeys_AndByTaps()
    {
        await using Visitor visitor = await montage.VisitAsync(browser, touch: true);
        JsonArray shots = (await montage.PlanAsync())["shots"]!.AsArray();
        ILocator list = visitor.Page.GetByRole(AriaRole.Listbox, new() { Name = "Shots" });
        await list.FocusAsync();
        await visitor.PressAsync("ArrowDown");
        await visitor.PressAsync("Shift+ArrowDown");
        await visitor.PressAsync("Shift+ArrowDown");
        await ChosenAsync(visitor, 3);
        Assert.Equal("true", await list.GetAttributeAsync("aria-multiselectable"));
        await Assertions.Expect(list.Locator("[aria-selected=true]")).ToHaveCountAsync(3);
        await visitor.PressAsync("Shift+ArrowUp");
        await ChosenAsync(visitor, 2);
        (_, JsonNode locked) = await visitor.ChangeAsync(montage.Project, () => visitor.PressAsync("p"));
        Assert.Equal([1, 2], Locked(locked));
        await visitor.PressAsync("Control+a");
        await ChosenAsync(visitor, shots.Count);
        // The film keeps a shot.
        await visitor.PressAsync("Backspace");
        await Assertions.Expect(visitor.Said).ToHaveTextAsync("One shot at least stays.");
        await visitor.PressAsync("Escape");
        await ChosenAsync(visitor, 1);

        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Choose several" }).ClickAsync();
        foreach (int shot in (int[])[0, 4])
        {
            (float x, float y) = await visitor.PlaceAsync((double)shots[shot]!["start"]! + ((double)shots[shot]!["frames"]! / 2));
            await visitor.Page.Touchscreen.TapAsync(x, y);
        }

        await ChosenAsync(visitor, 3);
        Assert.Empty(visitor.Errors);
    }

    private static Task ChosenAsync(Visitor visitor, int count) =>
        Assertions
            .Expect(visitor.Timeline)
            .ToHaveAttributeAsync("data-chosen", count.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static int[] Locked(JsonNode plan) =>
        [.. plan["shots"]!.AsArray().Where(s => (bool)s!["locked"]!).Select(s => (int)s!["index"]!)];

    private async Task<(JsonNode Before, JsonNode After)> UndoAsync(Visitor visitor)
    {
        JsonNode before = await montage.PlanAsync();
        await visitor.PressAsync("Control+z");
        await Assertions
            .Expect(visitor.Timeline)
            .Not.ToHaveAttributeAsync(
                "data-revision",
                ((int)before["revision"]!).ToString(System.Globalization.CultureInfo.InvariantCulture)
            );
        await Assertions.Expect(visitor.Page.GetByTestId("saved")).ToHaveTextAsync("saved");
        return (before, await montage.PlanAsync());
    }
}
