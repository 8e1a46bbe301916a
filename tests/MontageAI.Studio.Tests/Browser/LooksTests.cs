using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using MontageAI.Testing;

namespace MontageAI.Studio.Tests.Browser;

/// <summary>What the page shows: the plan's own frames, names as they are, and nothing that shuts people out.</summary>
[Collection(PageCollection.Name)]
public sealed class LooksTests(Chromium browser, MadeMontage montage, ITestOutputHelper output)
{
    private const int Width = 160;
    private const int Height = 90;
    private static readonly (int Width, int Height)[] s_sizes = [(1440, 900), (820, 1180), (390, 844)];

    [BrowserFact]
    public async Task FramesOnTheScreen_AreThoseOfThePlan()
    {
        await using Visitor visitor = await montage.VisitAsync(browser);
        JsonNode plan = await montage.PlanAsync();
        string film = montage.Studio.File("frames.mp4");
        TestTools.FFmpeg(
            "-headers",
            $"Authorization: Bearer {montage.Studio.Token}\r\n",
            "-i",
            new Uri(montage.Studio.Address, (string)plan["stream"]!).ToString(),
            "-map",
            "0:v",
            "-c",
            "copy",
            film
        );
        byte[] decoded = DecodedPictures.Of(film, Width, Height, "rgb24");
        Assert.Equal((int)plan["frames"]!, decoded.Length / (Width * Height * 3));

        // First and last frames of shots: a frame off would be another clip.
        foreach (JsonNode? shot in plan["shots"]!.AsArray().Take(6))
        {
            foreach (int frame in new[] { (int)shot!["start"]!, (int)shot["start"]! + (int)shot["frames"]! - 1 })
            {
                (float x, float y) = await visitor.PlaceAsync(frame + 0.5, "ruler");
                await visitor.Page.Mouse.ClickAsync(x, y);
                await visitor.AtFrameAsync(frame);
                double difference = Difference(await PictureAsync(visitor), decoded.AsSpan(frame * Width * Height * 3, Width * Height * 3));
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"frame {frame}: {difference:0.0} of 255"));
                Assert.True(difference < 6, $"Frame {frame} differs by {difference:0.0} of 255.");
            }
        }
    }

    [BrowserFact]
    public Task EveryScreen_IsCleanForAxe_InBothThemes() => AreCleanForAxeAsync(s_sizes[..1]);

    [BrowserFact(Long = true)]
    public Task EveryScreen_IsCleanForAxe_InBothThemes_OnTabletsAndTelephones() => AreCleanForAxeAsync(s_sizes[1..]);

    private async Task AreCleanForAxeAsync((int Width, int Height)[] sizes)
    {
        StringBuilder found = new();
        foreach ((int width, int height) in sizes)
        {
            await using Visitor visitor = await montage.VisitAsync(browser, width, height);
            await LookAsync("edit");
            await visitor.PressAsync("Control+a");
            await Assertions.Expect(visitor.Page.GetByTestId("many")).ToBeAttachedAsync();
            await LookAsync("several");
            await visitor.PressAsync("Escape");
            if (width == s_sizes[0].Width)
            {
                await visitor.PressAsync("v");
                await visitor.Page.GetByLabel("How many").FillAsync("2");
                await visitor.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Plan ") }).ClickAsync();
                await Assertions.Expect(visitor.Page.GetByTestId("beside")).ToHaveAttributeAsync("data-seats", "3");
                await LookAsync("variants");
                await visitor.PressAsync("Escape");
            }

            await visitor.PressAsync("Shift+F10");
            await Assertions.Expect(visitor.Page.GetByTestId("menu")).ToBeVisibleAsync();
            await LookAsync("menu");
            await visitor.PressAsync("Escape");
            await visitor.PressAsync("b");
            await Assertions.Expect(visitor.Page.GetByTestId("beats")).ToBeVisibleAsync();
            await LookAsync("beats");
            await visitor.PressAsync("Escape");
            await visitor.PressAsync("?");
            await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Dialog, new() { Name = "Keys" })).ToBeVisibleAsync();
            await LookAsync("keys");
            await visitor.PressAsync("Escape");
            await visitor.Page.GetByTestId("open-deliver").ClickAsync();
            await Assertions.Expect(visitor.Page.GetByTestId("render")).ToBeVisibleAsync();
            await LookAsync("deliver");
            await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "All projects" }).ClickAsync();
            await Assertions.Expect(visitor.Page.GetByTestId("start")).ToBeVisibleAsync();
            await LookAsync("start");
            await visitor.Page.GetByTestId("start").ClickAsync();
            await Assertions.Expect(visitor.Page.GetByTestId("make")).ToBeVisibleAsync();
            await LookAsync("gather");

            Task LookAsync(string screen) => Axe.LookAsync(visitor, screen, found);

            Assert.Empty(visitor.Errors);
        }

        Assert.True(found.Length == 0, found.ToString());
    }

    [BrowserFact]
    public async Task NamesFromHell_AreShownAsTheyAre_AndDoNothing()
    {
        await using Studio studio = await Studio.StartAsync(clips: 4);
        string clips = Path.Combine(studio.Root, "clips");
        string[] names =
        [
            "<img src=x onerror=window.hacked=1>.mp4",
            "\u0641\u064a\u062f\u064a\u0648 \u202egpj.mp4",
            "\U0001f3d6\ufe0f\U0001f468\u200d\U0001f469\u200d\U0001f467 \u540d.mp4",
            new string('w', 240) + ".mp4",
        ];
        for (int i = 0; i < names.Length; i++)
        {
            File.Move(Path.Combine(clips, $"clip{i:00}.mp4"), Path.Combine(clips, names[i]));
        }

        string project = await studio.ProjectAsync("<img src=x onerror=window.hacked=1> \u202e\U0001f3d6");
        await studio.PlanAsync(project, new { seconds = 6, prompt = "<script>window.hacked=1</script>" + new string('z', 1900) });
        foreach ((int width, int height) in s_sizes)
        {
            await using Visitor visitor = await Visitor.OpenAsync(browser, studio, width, height);
            await Assertions.Expect(visitor.Page.GetByText("<img src=x").First).ToBeVisibleAsync();
            await visitor.GoToAsync(project[(project.LastIndexOf('/') + 1)..]);
            await visitor.PressAsync("ArrowDown");
            await Assertions.Expect(visitor.Page.GetByTestId("inspector")).ToContainTextAsync("Shot 2 of");
            Assert.Empty(await visitor.Page.QuerySelectorAllAsync("img[src=x]"));
            Assert.True(await visitor.Page.EvaluateAsync<bool>("() => window.hacked === undefined"));
            Assert.True(await visitor.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"));
            await visitor.Page.GetByTestId("open-deliver").ClickAsync();
            await Assertions.Expect(visitor.Page.GetByTestId("render")).ToBeVisibleAsync();
            Assert.True(await visitor.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"));
            Assert.Empty(visitor.Errors);
        }
    }

    // A window of 1440 by 900 whose letters are twice as large has room for half of it each way. In forced colours the system's are used.
    [BrowserFact]
    public async Task LettersTwiceAsLarge_AndForcedColours_LoseNothing()
    {
        await using Visitor visitor = await montage.VisitAsync(browser, 720, 450);
        IPage page = visitor.Page;
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ForcedColors = ForcedColors.Active });
        await ReachedAsync(page.GetByRole(AriaRole.Button, new() { Name = "Play", Exact = true }), 24);
        await ReachedAsync(visitor.Timeline.Locator("canvas"), 200);
        await ReachedAsync(page.GetByRole(AriaRole.Button, new() { Name = "Another take" }), 24);
        await ReachedAsync(page.GetByTestId("alternatives").Locator("button.offer").Last, 40);
        await page.GetByTestId("open-deliver").ClickAsync();
        await ReachedAsync(page.GetByTestId("render"), 24);
        await ReachedAsync(page.GetByTestId("export"), 24);
        await visitor.PressAsync("Escape");
        await visitor.PressAsync("g");
        await ReachedAsync(page.GetByTestId("make"), 24);
        await ReachedAsync(page.GetByTestId("pick-footage"), 24);
        Assert.Empty(visitor.Errors);

        async Task ReachedAsync(ILocator what, float height)
        {
            await what.ScrollIntoViewIfNeededAsync();
            LocatorBoundingBoxResult box = (await what.BoundingBoxAsync())!;
            Assert.InRange(box.X, -1, 720 - Math.Min(box.Width, 720) + 1);
            Assert.InRange(box.Height, height, 10_000);
            Assert.True(box.Y < 450 - 20 && box.Y + box.Height > 20, $"{what} is at {box.Y:0}, {box.Height:0} high.");
            Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"));
        }
    }

    // What the video shows now, as bytes of red, green and blue.
    private static async Task<byte[]> PictureAsync(Visitor visitor)
    {
        await visitor.Page.WaitForFunctionAsync(
            "() => { const v = document.querySelector('video'); return !v.seeking && v.readyState >= 2; }"
        );
        string bytes = await visitor.Page.EvaluateAsync<string>(
            """
            ([w, h]) => {
              const canvas = Object.assign(document.createElement('canvas'), { width: w, height: h });
              const g = canvas.getContext('2d');
              g.imageSmoothingQuality = 'high';
              g.drawImage(document.querySelector('video'), 0, 0, w, h);
              const { data } = g.getImageData(0, 0, w, h);
              let text = '';
              for (let i = 0; i < data.length; i += 4) text += String.fromCharCode(data[i], data[i + 1], data[i + 2]);
              return btoa(text);
            }
            """,
            new[] { Width, Height }
        );
        return Convert.FromBase64String(bytes);
    }

    private static double Difference(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        Assert.Equal(a.Length, b.Length);
        long sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += Math.Abs(a[i] - b[i]);
        }

        return (double)sum / a.Length;
    }
}
