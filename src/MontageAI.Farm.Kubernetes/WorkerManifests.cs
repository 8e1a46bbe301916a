using System.Globalization;
using k8s;
using k8s.Models;

namespace MontageAI.Farm.Kubernetes;

/// <summary>What is put into a cluster for the workers of a farm: a Secret with the link, and one Job of as many pods.</summary>
public static class WorkerManifests
{
    private const string LinkFolder = "/etc/montage-farm";
    private const string StoreFolder = "/store";
    private const string LinkName = "link";
    private const int MostRestarts = 10;
    private const int FinishedSeconds = 600;
    private const int ParticularUser = 10001;

    // A worker gives its tasks back within this time, and those of a lost node are in the queue again by then.
    private const int GraceSeconds = 20;

    /// <summary>Name of the Secret and of the Job of a farm.</summary>
    /// <param name="farm">The farm: hex digits.</param>
    public static string NameOf(string farm)
    {
        ArgumentNullException.ThrowIfNull(farm);
        return "montage-farm-" + farm[..Math.Min(12, farm.Length)];
    }

    /// <summary>The Secret.</summary>
    public static V1Secret Secret(WorkerOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return new V1Secret
        {
            ApiVersion = "v1",
            Kind = "Secret",
            Metadata = MetadataOf(order),
            Type = "Opaque",
            StringData = new Dictionary<string, string> { [LinkName] = order.Link + "\n" },
        };
    }

    /// <summary>The Job.</summary>
    public static V1Job Job(WorkerOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return new V1Job
        {
            ApiVersion = "batch/v1",
            Kind = "Job",
            Metadata = MetadataOf(order),
            Spec = new V1JobSpec
            {
                CompletionMode = "Indexed",
                Completions = order.Workers,
                Parallelism = order.Workers,
                BackoffLimitPerIndex = MostRestarts,
                TtlSecondsAfterFinished = FinishedSeconds,
                Template = new V1PodTemplateSpec
                {
                    Metadata = new V1ObjectMeta { Labels = Labels() },
                    Spec = PodOf(order),
                },
            },
        };
    }

    /// <summary>Both as they would be given to a cluster, without the link.</summary>
    public static string Text(WorkerOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return KubernetesYaml.SerializeAll([Secret(order with { Link = "(the link of the farm)" }), Job(order)]);
    }

    private static V1PodSpec PodOf(WorkerOrder order) =>
        new()
        {
            RestartPolicy = "Never",
            TerminationGracePeriodSeconds = GraceSeconds,
            // Workers speak to the farm's host and to nobody else.
            AutomountServiceAccountToken = false,
            EnableServiceLinks = false,
            Tolerations = [Gone("node.kubernetes.io/not-ready"), Gone("node.kubernetes.io/unreachable")],
            SecurityContext = new V1PodSecurityContext
            {
                RunAsNonRoot = true,
                RunAsUser = ParticularUser,
                FsGroup = ParticularUser,
            },
            Containers =
            [
                new V1Container
                {
                    Name = "worker",
                    Image = order.Image,
                    Args =
                    [
                        "farm",
                        "join",
                        $"@{LinkFolder}/{LinkName}",
                        "--idle-exit",
                        Text(order.IdleSeconds),
                        .. order.Slots is { } slots ? (string[])["--slots", Text(slots)] : [],
                    ],
                    Env = [new V1EnvVar { Name = "MONTAGE_CACHE", Value = StoreFolder }],
                    Resources = ResourcesOf(order),
                    SecurityContext = new V1SecurityContext { AllowPrivilegeEscalation = false },
                    VolumeMounts =
                    [
                        new V1VolumeMount
                        {
                            Name = LinkName,
                            MountPath = LinkFolder,
                            ReadOnlyProperty = true,
                        },
                        new V1VolumeMount { Name = "store", MountPath = StoreFolder },
                    ],
                },
            ],
            Volumes =
            [
                new V1Volume
                {
                    Name = LinkName,
                    // Read by the pod's user through its group.
                    Secret = new V1SecretVolumeSource { SecretName = NameOf(order.Farm), DefaultMode = 0x120 },
                },
                new V1Volume { Name = "store", EmptyDir = new V1EmptyDirVolumeSource() },
            ],
        };

    private static V1ResourceRequirements ResourcesOf(WorkerOrder order)
    {
        V1ResourceRequirements resources = new();
        if (order.Slots is { } slots)
        {
            resources.Requests = new Dictionary<string, ResourceQuantity> { ["cpu"] = new(Text(slots)) };
        }

        if (order.Gpus is { } gpus)
        {
            resources.Limits = new Dictionary<string, ResourceQuantity> { ["nvidia.com/gpu"] = new(Text(gpus)) };
        }

        return resources;
    }

    private static V1Toleration Gone(string key) =>
        new()
        {
            Key = key,
            OperatorProperty = "Exists",
            Effect = "NoExecute",
            TolerationSeconds = GraceSeconds,
        };

    private static V1ObjectMeta MetadataOf(WorkerOrder order) => new() { Name = NameOf(order.Farm), Labels = Labels() };

    private static Dictionary<string, string> Labels() => new() { ["app.kubernetes.io/name"] = "montage-farm-worker" };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
