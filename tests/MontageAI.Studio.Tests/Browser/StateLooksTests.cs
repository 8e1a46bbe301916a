using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using MontageAI.Testing;

namespace MontageAI.Studio.Tests.Browser;

/// <summary>States in which something is the matter shut nobody out: axe finds nothing in them, in both themes.</summary>
[Collection(PageCollection.Name)]
public sealed class StateLooksTests(Chromium browser, MadeMontage montage)
{
    private static readonly (int Width, int Height)[] s_sizes = [(1440, 900), (820, 1180), (390, 844)];

    [BrowserFact(Long = true)]
    public async Task FootageOffline_AFailedShot_AndAProjectOfANewerProgram_AreCleanForAxe()
    {
        await using Studio studio = await Studio.StartAsync(clips: 4);
        JsonNode made = await studio.SendAsync(HttpMethod.Get, await studio.ProjectAsync());
        string id = (string)made["id"]!,
            project = $"/api/projects/{id}";
        await studio.PlanAsync(project);
        await studio.RestAsync();
        JsonNode plan = await studio.SendAsync(HttpMethod.Get, project + "/plan");
        JsonNode shot = plan["shots"]!.AsArray().First(s => (double)s!["in"]! > 0.3)!;
        File.Delete((string)plan["sources"]!.AsArray().First(s => (string)s!["id"]! == (string)shot["source"]!)!["path"]!);
        StringBuilder found = new();
        await EachAsync(
            studio,
            async visitor =>
            {
                await visitor.GoToAsync(id);
                await Assertions
                    .Expect(visitor.Page.GetByText(new Regex("One file (is not where it was|cannot be found)")).Locator("visible=true"))
                    .ToHaveCountAsync(1);
                await Axe.LookAsync(visitor, "offline", found);
                await visitor.PressAsync("r");
                await Assertions.Expect(visitor.Page.GetByTestId("relink").GetByText("Not found here.")).ToBeVisibleAsync();
                await Axe.LookAsync(visitor, "relink", found);
            }
        );
        await studio.SendAsync(HttpMethod.Patch, project + "/plan", new { edit = new[] { $"slip={shot["id"]}:-5" } }, "*");
        await studio.RestAsync();
        await EachAsync(
            studio,
            async visitor =>
            {
                await visitor.Page.GotoAsync($"{studio.Address}#project={id}");
                await visitor.Page.ReloadAsync();
                await Assertions.Expect(visitor.Page.GetByTestId("unmade")).ToBeVisibleAsync();
                await visitor.ChooseAsync(shot);
                await Assertions.Expect(visitor.Page.GetByTestId("shot-failed")).ToBeAttachedAsync();
                await Axe.LookAsync(visitor, "failed", found);
            }
        );
        await studio.EndAsync();
        string file = Path.Combine((string)made["folder"]!, "project.json");
        JsonNode document = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
        document["version"] = 99;
        await File.WriteAllTextAsync(file, document.ToJsonString());
        await studio.BeginAsync();
        await EachAsync(
            studio,
            async visitor =>
            {
                await visitor.Page.GotoAsync($"{studio.Address}#project={id}");
                await visitor.Page.ReloadAsync();
                await Assertions.Expect(visitor.Page.GetByTestId("problem")).ToContainTextAsync("newer program");
                await Axe.LookAsync(visitor, "newer", found);
            }
        );
        Assert.True(found.Length == 0, found.ToString());
    }

    [BrowserFact(Long = true)]
    public async Task AServerThatIsGone_AndAnEditThatIsNotSent_AreCleanForAxe()
    {
        StringBuilder found = new();
        await montage.ResetAsync();
        await EachAsync(
            montage.Studio,
            async visitor =>
            {
                await visitor.Page.RouteAsync("**/api/events", r => r.AbortAsync());
                await visitor.GoToAsync(montage.Id);
                await visitor.Page.RouteAsync("**/api/**", r => r.AbortAsync());
                await visitor.PressAsync("p");
                await Assertions.Expect(visitor.Page.GetByTestId("saved")).ToHaveTextAsync("not sent yet");
                await Assertions.Expect(visitor.Page.GetByTestId("server-gone")).ToContainTextAsync("1 waiting");
                await Axe.LookAsync(visitor, "gone", found);
            }
        );
        Assert.True(found.Length == 0, found.ToString());
    }

    [BrowserFact(Long = true)]
    public async Task ADiskThatIsFull_IsCleanForAxe()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess,
            "A small disk is mounted, which needs root on Linux."
        );
        using TempFolder folder = new();
        using SmallDisk disk = new(folder.File("disk"), megabytes: 3);
        await using Studio studio = await Studio.StartAsync(clips: 3, o => o with { Projects = disk.Path });
        string project = await studio.ProjectAsync();
        await studio.PlanAsync(project);
        await studio.RestAsync();
        disk.Fill();
        StringBuilder found = new();
        await EachAsync(
            studio,
            async visitor =>
            {
                await visitor.GoToAsync(project[(project.LastIndexOf('/') + 1)..]);
                ILocator notice = visitor.Page.Locator(".notice").Filter(new() { HasText = "room" });
                // The last block of the log has room for some lines more.
                for (int i = 0; i < 200 && await notice.CountAsync() == 0; i++)
                {
                    await visitor.PressAsync("p");
                    await Assertions.Expect(visitor.Page.GetByTestId("saved")).ToHaveTextAsync("saved");
                }

                await Assertions.Expect(notice).ToBeVisibleAsync();
                await Axe.LookAsync(visitor, "full", found);
            }
        );
        disk.Empty();
        Assert.True(found.Length == 0, found.ToString());
    }

    private async Task EachAsync(Studio studio, Func<Visitor, Task> look)
    {
        foreach ((int width, int height) in s_sizes)
        {
            await using Visitor visitor = await Visitor.OpenAsync(browser, studio, width, height);
            await look(visitor);
            Assert.Empty(visitor.Errors);
        }
    }
}
