using MontageAI.Containers.Joining;
using MontageAI.Containers.Streaming;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Proxies;
using MontageAI.Engine.Rendering;
using MontageAI.Engine.Rendering.Tiers;
using MontageAI.Engine.Reporting;
using MontageAI.Errors;
using MontageAI.Keys;
using MontageAI.Media;
using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Proxies;
using MontageAI.Rendering.Requests;
using MontageAI.Rendering.Shots;
using MontageAI.Timelines;

namespace MontageAI.Engine.Screening;

/// <summary>
/// Says what can be seen of a plan at once, from what the store has: rendered shots, shots drawn from proxies, pictures picked from
/// proxies. Starts no process and makes nothing, so it takes milliseconds; what comes out of it depends on what is stored, and no plan or
/// film ever does.
/// </summary>
public sealed record ScreenRequest : JobRequest<ScreenedPlan>
{
    /// <inheritdoc/>
    public override string Kind => "screen";

    /// <summary>The plan.</summary>
    public required Timeline Timeline { get; init; }

    /// <summary>Holds what is found.</summary>
    public required PartShelf Shelf { get; init; }

    /// <summary>Shots to look at, by their places; null looks at all.</summary>
    public IReadOnlyList<int>? Shots { get; init; }

    /// <summary>Whether its sound is looked for.</summary>
    public bool Sound { get; init; } = true;

    /// <summary>Folder in which files are looked for that are not where the timeline says; null looks nowhere else.</summary>
    public string? SourceFolder { get; init; }

    /// <inheritdoc/>
    protected internal override async Task<ScreenedPlan> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        FilmFormat format = new(
            Timeline.Rate,
            Canvas.For(Timeline.Aspect, RenderProfile.Preview),
            RenderProfile.Preview,
            Timeline.Fit ?? PictureFit.Auto
        );
        int[] shots = [.. Shots ?? [.. Enumerable.Range(0, Timeline.Shots.Count)]];
        IReadOnlyDictionary<string, MediaInfo> media = await MediaAsync(context, shots, cancellationToken).ConfigureAwait(false);
        ShotShelf shelf = new(context, Shelf.Lease);
        ProxyShots proxies = new(new ProxyStage(context), format, Shelf.Lease);
        List<ScreenedShot> screened = new(shots.Length);
        foreach (int index in shots)
        {
            if (Around(index).All(i => media.ContainsKey(Timeline.Shots[i].Source)))
            {
                ShotOrder order = await shelf
                    .OrderOfAsync(Timeline, Timeline.Shots.Count, media, index, format, cancellationToken)
                    .ConfigureAwait(false);
                screened.Add(await LookAsync(context, shelf, proxies, format, order, cancellationToken).ConfigureAwait(false));
            }
        }

        SoundPart? sound = null;
        if (Sound)
        {
            (ContentKey key, string? path) = await new SoundStage(context, Shelf.Lease)
                .FindAsync(Timeline, RenderProfile.Preview, cancellationToken)
                .ConfigureAwait(false);
            int pieces = SoundPieces.CountOf(Timeline.Rate.SecondsAt(Timeline.Frames));
            sound = path is null ? null : new SoundPart(key.Hash, pieces, path);
        }

        return new ScreenedPlan(screened, sound);
    }

    // Of the shots beside one pictures are shown, too, where it is entered or left by a transition.
    private IEnumerable<int> Around(int shot) =>
        Enumerable.Range(Math.Max(0, shot - 1), 3).Where(i => i < Timeline.Shots.Count && i <= shot + 1);

    // What was made of a file that is gone is still there, and known by its content; only what was never made is not.
    private async Task<IReadOnlyDictionary<string, MediaInfo>> MediaAsync(
        JobContext context,
        int[] shots,
        CancellationToken cancellationToken
    )
    {
        SourceResolver resolver = new(context, SourceFolder);
        HashSet<string> wanted = [.. shots.SelectMany(Around).Select(i => Timeline.Shots[i].Source)];
        Dictionary<string, MediaInfo> media = [];
        foreach (TimelineSource source in Timeline.Sources.Where(s => wanted.Contains(s.Id)))
        {
            try
            {
                media[source.Id] = await resolver.FindAsync(source.Path, source.Fingerprint, cancellationToken).ConfigureAwait(false);
            }
            catch (MontageException e) when (e.Code is ErrorCode.SourceChanged)
            {
                context.Recorder.PutAside(source.Path, e.Message, "Put it back, or plan again.");
                if (
                    await new FileIntake(context)
                        .RememberedAsync(source.Path, source.Fingerprint, cancellationToken)
                        .ConfigureAwait(false) is
                    { } remembered
                )
                {
                    media[source.Id] = remembered;
                }
            }
        }

        return media;
    }

    private async Task<ScreenedShot> LookAsync(
        JobContext context,
        ShotShelf shelf,
        ProxyShots proxies,
        FilmFormat format,
        ShotOrder order,
        CancellationToken cancellationToken
    )
    {
        int index = order.Job.Index;
        TimelineShot shot = order.Job.Shot;
        string final = KeyOf("final", order.Key);
        if (await shelf.FindAsync(order, cancellationToken).ConfigureAwait(false) is { } rendered)
        {
            return Shown(final, final, PreviewTier.Final, new JoinPart(rendered, shot.Record.Length));
        }

        if (!order.HasOneShape || await proxies.FindAsync(order.Fingerprint, order.Job.Video).ConfigureAwait(false) is not { } proxy)
        {
            return new ScreenedShot(index, shot.Id, final, null);
        }

        if (ShotGraph.IsPlain(order.Job))
        {
            if (proxy.Pick(shot, order.Job.Video, format) is not { } plain)
            {
                return new ScreenedShot(index, shot.Id, final, null);
            }

            // The same pictures as others would render, in other bytes.
            string picked = KeyOf("picked", order.Key);
            return Shown(picked, picked, PreviewTier.Final, new JoinPart(proxy.Path, plain.Count, plain));
        }

        ProxiedShot drawn = new(format, proxies.FindAsync, () => Shelf.Lease.NewFile(".mp4"));
        ContentKey look = DraftLine.LookKey(context, drawn.Recipe(order.Job, order.Fingerprint));
        if (await context.Store.Artifacts.TryGetAsync(look, Shelf.Lease, cancellationToken).ConfigureAwait(false) is { } looked)
        {
            return Shown(final, KeyOf("look", look), PreviewTier.Look, new JoinPart(looked, shot.Record.Length));
        }

        return proxy.PickDraft(order.Job, format.Rate) is { } draft
            ? Shown(final, KeyOf("draft", order.Key), PreviewTier.Draft, new JoinPart(proxy.Path, draft.Count, draft))
            : new ScreenedShot(index, shot.Id, final, null);

        ScreenedShot Shown(string finalKey, string key, PreviewTier tier, JoinPart part) =>
            new(index, shot.Id, finalKey, new ShotPart(key, tier, part, Timeline.Rate));

        string KeyOf(string what, ContentKey of) =>
            ContentKey.For("screened", context.Rungs, Rung.Proxies).With("what", what).With("of", of.Hash).Build().Hash;
    }
}
