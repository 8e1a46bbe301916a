using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using MontageAI.Testing;

namespace MontageAI.Studio.Tests.Browser;

/// <summary>Every state that a page can be in: it says what is the matter, and a reload comes back to it.</summary>
[Collection(PageCollection.Name)]
public sealed class StateTests(Chromium browser, MadeMontage montage)
{
    [BrowserFact]
    public async Task Empty_OneClip_NoSong_AndAClipSetAside()
    {
        await using Studio studio = await Studio.StartAsync(clips: 1);
        string clips = Path.Combine(studio.Root, "clips");
        await using Visitor visitor = await Visitor.OpenAsync(browser, studio);
        IPage page = visitor.Page;
        await StaysAsync(visitor, () => Assertions.Expect(page.GetByText("Nothing has been made here yet.")).ToBeVisibleAsync());

        await page.GetByTestId("start").ClickAsync();
        await StaysAsync(
            visitor,
            async () =>
            {
                await Assertions.Expect(page.GetByText("One is enough to begin")).ToBeVisibleAsync();
                await Assertions.Expect(page.GetByTestId("make")).ToBeDisabledAsync();
                await Assertions.Expect(page.GetByText("Without a song the pictures decide")).ToBeVisibleAsync();
            }
        );

        string project = "/api/projects/" + Regex.Match(page.Url, "project=([0-9a-f]+)").Groups[1].Value;
        await studio.SendAsync(HttpMethod.Post, project + "/footage", new { paths = new[] { clips } });
        await StaysAsync(
            visitor,
            async () =>
            {
                await Assertions.Expect(page.GetByText("clip00.mp4")).ToBeVisibleAsync();
                await Assertions.Expect(page.GetByTestId("make")).ToBeEnabledAsync();
            }
        );

        string broken = Path.Combine(clips, "broken.mp4");
        await File.WriteAllTextAsync(broken, "no film at all");
        await studio.SendAsync(HttpMethod.Post, project + "/footage", new { paths = new[] { broken } });
        await studio.RestAsync();
        await StaysAsync(
            visitor,
            async () =>
            {
                await Assertions.Expect(page.GetByText("Set aside:")).ToBeVisibleAsync();
                await Assertions.Expect(page.GetByText("broken.mp4")).ToBeVisibleAsync();
            }
        );

        // Made without a song, the film says what it is cut on; the clip that was set aside is still said, by the next server too.
        await studio.PlanAsync(project, new { seconds = 3 });
        await studio.RestAsync();
        await page.GotoAsync($"{studio.Address}#project={project[(project.LastIndexOf('/') + 1)..]}");
        Func<Task> made = async () =>
        {
            await visitor.CompleteAsync();
            await Assertions.Expect(page.GetByText(new Regex("One shot, no cut|No beats: cut by the pictures"))).ToBeVisibleAsync();
            await Assertions.Expect(page.GetByText("Set aside: 1")).ToBeVisibleAsync();
        };
        await StaysAsync(visitor, made);
        await studio.RestartAsync();
        await using Visitor later = await Visitor.OpenAsync(browser, studio);
        await later.GoToAsync(project[(project.LastIndexOf('/') + 1)..]);
        await Assertions.Expect(later.Page.GetByText("Set aside: 1")).ToBeVisibleAsync();
        Assert.Empty(later.Errors);
    }

    [BrowserFact]
    public async Task ASongWithoutBeats_SaysWhatIsCutOnInstead()
    {
        await using Studio studio = await Studio.StartAsync(clips: 4);
        TestTools.FFmpeg("-f", "lavfi", "-i", "sine=frequency=220:duration=12", "-y", Path.Combine(studio.Root, "song.wav"));
        string project = await studio.ProjectAsync();
        await studio.PlanAsync(project);
        await studio.RestAsync();
        JsonNode plan = await studio.SendAsync(HttpMethod.Get, project + "/plan");
        Assert.Empty(plan["beats"]!.AsArray());
        await using Visitor visitor = await Visitor.OpenAsync(browser, studio);
        await visitor.GoToAsync(project[(project.LastIndexOf('/') + 1)..]);
        await StaysAsync(
            visitor,
            async () =>
            {
                await visitor.CompleteAsync();
                await Assertions.Expect(visitor.Page.GetByText("No beats: cut by the pictures")).ToBeVisibleAsync();
            }
        );
    }

