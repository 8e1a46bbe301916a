using System.Text.RegularExpressions;
using Microsoft.Playwright;
using MontageAI.Testing;

namespace MontageAI.Studio.Tests.Browser;

/// <summary>
/// What people hear who do not see the page: the tree of names and roles of each screen, as it was approved.
/// <c>MONTAGE_APPROVE=1</c> writes it down as it is.
/// </summary>
[Collection(PageCollection.Name)]
public sealed partial class TreeTests(Chromium browser)
{
    private static readonly string s_folder = Path.Combine(Checkout.Root, "tests", "MontageAI.Studio.Tests", "Approved");

    [BrowserFact]
    public async Task Trees_OfAllScreens_AreAsTheyWereApproved()
    {
        await using Studio studio = await Studio.StartAsync(clips: 5);
        await using Visitor visitor = await Visitor.OpenAsync(browser, studio);
        IPage page = visitor.Page;
        List<string> differ = [];
        await SameAsync("start");
        string project = await studio.ProjectAsync("Harbour weekend"),
            id = project[(project.LastIndexOf('/') + 1)..];
        await studio.RestAsync();
        await page.GotoAsync($"{studio.Address}#project={id}");
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByTestId("make")).ToBeEnabledAsync();
        await Assertions.Expect(page.GetByText("Another song")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByTestId("heard")).ToContainTextAsync("beats found");
        await SameAsync("gather");
        await studio.PlanAsync(project, new { seconds = 10, seed = 3 });
        await studio.RestAsync();
        await visitor.GoToAsync(id);
        await Assertions.Expect(page.GetByTestId("alternatives").Locator("button.offer").First).ToBeVisibleAsync();
        await SameAsync("edit");
        await visitor.PressAsync("b");
        await Assertions.Expect(page.GetByTestId("beats")).ToBeVisibleAsync();
        await SameAsync("beats");
        await visitor.PressAsync("Escape");
        await page.GetByTestId("open-deliver").ClickAsync();
        await Assertions.Expect(page.GetByTestId("render")).ToBeVisibleAsync();
        await SameAsync("deliver");
        Assert.Empty(visitor.Errors);
        Assert.True(differ.Count == 0, string.Join('\n', differ));

        async Task SameAsync(string screen)
        {
            string now = Steady(await page.Locator(".frame").AriaSnapshotAsync()),
                file = Path.Combine(s_folder, $"tree-{screen}.yml");
            if (Environment.GetEnvironmentVariable("MONTAGE_APPROVE") == "1")
            {
                Directory.CreateDirectory(s_folder);
                await File.WriteAllTextAsync(file, now);
            }

            string approved = await File.ReadAllTextAsync(file);
            if (approved != now)
            {
                differ.Add($"{file} differs; now it is:\n{now}");
            }
        }
    }

    // Numbers, folders and why the planner chose what it chose are not the page's.
    private static string Steady(string tree)
    {
        IEnumerable<string> lines = tree.Split('\n')
            .Where(l => !Reason().IsMatch(l))
            .Select(l => Numbers().Replace(Folder().Replace(l, "FOLDER/"), "#"));
        return string.Join('\n', lines) + "\n";
    }

    [GeneratedRegex("^ *- listitem: ")]
    private static partial Regex Reason();

    [GeneratedRegex("/[^ '\":]*/(?=projects|clips|media)")]
    private static partial Regex Folder();

    [GeneratedRegex("[0-9]+([.:][0-9]+)*|◆+")]
    private static partial Regex Numbers();
}
