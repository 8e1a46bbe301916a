using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace MontageAI.Studio.Tests.Browser;

/// <summary>
/// Pictures of every state of the page at three widths in both lights, for people to look at (eng/studio-sheet). <c>MONTAGE_SCREENS</c> is
/// the folder that they are written to, <c>MONTAGE_SCREENS_FOOTAGE</c> one with the demo's clips and song; without these it does nothing.
/// </summary>
[Collection(PageCollection.Name)]
public sealed class SheetTests(Chromium browser)
{
    private static readonly string? s_screens = Environment.GetEnvironmentVariable("MONTAGE_SCREENS");
    private static readonly string? s_footage = Environment.GetEnvironmentVariable("MONTAGE_SCREENS_FOOTAGE");
    private static readonly string[] s_themes = ["dark", "light"];
    private static readonly (int Width, int Height)[] s_sizes = [(1440, 900), (820, 1180), (390, 844)];

    [BrowserFact(Long = true)]
    public async Task Screens_OfEveryState()
    {
        Assert.SkipWhen(
            string.IsNullOrEmpty(s_screens) || string.IsNullOrEmpty(s_footage),
            "eng/studio-sheet says where the footage is and where pictures go."
        );
        await using Studio studio = await Studio.StartAsync();
        string clips = Path.Combine(studio.Root, "clips");
        Directory.CreateDirectory(clips);
        string song = "";
        foreach (string file in Directory.GetFiles(s_footage!, "*", SearchOption.AllDirectories))
        {
            bool isSong = Path.GetExtension(file) is ".wav" or ".flac" or ".mp3";
            string to = Path.Combine(isSong ? studio.Root : clips, Path.GetFileName(file));
            File.Copy(file, to);
            song = isSong ? to : song;
        }

        await File.WriteAllTextAsync(Path.Combine(clips, "broken.mp4"), "no film at all");
        JsonNode made = await studio.SendAsync(HttpMethod.Post, "/api/projects", new { name = "A weekend of patterns" });
        string id = (string)made["id"]!,
            project = $"/api/projects/{id}";
        await studio.SendAsync(HttpMethod.Post, project + "/footage", new { paths = new[] { clips } });
        await studio.SendAsync(HttpMethod.Put, project + "/song", new { path = song });
        await studio.RestAsync();
        await ShowAsync(
            studio,
            "01-gather",
            id,
            async v =>
            {
                await Assertions.Expect(v.Page.GetByTestId("make")).ToBeEnabledAsync();
                await Assertions.Expect(v.Page.GetByTestId("heard")).ToContainTextAsync("beats found");
                await Assertions.Expect(v.Page.GetByTestId("song-strip")).ToHaveAttributeAsync("data-drawn", "true");
                await PicturedAsync(v);
            }
        );
        await studio.PlanAsync(project, new { seconds = 20, seed = 4 });
        await studio.RestAsync();
        await ShowAsync(studio, "00-start", null, PicturedAsync);

        await ShowAsync(studio, "02-edit", id, WholeAsync);
        await ShowAsync(studio, "03-several", id, v => KeyAsync(v, "Control+a", "many"));
        await ShowAsync(studio, "04-menu", id, v => KeyAsync(v, "Shift+F10", "menu"));
        await ShowAsync(studio, "05-history", id, v => KeyAsync(v, "h", null));
        await ShowAsync(studio, "06-beats", id, v => KeyAsync(v, "b", "beats"));
        await ShowAsync(studio, "07-keys", id, v => KeyAsync(v, "?", null));
        await ShowAsync(
            studio,
            "08-deliver",
            id,
            async v =>
            {
                await v.CompleteAsync();
                await v.Page.GetByTestId("open-deliver").ClickAsync();
                await v.Page.GetByLabel("Format").SelectOptionAsync(new SelectOptionValue { Index = 0 });
                await Assertions.Expect(v.Page.GetByTestId("proxies")).ToBeVisibleAsync();
            }
        );
        JsonNode variants = await studio.SendAsync(HttpMethod.Post, project + "/variants", new { count = 2 });
        await studio.EndOfAsync((string)variants["job"]!);
        await studio.RestAsync();
        await ShowAsync(studio, "09-variants", id, v => KeyAsync(v, "v", "beside"));

        JsonNode plan = await studio.SendAsync(HttpMethod.Get, project + "/plan");
        JsonNode shot = plan["shots"]!.AsArray().First(s => (double)s!["in"]! > 0.3)!;
        string gone = (string)plan["sources"]!.AsArray().First(s => (string)s!["id"]! == (string)shot["source"]!)!["path"]!;
        string away = studio.File("away.mp4");
        File.Move(gone, away);
        await ShowAsync(studio, "10-missing", id, v => KeyAsync(v, "r", null, isWhole: false));
        await studio.SendAsync(HttpMethod.Patch, project + "/plan", new { edit = new[] { $"slip={shot["id"]}:-5" } }, "*");
        await studio.RestAsync();
        await ShowAsync(
            studio,
            "11-failed",
            id,
            async v =>
            {
                await Assertions.Expect(v.Page.GetByTestId("unmade")).ToBeVisibleAsync();
                await v.ChooseAsync(shot);
                await Assertions.Expect(v.Page.GetByTestId("shot-failed")).ToBeAttachedAsync();
            }
        );
        File.Move(away, gone);
        await studio.SendAsync(HttpMethod.Post, project + "/undo", null, "*");
        await studio.RestAsync();
        await ShowAsync(
            studio,
            "12-gone",
            id,
            async v =>
            {
                await v.Page.RouteAsync("**/api/events", r => r.AbortAsync());
                await v.Page.ReloadAsync();
                await v.CompleteAsync();
                await v.Page.RouteAsync("**/api/**", r => r.AbortAsync());
                await v.PressAsync("p");
                await Assertions.Expect(v.Page.GetByTestId("saved")).ToHaveTextAsync("not sent yet");
            }
        );

        await studio.EndAsync();
        string document = Path.Combine((string)made["folder"]!, "project.json");
        JsonNode later = JsonNode.Parse(await File.ReadAllTextAsync(document))!;
        later["version"] = 99;
        await File.WriteAllTextAsync(document, later.ToJsonString());
        await studio.BeginAsync();
        await ShowAsync(studio, "13-newer", id, v => Assertions.Expect(v.Page.GetByTestId("problem")).ToBeVisibleAsync());
    }

