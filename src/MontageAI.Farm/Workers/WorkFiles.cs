using System.Collections.Concurrent;
using MontageAI.Engine;
using MontageAI.Engine.Requests;
using MontageAI.Farm.Files;
using MontageAI.Farm.Queue;
using MontageAI.Farm.Settings;
using MontageAI.Media;
using MontageAI.Tasks;

namespace MontageAI.Farm.Workers;

/// <summary>Finds the clips of tasks on this machine: where the farm's path leads, if the same file lies there; else as fetched from the
/// host. The owner disposes it.</summary>
/// <param name="engine">Tells what files are.</param>
/// <param name="map">How paths of the farm's are called here.</param>
/// <param name="clips">Clips of the host; null where there is no way to it.</param>
/// <param name="isApart">Whether clips are fetched even where the same file lies under the farm's path.</param>
/// <param name="log">Gets a line for each thing that a reader should know.</param>
internal sealed class WorkFiles(MontageEngine engine, PathMap map, Clips? clips, bool isApart, Action<string> log) : IAsyncDisposable
{
    // Of more the list would be longer than what it is good for; a clip takes some 90 bytes of it.
    private const int MostHeld = 256;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly ConcurrentDictionary<string, bool> _onDisk = new(StringComparer.Ordinal);
    private BlockServer? _server;

    /// <summary>Rises whenever other clips are here than before.</summary>
    public int Changes => (clips?.Shelf.Changes ?? 0) + _onDisk.Count;

    /// <summary>What of which clips is here, by name (<see cref="HeldClip"/>); of many those that were found on the disk and those used
    /// last.</summary>
    public IReadOnlyDictionary<string, string> Held()
    {
        Dictionary<string, string> held = _onDisk.Keys.Take(MostHeld).ToDictionary(n => n, _ => HeldClip.Whole);
        foreach ((ClipId clip, IReadOnlyList<int> blocks) in clips?.Shelf.Held(MostHeld - held.Count) ?? [])
        {
            held.TryAdd(
                HeldClip.NameOf(clip.Fingerprint),
                HeldClip.Of(clip.Size, blocks.Select(b => ((long)b * Blocks.Size, ((long)b * Blocks.Size) + Blocks.BytesOf(clip.Size, b))))
            );
        }

        return held;
    }

    /// <summary>Has all clips of a task here.</summary>
    /// <returns>The task with the paths of this machine; to be disposed when it has ended.</returns>
    /// <exception cref="HttpRequestException">The host cannot be reached, or does not have one.</exception>
    /// <exception cref="IOException">One cannot be written.</exception>
    public async Task<WorkTask> TakeAsync(TaskSpec spec, CancellationToken cancellationToken)
    {
        IReadOnlyList<TaskSource> sources = spec.Body.Sources;
        string[] paths = [.. sources.Select(s => map.Here(s.Path))];
        if (clips is null)
        {
            return new WorkTask(WithPaths(spec, paths));
        }

        IReadOnlyList<SourceFile?> found = await engine
            .Start(new IdentifyRequest(paths))
            .Completion.WaitAsync(cancellationToken)
            .ConfigureAwait(false);
        foreach (int i in Enumerable.Range(0, paths.Length).Where(i => !isApart && found[i]?.Fingerprint == sources[i].Fingerprint))
        {
            _onDisk[HeldClip.NameOf(sources[i].Fingerprint)] = true;
        }

        int[] missing = [.. Enumerable.Range(0, paths.Length).Where(i => isApart || found[i]?.Fingerprint != sources[i].Fingerprint)];
        if (missing.Length == 0)
        {
            return new WorkTask(WithPaths(spec, paths));
        }

        Dictionary<ClipId, string> wanted = [];
        foreach (int i in missing)
        {
            wanted[IdOf(spec, sources[i])] = Path.GetExtension(sources[i].Path);
        }

        ClipUse use = new();
        IReadOnlyList<WorkClip> taken = await clips
            .TakeAsync(spec.Key, [.. wanted.Select(w => (w.Key, w.Value))], use, cancellationToken)
            .ConfigureAwait(false);
        WorkTask task = new(spec) { Use = use, Clips = taken };
        try
        {
            foreach (int i in missing)
            {
                paths[i] = taken.First(c => c.Id == IdOf(spec, sources[i])).File;
            }

            task.Spec = WithPaths(spec, paths);
            if (taken.Any(c => c.Head is not null))
            {
                BlockServer server = await ServerAsync(cancellationToken).ConfigureAwait(false);
                (task.Served, IReadOnlyList<string> tokens) = server.Begin(taken.Where(c => c.Head is not null), use);
                task.OnEnd = () => server.End(tokens);
            }
        }
        catch
        {
            GiveBack(task);
            throw;
        }

        return task;
    }

    /// <summary>Gives the clips of a task back.</summary>
    public void GiveBack(WorkTask task)
    {
        task.OnEnd?.Invoke();
        if (task.Use is { Sent: > 0 } use)
        {
            log($"task {task.Spec.Key}: {use.Sent} bytes of clips were fetched from the host, {use.Needed} of them needed");
        }

        if (task.Clips.Count > 0)
        {
            clips!.GiveBack(task.Clips);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync().ConfigureAwait(false);
        }

        clips?.Dispose();
        _turn.Dispose();
    }

    // Where it is not needed it is not loaded.
    private async Task<BlockServer> ServerAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _server ??= await BlockServer.StartAsync(log).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private static ClipId IdOf(TaskSpec spec, TaskSource source) =>
        new(source.Fingerprint, spec.Inputs.First(n => n.Fingerprint == source.Fingerprint).Size);

    private static TaskSpec WithPaths(TaskSpec spec, string[] paths) => spec with { Body = spec.Body.WithPaths(paths) };
}
