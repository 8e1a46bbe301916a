using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace MontageAI.Studio.Tests.Browser;

/// <summary>What a pointer and a finger do on the timeline.</summary>
[Collection(PageCollection.Name)]
public sealed class PointerTests(Chromium browser, MadeMontage montage)
{
    [BrowserFact]
    public async Task DraggingACut_RollsItToTheBeat_AndWithAltByFrames()
    {
        await using Visitor visitor = await montage.VisitAsync(browser);
        JsonArray shots = (await montage.PlanAsync())["shots"]!.AsArray();
        long cut = (long)shots[1]!["start"]!;
        long[] beats = [.. (await montage.PlanAsync())["beats"]!.AsArray().Select(b => (long)b!["frame"]!)];
        long beat = beats.Last(b => b < cut);

        (_, JsonNode rolled) = await visitor.ChangeAsync(
            montage.Project,
            async () => await visitor.DragAsync(await visitor.PlaceAsync(cut), await visitor.PlaceAsync(beat + 0.4))
        );
        Assert.Equal(beat, (long)rolled["shots"]![1]!["start"]!);
        Assert.Equal((long)shots[2]!["start"]!, (long)rolled["shots"]![2]!["start"]!);

        (_, JsonNode free) = await visitor.ChangeAsync(
            montage.Project,
            async () => await visitor.DragAsync(await visitor.PlaceAsync(beat), await visitor.PlaceAsync(beat + 3), "Alt")
        );
        Assert.Equal(beat + 3, (long)free["shots"]![1]!["start"]!);
    }

    [BrowserFact]
    public async Task DraggingInAShot_SlipsItsTakeAbove_AndMovesItBelow()
    {
        await using Visitor visitor = await montage.VisitAsync(browser);
        JsonArray shots = (await montage.PlanAsync())["shots"]!.AsArray();
        JsonNode shot = shots.First(s => (double)s!["in"]! > 0.5 && (int)s["index"]! > 0)!;
        double middle = (double)shot["start"]! + ((double)shot["frames"]! / 2);

        (_, JsonNode slipped) = await visitor.ChangeAsync(
            montage.Project,
            async () => await visitor.DragAsync(await visitor.PlaceAsync(middle, "upper"), await visitor.PlaceAsync(middle + 5, "upper"))
        );
        JsonNode after = slipped["shots"]![(int)shot["index"]!]!;
        Assert.Equal((string)shot["id"]!, (string)after["id"]!);
        Assert.Equal((double)shot["in"]! - 0.2, (double)after["in"]!, 2);
        Assert.Equal((long)shot["frames"]!, (long)after["frames"]!);

        int to = (int)shot["index"]! == 1 ? 2 : 1;
        (_, JsonNode moved) = await visitor.ChangeAsync(
            montage.Project,
            async () =>
                await visitor.DragAsync(
                    await visitor.PlaceAsync(middle),
                    await visitor.PlaceAsync((double)shots[to]!["start"]! + ((double)shots[to]!["frames"]! / 2))
                )
        );
        Assert.NotEqual(shots.Select(s => (string)s!["id"]!), moved["shots"]!.AsArray().Select(s => (string)s!["id"]!));
        Assert.Equal(shots.Count, moved["shots"]!.AsArray().Count);
    }

    [BrowserFact]
    public async Task WhileACutIsDragged_BothItsFramesAreSeen_AndWhileATakeIs_ItsClip()
    {
        await using Visitor visitor = await montage.VisitAsync(browser);
        JsonArray shots = (await montage.PlanAsync())["shots"]!.AsArray();
        double cut = (double)shots[1]!["start"]!,
            middle = cut + ((double)shots[1]!["frames"]! / 2);
        ILocator seen = visitor.Page.GetByTestId("dragged");
        await HoldAsync(await visitor.PlaceAsync(cut), await visitor.PlaceAsync(cut + 4));
        await Assertions.Expect(seen.Locator("canvas:not([data-cells='0'])")).ToHaveCountAsync(2);
        // Back where it was, nothing is changed.
        await ReleaseAsync(await visitor.PlaceAsync(cut), "Alt");
        await HoldAsync(await visitor.PlaceAsync(middle, "upper"), await visitor.PlaceAsync(middle + 4, "upper"));
        await Assertions.Expect(seen.Locator("canvas:not([data-cells='0'])")).ToHaveCountAsync(7);
        await ReleaseAsync(await visitor.PlaceAsync(middle, "upper"), null);
        await Assertions.Expect(seen).ToHaveCountAsync(0);
        Assert.Equal(1, await visitor.RevisionAsync());
        Assert.Empty(visitor.Errors);

        async Task HoldAsync((float X, float Y) from, (float X, float Y) to)
        {
            await visitor.Page.Mouse.MoveAsync(from.X, from.Y);
            await visitor.Page.Mouse.DownAsync();
            await visitor.Page.Mouse.MoveAsync(to.X, to.Y, new MouseMoveOptions { Steps = 5 });
        }

        async Task ReleaseAsync((float X, float Y) at, string? key)
        {
            if (key is not null)
            {
                await visitor.Page.Keyboard.DownAsync(key);
            }

            await visitor.Page.Mouse.MoveAsync(at.X, at.Y);
            await visitor.Page.Mouse.UpAsync();
            if (key is not null)
            {
                await visitor.Page.Keyboard.UpAsync(key);
            }
        }
    }