    [BrowserFact]
    public async Task Screens_AreTheSameAfterAReload()
    {
        await using Visitor visitor = await montage.VisitAsync(browser);
        IPage page = visitor.Page;
        await page.GetByTestId("open-deliver").ClickAsync();
        await StaysAsync(visitor, () => Assertions.Expect(page.GetByTestId("render")).ToBeVisibleAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Back to the edit" }).ClickAsync();
        await StaysAsync(visitor, visitor.CompleteAsync);
        await visitor.PressAsync("b");
        await StaysAsync(visitor, () => Assertions.Expect(page.GetByTestId("beats")).ToBeVisibleAsync());
        await visitor.PressAsync("Escape");
        await visitor.PressAsync("g");
        await StaysAsync(visitor, () => Assertions.Expect(page.GetByTestId("make")).ToBeVisibleAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "All projects" }).ClickAsync();
        await StaysAsync(visitor, () => Assertions.Expect(page.GetByTestId("start")).ToBeVisibleAsync());
    }

    [BrowserFact]
    public async Task FootageThatIsGone_AndAShotThatCouldNotBeMade_SayWhyAndWhatCanBeDone()
    {
        await using Studio studio = await Studio.StartAsync(clips: 4);
        string project = await studio.ProjectAsync(),
            id = project[(project.LastIndexOf('/') + 1)..];
        await studio.PlanAsync(project);
        await studio.RestAsync();
        JsonNode plan = await studio.SendAsync(HttpMethod.Get, project + "/plan");
        JsonNode shot = plan["shots"]!.AsArray().First(s => (double)s!["in"]! > 0.3)!;
        string gone = (string)plan["sources"]!.AsArray().First(s => (string)s!["id"]! == (string)shot["source"]!)!["path"]!;
        File.Delete(gone);
        await using Visitor visitor = await Visitor.OpenAsync(browser, studio);
        IPage page = visitor.Page;
        await visitor.GoToAsync(id);
        await StaysAsync(
            visitor,
            async () =>
            {
                await visitor.CompleteAsync();
                await Assertions.Expect(page.GetByText("One file is not where it was.")).ToBeVisibleAsync();
                await Assertions.Expect(page.GetByTestId("find-footage")).ToBeVisibleAsync();
            }
        );

        // Another moment of a clip that is gone has no pictures, and nothing can make them.
        await studio.SendAsync(HttpMethod.Patch, project + "/plan", new { edit = new[] { $"slip={shot["id"]}:-5" } }, "*");
        await studio.RestAsync();
        await StaysAsync(
            visitor,
            async () =>
            {
                await Assertions.Expect(page.GetByTestId("unmade")).ToContainTextAsync("1 of ");
                await Assertions.Expect(page.GetByTestId("unmade")).ToContainTextAsync(Path.GetFileName(gone));
            }
        );
        await visitor.ChooseAsync(shot);
        await Assertions.Expect(page.GetByTestId("shot-failed")).ToContainTextAsync(Path.GetFileName(gone));

        // The viewer says it, too, where the playhead stands on the shot, and is silent beside it.
        await visitor.SeekAsync((int)shot["start"]!);
        await Assertions.Expect(page.GetByTestId("bare")).ToContainTextAsync(Path.GetFileName(gone));
        await visitor.SeekAsync((int)shot["start"]! + (int)shot["frames"]!);
        await Assertions.Expect(page.GetByTestId("bare")).ToBeHiddenAsync();
        string before = await visitor.NumberAsync("revision");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show another" }).ClickAsync();
        await Assertions.Expect(visitor.Timeline).Not.ToHaveAttributeAsync("data-revision", before);
        Assert.Empty(visitor.Errors);
    }

