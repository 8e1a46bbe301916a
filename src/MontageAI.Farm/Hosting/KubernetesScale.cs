using System.Globalization;
using MontageAI.Errors;
using MontageAI.Farm.Kubernetes;
using MontageAI.Farm.Settings;

namespace MontageAI.Farm.Hosting;

/// <summary>Has Kubernetes start workers.</summary>
internal static class KubernetesScale
{
    /// <summary>Asks it, or says what it would be asked for.</summary>
    /// <param name="arguments">What was said.</param>
    /// <param name="workers">How many; 0 ends those that there are.</param>
    /// <param name="idleSeconds">Workers leave after so long without work.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <exception cref="MontageException">There is no cluster, or it refuses.</exception>
    public static async Task RunAsync(FarmArguments arguments, int workers, int idleSeconds, CancellationToken cancellationToken)
    {
        FarmLink link = FarmLink.Of(arguments.Second, arguments.CacheFolder);
        if (workers == 0)
        {
            using WorkerCluster left = WorkerCluster.Open(arguments["--namespace"]);
            bool were = await left.EndAsync(link.Id, cancellationToken).ConfigureAwait(false);
            Console.Out.WriteLine(were ? "Kubernetes ends the workers; they give back what they are doing." : "There were no workers.");
            return;
        }

        WorkerOrder order = new()
        {
            Farm = link.Id,
            Link = link.ToString(),
            Workers = workers,
            Image =
                arguments["--image"]
                ?? throw new ConfigurationException(
                    ErrorCode.Usage,
                    "--image is missing: an image that the cluster can fetch, with Montage AI as its entry point and FFmpeg in it."
                ),
            Slots = arguments.Whole("--slots", 1, 1024),
            Gpus = arguments.Whole("--gpu", 1, 16),
            IdleSeconds = idleSeconds,
        };
        if (arguments.IsDryRun)
        {
            Console.Out.Write(WorkerManifests.Text(order));
            return;
        }

        using WorkerCluster cluster = WorkerCluster.Open(arguments["--namespace"]);
        string name = await cluster.StartAsync(order, cancellationToken).ConfigureAwait(false);
        string again = string.Create(
            CultureInfo.InvariantCulture,
            $"Kubernetes starts {workers} workers as job {name} in '{cluster.Space}'."
        );
        Console.Out.WriteLine($"{again} End them before: montage-ai farm scale kubernetes --workers 0");
    }
}
