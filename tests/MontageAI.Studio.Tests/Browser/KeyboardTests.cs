using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace MontageAI.Studio.Tests.Browser;

/// <summary>Everything that a pointer does, by keys alone.</summary>
[Collection(PageCollection.Name)]
public sealed class KeyboardTests(Chromium browser, MadeMontage montage)
{
    [BrowserFact]
    public async Task Keys_Edit()
    {
        await using Visitor visitor = await montage.VisitAsync(browser);
        JsonArray shots = (await montage.PlanAsync())["shots"]!.AsArray();
        JsonNode shot = shots.First(s => (double)s!["in"]! > 0.5 && (int)s["index"]! is > 0 and < 4)!;
        string id = (string)shot["id"]!;
        await visitor.ChooseAsync(shot);

        JsonNode After((JsonNode Before, JsonNode After) change) => change.After["shots"]!.AsArray().First(s => (string)s!["id"]! == id)!;
        Task<(JsonNode Before, JsonNode After)> Press(string key) => visitor.ChangeAsync(montage.Project, () => visitor.PressAsync(key));

        Assert.Equal((double)shot["in"]! - 0.04, (double)After(await Press(","))["in"]!, 3);
        Assert.Equal((double)shot["in"]!, (double)After(await Press("."))["in"]!, 3);
        JsonNode later = After(await Press("Shift+,"));
        Assert.InRange((double)later["in"]!, (double)shot["in"]! - 0.6, (double)shot["in"]! - 0.3);
        long start = (long)later["start"]!;
        Assert.Equal(start - 1, (long)After(await Press("Alt+["))["start"]!);
        Assert.Equal((long)shot["frames"]! + 2, (long)After(await Press("Alt+]"))["frames"]!);
        Assert.True((bool)After(await Press("p"))["locked"]!);
        Assert.False((bool)After(await Press("p"))["locked"]!);
        Assert.Equal((int)shot["index"]! + 1, (int)After(await Press("Alt+ArrowRight"))["index"]!);
        Assert.Equal((int)shot["index"]!, (int)After(await Press("Alt+ArrowLeft"))["index"]!);

        // What happened is heard, and the shot stays chosen.
        await Assertions.Expect(visitor.Timeline).ToHaveAttributeAsync("data-selected", id);
        await Assertions.Expect(visitor.Said).ToContainTextAsync("is number");

        long middle = (long)shot["start"]! + ((long)shot["frames"]! / 2);
        (float x, float y) = await visitor.PlaceAsync(middle + 0.5, "ruler");
        await visitor.Page.Mouse.ClickAsync(x, y);
        await visitor.AtFrameAsync((int)middle);
        (_, JsonNode split) = await Press("s");
        Assert.Equal(shots.Count + 1, split["shots"]!.AsArray().Count);
        (_, JsonNode dropped) = await Press("Backspace");
        Assert.Equal(shots.Count, dropped["shots"]!.AsArray().Count);
        (_, JsonNode banned) = await Press("n");
        Assert.Single(banned["bans"]!.AsArray());
        Assert.Empty(visitor.Errors);
    }

    [BrowserFact]
    public async Task Keys_GoThroughTheFilm()
    {
        await using Visitor visitor = await montage.VisitAsync(browser);
        JsonNode plan = await montage.PlanAsync();
        long[] starts = [.. plan["shots"]!.AsArray().Select(s => (long)s!["start"]!)];
        int last = (int)plan["frames"]! - 1;
        long[] beats = [.. plan["beats"]!.AsArray().Select(b => (long)b!["frame"]!)];
        long[] bars = [.. plan["beats"]!.AsArray().Where(b => (int)b!["bar"]! == 1).Select(b => (long)b!["frame"]!)];

        async Task To(string key, long frame)
        {
            await visitor.PressAsync(key);
            await visitor.AtFrameAsync((int)frame);
        }

        await To("End", last);
        await To("ArrowLeft", last - 1);
        await To("Home", 0);
        await To("ArrowRight", 1);
        await To("ArrowDown", starts[1]);
        await To("ArrowDown", starts[2]);
        await To("ArrowUp", starts[1]);
        await To("Shift+ArrowRight", beats.First(b => b > starts[1]));
        await To("Control+ArrowRight", bars.First(b => b > beats.First(b => b > starts[1])));
        await To("Home", 0);

        // Around a cut it plays again and again, a bar on each side.
        await visitor.PressAsync("ArrowDown");
        await visitor.PressAsync("/");
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Pause", Exact = true })).ToBeVisibleAsync();
        await visitor.PressAsync("Space");
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Play", Exact = true })).ToBeVisibleAsync();
        await visitor.PressAsync("x");
        double whole = double.Parse(await visitor.NumberAsync("scale"), CultureInfo.InvariantCulture);
        await visitor.PressAsync("+");
        await Assertions.Expect(visitor.Timeline).Not.ToHaveAttributeAsync("data-scale", whole.ToString("R", CultureInfo.InvariantCulture));
        await visitor.PressAsync("\\");
        await Assertions.Expect(visitor.Timeline).ToHaveAttributeAsync("data-first", "0");
    }

