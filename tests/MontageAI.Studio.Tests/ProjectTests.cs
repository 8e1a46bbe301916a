using System.Net;
using System.Text.Json.Nodes;
using MontageAI.Engine.Projects;
using MontageAI.Errors;

namespace MontageAI.Studio.Tests;

/// <summary>A project is a folder that survives whatever happens to programs.</summary>
public sealed class ProjectTests
{
    [Fact]
    public async Task Log_WithATornLastLine_LosesThatLineAlone_AndSaysSo()
    {
        await using Studio studio = await Studio.StartAsync(clips: 3);
        (string project, string folder) = await EditedAsync(studio, edits: 3);
        JsonNode before = await studio.SendAsync(HttpMethod.Get, project + "/plan");
        await studio.EndAsync();
        File.AppendAllText(Path.Combine(folder, "log.jsonl"), """{"number":5,"parent":4,"edit":["unlo""");

        await studio.BeginAsync();
        JsonNode view = await studio.SendAsync(HttpMethod.Get, project);
        JsonNode plan = await studio.SendAsync(HttpMethod.Get, project + "/plan");
        JsonNode next = await EditAsync(studio, project, "\"4\"");

        Assert.Contains("cut short", (string)view["dropped"]!, StringComparison.Ordinal);
        Assert.Equal(before.ToJsonString(), plan.ToJsonString());
        Assert.Equal(5, (int)next["revision"]!);
    }

    [Fact]
    public async Task Plans_ThatWereNotWrittenDown_AreReplayedToTheByte()
    {
        await using Studio studio = await Studio.StartAsync(clips: 3);
        (string project, string folder) = await EditedAsync(studio, edits: 4);
        string[] before = new string[6];
        for (int i = 1; i <= 5; i++)
        {
            before[i] = (await studio.SendAsync(HttpMethod.Get, $"{project}/plan?rev={i}")).ToJsonString();
        }

        await studio.EndAsync();
        Assert.Equal(["1.json", "5.json"], Directory.GetFiles(Path.Combine(folder, "revisions")).Select(Path.GetFileName).Order());
        File.Delete(Path.Combine(folder, "revisions", "5.json"));
        await studio.BeginAsync();

        for (int i = 1; i <= 5; i++)
        {
            Assert.Equal(before[i], (await studio.SendAsync(HttpMethod.Get, $"{project}/plan?rev={i}")).ToJsonString());
        }
    }

    [Fact]
    public async Task Project_OpenInAnotherProgram_IsSaidToBe_AndACopyIsAsGoodAsTheFirst()
    {
        await using Studio studio = await Studio.StartAsync(clips: 3);
        (string project, string folder) = await EditedAsync(studio, edits: 1);

        MontageException second = Assert.Throws<MontageException>(() => MontageProject.Open(folder, TimeProvider.System));
        string plan = (await studio.SendAsync(HttpMethod.Get, project + "/plan")).ToJsonString();
        await studio.EndAsync();
        string moved = folder.Replace("Holiday", "Renamed", StringComparison.Ordinal);
        Directory.Move(folder, moved);
        await studio.BeginAsync();

        Assert.Equal(ErrorCode.Busy, second.Code);
        Assert.Equal(plan, (await studio.SendAsync(HttpMethod.Get, project + "/plan")).ToJsonString());
        Assert.Equal(moved, (string)(await studio.SendAsync(HttpMethod.Get, project))["folder"]!);
    }

