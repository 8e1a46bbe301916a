using System.Threading.Channels;
using MontageAI.Containers.Joining;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Proxies;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Resources;
using MontageAI.Errors;
using MontageAI.Keys;
using MontageAI.Rendering.Proxies;
using MontageAI.Rendering.Requests;
using MontageAI.Rendering.Shots;
using MontageAI.Stores;

namespace MontageAI.Engine.Rendering.Tiers;

/// <summary>
/// Shows shots before they are rendered, as far as their clips have proxies: at once as they were recorded, and of those that come first,
/// soon after, with look, moves, transitions and text, drawn from the small pictures of the proxies. What is rendered from the clips does
/// not depend on any of it; it only waits until the first looks are done. One caller adds; the owner disposes.
/// </summary>
/// <param name="context">What stages work with.</param>
/// <param name="lease">Keeps the files while they are needed.</param>
/// <param name="format">What decides the pixels.</param>
/// <param name="lookFrames">Frames of missing shots that are drawn from proxies with their look; the film overtakes the rest.</param>
/// <param name="show">Gets what can be shown; called one at a time.</param>
internal sealed class DraftLine(
    JobContext context,
    IArtifactLease lease,
    FilmFormat format,
    long lookFrames,
    Func<int, JoinPart, PreviewTier, Task> show
) : IAsyncDisposable
{
    private readonly Channel<DraftOrder> _orders = Channel.CreateUnbounded<DraftOrder>(new() { SingleReader = true });
    private readonly Channel<DraftOrder> _looks = Channel.CreateUnbounded<DraftOrder>();
    private readonly ProxyShots _proxies = new(new ProxyStage(context), format, lease);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private ProxiedShot? _proxied;
    private ShotRenderer? _renderer;
    private Task? _running;
    private Task _shown = Task.CompletedTask;
    private TaskCompletionSource? _calm;
    private int _pending;
    private bool _over;
    private long _looksLeft = lookFrames;
    private long _drafted;
    private long _looked;
    private int _began;

    /// <summary>Takes in shots; does not wait.</summary>
    public void Add(IEnumerable<DraftOrder> orders)
    {
        _proxied ??= new ProxiedShot(format, _proxies.FindAsync, () => lease.NewFile(".mp4"));
        _renderer ??= new ShotRenderer(context.Tools, new ShotRenderResources { Workers = 1, Callers = context.Budget.Renderers });
        foreach (DraftOrder order in orders)
        {
            Begun();
            _orders.Writer.TryWrite(order);
        }

        _running ??= RunAsync();
    }

    /// <summary>Waits until nothing is left to be shown from proxies of what was added so far.</summary>
    public Task CalmAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _pending == 0 || _over
                ? Task.CompletedTask
                : (_calm ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task.WaitAsync(
                    cancellationToken
                );
        }
    }

    /// <summary>Waits until everything was shown.</summary>
    public async Task FinishAsync()
    {
        _orders.Writer.TryComplete();
        if (_running is not null)
        {
            await _running.ConfigureAwait(false);
        }

        await ShownAsync().ConfigureAwait(false);
        Note("shown as drafts", _drafted);
        Note("shown with their look from proxies", _looked);
    }

    /// <summary>Stops whatever still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        if (_running is not null)
        {
            await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await ShownAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _renderer?.Dispose();
        _stop.Dispose();
    }

    private Task ShownAsync()
    {
        lock (_gate)
        {
            return _shown;
        }
    }

    private void Note(string what, long frames)
    {
        if (frames > 0)
        {
            using RunRecorder.Phase phase = context.Recorder.Begin(what, "frames");
            phase.Count(frames);
        }
    }

    private async Task RunAsync()
    {
        Task[] looks = [.. Enumerable.Range(0, context.Budget.Renderers).Select(_ => Task.Run(LooksAsync))];
        try
        {
            await Task.Run(DraftsAsync).ConfigureAwait(false);
        }
        finally
        {
            _looks.Writer.TryComplete();
            // Whoever waits for a line that has stopped waits in vain.
            await Task.WhenAll(looks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Release();
        }

        await Task.WhenAll(looks).ConfigureAwait(false);
    }

    private async Task DraftsAsync()
    {
        await foreach (DraftOrder order in _orders.Reader.ReadAllAsync(_stop.Token).ConfigureAwait(false))
        {
            if (!await DraftAsync(order).ConfigureAwait(false))
            {
                Done();
            }
        }
    }

    // Whether the shot's look is being drawn.
    private async Task<bool> DraftAsync(DraftOrder order)
    {
        int shot = order.Job.Index;
        long frames = order.Job.Shot.Record.Length;
        if (await context.Store.Artifacts.TryGetAsync(order.Key, lease, _stop.Token).ConfigureAwait(false) is { } rendered)
        {
            Show(shot, new JoinPart(rendered, frames), PreviewTier.Final);
            return false;
        }

        if (await _proxies.FindAsync(order.Fingerprint, order.Job.Video).ConfigureAwait(false) is not { } proxy)
        {
            return false;
        }

        if (ShotGraph.IsPlain(order.Job))
        {
            // The film takes the same pictures, where it takes any.
            if (proxy.Pick(order.Job.Shot, order.Job.Video, format) is { } plain)
            {
                Show(shot, new JoinPart(proxy.Path, frames, plain), PreviewTier.Final);
            }

            return false;
        }

        if (await context.Store.Artifacts.TryGetAsync(LookKey(order), lease, _stop.Token).ConfigureAwait(false) is { } looked)
        {
            Interlocked.Add(ref _looked, frames);
            Show(shot, new JoinPart(looked, frames), PreviewTier.Look);
            return false;
        }

        if (proxy.PickDraft(order.Job, format.Rate) is not { } draft)
        {
            return false;
        }

        _drafted += frames;
        Show(shot, new JoinPart(proxy.Path, frames, draft), PreviewTier.Draft);
        if (_looksLeft <= 0)
        {
            return false;
        }

        _looksLeft -= frames;
        return _looks.Writer.TryWrite(order);
    }

    private async Task LooksAsync()
    {
        while (await _looks.Reader.WaitToReadAsync(_stop.Token).ConfigureAwait(false))
        {
            if (!_looks.Reader.TryRead(out DraftOrder? first))
            {
                continue;
            }

            // The first ones alone, since they are waited for; starting a process costs a tenth of a second.
            List<DraftOrder> group = [first];
            int most = Interlocked.Increment(ref _began) <= context.Budget.Renderers ? 1 : 3;
            while (group.Count < most && _looks.Reader.TryRead(out DraftOrder? next))
            {
                group.Add(next);
            }

            try
            {
                await DrawAsync(group).ConfigureAwait(false);
            }
            finally
            {
                group.ForEach(_ => Done());
            }
        }
    }

    private async Task DrawAsync(List<DraftOrder> group)
    {
        Dictionary<int, DraftOrder> orders = group.ToDictionary(o => o.Job.Index);
        List<ShotRequest> jobs = [];
        List<string> files = [];
        List<RenderedShot> done = [];
        try
        {
            foreach (DraftOrder order in group)
            {
                if (
                    await _proxied!.TryBuildAsync(order.Job, order.Fingerprint, lease.NewFile(".mp4"), _stop.Token).ConfigureAwait(false) is
                    { } built
                )
                {
                    jobs.Add(built.Job);
                    files.AddRange(built.Files);
                }
            }

            if (jobs.Count > 0)
            {
                using IDisposable slot = await context.Budget.EnterAsync(_stop.Token, Urgency.Opening).ConfigureAwait(false);
                await _renderer!.RenderAsync(jobs, format, null, Collect, _stop.Token).ConfigureAwait(false);
            }
        }
        catch (MontageException e)
        {
            // They are rendered from their clips all the same.
            context.Recorder.Degrade(
                "a shot was not shown with its look from its proxy",
                e.Message,
                "It was shown as soon as it was rendered."
            );
        }
        finally
        {
            files.ForEach(File.Delete);
            foreach (RenderedShot shot in done)
            {
                string path = await context
                    .Store.Artifacts.AddAsync(LookKey(orders[shot.Index]), shot.Path, lease, CancellationToken.None)
                    .ConfigureAwait(false);
                Interlocked.Add(ref _looked, shot.Frames);
                Show(shot.Index, new JoinPart(path, shot.Frames), PreviewTier.Look);
            }
        }

        void Collect(RenderedShot shot)
        {
            lock (done)
            {
                done.Add(shot);
            }
        }
    }

    // Showing waits for the sound and for the disk; drawing does not wait for either.
    private void Show(int shot, JoinPart part, PreviewTier tier)
    {
        lock (_gate)
        {
            _shown = AfterAsync(_shown);
        }

        async Task AfterAsync(Task before)
        {
            await before.ConfigureAwait(false);
            await show(shot, part, tier).ConfigureAwait(false);
        }
    }

    private ContentKey LookKey(DraftOrder order) => LookKey(context, _proxied!.Recipe(order.Job, order.Fingerprint));

    /// <summary>The key of a shot that was drawn from proxies.</summary>
    /// <param name="context">The job.</param>
    /// <param name="recipe">How it is drawn.</param>
    public static ContentKey LookKey(JobContext context, string recipe) =>
        ContentKey
            .For("shot-from-proxies", context.Rungs, Rung.Shots, Rung.Proxies)
            .With("tool", context.ToolVersion.Rendering)
            .With("recipe", recipe)
            .Build();

    private void Begun()
    {
        lock (_gate)
        {
            _pending++;
        }
    }

    private void Done()
    {
        TaskCompletionSource? calm = null;
        lock (_gate)
        {
            if (--_pending == 0)
            {
                (calm, _calm) = (_calm, null);
            }
        }

        calm?.TrySetResult();
    }

    private void Release()
    {
        TaskCompletionSource? calm;
        lock (_gate)
        {
            _over = true;
            (calm, _calm) = (_calm, null);
        }

        calm?.TrySetResult();
    }
}
