using System.Text.Json.Nodes;

namespace MontageAI.Studio.Tests;

/// <summary>What a server offers to somebody who comes with nothing: styles, and footage to try it with.</summary>
public sealed class OfferTests
{
    [Fact]
    public async Task Styles_ThoseThatAreOfferedFirst_StandFirst_AndNoneIsMissing()
    {
        await using Studio studio = await Studio.StartAsync();
        JsonArray styles = (await studio.SendAsync(HttpMethod.Get, "/api/styles")).AsArray();

        Assert.Equal(
            ["dynamic", "calm", "mtv", "documentary", "travel", "cinema_trailer"],
            styles.TakeWhile(s => (bool)s!["offered"]!).Select(s => (string)s!["name"]!)
        );
        Assert.All(styles.Skip(6), s => Assert.False((bool)s!["offered"]!));
        Assert.InRange(styles.Count, 12, 40);
        Assert.Equal(styles.Count, styles.Select(s => (string)s!["name"]!).Distinct().Count());
    }

    [Fact]
    public async Task Demo_GivesAProjectFootageAndASongOfItsOwn_AndHasThemPlanned()
    {
        await using Studio studio = await Studio.StartAsync();
        JsonNode made = await studio.SendAsync(HttpMethod.Post, "/api/projects", new { name = "Demo" });
        string project = $"/api/projects/{made["id"]}";

        JsonNode asked = await studio.SendAsync(HttpMethod.Post, project + "/demo");
        JsonNode job = await studio.EndOfAsync((string)asked["job"]!);
        JsonNode after = await studio.SendAsync(HttpMethod.Get, project);
        JsonNode plan = (await studio.SendAsync(HttpMethod.Get, $"/api/jobs?project={made["id"]}"))
            .AsArray()
            .First(j => (string)j!["kind"]! == "plan")!;
        await studio.EndOfAsync((string)plan["id"]!);

        Assert.True((double)job["result"]!["seconds"]! > 0);
        Assert.Equal(10, after["footage"]!.AsArray().Count);
        Assert.All(after["footage"]!.AsArray(), m => Assert.True((bool)m!["here"]!));
        Assert.EndsWith("song.wav", (string)after["song"]!["path"]!, StringComparison.Ordinal);
        // All of it lies in the project, and goes with it.
        Assert.Equal(
            11,
            Directory
                .GetFiles(Path.Combine((string)made["folder"]!, "media", "demo"), "*.*", SearchOption.AllDirectories)
                .Count(f => Path.GetExtension(f) is ".mp4" or ".wav")
        );
        Assert.InRange((double)(await studio.SendAsync(HttpMethod.Get, project + "/plan"))["seconds"]!, 36, 44);
    }
}
