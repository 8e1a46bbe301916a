using MontageAI.Containers.Mp4;
using MontageAI.Engine.Jobs;
using MontageAI.Errors;
using MontageAI.Keys;
using MontageAI.Stores;
using MontageAI.Tasks;
using MontageAI.Timelines;

namespace MontageAI.Engine.Requests;

/// <summary>Takes a shot that another machine rendered for a task into the store, where it is what the task says: a whole file with as many
/// pictures of that size. Needs no FFmpeg.</summary>
/// <param name="Spec">The task.</param>
/// <param name="Key">Key of the shot; one of the task's.</param>
/// <param name="Path">The file; gone afterwards where it was taken.</param>
public sealed record KeepShotRequest(TaskSpec Spec, string Key, string Path) : JobRequest<string?>
{
    /// <inheritdoc/>
    public override string Kind => "keep-shot";

    /// <inheritdoc/>
    public override bool NeedsFFmpeg => false;

    /// <summary>Checks it and takes it.</summary>
    /// <returns>Null where it is in the store now; else what is wrong with it.</returns>
    protected internal override async Task<string?> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        if (Spec.Body is not ShotGroup group || group.Shots.FirstOrDefault(s => s.Key == Key) is not { } shot)
        {
            return "it is no shot of the task.";
        }

        if (await WrongAsync(group, group.Plan.Shots[shot.Shot], cancellationToken).ConfigureAwait(false) is { } wrong)
        {
            return wrong;
        }

        using IArtifactLease lease = context.Store.Artifacts.BeginJob();
        ContentKey key = new("shot", Key);
        if (await context.Store.Artifacts.TryGetAsync(key, lease, cancellationToken).ConfigureAwait(false) is null)
        {
            await context.Store.Artifacts.AddAsync(key, Path, lease, cancellationToken).ConfigureAwait(false);
        }

        return null;
    }

    private async Task<string?> WrongAsync(ShotGroup group, TimelineShot shot, CancellationToken cancellationToken)
    {
        try
        {
            Mp4Track? video = (await Mp4File.ReadAsync(Path, cancellationToken).ConfigureAwait(false)).Video;
            return video is null or { CodecConfiguration: [] } ? "it holds no picture."
                : video.Width != group.Width || video.Height != group.Height
                    ? $"its pictures are {video.Width}x{video.Height}, not {group.Width}x{group.Height}."
                : video.Count != shot.Record.Length ? $"it holds {video.Count} pictures, not {shot.Record.Length}."
                : null;
        }
        catch (Exception e) when (e is MediaException or InvalidDataException or IOException)
        {
            return "it is no whole MP4 file.";
        }
    }
}
