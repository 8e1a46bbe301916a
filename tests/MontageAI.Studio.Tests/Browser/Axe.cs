using System.Globalization;
using System.Text;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace MontageAI.Studio.Tests.Browser;

/// <summary>What axe finds on a screen, in both themes, and whether the screen is too wide. <c>MONTAGE_SCREENS</c> is a folder for pictures
/// of what was looked at.</summary>
internal static class Axe
{
    /// <summary>Looks at the page as it is.</summary>
    /// <param name="visitor">Who looks.</param>
    /// <param name="screen">What the screen is called.</param>
    /// <param name="found">Gets a line for everything that is wrong.</param>
    public static async Task LookAsync(Visitor visitor, string screen, StringBuilder found)
    {
        int width = visitor.Page.ViewportSize!.Width;
        foreach (string theme in new[] { "dark", "light" })
        {
            await visitor.Page.EvaluateAsync("t => { document.documentElement.dataset.theme = t; }", theme);
            if (Environment.GetEnvironmentVariable("MONTAGE_SCREENS") is { Length: > 0 } folder)
            {
                string name = string.Create(CultureInfo.InvariantCulture, $"{screen}-{theme}-{width}.png");
                await visitor.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name) });
            }

            AxeResult result = await visitor.Page.RunAxe();
            foreach (AxeResultItem item in result.Violations)
            {
                string[] nodes = [.. item.Nodes.Select(n => n.Html).Take(3)];
                found.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"{screen}, {theme}, {width}: {item.Id}, {item.Help}: {string.Join(" | ", nodes)}"
                );
            }
        }

        int over = await visitor.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth");
        if (over > 0)
        {
            found.AppendLine(CultureInfo.InvariantCulture, $"{screen}, {width}: {over} pixels too wide");
        }
    }
}