    [BrowserFact]
    public async Task Keys_PlayBothWays_Loop_TakeAlternatives_AndCanBeOthers()
    {
        await using Visitor visitor = await montage.VisitAsync(browser);
        IPage page = visitor.Page;
        JsonNode plan = await montage.PlanAsync();
        JsonArray shots = plan["shots"]!.AsArray();
        long[] bars = [.. plan["beats"]!.AsArray().Where(b => (int)b!["bar"]! == 1).Select(b => (long)b!["frame"]!)];
        ILocator pause = page.GetByRole(AriaRole.Button, new() { Name = "Pause", Exact = true });
        Task Until(string expression) =>
            page.WaitForFunctionAsync($"() => {{ const v = document.querySelector('[data-testid=player]'); return {expression}; }}");

        // L plays and plays faster, K stops, J goes back by itself.
        await visitor.PressAsync("l");
        await Until("!v.paused && v.playbackRate === 1 && v.currentTime > 0.2");
        await visitor.PressAsync("l");
        await Until("v.playbackRate === 2 && v.preservesPitch");
        await visitor.PressAsync("l");
        await visitor.PressAsync("l");
        await visitor.PressAsync("l");
        await Until("v.playbackRate === 8");
        await visitor.PressAsync("k");
        await Until("v.paused");
        await visitor.PressAsync("End");
        int last = (int)(long)plan["frames"]! - 1;
        await visitor.AtFrameAsync(last);
        await visitor.PressAsync("j");
        await page.WaitForFunctionAsync(
            "last => Number(document.querySelector('[role=slider][aria-label=Playhead]').getAttribute('aria-valuenow')) < last - 5",
            last
        );
        await visitor.PressAsync("k");
        await Assertions.Expect(pause).ToHaveCountAsync(0);

        // A loop from here to here, and none.
        await visitor.PressAsync("Home");
        await visitor.AtFrameAsync(0);
        await visitor.PressAsync("ArrowDown");
        int from = (int)(long)shots[1]!["start"]!,
            to = (int)(long)shots[2]!["start"]!;
        await visitor.AtFrameAsync(from);
        await visitor.PressAsync("i");
        await visitor.PressAsync("ArrowDown");
        await visitor.AtFrameAsync(to);
        await visitor.PressAsync("o");
        await Assertions.Expect(visitor.Timeline).ToHaveAttributeAsync("data-loop", $"{from}-{to + 1}");
        await visitor.PressAsync("x");
        await Assertions.Expect(visitor.Timeline).ToHaveAttributeAsync("data-loop", "");
        // Around the cut under the playhead: the bar lines on both sides of it.
        await visitor.PressAsync("/");
        string loop = await visitor.NumberAsync("loop");
        Assert.Equal($"{bars.LastOrDefault(b => b < to, to)}-{Math.Min(last + 1, bars.FirstOrDefault(b => b > to, to) + 1)}", loop);
        await Assertions.Expect(pause).ToBeVisibleAsync();
        await visitor.PressAsync("k");
        await visitor.PressAsync("x");

        // On a row of the list: the next take, and the one before.
        await visitor.ChooseAsync(shots[1]!);
        await Assertions.Expect(page.GetByTestId("alternatives").Locator("button.offer").First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Listbox, new() { Name = "Shots" }).FocusAsync();
        (JsonNode before, JsonNode next) = await visitor.ChangeAsync(montage.Project, () => visitor.PressAsync("Shift+ArrowRight"));
        Assert.NotEqual(Take(before), Take(next));
        (_, JsonNode back) = await visitor.ChangeAsync(montage.Project, () => visitor.PressAsync("Shift+ArrowLeft"));
        Assert.Equal(Take(before), Take(back));

        // A key of one's own, which is still there after a reload.
        await visitor.PressAsync("?");
        await page.GetByRole(AriaRole.Button, new() { Name = "Change the key of Keep this shot" }).ClickAsync();
        await visitor.PressAsync("q");
        await visitor.PressAsync("Escape");
        await page.ReloadAsync();
        await visitor.CompleteAsync();
        await visitor.ChooseAsync(shots[2]!);
        (_, JsonNode locked) = await visitor.ChangeAsync(montage.Project, () => visitor.PressAsync("q"));
        Assert.True((bool)locked["shots"]![2]!["locked"]!);
        await visitor.PressAsync("f");
        await page.WaitForFunctionAsync("() => document.fullscreenElement !== null");
        await visitor.PressAsync("f");
        await page.WaitForFunctionAsync("() => document.fullscreenElement === null");
        Assert.Empty(visitor.Errors);

        static string Take(JsonNode plan) => $"{plan["shots"]![1]!["source"]}@{plan["shots"]![1]!["in"]}";
    }