    // All pictures that are in sight are there.
    private static Task PicturedAsync(Visitor visitor) =>
        visitor.Page.WaitForFunctionAsync(
            """
            () => [...document.querySelectorAll('canvas[data-cells]')].every((c) => {
              const box = c.getBoundingClientRect();
              // What lies below something else, or outside of a list that is scrolled, is asked for later.
              const seen = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
              return seen !== c || c.dataset.cells !== '0';
            })
            """
        );

    // The film, and the pictures of its shots and of what could stand in the place of one.
    private static async Task WholeAsync(Visitor visitor)
    {
        await visitor.CompleteAsync();
        await visitor.Page.WaitForFunctionAsync(
            "() => { const t = document.querySelector('[data-testid=timeline]').dataset; return Number(t.pictures) >= Number(t.shots); }"
        );
        await Assertions.Expect(visitor.Page.GetByTestId("alternatives").Locator("button.offer").First).ToBeVisibleAsync();
        await PicturedAsync(visitor);
    }

    private static async Task KeyAsync(Visitor visitor, string key, string? testId, bool isWhole = true)
    {
        await (isWhole ? WholeAsync(visitor) : visitor.CompleteAsync());
        await visitor.PressAsync(key);
        ILocator there = testId is null ? visitor.Page.Locator("dialog[open]") : visitor.Page.GetByTestId(testId);
        await Assertions.Expect(there.First).ToBeAttachedAsync();
        if (testId == "beside")
        {
            await Assertions.Expect(there).ToHaveAttributeAsync("data-seats", "3");
        }
    }

    private async Task ShowAsync(Studio studio, string state, string? project, Func<Visitor, Task> reach)
    {
        foreach ((int width, int height) in s_sizes)
        {
            // What an earlier run took is there: a run that broke off goes on.
            if (s_themes.All(t => File.Exists(FileOf(state, width, t))))
            {
                continue;
            }

            await using Visitor visitor = await Visitor.OpenAsync(
                browser,
                studio,
                width,
                height,
                script: "localStorage.setItem('theme', '\"system\"')"
            );
            if (project is not null)
            {
                await visitor.Page.GotoAsync($"{studio.Address}#project={project}");
                await visitor.Page.ReloadAsync();
            }

            await reach(visitor);
            foreach (string theme in s_themes)
            {
                await visitor.Page.EmulateMediaAsync(
                    new PageEmulateMediaOptions { ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light }
                );
                await visitor.Page.WaitForFunctionAsync("t => document.documentElement.dataset.theme === t", theme);
                // Pictures that are asked for when they come into sight are there, and the timeline has drawn once more.
                await visitor.Page.EvaluateAsync("() => new Promise((go) => requestIdleCallback(go, { timeout: 3000 }))");
                await visitor.Page.SetViewportSizeAsync(width, height - 1);
                await visitor.Page.SetViewportSizeAsync(width, height);
                await visitor.Page.ScreenshotAsync(new PageScreenshotOptions { Path = FileOf(state, width, theme) });
            }
        }
    }

    private static string FileOf(string state, int width, string theme) =>
        Path.Combine(s_screens!, string.Create(CultureInfo.InvariantCulture, $"{state}-{width}-{theme}.png"));
}
