using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using MontageAI.Studio.Settings;
using MontageAI.Testing;

namespace MontageAI.Studio.Tests.Browser;

/// <summary>From an empty page to a montage that plays and a film, by hand.</summary>
[Collection(PageCollection.Name)]
public sealed class FirstRunTests(Chromium browser, ITestOutputHelper output)
{
    private static readonly string[] s_clips = ["video/city_bikes.mp4", "video/sintel_cliff.mp4", "video/aquarium_dark.mp4"];

    [BrowserFact]
    public async Task Footage_AndASong_PlayAndBecomeAFilm()
    {
        bool real = TestMedia.MissingReason is null;
        await using Studio studio = await Studio.StartAsync(
            clips: real ? 0 : 3,
            options: o => real ? o with { Roots = [TestMedia.Root] } : o
        );
        await using Visitor visitor = await Visitor.OpenAsync(browser, studio);
        IPage page = visitor.Page;

        await page.GetByTestId("start").ClickAsync();
        await Assertions.Expect(page.GetByTestId("make")).ToBeDisabledAsync();
        foreach (string clip in real ? [.. s_clips.Select(TestMedia.File)] : new[] { Path.Combine(studio.Root, "clips") })
        {
            await page.GetByTestId("pick-footage").ClickAsync();
            await page.GetByTestId("path").FillAsync(clip);
            await page.GetByTestId("use-folder").ClickAsync();
            await Assertions.Expect(page.GetByTestId("path")).ToBeHiddenAsync();
        }

        await page.GetByTestId("pick-song").ClickAsync();
        await page.GetByTestId("path")
            .FillAsync(real ? TestMedia.File("music/funk_dtrucks_loop.ogg") : Path.Combine(studio.Root, "song.wav"));
        await page.GetByTestId("use-file").ClickAsync();
        await Assertions.Expect(page.GetByTestId("path")).ToBeHiddenAsync();
        await page.GetByLabel("Length in seconds").FillAsync("8");

        long begun = Stopwatch.GetTimestamp();
        await page.GetByTestId("make").ClickAsync();
        await Assertions.Expect(visitor.Player).Not.ToHaveAttributeAsync("data-shown", "0");
        output.WriteLine($"From Make to the first picture: {Stopwatch.GetElapsedTime(begun).TotalSeconds:0.00} s");
        await page.GetByRole(AriaRole.Button, new() { Name = "Play", Exact = true }).ClickAsync();
        await page.WaitForFunctionAsync("() => document.querySelector('video').currentTime > 1");
        output.WriteLine($"From Make to a second played: {Stopwatch.GetElapsedTime(begun).TotalSeconds:0.00} s");
        await visitor.CompleteAsync();
        output.WriteLine($"From Make to all pictures: {Stopwatch.GetElapsedTime(begun).TotalSeconds:0.00} s");

        await page.GetByTestId("open-deliver").ClickAsync();
        await page.GetByText("Preview", new() { Exact = true }).ClickAsync();
        await page.GetByTestId("render").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Download" })).ToBeVisibleAsync();
        IDownload download = await page.RunAndWaitForDownloadAsync(() =>
            page.GetByRole(AriaRole.Link, new() { Name = "Download" }).ClickAsync()
        );
        string film = studio.File("film.mp4");
        await download.SaveAsAsync(film);
        // To the bar line that is nearest.
        Assert.InRange(
            double.Parse(TestTools.FFprobe("-show_entries", "format=duration", "-of", "csv=p=0", film), CultureInfo.InvariantCulture),
            7,
            9
        );
        Assert.Empty(visitor.Errors);
    }

    [BrowserFact(Long = true)]
    public async Task WithoutFootage_TheDemoIsMadeAndPlays()
    {
        await using Studio studio = await Studio.StartAsync();
        await using Visitor visitor = await Visitor.OpenAsync(browser, studio);
        await visitor.Page.GetByTestId("try-demo").ClickAsync();
        await Assertions.Expect(visitor.Page.GetByTestId("demo")).ToContainTextAsync("Making clips and a song");
        await visitor.CompleteAsync();
        await Assertions.Expect(visitor.Page.GetByTestId("bin")).ToContainTextAsync("Footage · 8 clips");
        await visitor.PressAsync("Space");
        await visitor.Page.WaitForFunctionAsync("() => document.querySelector('[data-testid=player]').currentTime > 1");
        Assert.Empty(visitor.Errors);
    }

