using System.Text.Json.Nodes;

namespace MontageAI.Farm.Tests;

/// <summary>A cluster that supplies machines, as its API answers.</summary>
[Collection(FarmCollection.Name)]
public sealed class KubernetesTests(FarmFixture farms)
{
    private const string Jobs = "/apis/batch/v1/namespaces/studio/jobs/";
    private const string Secrets = "/api/v1/namespaces/studio/secrets/";

    private TestFarm Farm => farms.OnItsOwn;

    private static StringComparison Ordinal => StringComparison.Ordinal;

    [RedisFact]
    public async Task Scale_OnACluster_MakesOneJobThatGrowsAndGoes()
    {
        await using ClusterStub cluster = await ClusterStub.StartAsync();
        string settings = Farm.New("kubeconfig");
        cluster.WriteSettings(settings);

        string first = await ScaleAsync(0, settings, "--workers", "3", "--image", "studio/montage:1", "--gpu", "1", "--slots", "4");
        (string path, JsonNode job) = cluster.Things.Single(t => t.Key.StartsWith(Jobs, Ordinal));
        string text = job.ToJsonString();
        string link = cluster.Things.Single(t => t.Key.StartsWith(Secrets, Ordinal)).Value["stringData"]!["link"]!.ToString().Trim();
        string second = await ScaleAsync(0, settings, "--workers", "5", "--image", "studio/montage:1");
        int grown = job["spec"]!["parallelism"]!.GetValue<int>();
        job["status"] = JsonNode.Parse("{\"conditions\":[{\"type\":\"Complete\",\"status\":\"True\"}]}");
        await ScaleAsync(0, settings, "--workers", "2", "--image", "studio/montage:1");
        int anew = cluster.Things[path]["spec"]!["completions"]!.GetValue<int>();
        string ended = await ScaleAsync(0, settings, "--workers", "0");
        string again = await ScaleAsync(0, settings, "--workers", "0");

        Assert.Contains("starts 3 workers as job montage-farm-", first, Ordinal);
        Assert.Equal("Indexed", job["spec"]!["completionMode"]!.ToString());
        Assert.Contains("\"nvidia.com/gpu\":\"1\"", text, Ordinal);
        Assert.Contains("\"--idle-exit\",\"60\",\"--slots\",\"4\"", text, Ordinal);
        Assert.Equal(Farm.Link, link);
        Assert.DoesNotContain(Farm.Link.Split('.')[^2], text, Ordinal);
        Assert.Contains("starts 5 workers", second, Ordinal);
        Assert.Equal(5, grown);
        Assert.Equal(2, anew);
        Assert.Contains("ends the workers", ended, Ordinal);
        Assert.Contains("There were no workers", again, Ordinal);
        Assert.Empty(cluster.Things);
    }

    [RedisFact]
    public async Task Scale_RefusedByACluster_SaysWhyAndTheRemedy()
    {
        await using ClusterStub cluster = await ClusterStub.StartAsync();
        string settings = Farm.New("kubeconfig");
        string strangers = Farm.New("kubeconfig");
        cluster.WriteSettings(settings);
        cluster.WriteSettings(strangers, "another");
        string[] order = ["--workers", "3", "--image", "studio/montage:1"];

        string dry = await ScaleAsync(0, settings, [.. order, "--dry-run"]);
        string unknown = await ScaleAsync(1, strangers, order);
        string missing = await ScaleAsync(2, settings, "--workers", "3");
        string none = await ScaleAsync(1, Farm.New("gone"), order);
        cluster.IsPicky = true;
        string picky = await ScaleAsync(1, settings, order);

        Assert.Contains("completionMode: Indexed", dry, Ordinal);
        Assert.DoesNotContain(Farm.Link.Split('.')[^2], dry, Ordinal);
        Assert.Contains("Log in to the cluster again", unknown, Ordinal);
        Assert.Contains("--image is missing", missing, Ordinal);
        Assert.Contains("Try 'kubectl get jobs' here", none, Ordinal);
        Assert.Contains("containers[0].image: Required value. Look at what it would be asked for: --dry-run.", picky, Ordinal);
    }

    private async Task<string> ScaleAsync(int code, string settings, params string[] arguments)
    {
        using Started program = new(
            Farm.HostCache,
            null,
            new Dictionary<string, string> { ["KUBECONFIG"] = settings },
            ["farm", "scale", "kubernetes", .. arguments]
        );
        int ended = await program.EndAsync();
        string text = string.Join('\n', program.Lines);
        Assert.True(ended == code, $"{ended}: {text}");
        return text;
    }
}