    [BrowserFact]
    public async Task TheRuler_Scrubs_AClickSelects_TheWheelPansAndZooms()
    {
        await using Visitor visitor = await montage.VisitAsync(browser);
        JsonArray shots = (await montage.PlanAsync())["shots"]!.AsArray();

        await visitor.DragAsync(await visitor.PlaceAsync(20.5, "ruler"), await visitor.PlaceAsync(100.5, "ruler"));
        await visitor.AtFrameAsync(100);
        await visitor.ChooseAsync(shots[2]!);
        await Assertions.Expect(visitor.Page.GetByTestId("inspector")).ToContainTextAsync($"Shot 3 of {shots.Count}");

        double whole = double.Parse(await visitor.NumberAsync("scale"), CultureInfo.InvariantCulture);
        (float x, float y) = await visitor.PlaceAsync(100, "ruler");
        await visitor.Page.Mouse.MoveAsync(x, y);
        await visitor.Page.Keyboard.DownAsync("Control");
        await visitor.Page.Mouse.WheelAsync(0, -300);
        await visitor.Page.Keyboard.UpAsync("Control");
        await visitor.Page.WaitForFunctionAsync(
            "was => Number(document.querySelector('[data-testid=timeline]').dataset.scale) > was * 2",
            whole
        );
        // What is under the pointer stays there.
        Assert.Equal(x, (await visitor.PlaceAsync(100, "ruler")).X, 0.6);
        double first = double.Parse(await visitor.NumberAsync("first"), CultureInfo.InvariantCulture);
        await visitor.Page.Mouse.WheelAsync(120, 0);
        await visitor.Page.WaitForFunctionAsync(
            "was => Math.abs(Number(document.querySelector('[data-testid=timeline]').dataset.first) - was) > 1",
            first
        );
        Assert.NotEqual(x, (await visitor.PlaceAsync(100, "ruler")).X, 0.6);
        Assert.Empty(visitor.Errors);
    }

    [BrowserFact]
    public async Task AnAlternative_IsTakenByAClick_AndPutElsewhereByDragging()
    {
        await using Visitor visitor = await montage.VisitAsync(browser);
        JsonArray shots = (await montage.PlanAsync())["shots"]!.AsArray();
        await visitor.ChooseAsync(shots[1]!);
        ILocator offers = visitor.Page.GetByTestId("alternatives").Locator("button.offer");
        string name = (await offers.First.Locator("bdi").InnerTextAsync()).Trim();

        (_, JsonNode taken) = await visitor.ChangeAsync(montage.Project, () => offers.First.ClickAsync());
        string Clip(JsonNode plan, int shot) =>
            Path.GetFileName(
                (string)plan["sources"]!.AsArray().First(s => (string)s!["id"]! == (string)plan["shots"]![shot]!["source"]!)!["path"]!
            );
        Assert.Equal(name, Clip(taken, 1));

        // The focus is where it was; an edit takes it from nobody.
        ILocator clip = visitor.Page.GetByTestId("bin").GetByRole(AriaRole.Button).Filter(new() { HasText = Clip(taken, 0) });
        (float x, float y) = await visitor.PlaceAsync((double)taken["shots"]![3]!["start"]! + 5);
        LocatorBoundingBoxResult box = (await visitor.Timeline.Locator("canvas").First.BoundingBoxAsync())!;
        (_, JsonNode put) = await visitor.ChangeAsync(
            montage.Project,
            () =>
                clip.First.DragToAsync(
                    visitor.Timeline.Locator("canvas").First,
                    new LocatorDragToOptions
                    {
                        TargetPosition = new TargetPosition { X = x - box.X, Y = y - box.Y },
                    }
                )
        );
        Assert.Equal(Clip(taken, 0), Clip(put, 3));
    }

    [BrowserFact]
    public async Task AFinger_Selects_RollsByTheHandleAndZooms()
    {
        await using Visitor visitor = await montage.VisitAsync(browser, 820, 1180, touch: true);
        JsonArray shots = (await montage.PlanAsync())["shots"]!.AsArray();
        (float x, float y) = await visitor.PlaceAsync((double)shots[2]!["start"]! + ((double)shots[2]!["frames"]! / 2));
        await visitor.Page.Touchscreen.TapAsync(x, y);
        await Assertions.Expect(visitor.Timeline).ToHaveAttributeAsync("data-selected", (string)shots[2]!["id"]!);

        ICDPSession session = await visitor.Page.Context.NewCDPSessionAsync(visitor.Page);
        async Task TouchAsync(string kind, params (float X, float Y)[] points) =>
            await session.SendAsync(
                "Input.dispatchTouchEvent",
                new Dictionary<string, object> { ["type"] = kind, ["touchPoints"] = points.Select(p => new { x = p.X, y = p.Y }).ToArray() }
            );

        // Ten pixels beside the cut are near enough for a finger.
        long cut = (long)shots[3]!["start"]!;
        (float cutX, float cutY) = await visitor.PlaceAsync(cut);
        float beat = 12.5f * float.Parse(await visitor.NumberAsync("scale"), CultureInfo.InvariantCulture);
        (_, JsonNode rolled) = await visitor.ChangeAsync(
            montage.Project,
            async () =>
            {
                await TouchAsync("touchStart", (cutX + 5, cutY));
                await TouchAsync("touchMove", (cutX - (beat / 2), cutY));
                await TouchAsync("touchMove", (cutX - beat, cutY));
                await TouchAsync("touchEnd");
            }
        );
        Assert.True((long)rolled["shots"]![3]!["start"]! < cut);

        double scale = double.Parse(await visitor.NumberAsync("scale"), CultureInfo.InvariantCulture);
        await TouchAsync("touchStart", (300, cutY), (400, cutY));
        await TouchAsync("touchMove", (200, cutY), (500, cutY));
        await TouchAsync("touchEnd");
        await visitor.Page.WaitForFunctionAsync(
            "was => Number(document.querySelector('[data-testid=timeline]').dataset.scale) > was * 1.5",
            scale
        );
    }
}