    // Clips are looked at along their whole length only when the first seconds play.
    [BrowserFact]
    public async Task FirstSeconds_PlayWhileTheRestIsChosen_AndGoOnWithThePlan()
    {
        await using Studio studio = await Studio.StartAsync(clips: 24);
        await using Visitor visitor = await Visitor.OpenAsync(browser, studio);
        IPage page = visitor.Page;
        await page.GetByTestId("start").ClickAsync();
        await page.GetByTestId("pick-footage").ClickAsync();
        await page.GetByTestId("path").FillAsync(Path.Combine(studio.Root, "clips"));
        await page.GetByTestId("use-folder").ClickAsync();
        await page.GetByTestId("pick-song").ClickAsync();
        await page.GetByTestId("path").FillAsync(Path.Combine(studio.Root, "song.wav"));
        await page.GetByTestId("use-file").ClickAsync();
        await page.GetByLabel("Length in seconds").FillAsync("30");

        long begun = Stopwatch.GetTimestamp();
        await page.GetByTestId("make").ClickAsync();
        await page.WaitForFunctionAsync("() => document.querySelector('[data-testid=coming]')?.currentTime > 0.1");
        output.WriteLine($"From Make to moving pictures: {Stopwatch.GetElapsedTime(begun).TotalSeconds:0.00} s");
        await Assertions.Expect(visitor.Player).Not.ToHaveAttributeAsync("data-shown", "0");
        output.WriteLine($"From Make to the plan: {Stopwatch.GetElapsedTime(begun).TotalSeconds:0.00} s");
        await page.WaitForFunctionAsync("() => document.querySelector('[data-testid=player]').currentTime > 0.3");

        await Assertions.Expect(page.GetByTestId("coming")).ToHaveCountAsync(0);
        Assert.Empty(visitor.Errors);
    }

    [BrowserFact]
    public async Task WhatIsDropped_IsFoundOnThisComputer_OrSent()
    {
        await using Studio studio = await Studio.StartAsync(clips: 2);
        string stranger = TestClips.Make(studio.File("elsewhere"), 3, 2, "25")[2];
        await using Visitor visitor = await Visitor.OpenAsync(browser, studio);

        await visitor
            .Page.Locator("input[type=file]")
            .SetInputFilesAsync([Path.Combine(studio.Root, "clips/clip00.mp4"), stranger, Path.Combine(studio.Root, "song.wav")]);

        await Assertions.Expect(visitor.Page.GetByText("2 found on this computer, 1 sent")).ToBeVisibleAsync();
        string id = new Uri(visitor.Page.Url).Fragment.Split('=', '&')[1];
        JsonNode project = await studio.SendAsync(HttpMethod.Get, $"/api/projects/{id}");
        Assert.Equal(2, project["footage"]!.AsArray().Count);
        Assert.EndsWith("song.wav", (string)project["song"]!["path"]!, StringComparison.Ordinal);
        // Found is used where it lies; sent lies in the project.
        Assert.Contains(project["footage"]!.AsArray(), m => (string)m!["path"]! == Path.Combine(studio.Root, "clips/clip00.mp4"));
        Assert.Single(Directory.GetFiles(Path.Combine((string)project["folder"]!, "media"), "*.mp4"));
    }

    [BrowserFact]
    public async Task WhatHasNoPictures_IsSaid_AndOneClipIsEnough()
    {
        await using Studio studio = await Studio.StartAsync(clips: 1);
        await File.WriteAllTextAsync(Path.Combine(studio.Root, "clips/broken.mp4"), "no film at all");
        await using Visitor visitor = await Visitor.OpenAsync(browser, studio);
        IPage page = visitor.Page;
        await page.GetByTestId("start").ClickAsync();
        await Assertions.Expect(page.GetByText("One is enough to begin")).ToBeVisibleAsync();
        await page.GetByTestId("pick-footage").ClickAsync();
        await page.GetByTestId("path").FillAsync(Path.Combine(studio.Root, "clips"));
        await page.GetByTestId("use-folder").ClickAsync();

        await Assertions.Expect(page.GetByText("Set aside")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Without a song")).ToBeVisibleAsync();
        await page.GetByLabel("Length in seconds").FillAsync("3");
        await page.GetByTestId("make").ClickAsync();
        await visitor.CompleteAsync();
        await Assertions.Expect(page.GetByText("Set aside: 1")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("broken.mp4")).ToBeHiddenAsync();
    }
}
