using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using k8s;
using k8s.Models;
using MontageAI.Farm.Kubernetes;
using MontageAI.Testing;

namespace MontageAI.Farm.Tests;

/// <summary>The files under deploy by which a cluster or a system starts hosts and workers.</summary>
[Collection(FarmCollection.Name)]
public sealed partial class DeployTests
{
    private static readonly string s_cluster = Path.Combine(Checkout.Root, "deploy", "kubernetes");
    private static readonly string s_services = Path.Combine(Checkout.Root, "deploy", "services");

    private static StringComparison Ordinal => StringComparison.Ordinal;

    [Fact]
    public void Cluster_ServiceLeadsToTheHost_UnderTheNameInItsLink()
    {
        object[] all = Things();
        V1Service service = all.OfType<V1Service>().Single();
        V1StatefulSet host = all.OfType<V1StatefulSet>().Single();
        V1PodSpec pod = host.Spec.Template.Spec;
        V1Container program = pod.Containers.Single();

        Assert.Equal(host.Spec.ServiceName, service.Metadata.Name);
        Assert.Subset(host.Spec.Template.Metadata.Labels.ToHashSet(), service.Spec.Selector.ToHashSet());
        Assert.Equal(host.Spec.Selector.MatchLabels, host.Spec.Template.Metadata.Labels);
        Assert.Equal([7463, 7464], service.Spec.Ports.Select(p => p.Port));
        Assert.All(service.Spec.Ports, p => Assert.Equal(p.Port, program.Ports.Single(c => c.Name == p.TargetPort.Value).ContainerPort));
        Assert.Equal(service.Metadata.Name, After(program.Args, "--reached-at"));
        Assert.Equal(
            $"$({program.Env.Single(e => e.ValueFrom?.FieldRef?.FieldPath == "status.podIP").Name})",
            After(program.Args, "--listen")
        );
        Assert.Equal(
            program.VolumeMounts.Select(m => m.Name).Order(),
            pod.Volumes.Select(v => v.Name).Concat(host.Spec.VolumeClaimTemplates.Select(c => c.Metadata.Name)).Order()
        );
        Assert.Equal(
            all.OfType<V1PersistentVolumeClaim>().Single().Metadata.Name,
            pod.Volumes.Single(v => v.PersistentVolumeClaim is not null).PersistentVolumeClaim.ClaimName
        );
        Assert.Equal(
            program.VolumeMounts.Single(m => m.Name == "store").MountPath,
            program.Env.Single(e => e.Name == "MONTAGE_CACHE").Value
        );
        Assert.True(pod.SecurityContext.RunAsNonRoot);
    }

    [Fact]
    public void Cluster_WorkersAreThoseThatScaleMakes_WithASecretThatTheReadersMake()
    {
        V1Job job = Things().OfType<V1Job>().Single();
        V1PodSpec pod = job.Spec.Template.Spec;
        V1Job made = WorkerManifests.Job(
            new WorkerOrder
            {
                Farm = "0",
                Link = "",
                Workers = 3,
                Image = pod.Containers.Single().Image,
                Slots = 2,
                IdleSeconds = 60,
            }
        );
        string secret = pod.Volumes.Single(v => v.Secret is not null).Secret.SecretName;
        made.Spec.Template.Spec.Volumes.Single(v => v.Secret is not null).Secret.SecretName = secret;

        Assert.Equal(KubernetesYaml.Serialize(made.Spec), KubernetesYaml.Serialize(job.Spec));
        string readme = File.ReadAllText(Path.Combine(s_cluster, "README.md"));
        Assert.Contains($"create secret generic {secret} --from-file=link=", readme, Ordinal);
    }

    [Fact]
    public void Cluster_AsKustomizeRendersIt_IsInOneNamespaceAndHasOneImage()
    {
        Assert.SkipUnless(Needs.IsThere("kubectl"), "kubectl is not there.");
        object[] all = Rendered(TestTools.Run("kubectl", "kustomize", s_cluster));
        IKubernetesObject<V1ObjectMeta>[] things = [.. all.Cast<IKubernetesObject<V1ObjectMeta>>()];

        Assert.Equal(Things().Length, all.Length);
        Assert.Single(things.Where(t => t is not V1Namespace).Select(t => t.Metadata.NamespaceProperty).Distinct(), "montage");
        Assert.Single(
            all.OfType<V1StatefulSet>()
                .Select(h => h.Spec.Template.Spec)
                .Concat(all.OfType<V1Job>().Select(j => j.Spec.Template.Spec))
                .SelectMany(p => p.Containers)
                .Select(c => c.Image)
                .Distinct(),
            "registry.example.org/montage-ai:1"
        );
    }

