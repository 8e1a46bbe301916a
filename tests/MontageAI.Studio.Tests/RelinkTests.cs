using System.Net;
using System.Text.Json.Nodes;

namespace MontageAI.Studio.Tests;

/// <summary>Footage that is not where it was.</summary>
public sealed class RelinkTests
{
    [Fact]
    public async Task Footage_ThatWasMoved_IsFoundByItsContent_AndAllRevisionsAreRenderedFromThere()
    {
        await using Studio studio = await Studio.StartAsync(clips: 4);
        string project = await studio.ProjectAsync();
        await studio.PlanAsync(project);
        await studio.SendAsync(HttpMethod.Patch, project + "/plan", new { edit = new[] { "lock=1" } }, "*");
        await studio.RestAsync();
        JsonNode plan = await studio.SendAsync(HttpMethod.Get, project + "/plan");
        string[] names = [.. plan["sources"]!.AsArray().Select(s => Path.GetFileName((string)s!["path"]!)).Order()];

        // A folder of another name, files of other names in it, and one that has the old name and is something else.
        string now = Path.Combine(studio.Root, "moved", "2026");
        Directory.CreateDirectory(now);
        foreach (string clip in Directory.GetFiles(Path.Combine(studio.Root, "clips")))
        {
            File.Move(clip, Path.Combine(now, "a " + Path.GetFileName(clip)));
        }

        File.Move(Path.Combine(studio.Root, "song.wav"), Path.Combine(now, "song.wav"));
        await File.WriteAllBytesAsync(Path.Combine(studio.Root, names[0]), new byte[1000]);

        JsonNode before = await studio.SendAsync(HttpMethod.Get, project);
        JsonNode looked = await studio.SendAsync(HttpMethod.Post, project + "/relink", new { paths = Array.Empty<string>() });
        JsonArray missing = looked["missing"]!.AsArray();
        Assert.All(before["footage"]!.AsArray(), m => Assert.False((bool)m!["here"]!));
        Assert.Equal(5, missing.Count);
        Assert.All(missing, m => Assert.True((bool)m!["places"]![0]!["same"]!, m!.ToJsonString()));
        JsonNode likeness = missing.First(m => Path.GetFileName((string)m!["path"]!) == names[0])!;
        Assert.Equal([true, false], likeness["places"]!.AsArray().Select(p => (bool)p!["same"]!));
        // Nothing was changed by looking.
        Assert.All((await studio.SendAsync(HttpMethod.Get, project))["footage"]!.AsArray(), m => Assert.False((bool)m!["here"]!));

        object take = new { take = missing.Select(m => new { id = (string)m!["id"]!, path = (string)m["places"]![0]!["path"]! }) };
        JsonNode after = await studio.SendAsync(HttpMethod.Put, project + "/relink", take);
        Assert.All(after["footage"]!.AsArray(), m => Assert.True((bool)m!["here"]!));
        Assert.True((bool)after["song"]!["here"]!);
        Assert.Equal((int)before["head"]!, (int)after["head"]!);
        foreach (int revision in (int[])[1, 2])
        {
            JsonNode there = await studio.SendAsync(HttpMethod.Get, $"{project}/plan?rev={revision}");
            Assert.All(there["sources"]!.AsArray(), s => Assert.True(File.Exists((string)s!["path"]!)));
            JsonNode render = await studio.SendAsync(HttpMethod.Post, project + "/renders", new { revision, profile = "preview" });
            await studio.EndOfAsync((string)render["job"]!);
        }
    }

    [Fact]
    public async Task AnotherFileOfThatName_IsNotTaken_AndNothingOutsideTheRootsIsLookedAt()
    {
        await using Studio studio = await Studio.StartAsync(clips: 3);
        string project = await studio.ProjectAsync();
        await studio.PlanAsync(project);
        await studio.RestAsync();
        JsonNode facts = await studio.SendAsync(HttpMethod.Get, project);
        JsonNode clip = facts["footage"]![0]!;
        string path = (string)clip["path"]!,
            elsewhere = studio.File("elsewhere");
        Directory.CreateDirectory(elsewhere);
        File.Move(path, Path.Combine(elsewhere, Path.GetFileName(path)));
        File.Copy((string)facts["footage"]![1]!["path"]!, path);

        JsonNode looked = await studio.SendAsync(HttpMethod.Post, project + "/relink", new { paths = Array.Empty<string>() });
        (HttpStatusCode outside, _) = await studio.TryAsync(HttpMethod.Post, project + "/relink", new { paths = new[] { elsewhere } });
        (HttpStatusCode other, JsonNode? why) = await studio.TryAsync(
            HttpMethod.Put,
            project + "/relink",
            new { take = new[] { new { id = (string)clip["id"]!, path } } }
        );

        // It is there, by name: what it holds is found out when it is used.
        Assert.Empty(looked["missing"]!.AsArray());
        Assert.Equal(HttpStatusCode.NotFound, outside);
        Assert.Equal(HttpStatusCode.Conflict, other);
        Assert.Contains("content differs", (string)why!["title"]!, StringComparison.Ordinal);
    }
}