    [BrowserFact]
    public async Task TheSheetOfKeys_AndEverythingByName_OpenAndAreLeft_AndTheFocusComesBack()
    {
        await using Visitor visitor = await montage.VisitAsync(browser);
        IPage page = visitor.Page;
        await page.GetByRole(AriaRole.Listbox, new() { Name = "Shots" }).FocusAsync();

        await visitor.PressAsync("?");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog, new() { Name = "Keys" })).ToBeVisibleAsync();
        await visitor.PressAsync("Escape");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Assertions.Expect(page.GetByRole(AriaRole.Listbox, new() { Name = "Shots" })).ToBeFocusedAsync();

        await visitor.PressAsync("Control+k");
        await page.GetByLabel("What to do").FillAsync("beats");
        await visitor.PressAsync("Enter");
        await Assertions.Expect(page.GetByTestId("beats")).ToBeVisibleAsync();
        // What is typed into does not do what keys do.
        await page.GetByLabel("Milliseconds").FillAsync("5");
        await page.GetByLabel("Milliseconds").PressAsync("s");
        await visitor.PressAsync("Escape");
        Assert.Equal(1, await visitor.RevisionAsync());
    }

    [BrowserFact(Long = true)]
    public async Task UndoAndRedo_LeadThroughARowOfRandomEdits_AndBackToTheSamePlan()
    {
        await using Visitor visitor = await montage.VisitAsync(browser);
        string[] keys = [",", ".", "[", "]", "Alt+[", "Alt+]", "p", "Alt+ArrowLeft", "Alt+ArrowRight", "Shift+,", "Shift+."];
        // 200 before a release (docs/studio.md).
        int steps = LongForm.Of("MONTAGE_DRILL_STEPS", 40);
        Random random = new(16);
        List<string> plans = [await SeenAsync(visitor)];
        for (int i = 0; i < steps; i++)
        {
            if (i % 3 == 0)
            {
                await visitor.PressAsync(random.Next(2) == 0 ? "ArrowDown" : "ArrowUp");
            }

            int before = await visitor.RevisionAsync();
            await visitor.PressAsync(keys[random.Next(keys.Length)]);
            await SavedAsync(visitor);
            if (await visitor.RevisionAsync() != before)
            {
                plans.Add(await SeenAsync(visitor));
            }
        }

        Assert.InRange(plans.Count, 3 * steps / 8, steps + 1);
        foreach (string plan in plans.AsEnumerable().Reverse().Skip(1))
        {
            await StepAsync(visitor, "Control+z");
            Assert.Equal(plan, await SeenAsync(visitor));
        }

        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Undo" })).ToBeDisabledAsync();
        foreach (string plan in plans.Skip(1))
        {
            await StepAsync(visitor, "Control+Shift+z");
            Assert.Equal(plan, await SeenAsync(visitor));
        }

        Assert.Empty(visitor.Errors);
    }

    private static async Task StepAsync(Visitor visitor, string key)
    {
        string before = await visitor.NumberAsync("revision");
        await visitor.PressAsync(key);
        await Assertions.Expect(visitor.Timeline).Not.ToHaveAttributeAsync("data-revision", before);
        await SavedAsync(visitor);
    }

    private static Task SavedAsync(Visitor visitor) => Assertions.Expect(visitor.Page.GetByTestId("saved")).ToHaveTextAsync("saved");

    // What the page has, and that it is what the server has.
    private async Task<string> SeenAsync(Visitor visitor)
    {
        JsonNode plan = await montage.PlanAsync();
        string[] rows = [.. (await visitor.Rows.AllInnerTextsAsync()).Select(r => r.Trim())];
        Assert.Equal((int)plan["revision"]!, await visitor.RevisionAsync());
        string all = string.Join(
            '\n',
            plan["shots"]!.AsArray().Select(s => $"{s!["id"]} {s["start"]} {s["frames"]} {s["source"]} {s["in"]} {s["locked"]}")
        );
        Assert.NotEmpty(rows);
        return all + "\n" + string.Join('\n', rows);
    }
}
