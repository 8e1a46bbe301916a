using MontageAI.Engine;
using MontageAI.Engine.Requests;
using MontageAI.Farm.Files;
using MontageAI.Farm.Settings;
using MontageAI.Media;
using MontageAI.Tasks;
using MontageAI.Timelines;

namespace MontageAI.Farm.Workers;

/// <summary>Finds the clips of tasks on this machine: where the farm's path leads, if the same file lies there; else as fetched from the
/// host.</summary>
/// <param name="engine">Tells what files are.</param>
/// <param name="map">How paths of the farm's are called here.</param>
/// <param name="clips">Clips of the host; null where there is no way to it.</param>
/// <param name="isApart">Whether clips are fetched even where the same file lies under the farm's path.</param>
/// <param name="log">Gets a line for each thing that a reader should know.</param>
internal sealed class WorkFiles(MontageEngine engine, PathMap map, ClipCache? clips, bool isApart, Action<string> log)
{
    /// <summary>Has all clips of a task here.</summary>
    /// <returns>The task with the paths of this machine; to be disposed when it has ended.</returns>
    /// <exception cref="HttpRequestException">The host cannot be reached, or does not have one.</exception>
    /// <exception cref="IOException">One cannot be written.</exception>
    public async Task<Taken> TakeAsync(TaskSpec spec, CancellationToken cancellationToken)
    {
        string[] paths = [.. spec.Body.Plan.Sources.Select(s => map.Here(s.Path))];
        IReadOnlyList<SourceFile?> found = clips is null
            ? []
            : await engine.Start(new IdentifyRequest(paths)).Completion.WaitAsync(cancellationToken).ConfigureAwait(false);
        List<string> fetched = [];
        List<TimelineSource> sources = [];
        long bytes = 0;
        Taken taken = new(spec, fetched, clips);
        try
        {
            foreach ((TimelineSource source, int i) in spec.Body.Plan.Sources.Select((s, i) => (s, i)))
            {
                string path = paths[i];
                if (clips is not null && (isApart || found[i]?.Fingerprint != source.Fingerprint))
                {
                    long size = spec.Inputs.First(n => n.Fingerprint == source.Fingerprint).Size;
                    (path, long came) = await clips
                        .TakeAsync(source.Fingerprint, size, Path.GetExtension(source.Path), cancellationToken)
                        .ConfigureAwait(false);
                    fetched.Add(path);
                    bytes += came;
                }

                sources.Add(source with { Path = path });
            }
        }
        catch
        {
            await taken.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        if (bytes > 0)
        {
            log($"task {spec.Key}: {bytes} bytes of clips were fetched from the host");
        }

        taken.Spec = spec with { Body = spec.Body with { Plan = spec.Body.Plan with { Sources = sources } } };
        return taken;
    }

    /// <summary>A task whose clips are here.</summary>
    public sealed class Taken(TaskSpec spec, IReadOnlyList<string> fetched, ClipCache? clips) : IAsyncDisposable
    {
        /// <summary>The task, with the paths of this machine.</summary>
        public TaskSpec Spec { get; set; } = spec;

        /// <inheritdoc/>
        public async ValueTask DisposeAsync()
        {
            foreach (string file in fetched)
            {
                await clips!.GiveBackAsync(file).ConfigureAwait(false);
            }
        }
    }
}