    [BrowserFact]
    public async Task Drafts_AndShotsThatAreStillToCome_LookDifferent()
    {
        await using Visitor visitor = await montage.VisitAsync(browser);
        JsonNode plan = await montage.PlanAsync();
        JsonArray shots = plan["shots"]!.AsArray();
        shots[0]!["tier"] = 0;
        shots[1]!["tier"] = 0;
        await visitor.Page.RouteAsync($"**{montage.Project}/plan", r => AnswerAsync(r, plan));
        Func<Task> drafts = async () =>
        {
            await Assertions.Expect(visitor.Timeline).ToHaveAttributeAsync("data-drafts", "2");
            await Assertions.Expect(visitor.Timeline).ToHaveAttributeAsync("data-complete", "false");
            await Assertions.Expect(visitor.Page.GetByText($"2 of {shots.Count} shots are drafts")).ToBeVisibleAsync();
        };
        await visitor.Page.ReloadAsync();
        await StaysAsync(visitor, drafts);

        shots[2]!.AsObject().Remove("shown");
        shots[2]!.AsObject().Remove("tier");
        JsonArray jobs = (await montage.Studio.SendAsync(HttpMethod.Get, $"/api/jobs?project={montage.Id}")).AsArray();
        JsonNode running = jobs.First(j => (string)j!["kind"]! is "plan" or "preview")!.DeepClone();
        running["id"] = "preview-runs";
        running["kind"] = "preview";
        running["status"] = "running";
        running["phase"] = "shots";
        running["phaseDone"] = 3;
        running["phaseTotal"] = 9;
        running.AsObject().Remove("result");
        jobs.Insert(0, running);
        await visitor.Page.RouteAsync($"**/api/jobs?project={montage.Id}", r => AnswerAsync(r, jobs));
        Func<Task> pending = async () =>
        {
            await Assertions.Expect(visitor.Page.GetByText($"1 of {shots.Count} shots are still being made")).ToBeVisibleAsync();
            await Assertions.Expect(visitor.Page.GetByTestId("job")).ToContainTextAsync("shots 3 of 9");
        };
        await visitor.Page.ReloadAsync();
        await StaysAsync(visitor, pending);
    }

    // The page's own files came out of the browser's memory, or the server ended the moment after.
    [BrowserFact]
    public async Task AServerThatIsGone_IsSaid_AndThePageComesBackByItself()
    {
        await using Visitor visitor = await montage.VisitAsync(browser);
        await visitor.Page.RouteAsync("**/api/**", r => r.AbortAsync());
        await visitor.Page.ReloadAsync();
        await StaysAsync(visitor, () => Assertions.Expect(visitor.Page.GetByTestId("server-gone")).ToBeVisibleAsync());
        await visitor.Page.UnrouteAsync("**/api/**");
        await visitor.CompleteAsync();
        await Assertions.Expect(visitor.Page.GetByTestId("server-gone")).ToHaveCountAsync(0);
        Assert.Empty(visitor.Errors);
    }

    [BrowserFact]
    public async Task AnEditThatCameTooLate_IsNotMadeByAReload_AndTwoWindowsComeBackToTheSame()
    {
        await using Visitor late = await Visitor.OpenAsync(browser, montage.Studio);
        await late.Page.RouteAsync("**/api/events", route => route.AbortAsync());
        await using Visitor early = await montage.VisitAsync(browser);
        await late.GoToAsync(montage.Id);
        JsonArray shots = (await montage.PlanAsync())["shots"]!.AsArray();
        await late.ChooseAsync(shots[2]!);
        await early.ChooseAsync(shots[1]!);
        await early.ChangeAsync(montage.Project, () => early.PressAsync("p"));
        await late.PressAsync("p");
        await Assertions.Expect(late.Page.GetByText("taken back: the montage was changed elsewhere")).ToBeVisibleAsync();
        string revision = await early.NumberAsync("revision");
        foreach (Visitor one in (Visitor[])[late, early])
        {
            await StaysAsync(
                one,
                async () =>
                {
                    await one.CompleteAsync();
                    await Assertions.Expect(one.Timeline).ToHaveAttributeAsync("data-revision", revision);
                    await Assertions.Expect(one.Rows.Nth(1)).ToContainTextAsync("locked");
                    await Assertions.Expect(one.Rows.Nth(2)).Not.ToContainTextAsync("locked");
                }
            );
        }
    }