    [Fact]
    public async Task Project_OfANewerProgram_IsRefusedByName()
    {
        await using Studio studio = await Studio.StartAsync();
        JsonNode made = await studio.SendAsync(HttpMethod.Post, "/api/projects", new { name = "Later" });
        string file = Path.Combine((string)made["folder"]!, "project.json");
        await studio.EndAsync();
        await File.WriteAllTextAsync(
            file,
            (await File.ReadAllTextAsync(file)).Replace("\"version\": 1", "\"version\": 2", StringComparison.Ordinal)
        );

        ConfigurationException newer = Assert.Throws<ConfigurationException>(() => ProjectFile.Read(Path.GetDirectoryName(file)!));
        await studio.BeginAsync();
        await SaidAsync();

        Assert.Contains("Later", newer.Message, StringComparison.Ordinal);
        Assert.Contains("newer program", newer.Message, StringComparison.Ordinal);

        // Also where it says what this program has no words for.
        await studio.EndAsync();
        await File.WriteAllTextAsync(
            file,
            (await File.ReadAllTextAsync(file)).Replace("\"version\": 2", "\"version\": 2, \"depth\": 3", StringComparison.Ordinal)
        );
        await studio.BeginAsync();
        await SaidAsync();

        // It is in the list and says why it cannot be opened, and whoever asks for it is told the same.
        async Task SaidAsync()
        {
            JsonNode entry = (await studio.SendAsync(HttpMethod.Get, "/api/projects")).AsArray().Single()!;
            (HttpStatusCode status, JsonNode? why) = await studio.TryAsync(HttpMethod.Get, $"/api/projects/{made["id"]}");
            Assert.Equal("Later", (string)entry["name"]!);
            Assert.Contains("newer program", (string)entry["problem"]!, StringComparison.Ordinal);
            Assert.InRange((int)status, 400, 499);
            Assert.NotEqual(HttpStatusCode.NotFound, status);
            Assert.Contains("newer program", (string)why!["title"]!, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Trash_KeepsTheFolder()
    {
        await using Studio studio = await Studio.StartAsync();
        JsonNode made = await studio.SendAsync(HttpMethod.Post, "/api/projects", new { name = "Old" });
        string project = "/api/projects/" + made["id"];

        await studio.SendAsync(HttpMethod.Delete, project);
        (HttpStatusCode status, _) = await studio.TryAsync(HttpMethod.Get, project);

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.True(File.Exists(studio.File("projects/.trash/Old.montage/project.json")));
        Assert.Empty((await studio.SendAsync(HttpMethod.Get, "/api/projects")).AsArray());
    }

    [Fact]
    public async Task Footage_ThatIsGone_IsSaidToBe_AndTheRestGoesOn()
    {
        await using Studio studio = await Studio.StartAsync(clips: 3);
        (string project, _) = await EditedAsync(studio, edits: 0);
        File.Delete(Path.Combine(studio.Root, "clips", "clip01.mp4"));

        JsonNode view = await studio.SendAsync(HttpMethod.Get, project);
        JsonNode plan = await studio.SendAsync(HttpMethod.Get, project + "/plan");
        await studio.PlanAsync(project);

        Assert.Equal([true, false, true], view["footage"]!.AsArray().Select(f => (bool)f!["here"]!));
        Assert.NotEmpty(plan["shots"]!.AsArray());
        JsonNode after = await studio.SendAsync(HttpMethod.Get, project + "/plan");
        Assert.DoesNotContain("clip01.mp4", after["sources"]!.ToJsonString(), StringComparison.Ordinal);
    }

    private static async Task<(string Project, string Folder)> EditedAsync(Studio studio, int edits)
    {
        string project = await studio.ProjectAsync();
        await studio.PlanAsync(project);
        for (int i = 0; i < edits; i++)
        {
            await EditAsync(studio, project, $"\"{i + 1}\"");
        }

        return (project, (string)(await studio.SendAsync(HttpMethod.Get, project))["folder"]!);
    }

    // Locked and let go again in turn, so that every revision is another.
    private static async Task<JsonNode> EditAsync(Studio studio, string project, string ifMatch)
    {
        JsonNode shot = (await studio.SendAsync(HttpMethod.Get, project + "/plan"))["shots"]![0]!;
        string word = (bool)shot["locked"]! ? "unlock" : "lock";
        return await studio.SendAsync(HttpMethod.Patch, project + "/plan", new { edit = new[] { $"{word}={shot["id"]}" } }, ifMatch);
    }
}
