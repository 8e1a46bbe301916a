using System.Globalization;
using System.Text.Json.Nodes;

namespace MontageAI.Studio.Tests.Browser;

/// <summary>The page in Firefox: it plays and edits there, too.</summary>
[Collection(PageCollection.Name)]
public sealed class FirefoxTests(MadeMontage montage)
{
    private const string Timeline = "document.querySelector('[data-testid=timeline]')";
    private const string Player = "document.querySelector('[data-testid=player]')";
    private const string Saved = "document.querySelector('[data-testid=saved]').textContent.trim() === 'saved'";

    [BrowserFact(Long = true)]
    public async Task Firefox_PlaysAndEdits()
    {
        Assert.SkipWhen(Firefox.MissingReason is not null, Firefox.MissingReason ?? "");
        await montage.ResetAsync();
        await using Firefox firefox = await Firefox.StartAsync();
        await firefox.GoToAsync($"{montage.Studio.Address}#token={Uri.EscapeDataString(montage.Studio.Token)}");
        await firefox.UntilAsync("document.querySelector('[data-testid=start]')");
        await firefox.GoToAsync($"{montage.Studio.Address}#project={montage.Id}");
        await firefox.ReloadAsync();
        await firefox.UntilAsync($"{Timeline}?.dataset.complete === 'true' && {Player}.dataset.shown === '1' && {Player}.readyState >= 2");

        // Sound and pictures run.
        await firefox.PressAsync("k");
        await firefox.UntilAsync($"!{Player}.paused && {Player}.currentTime > 0.5");
        await firefox.PressAsync("k");
        await firefox.UntilAsync($"{Player}.paused");

        // An edit is on the screen and on the server, and is taken back.
        await firefox.PressAsync("\uE015");
        await firefox.UntilAsync($"{Timeline}.dataset.selected");
        JsonNode before = (await montage.PlanAsync())["shots"]!;
        string id = await firefox.TellAsync($"{Timeline}.dataset.selected");
        await firefox.PressAsync(".");
        await firefox.UntilAsync($"{Timeline}.dataset.revision !== '1' && {Saved}");
        string revision = await firefox.TellAsync($"{Timeline}.dataset.revision");
        await firefox.UntilAsync($"{Player}.dataset.shown === '{revision}'");
        JsonNode after = await montage.PlanAsync();
        Assert.Equal(revision, ((int)after["revision"]!).ToString(CultureInfo.InvariantCulture));
        Assert.Equal(
            (double)before.AsArray().First(s => (string)s!["id"]! == id)!["in"]! + 0.04,
            (double)after["shots"]!.AsArray().First(s => (string)s!["id"]! == id)!["in"]!,
            3
        );
        // What the screen shows is a picture, not black.
        string bright = await firefox.TellAsync(
            $$"""
            (() => {
              const canvas = document.createElement('canvas');
              canvas.width = canvas.height = 32;
              const g = canvas.getContext('2d');
              g.drawImage({{Player}}, 0, 0, 32, 32);
              return Math.max(...g.getImageData(0, 0, 32, 32).data.filter((_, i) => i % 4 < 3));
            })()
            """
        );
        Assert.InRange(int.Parse(bright, CultureInfo.InvariantCulture), 60, 255);
        Assert.Empty(firefox.Errors);
    }
}
