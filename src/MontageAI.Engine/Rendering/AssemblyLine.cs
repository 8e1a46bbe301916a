using System.Collections.Concurrent;
using System.Threading.Channels;
using MontageAI.Containers.Joining;
using MontageAI.Engine.Encoders;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Proxies;
using MontageAI.Engine.Rendering.Tiers;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Resources;
using MontageAI.Errors;
using MontageAI.FFmpeg.Capabilities;
using MontageAI.Media;
using MontageAI.Rendering.Decoders;
using MontageAI.Rendering.Looks;
using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Requests;
using MontageAI.Rendering.Shots;
using MontageAI.Stores;
using MontageAI.Timelines;

namespace MontageAI.Engine.Rendering;

/// <summary>
/// Turns settled shots into pictures while later ones are still being chosen: shots go in at one end in the order of the timeline, are
/// taken from the store or rendered side by side, and come out in the same order. Between the stages stand bounded queues. Every finished
/// shot is kept in the store, so a run that was killed goes on where it stopped. One caller adds; the owner disposes.
/// </summary>
/// <param name="context">What stages work with.</param>
/// <param name="lease">Keeps the files while they are needed.</param>
/// <param name="format">What decides the pixels.</param>
/// <param name="openingFrames">Shots that start before this frame go before all other work.</param>
/// <param name="onPart">Gets every shot in the order of the timeline, one at a time; null when nobody follows.</param>
internal sealed class AssemblyLine(
    JobContext context,
    IArtifactLease lease,
    FilmFormat format,
    long openingFrames,
    Func<JoinPart, Task>? onPart
) : IAsyncDisposable
{
    private readonly ShotRenderResources _sharing = new() { Workers = context.Budget.Renderers };

    private readonly Channel<ShotOrder> _orders = Channel.CreateBounded<ShotOrder>(
        new BoundedChannelOptions(context.Budget.QueueDepth) { SingleWriter = true }
    );
    private readonly Channel<(int Index, JoinPart Part)> _made = Channel.CreateBounded<(int, JoinPart)>(
        new BoundedChannelOptions(context.Budget.QueueDepth) { SingleReader = true }
    );
    private readonly ConcurrentQueue<ShotRenderException> _failures = [];
    private readonly PartRow _parts = new(context.Recorder, onPart);
    private readonly RenderLimits _limits = new(context);
    private readonly ShotShelf _shelf = new(context, lease);
    private readonly ProxyShots _proxies = new(new ProxyStage(context), format, lease);
    private readonly CancellationTokenSource _stop = new();
    private readonly HardwareFailures _hardware = new();
    private readonly LineProgress _progress = new(context.Recorder);
    private readonly ShotTasks? _tasks = context.Settings.Tasks is { } engine ? new ShotTasks(context, engine) : null;
    private ShotRenderer? _renderer;
    private GpuMeter? _gpu;
    private CancellationTokenRegistration _stopping;
    private Task? _running;
    private int _added;
    private int _bySoftware;

    /// <summary>Decodes the sources that it covers, from the first shot on, to the same pictures; null: the processor does.</summary>
    public HardwareDecoder? Decoder { get; set; }

    /// <summary>Shows shots before they are rendered; null where nobody watches. Its owner is another.</summary>
    public DraftLine? Drafts { get; init; }

    /// <summary>Shots taken in so far.</summary>
    public int Added => _added;

    /// <summary>Takes in the shots of a plan from the first that was not taken in yet. Waits while the line is full.</summary>
    /// <param name="plan">The plan; shots taken in before are the same in it.</param>
    /// <param name="settled">Number of its shots that will not change any more.</param>
    /// <param name="media">Facts of its sources by id.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="MontageException">The line has stopped: a shot cannot be kept or shown.</exception>
    public async Task AddAsync(
        Timeline plan,
        int settled,
        IReadOnlyDictionary<string, MediaInfo> media,
        CancellationToken cancellationToken
    )
    {
        Start(cancellationToken);
        _progress.Total = plan.Frames;
        format = await _limits
            .NoteAsync(plan, plan.Shots.Take(settled).Skip(_added), media, format, cancellationToken)
            .ConfigureAwait(false);
        List<ShotOrder> orders = new(settled - _added);
        for (int i = _added; i < settled; i++)
        {
            orders.Add(await _shelf.OrderOfAsync(plan, settled, media, i, format, cancellationToken).ConfigureAwait(false));
        }

        Drafts?.Add(orders.Where(o => o.HasOneShape).Select(o => new DraftOrder(o.Job, o.Key, o.Fingerprint)));
        foreach (ShotOrder order in orders)
        {
            _added++;
            try
            {
                await _orders.Writer.WriteAsync(order, _stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // The line has stopped by itself, for a reason that it tells.
                await _running!.ConfigureAwait(false);
                throw;
            }
        }
    }

    /// <summary>Waits for the last shot, and puts other footage in the place of shots that cannot be made.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="media">Facts of its sources by id.</param>
    /// <param name="onChanged">Gets shots, by number, that <c>onPart</c> got and that are others now; null where nobody follows.</param>
    /// <returns>The plan as it is shown, and all shots in the order of the timeline.</returns>
    /// <exception cref="ShotsFailedException">Nothing can stand in for some shots; the others are in the store.</exception>
    public async Task<(Timeline Plan, IReadOnlyList<JoinPart> Parts)> FinishAsync(
        Timeline plan,
        IReadOnlyDictionary<string, MediaInfo> media,
        Func<int, JoinPart, Task>? onChanged
    )
    {
        _orders.Writer.TryComplete();
        await _running!.ConfigureAwait(false);
        if (!_failures.IsEmpty)
        {
            plan = await ReplaceAsync(plan, media, onChanged).ConfigureAwait(false);
        }

        _progress.Finish();
        _limits.Tell(format.Profile);
        _tasks?.Tell();
        return (plan, _parts.Parts);
    }

    private async Task<Timeline> ReplaceAsync(
        Timeline plan,
        IReadOnlyDictionary<string, MediaInfo> media,
        Func<int, JoinPart, Task>? onChanged
    )
    {
        ShotReplacing replacing = new(context, _shelf, _renderer!, format, media);
        plan = await replacing.RunAsync(plan, [.. _failures.OrderBy(f => f.Index)], _stop.Token).ConfigureAwait(false);
        foreach ((int shot, JoinPart part) in replacing.Made.OrderBy(m => m.Key))
        {
            await _parts.PutAsync(shot, part, onChanged).ConfigureAwait(false);
        }

        return plan;
    }

    /// <summary>Stops whatever still runs; finished shots stay in the store.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.DisposeAsync().ConfigureAwait(false);
        await _stop.CancelAsync().ConfigureAwait(false);
        if (_running is not null)
        {
            await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            context.Recorder.GpuPercent = _gpu?.MeanPercent;
            _hardware.Record(context.Recorder, format.Encoder, Decoder, _bySoftware);
        }

        if (_gpu is not null)
        {
            await _gpu.DisposeAsync().ConfigureAwait(false);
        }

        _renderer?.Dispose();
        _progress.Dispose();
        _stop.Dispose();
    }

    private void Start(CancellationToken cancellationToken)
    {
        if (_running is null)
        {
            _progress.Begin();
            // The line itself is what works side by side.
            _renderer = new ShotRenderer(
                context.Tools,
                new ShotRenderResources
                {
                    Workers = 1,
                    Callers = context.Budget.Renderers,
                    Decoder = Decoder,
                    OnEncoderFailure = _hardware.Add,
                    OnDecoderFailure = _hardware.AddDecoder,
                }
            );
            _stopping = cancellationToken.UnsafeRegister(static s => ((CancellationTokenSource)s!).Cancel(), _stop);
            _gpu = format.Encoder.IsSoftware && Decoder is null ? null : GpuMeter.Start();
            _running = RunAsync();
        }
    }

    private async Task RunAsync()
    {
        Task deliver = DeliverAsync();
        int workers = _tasks is null ? context.Budget.Renderers : ShotTasks.MostAhead;
        Task work = Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(UntilEmptyAsync)));
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _made.Writer.TryComplete();
        await deliver.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (deliver.IsFaulted)
        {
            // The workers were stopped because of that; it is the reason to tell.
            await deliver.ConfigureAwait(false);
        }

        await work.ConfigureAwait(false);
        await deliver.ConfigureAwait(false);
    }

    private async Task UntilEmptyAsync()
    {
        try
        {
            await (_tasks is { } tasks ? GiveOutAsync(tasks) : RenderHereAsync()).ConfigureAwait(false);
        }
        catch
        {
            // Nobody must wait for a line that stands still.
            await _stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task RenderHereAsync()
    {
        // Between two shots of the opening the core is kept, lest something slips in that nobody waits for.
        using Seat seat = new(context.Budget);
        while (await seat.NextAsync(_orders.Reader, _stop.Token).ConfigureAwait(false) is { } order)
        {
            if (await FoundAsync(order).ConfigureAwait(false))
            {
                continue;
            }

            if (Drafts?.CalmAsync(_stop.Token) is { IsCompleted: false } calm)
            {
                // What can be seen in a moment goes before what takes seconds.
                seat.Leave();
                await calm.ConfigureAwait(false);
            }

            Urgency urgency = UrgencyOf(order);
            if (urgency != Urgency.Opening)
            {
                seat.Leave();
            }

            await seat.TakeAsync(urgency, _stop.Token).ConfigureAwait(false);
            await RenderAsync(await GatherAsync(order).ConfigureAwait(false)).ConfigureAwait(false);
        }
    }

    // Other machines first; here what they leave.
    private async Task GiveOutAsync(ShotTasks tasks)
    {
        while (await _orders.Reader.WaitToReadAsync(_stop.Token).ConfigureAwait(false))
        {
            using IDisposable turn = await tasks.EnterAsync(_stop.Token).ConfigureAwait(false);
            if (!_orders.Reader.TryRead(out ShotOrder? order) || await FoundAsync(order).ConfigureAwait(false))
            {
                continue;
            }

            List<ShotOrder> group = await GatherAsync(order).ConfigureAwait(false);
            // What is seen first comes soonest from the machine before which somebody sits.
            if (Drafts is null || UrgencyOf(order) != Urgency.Opening)
            {
                group = await tasks.LeftOfAsync(group, format, o => FoundAsync(o, isMade: true), _stop.Token).ConfigureAwait(false);
            }

            if (group.Count > 0)
            {
                using IDisposable slot = await context.Budget.EnterAsync(_stop.Token, UrgencyOf(order)).ConfigureAwait(false);
                await tasks.MakeHereAsync(group, RenderAsync).ConfigureAwait(false);
            }
        }
    }

    private Urgency UrgencyOf(ShotOrder order) => order.Job.Shot.Record.Start < openingFrames ? Urgency.Opening : Urgency.Work;

    // Several shots share a process, since starting one takes a tenth of a second; the first are waited for, the last shared out evenly.
    private async Task<List<ShotOrder>> GatherAsync(ShotOrder first)
    {
        int waiting = _orders.Reader.CanCount ? _orders.Reader.Count + 1 : 1;
        int most = first.Job.Index < 2 * context.Budget.Renderers ? 1 + (first.Job.Index / 2) : _sharing.ShotsFor(waiting);
        List<ShotOrder> group = [first];
        while (group.Count < most && _orders.Reader.TryRead(out ShotOrder? next))
        {
            if (!await FoundAsync(next).ConfigureAwait(false))
            {
                group.Add(next);
            }
        }

        return group;
    }

    private async Task<bool> FoundAsync(ShotOrder order, bool isMade = false)
    {
        if (await _shelf.FindAsync(order, _stop.Token).ConfigureAwait(false) is not { } path)
        {
            return !isMade && await ShowProxyAsync(order).ConfigureAwait(false);
        }

        _progress.Add(isMade ? order.Job.Shot.Record.Length : 0, isMade ? 0 : order.Job.Shot.Record.Length);
        await HandOnAsync(order.Job.Index, new JoinPart(path, order.Job.Shot.Record.Length)).ConfigureAwait(false);
        return true;
    }

    private async Task<bool> ShowProxyAsync(ShotOrder order)
    {
        // Proxies show pictures as they were recorded, and only previews take pictures that were encoded for another moment.
        bool mayTake = Drafts is not null && order.HasOneShape && ShotGraph.IsPlain(order.Job);
        if (
            !mayTake
            || await _proxies.TryTakeAsync(order.Job.Shot, order.Fingerprint, order.Job.Video).ConfigureAwait(false) is not { } part
        )
        {
            return false;
        }

        _progress.AddProxied(part.Frames);
        await HandOnAsync(order.Job.Index, part).ConfigureAwait(false);
        return true;
    }

    private async Task HandOnAsync(int index, JoinPart part)
    {
        try
        {
            await _made.Writer.WriteAsync((index, part), _stop.Token).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            // Whoever follows has failed, and the line stops for that; the shot is in the store.
        }
    }

    private async Task RenderAsync(List<ShotOrder> group)
    {
        Dictionary<int, ShotOrder> orders = group.ToDictionary(o => o.Job.Index);
        ConcurrentQueue<RenderedShot> done = [];
        try
        {
            await _renderer!
                .RenderAsync([.. group.Select(o => o.Job)], format, _progress.Follow(), done.Enqueue, _stop.Token)
                .ConfigureAwait(false);
        }
        catch (ShotsFailedException e)
        {
            // The others go on: what they make is there for the next run.
            foreach (ShotRenderException failure in e.Failures)
            {
                _failures.Enqueue(failure);
            }
        }
        finally
        {
            foreach (RenderedShot shot in done)
            {
                Interlocked.Add(ref _bySoftware, shot.Encoder.StandsIn ? 1 : 0);
                try
                {
                    string path = await _shelf.KeepAsync(orders[shot.Index], shot, format).ConfigureAwait(false);
                    await HandOnAsync(shot.Index, new JoinPart(path, shot.Frames)).ConfigureAwait(false);
                }
                catch (ShotRenderException e)
                {
                    _failures.Enqueue(e);
                }
            }
        }
    }

    private async Task DeliverAsync()
    {
        try
        {
            await foreach ((int index, JoinPart part) in _made.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                await _parts.AddAsync(index, part).ConfigureAwait(false);
            }
        }
        catch
        {
            _made.Writer.TryComplete();
            await _stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }
}