    [BrowserFact]
    public async Task AJobThatWasCancelled_IsListedAsThat()
    {
        await using Visitor visitor = await montage.VisitAsync(browser);
        JsonNode asked = await montage.Studio.SendAsync(
            HttpMethod.Post,
            montage.Project + "/renders",
            new { profile = "master", name = $"stopped {Guid.NewGuid():N}.mp4" }
        );
        await montage.Studio.SendAsync(HttpMethod.Delete, "/api/jobs/" + (string)asked["job"]!);
        await montage.Studio.EndOfAsync((string)asked["job"]!, "cancelled");
        await visitor.Page.GetByTestId("open-deliver").ClickAsync();
        await StaysAsync(
            visitor,
            () => Assertions.Expect(visitor.Page.GetByText("Rendering the film: cancelled").First).ToBeVisibleAsync()
        );
    }

    [BrowserFact]
    public async Task ADiskThatIsFull_RefusesTheEdit_SaysWhy_AndTheMontageIsAsItWas()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess,
            "A small disk is mounted, which needs root on Linux."
        );
        using TempFolder folder = new();
        using SmallDisk disk = new(folder.File("disk"), megabytes: 3);
        await using Studio studio = await Studio.StartAsync(clips: 4, o => o with { Projects = disk.Path });
        string project = await studio.ProjectAsync();
        await studio.PlanAsync(project);
        await studio.RestAsync();
        await using Visitor visitor = await Visitor.OpenAsync(browser, studio);
        await visitor.GoToAsync(project[(project.LastIndexOf('/') + 1)..]);
        JsonNode plan = await studio.SendAsync(HttpMethod.Get, project + "/plan");
        await visitor.ChooseAsync(plan["shots"]![1]!);
        disk.Fill();
        ILocator notice = visitor.Page.Locator(".notice").Filter(new() { HasText = "room" });
        // The last block of the log has room for some lines more.
        for (int i = 0; i < 200 && await notice.CountAsync() == 0; i++)
        {
            await visitor.PressAsync("p");
            await Assertions.Expect(visitor.Page.GetByTestId("saved")).ToHaveTextAsync("saved");
        }

        await Assertions.Expect(notice).ToBeVisibleAsync();
        string head = ((int)(await studio.SendAsync(HttpMethod.Get, project))["head"]!).ToString(
            System.Globalization.CultureInfo.InvariantCulture
        );
        await StaysAsync(visitor, () => Assertions.Expect(visitor.Timeline).ToHaveAttributeAsync("data-revision", head));
        disk.Empty();
        await visitor.ChooseAsync(plan["shots"]![2]!);
        await visitor.ChangeAsync(studio, project, () => visitor.PressAsync("p"));
        Assert.Empty(visitor.Errors);
    }

    [BrowserFact]
    public async Task AProjectOfANewerProgram_IsSaidToBeThat()
    {
        await using Studio studio = await Studio.StartAsync(clips: 2);
        string project = await studio.ProjectAsync(),
            id = project[(project.LastIndexOf('/') + 1)..];
        await studio.RestAsync();
        string folder = (string)(await studio.SendAsync(HttpMethod.Get, project))["folder"]!;
        await studio.EndAsync();
        string file = Path.Combine(folder, "project.json");
        JsonNode document = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
        document["version"] = 99;
        await File.WriteAllTextAsync(file, document.ToJsonString());
        await studio.BeginAsync();
        await using Visitor visitor = await Visitor.OpenAsync(browser, studio);
        await visitor.Page.GotoAsync($"{studio.Address}#project={id}");
        await visitor.Page.ReloadAsync();
        await StaysAsync(
            visitor,
            async () =>
            {
                await Assertions.Expect(visitor.Page.GetByTestId("problem")).ToContainTextAsync("newer program");
                await Assertions.Expect(visitor.Page.GetByTestId("problem")).ToContainTextAsync("Update this program");
                await Assertions.Expect(visitor.Page.GetByTestId("start")).ToBeVisibleAsync();
            }
        );
    }

    // It is so, it is so after a reload, and nothing went wrong in between.
    private static async Task StaysAsync(Visitor visitor, Func<Task> seen)
    {
        await seen();
        await visitor.Page.ReloadAsync();
        await seen();
        Assert.Empty(visitor.Errors);
    }

    private static Task AnswerAsync(IRoute route, JsonNode body) =>
        route.Request.Method == "GET"
            ? route.FulfillAsync(new RouteFulfillOptions { ContentType = "application/json", Body = body.ToJsonString() })
            : route.ContinueAsync();
}
