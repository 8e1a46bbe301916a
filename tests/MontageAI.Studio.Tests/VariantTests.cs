using System.Net;
using System.Text.Json.Nodes;

namespace MontageAI.Studio.Tests;

/// <summary>Plans to choose from.</summary>
public sealed class VariantTests
{
    [Fact]
    public async Task Variants_CanBeSeenSideBySide_KeepWhatIsLocked_AndOneIsTaken()
    {
        await using Studio studio = await Studio.StartAsync(clips: 6);
        string project = await studio.ProjectAsync();
        await studio.PlanAsync(project);
        JsonNode locked = await studio.SendAsync(HttpMethod.Patch, project + "/plan", new { edit = new[] { "lock=2" } }, "*");
        JsonNode kept = locked["changed"]!.AsArray().Single()!;

        JsonNode asked = await studio.SendAsync(HttpMethod.Post, project + "/variants", new { count = 3 });
        string job = (string)asked["job"]!;
        JsonNode done = await studio.EndOfAsync(job);
        long[] seeds = [.. done["result"]!["variants"]!.AsArray().Select(v => (long)v!["seed"]!)];
        List<JsonNode> plans = [];
        foreach (long seed in seeds)
        {
            JsonNode plan = await studio.SendAsync(HttpMethod.Get, $"{project}/variants/{job}/{seed}");
            Assert.Equal(seed, (long)plan["seed"]!);
            Assert.Contains(
                plan["shots"]!.AsArray(),
                s =>
                    (bool)s!["locked"]!
                    && (long)s["start"]! == (long)kept["start"]!
                    && (string)s["source"]! == (string)kept["source"]!
                    && (double)s["in"]! == (double)kept["in"]!
            );
            foreach (JsonNode? shot in plan["shots"]!.AsArray())
            {
                Assert.NotEmpty(await studio.Client.GetByteArrayAsync((string)shot!["shown"]!));
            }

            plans.Add(plan);
        }

        // They are still there after the server ended, and are known.
        await studio.RestAsync();
        await studio.RestartAsync();
        JsonNode known = await studio.SendAsync(HttpMethod.Get, $"/api/jobs?project={project[(project.LastIndexOf('/') + 1)..]}");
        JsonNode still = known.AsArray().Single(j => (string)j!["kind"]! == "variants")!;
        Assert.Equal(done["result"]!["variants"]!.ToJsonString(), still["result"]!["variants"]!.ToJsonString());
        for (int i = 0; i < seeds.Length; i++)
        {
            JsonNode plan = await studio.SendAsync(HttpMethod.Get, $"{project}/variants/{job}/{seeds[i]}");
            Assert.Equal(Shots(plans[i]), Shots(plan));
            Assert.All(plan["shots"]!.AsArray(), s => Assert.NotNull(s!["shown"]));
        }

        JsonNode taken = await studio.SendAsync(HttpMethod.Post, $"{project}/variants/{job}/{seeds[2]}");
        JsonNode head = await studio.SendAsync(HttpMethod.Get, project + "/plan");
        JsonNode project2 = await studio.SendAsync(HttpMethod.Get, project);
        (HttpStatusCode unknown, _) = await studio.TryAsync(HttpMethod.Get, $"{project}/variants/{job}/999");
        (HttpStatusCode another, _) = await studio.TryAsync(HttpMethod.Get, $"{project}/variants/plan-1/{seeds[0]}");

        Assert.Equal(3, seeds.Distinct().Count());
        Assert.True(plans.Select(Shots).Distinct().Count() > 1, "All variants are the same.");
        Assert.Equal((int)taken["revision"]!, (int)head["revision"]!);
        Assert.Equal(Shots(plans[2]), Shots(head));
        Assert.Equal(seeds[2], (long)project2["settings"]!["seed"]!);
        Assert.Equal((int)head["revision"]! - 1, (int)project2["undo"]!);
        Assert.Equal([HttpStatusCode.NotFound, HttpStatusCode.NotFound], [unknown, another]);

        // Others take their place.
        JsonNode more = await studio.SendAsync(HttpMethod.Post, project + "/variants", new { count = 2 });
        await studio.EndOfAsync((string)more["job"]!);
        (HttpStatusCode earlier, _) = await studio.TryAsync(HttpMethod.Get, $"{project}/variants/{job}/{seeds[0]}");
        Assert.Equal(HttpStatusCode.NotFound, earlier);
        Assert.Equal(
            [(string)more["job"]!],
            Directory.GetDirectories(Path.Combine((string)project2["folder"]!, "variants")).Select(Path.GetFileName)
        );

        static string Shots(JsonNode plan) =>
            string.Join(' ', plan["shots"]!.AsArray().Select(s => $"{s!["source"]}@{s["in"]}+{s["frames"]}"));
    }
}
