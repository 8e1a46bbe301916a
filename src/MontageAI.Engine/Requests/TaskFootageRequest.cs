using MontageAI.Containers.Mp4;
using MontageAI.Containers.Probing;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Rendering;
using MontageAI.Errors;
using MontageAI.Media;
using MontageAI.Rendering.Requests;
using MontageAI.Storage.Sources;
using MontageAI.Tasks;
using MontageAI.Timelines;

namespace MontageAI.Engine.Requests;

/// <summary>What of a clip a task takes on a machine that does not have the clip.</summary>
/// <param name="Fingerprint">Content fingerprint of the clip (hex).</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Path">Where it lies here.</param>
/// <param name="Head">What a file must hold to be taken for the clip: what its fingerprint is made of, and what is read to know what it
/// holds. Rising; empty where the task takes all of it.</param>
/// <param name="Shown">What FFmpeg reads to show what the task shows, as far as tables tell; rising.</param>
public sealed record ClipFootage(string Fingerprint, long Size, string Path, IReadOnlyList<ByteRange> Head, IReadOnlyList<ByteRange> Shown)
{
    /// <summary>Whether the task takes all of it.</summary>
    public bool IsWhole => Head.Count == 0;
}

/// <summary>Which parts of its clips a task takes.</summary>
/// <param name="Spec">The task, with paths of this machine.</param>
public sealed record TaskFootageRequest(TaskSpec Spec) : JobRequest<IReadOnlyList<ClipFootage>>
{
    // Of less, the parts are hardly less than the whole.
    private const long LeastBytes = 4L << 20;

    // 16 MiB hold the tables of some 10 hours at 30 frames per second.
    private const int LargestTables = 16 << 20;

    // Below, packets are counted, wherever they lie.
    private const double LeastBitRate = 100_000;

    // Read by FFmpeg over HTTP as from a disk: tried picture by picture. All others are taken whole.
    private static readonly string[] s_containers = ["mov,mp4,m4a,3gp,3g2,mj2", "matroska,webm", "avi", "mpegts", "mpeg", "flv"];

    /// <inheritdoc/>
    public override string Kind => "task-footage";

    /// <summary>Looks.</summary>
    /// <returns>Of each clip that is here; those that are not, or are another by now, are not in the list.</returns>
    protected internal override async Task<IReadOnlyList<ClipFootage>> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        FileIntake files = new(context);
        if (Spec.Body is ClipLook look)
        {
            return await LookedAtAsync(files, look, cancellationToken).ConfigureAwait(false);
        }

        ShotGroup group = (ShotGroup)Spec.Body;
        Dictionary<string, MediaInfo> media = [];
        Dictionary<string, SourceFile> there = [];
        foreach (TimelineSource source in group.Plan.Sources)
        {
            try
            {
                (SourceFile file, MediaInfo info) = await files.TakeInAsync(source.Path, cancellationToken).ConfigureAwait(false);
                if (file.Fingerprint == source.Fingerprint && info.Video.Any(v => v.Index == source.VideoStream))
                {
                    (media[source.Id], there[source.Id]) = (info, file);
                }
            }
            catch (MediaException)
            {
                // Not in the list.
            }
        }

        ILookup<string, ShotFootage> shown = Shown(group, media).ToLookup(f => f.SourcePath);
        List<ClipFootage> found = [];
        foreach ((string id, SourceFile file) in there)
        {
            found.Add(await OfAsync(file, media[id], [.. shown[media[id].Path]], cancellationToken).ConfigureAwait(false));
        }

        return [.. found.DistinctBy(f => f.Fingerprint)];
    }

    private static IEnumerable<ShotFootage> Shown(ShotGroup group, Dictionary<string, MediaInfo> media)
    {
        Timeline plan = group.Plan;
        if (media.Count < plan.Sources.Count)
        {
            // Then the task cannot be carried out, whatever is sent.
            return [];
        }

        ShotRequests jobs = new(plan, plan.Shots.Count, media);
        return group.Shots.SelectMany(s => ShotFootage.Of(jobs.JobOf(s.Shot, "", null), plan.Rate));
    }

    private static async Task<IReadOnlyList<ClipFootage>> LookedAtAsync(
        FileIntake files,
        ClipLook look,
        CancellationToken cancellationToken
    )
    {
        try
        {
            (SourceFile file, MediaInfo info) = await files.TakeInAsync(look.Path, cancellationToken).ConfigureAwait(false);
            if (file.Fingerprint != look.Fingerprint)
            {
                return [];
            }

            ClipFootage found = await OfAsync(file, info, [], cancellationToken).ConfigureAwait(false);
            return
                !found.IsWhole
                && info.Video.FirstOrDefault(v => v.Index == look.Stream) is { } video
                && await LookSpecs.ReachAsync(info, video, look.Seconds, cancellationToken).ConfigureAwait(false) is (var tables, var shown)
                // Packets are listed by the tables, which this program reads itself.
                ? [found with { Head = ByteRange.Union([.. found.Head, .. tables]), Shown = shown }]
                : [found with { Head = [], Shown = [] }];
        }
        catch (MediaException)
        {
            return [];
        }
    }

    private static async Task<ClipFootage> OfAsync(
        SourceFile file,
        MediaInfo info,
        IReadOnlyList<ShotFootage> shown,
        CancellationToken cancellationToken
    )
    {
        ClipFootage whole = new(file.Fingerprint, file.SizeBytes, file.Path, [], []);
        if (
            file.SizeBytes < LeastBytes
            || info.IsStill
            || !s_containers.Contains(info.Container)
            || 8 * file.SizeBytes < LeastBitRate * (info.MainVideo?.DurationSeconds ?? info.DurationSeconds ?? 0)
        )
        {
            return whole;
        }

        try
        {
            IReadOnlyList<ByteRange> head = ByteRange.Union([
                .. FingerprintPlaces.Of(file.Path),
                .. await ProbedAsync(file.Path, cancellationToken).ConfigureAwait(false),
            ]);
            return whole with { Head = head, Shown = await ReachAsync(file.Path, info, shown, cancellationToken).ConfigureAwait(false) };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return whole;
        }
    }

    private static async Task<IReadOnlyList<ByteRange>> ProbedAsync(string path, CancellationToken cancellationToken)
    {
        ReadPlaces places = new(
            new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.Asynchronous)
        );
        await using (places.ConfigureAwait(false))
        {
            await Mp4Facts.ReadAsync(places, path, cancellationToken).ConfigureAwait(false);
            return places.Places;
        }
    }

    // What tables do not tell is read when FFmpeg asks for it.
    private static async Task<IReadOnlyList<ByteRange>> ReachAsync(
        string path,
        MediaInfo info,
        IReadOnlyList<ShotFootage> shown,
        CancellationToken cancellationToken
    )
    {
        List<ByteRange> ranges = [];
        try
        {
            foreach (IGrouping<int, ShotFootage> stream in info.Container == s_containers[0] ? shown.GroupBy(s => s.Stream) : [])
            {
                (double, double)[] seconds = [.. stream.Select(s => (s.From, s.To))];
                ranges.AddRange(await Mp4Reach.OfAsync(path, stream.Key, seconds, LargestTables, cancellationToken).ConfigureAwait(false));
            }
        }
        catch (InvalidDataException)
        {
            // In fragments, or damaged.
        }

        return ByteRange.Union(ranges);
    }
}
