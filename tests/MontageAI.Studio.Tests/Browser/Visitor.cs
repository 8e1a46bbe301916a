using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace MontageAI.Studio.Tests.Browser;

/// <summary>Somebody who uses the page. Waits on what the page says of itself, never on time.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    /// <summary>Milliseconds after which a test hangs and has failed; nothing is measured by it.</summary>
    public const float Patience = 60_000;

    private const float ShotsTop = 132;
    private const float ShotsHeight = 92;
    private readonly IBrowserContext _context;
    private readonly Studio _studio;
    private readonly Uri _address;
    private readonly List<string> _errors = [];

    private Visitor(IBrowserContext context, IPage page, Studio studio, Uri address)
    {
        _context = context;
        _studio = studio;
        _address = address;
        Page = page;
        page.PageError += (_, error) => _errors.Add(error);
        page.Console += (_, line) =>
        {
            // What a server answers or does not answer is no error of the page's.
            if (line.Type == "error" && !line.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                _errors.Add($"{line.Text} ({line.Location})");
            }
        };
        page.Dialog += (_, dialog) =>
        {
            _errors.Add($"A dialog: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
        page.SetDefaultTimeout(Patience);
    }

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>The timeline, which says what it shows.</summary>
    public ILocator Timeline => Page.GetByTestId("timeline");

    /// <summary>The shots in words, as people hear them.</summary>
    public ILocator Rows => Page.GetByRole(AriaRole.Listbox, new() { Name = "Shots" }).GetByRole(AriaRole.Option);

    /// <summary>The player.</summary>
    public ILocator Player => Page.GetByTestId("player");

    /// <summary>What was told to people who hear the page.</summary>
    public ILocator Said => Page.GetByTestId("said");

    /// <summary>Errors of the page's script and in its console, and dialogs that nobody asked for.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>Opens the page and signs in.</summary>
    public static Task<Visitor> OpenAsync(
        Chromium browser,
        Studio studio,
        int width = 1440,
        int height = 900,
        bool touch = false,
        string? script = null
    ) => OpenAtAsync(browser, studio, studio.Address, studio.Token, width, height, touch, script);

    /// <summary>Opens the page of a server that stands somewhere else, and signs in.</summary>
    public static async Task<Visitor> OpenAtAsync(
        Chromium browser,
        Studio studio,
        Uri address,
        string token,
        int width = 1440,
        int height = 900,
        bool touch = false,
        string? script = null
    )
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        IBrowserContext context = await browser.OpenAsync(width, height, touch);
        Visitor visitor = new(context, await context.NewPageAsync(), studio, address);
        if (script is not null)
        {
            await visitor.Page.AddInitScriptAsync(script);
        }

        await visitor.Page.GotoAsync($"{address}#token={Uri.EscapeDataString(token)}");
        await Assertions.Expect(visitor.Page.GetByTestId("start")).ToBeVisibleAsync();
        return visitor;
    }

    /// <summary>Another page of the same browser.</summary>
    public async Task<Visitor> AnotherAsync() => new(_context, await _context.NewPageAsync(), _studio, _address);

    /// <summary>Goes to a project, and waits until all of it can be seen.</summary>
    public async Task GoToAsync(string project)
    {
        // The address before was of the same page, so it is loaded anew.
        await Page.GotoAsync($"{_address}#project={project}");
        await Page.ReloadAsync();
        await CompleteAsync();
    }

    /// <summary>Waits until all pictures of the plan are there and one of them is on the screen.</summary>
    public async Task CompleteAsync()
    {
        await Assertions.Expect(Timeline).ToHaveAttributeAsync("data-complete", "true");
        await Assertions.Expect(Page.GetByTestId("saved")).ToHaveTextAsync("saved");
        string revision = await NumberAsync("revision");
        await Assertions.Expect(Player).ToHaveAttributeAsync("data-shown", revision);
    }

    /// <summary>A value that the timeline says of itself.</summary>
    public async Task<string> NumberAsync(string what) => await Timeline.GetAttributeAsync("data-" + what) ?? "";

    /// <summary>The revision that is drawn.</summary>
    public async Task<int> RevisionAsync() => int.Parse(await NumberAsync("revision"), CultureInfo.InvariantCulture);

    /// <summary>Frame at the playhead.</summary>
    public async Task<int> FrameAsync() =>
        int.Parse(
            await Page.GetByRole(AriaRole.Slider, new() { Name = "Playhead" }).GetAttributeAsync("aria-valuenow") ?? "",
            CultureInfo.InvariantCulture
        );

    /// <summary>Waits until the playhead is at a frame.</summary>
    public Task AtFrameAsync(int frame) =>
        Assertions
            .Expect(Page.GetByRole(AriaRole.Slider, new() { Name = "Playhead" }))
            .ToHaveAttributeAsync("aria-valuenow", frame.ToString(CultureInfo.InvariantCulture));

    /// <summary>Does something that changes the plan, and waits until the server has it and it is on the screen.</summary>
    /// <returns>The plan before and after.</returns>
    public Task<(JsonNode Before, JsonNode After)> ChangeAsync(string project, Func<Task> gesture) =>
        ChangeAsync(_studio, project, gesture);

    /// <summary>The same with a server of the test's own.</summary>
    public async Task<(JsonNode Before, JsonNode After)> ChangeAsync(Studio studio, string project, Func<Task> gesture)
    {
        JsonNode before = await studio.SendAsync(HttpMethod.Get, project + "/plan");
        int last = (await studio.SendAsync(HttpMethod.Get, project + "/history"))["revisions"]!.AsArray().Count;
        await gesture();
        await Assertions.Expect(Timeline).ToHaveAttributeAsync("data-revision", (last + 1).ToString(CultureInfo.InvariantCulture));
        await CompleteAsync();
        return (before, await studio.SendAsync(HttpMethod.Get, project + "/plan"));
    }

    /// <summary>Where a frame is, in the lower or upper half of the shots, or in the ruler.</summary>
    public async Task<(float X, float Y)> PlaceAsync(double frame, string band = "lower")
    {
        ILocator canvas = Timeline.Locator("canvas").First;
        LocatorBoundingBoxResult? box = null;
        while (box is null)
        {
            // One that is drawn anew in that moment has no place; one that is not there at all ends the wait.
            await Assertions.Expect(canvas).ToBeVisibleAsync();
            box = await canvas.BoundingBoxAsync();
        }

        double first = double.Parse(await NumberAsync("first"), CultureInfo.InvariantCulture);
        double scale = double.Parse(await NumberAsync("scale"), CultureInfo.InvariantCulture);
        float y = band switch
        {
            "ruler" => 20,
            "upper" => ShotsTop + (ShotsHeight / 4),
            _ => ShotsTop + (ShotsHeight * 3 / 4),
        };
        return (box.X + (float)((frame - first) * scale), box.Y + y);
    }

    /// <summary>Drags from one place to another.</summary>
    public async Task DragAsync((float X, float Y) from, (float X, float Y) to, string? key = null)
    {
        await Page.Mouse.MoveAsync(from.X, from.Y);
        await Page.Mouse.DownAsync();
        if (key is not null)
        {
            await Page.Keyboard.DownAsync(key);
        }

        await Page.Mouse.MoveAsync(to.X, to.Y, new MouseMoveOptions { Steps = 5 });
        await Page.Mouse.UpAsync();
        if (key is not null)
        {
            await Page.Keyboard.UpAsync(key);
        }
    }

    /// <summary>Presses a key while nothing has the focus that would take it.</summary>
    public Task PressAsync(string key) => Page.Keyboard.PressAsync(key);

    /// <summary>Chooses a shot by the list that stands for the canvas.</summary>
    public async Task ChooseAsync(JsonNode shot)
    {
        (float x, float y) = await PlaceAsync((double)shot["start"]! + ((double)shot["frames"]! / 2));
        await Page.Mouse.ClickAsync(x, y);
        await Assertions.Expect(Timeline).ToHaveAttributeAsync("data-selected", (string)shot["id"]!);
    }

    /// <summary>Puts the playhead on a frame by a click in the ruler.</summary>
    public async Task SeekAsync(int frame)
    {
        (float x, float y) = await PlaceAsync(frame + 0.5, "ruler");
        await Page.Mouse.ClickAsync(x, y);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