    // Each is what its system would type; the link that it names is not there.
    [Theory]
    [InlineData("montage-farm-join.service")]
    [InlineData("ai.montage.farm-join.plist")]
    [InlineData("montage-farm-join.ps1")]
    public async Task Service_OfASystem_TypesWhatTheProgramUnderstands(string name)
    {
        using TempFolder folder = new();
        string text = await File.ReadAllTextAsync(Path.Combine(s_services, name), TestContext.Current.CancellationToken);
        string[] arguments = Path.GetExtension(name) switch
        {
            ".plist" => [.. XDocument.Parse(text).Descendants("array").Single().Elements("string").Skip(1).Select(e => e.Value)],
            ".service" => Line().Match(text).Groups[1].Value.Split(' ')[1..],
            _ => Argument().Match(text).Groups[1].Value.Replace("`\"", "", Ordinal).Split(' '),
        };
        (int code, string said) = await Started.RunAsync(folder.File("cache"), arguments);

        Assert.Equal(["farm", "join"], arguments[..2]);
        Assert.StartsWith("@", arguments[2], Ordinal);
        Assert.Contains("holds no link that can be read", said, Ordinal);
        Assert.Equal(2, code);
    }

    [Fact]
    public void Service_OfSystemd_IsFoundGoodByIt()
    {
        Assert.SkipUnless(Needs.IsThere("systemd-analyze"), "systemd-analyze is not there.");
        using TempFolder folder = new();
        string file = folder.File("montage-farm-join.service");
        string unit = File.ReadAllText(Path.Combine(s_services, "montage-farm-join.service"));
        // Systemd looks whether the program is there.
        File.WriteAllText(file, unit.Replace("/usr/bin/montage-ai", Path.Combine(AppContext.BaseDirectory, "montage-ai"), Ordinal));

        Assert.Equal("", TestTools.Run("systemd-analyze", "verify", "--man=no", file));
    }

    [Fact]
    public async Task Host_ThatIsReachedByAnotherName_IsJoinedByIt()
    {
        using TempFolder folder = new();
        string port = RedisServer.FreePort().ToString(CultureInfo.InvariantCulture);
        using Started host = new(folder.File("host"), null, "farm", "host", "--port", port, "--reached-at", "localhost");
        string line = await host.SaysAsync("farm join '");
        string link = line[(line.IndexOf('\'', Ordinal) + 1)..^1];
        await File.WriteAllTextAsync(folder.File("link"), link + "\n", TestContext.Current.CancellationToken);
        using Started node = new(folder.File("node"), null, "farm", "join", "@" + folder.File("link"), "--slots", "1");
        await node.SaysAsync("works for the farm");
        string seen = await File.ReadAllTextAsync($"/proc/{node.Id}/cmdline", TestContext.Current.CancellationToken);
        (int code, string said) = await Started.RunAsync(
            folder.File("other"),
            ["farm", "host", "--port", port, "--reached-at", "localhost:7463"]
        );

        Assert.StartsWith($"montage-farm:localhost:{port}#", link, Ordinal);
        // Other users see how a process was started.
        Assert.Contains(folder.File("link"), seen, Ordinal);
        Assert.DoesNotContain("montage-farm:", seen, Ordinal);
        Assert.Contains("without a port", said, Ordinal);
        Assert.Equal(2, code);
    }

    // As they lie there; kustomize changes their namespace and image alone.
    private static object[] Things() =>
        [
            .. Directory
                .GetFiles(s_cluster, "*.yaml")
                .Where(f => Path.GetFileName(f) != "kustomization.yaml")
                .Order(StringComparer.Ordinal)
                .SelectMany(f => Rendered(File.ReadAllText(f))),
        ];

    // What its kind does not have is refused.
    private static object[] Rendered(string text) => [.. KubernetesYaml.LoadAllFromString(text, null, strict: true)];

    private static string After(IList<string> arguments, string option) => arguments[arguments.IndexOf(option) + 1];

    [GeneratedRegex("^ExecStart=(.+)$", RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex("-Argument \"((?:`.|[^\"])+)\"")]
    private static partial Regex Argument();
}
