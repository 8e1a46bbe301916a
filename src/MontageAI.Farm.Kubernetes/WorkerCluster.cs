using System.Net;
using System.Text.Json;
using k8s;
using k8s.Autorest;
using k8s.Exceptions;
using k8s.Models;
using MontageAI.Errors;

namespace MontageAI.Farm.Kubernetes;

/// <summary>A Kubernetes cluster that starts workers of farms. The owner disposes it.</summary>
public sealed class WorkerCluster : IDisposable
{
    private readonly k8s.Kubernetes _client;
    private readonly string _space;

    private WorkerCluster(k8s.Kubernetes client, string space) => (_client, _space) = (client, space);

    /// <summary>Names the cluster's namespace that workers are started in.</summary>
    public string Space => _space;

    /// <summary>The cluster that <c>kubectl</c> would speak to (KUBECONFIG, the user's settings, or around this).</summary>
    /// <param name="space">Its namespace; null takes that of the settings, or "default".</param>
    /// <exception cref="MontageException">There are no settings that can be read.</exception>
    public static WorkerCluster Open(string? space)
    {
        try
        {
            KubernetesClientConfiguration settings = KubernetesClientConfiguration.BuildDefaultConfig();
            return new WorkerCluster(new k8s.Kubernetes(settings), space ?? settings.Namespace ?? "default");
        }
        catch (Exception e) when (e is KubeConfigException or KubernetesException or IOException or UriFormatException)
        {
            throw new MontageException(
                ErrorCode.FarmFailed,
                $"No cluster can be reached: {Printable.Of(e.Message.TrimEnd('.'))}. Try 'kubectl get jobs' here; name the settings by "
                    + "KUBECONFIG."
            );
        }
    }

    /// <summary>Has as many workers started; those that were asked for before are these.</summary>
    /// <param name="order">The workers.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <returns>Name of the Job.</returns>
    /// <exception cref="MontageException">The cluster cannot be reached, or refuses.</exception>
    public async Task<string> StartAsync(WorkerOrder order, CancellationToken cancellationToken)
    {
        V1Secret secret = WorkerManifests.Secret(order);
        V1Job job = WorkerManifests.Job(order);
        string name = job.Metadata.Name;
        await AskAsync(async () =>
            {
                if (
                    !await TryAsync(() => _client.CoreV1.CreateNamespacedSecretAsync(secret, _space, cancellationToken: cancellationToken))
                        .ConfigureAwait(false)
                )
                {
                    await _client
                        .CoreV1.ReplaceNamespacedSecretAsync(secret, name, _space, cancellationToken: cancellationToken)
                        .ConfigureAwait(false);
                }

                if (
                    await TryAsync(() => _client.BatchV1.CreateNamespacedJobAsync(job, _space, cancellationToken: cancellationToken))
                        .ConfigureAwait(false)
                )
                {
                    return;
                }

                V1Job known = await _client
                    .BatchV1.ReadNamespacedJobAsync(name, _space, cancellationToken: cancellationToken)
                    .ConfigureAwait(false);
                if (known.Status?.Conditions?.Any(c => c.Type is "Complete" or "Failed" && c.Status == "True") == true)
                {
                    await DeleteAsync(name, cancellationToken).ConfigureAwait(false);
                    await _client.BatchV1.CreateNamespacedJobAsync(job, _space, cancellationToken: cancellationToken).ConfigureAwait(false);
                    return;
                }

                // Both at once: of an indexed Job they may change together while it runs.
                string patch = JsonSerializer.Serialize(
                    new Dictionary<string, Dictionary<string, int>>
                    {
                        ["spec"] = new() { ["completions"] = order.Workers, ["parallelism"] = order.Workers },
                    }
                );
                await _client
                    .BatchV1.PatchNamespacedJobAsync(
                        new V1Patch(patch, V1Patch.PatchType.MergePatch),
                        name,
                        _space,
                        cancellationToken: cancellationToken
                    )
                    .ConfigureAwait(false);
            })
            .ConfigureAwait(false);
        return name;
    }

    /// <summary>Has the workers of a farm ended, and forgets its link; they give back what they are doing.</summary>
    /// <returns>Whether there were any.</returns>
    /// <exception cref="MontageException">The cluster cannot be reached, or refuses.</exception>
    public async Task<bool> EndAsync(string farm, CancellationToken cancellationToken)
    {
        string name = WorkerManifests.NameOf(farm);
        bool were = false;
        await AskAsync(async () =>
            {
                were = await TryAsync(() => DeleteAsync(name, cancellationToken), HttpStatusCode.NotFound).ConfigureAwait(false);
                await TryAsync(
                        () => _client.CoreV1.DeleteNamespacedSecretAsync(name, _space, cancellationToken: cancellationToken),
                        HttpStatusCode.NotFound
                    )
                    .ConfigureAwait(false);
            })
            .ConfigureAwait(false);
        return were;
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private Task<V1Status> DeleteAsync(string name, CancellationToken cancellationToken) =>
        _client.BatchV1.DeleteNamespacedJobAsync(name, _space, propagationPolicy: "Background", cancellationToken: cancellationToken);

    private static async Task<bool> TryAsync(Func<Task> work, HttpStatusCode but = HttpStatusCode.Conflict)
    {
        try
        {
            await work().ConfigureAwait(false);
            return true;
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == but)
        {
            return false;
        }
    }

    private static async Task AskAsync(Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (HttpOperationException e)
        {
            string remedy = e.Response.StatusCode switch
            {
                HttpStatusCode.Unauthorized => "Log in to the cluster again ('kubectl get jobs' says the same).",
                HttpStatusCode.Forbidden =>
                    "Have its administrator allow you to create, change and delete Jobs and Secrets in the namespace.",
                HttpStatusCode.NotFound => "Name a namespace that is there by --namespace.",
                _ => "Look at what it would be asked for: --dry-run.",
            };
            throw new MontageException(ErrorCode.FarmFailed, $"Kubernetes started no workers: {Said(e)} {remedy}");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new MontageException(
                ErrorCode.FarmFailed,
                $"The cluster does not answer: {Printable.Of(e.Message.TrimEnd('.'))}. Try 'kubectl get jobs' here."
            );
        }
    }

    // Its own words, which name the field at fault.
    private static string Said(HttpOperationException e)
    {
        string text = e.Response.Content ?? "";
        try
        {
            text = JsonSerializer.Deserialize<JsonElement>(text).GetProperty("message").GetString() ?? text;
        }
        catch (Exception x) when (x is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // Not an answer of Kubernetes itself.
        }

        text = Printable.Of(text.Length <= 500 ? text : text[..500] + "...").TrimEnd('.');
        return text.Length == 0 ? $"it answered {(int)e.Response.StatusCode}." : text + ".";
    }
}
