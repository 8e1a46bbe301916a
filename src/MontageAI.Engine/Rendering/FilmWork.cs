using MontageAI.Containers.Joining;
using MontageAI.Editing.Planning;
using MontageAI.Engine.Encoders;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Outputs;
using MontageAI.Engine.Planning;
using MontageAI.Engine.Proxies;
using MontageAI.Engine.Rendering.Tiers;
using MontageAI.Engine.Reporting;
using MontageAI.Errors;
using MontageAI.Media;
using MontageAI.Rendering.Encoders;
using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Requests;
using MontageAI.Rendering.Shots;
using MontageAI.Storage.Files;
using MontageAI.Stores;
using MontageAI.Timelines;

namespace MontageAI.Engine.Rendering;

/// <summary>
/// From a timeline to a film: shots and sound made side by side, joined without encoding again, checked, and only then given its name. May
/// begin before the whole timeline is known, with the shots at its start that will not change any more. One caller; the owner disposes.
/// </summary>
internal sealed class FilmWork : IPlanFollower, IAsyncDisposable
{
    private static readonly Dictionary<string, MediaInfo> s_noMedia = [];

    private readonly JobContext _context;
    private readonly FilmOptions _options;
    private readonly OutputNames _names;
    private FileFacts? _planBefore;
    private readonly IArtifactLease _lease;
    private readonly CancellationTokenSource _either;
    private AssemblyLine? _line;
    private LiveStream? _stream;
    private TierStream? _tiers;
    private DraftLine? _drafts;
    private Func<JoinPart, Task>? _onPart;
    private FilmFormat? _format;
    private bool _isMadeAnew;
    private TaskCompletionSource<SoundTrack?>? _sound;
    private Task? _soundMaking;

    /// <summary>Prepares; starts nothing.</summary>
    /// <param name="context">What stages work with.</param>
    /// <param name="options">How.</param>
    /// <param name="names">Where.</param>
    /// <param name="cancellationToken">Stops the work; finished shots are kept in the store.</param>
    public FilmWork(JobContext context, FilmOptions options, OutputNames names, CancellationToken cancellationToken)
    {
        (_context, _options, _names) = (context, options, names);
        _planBefore = options.PlanBefore;
        _lease = context.Store.Artifacts.BeginJob();
        _either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task OutlinedAsync(PlanOutline outline)
    {
        if (FilmFormats.ProfileOf(outline.Timeline, _options) == RenderProfile.Master)
        {
            // Its size follows the largest source that is used, which is not known yet.
            return;
        }

        await OpenAsync(outline.Timeline, s_noMedia, outline.LongestShotSeconds).ConfigureAwait(false);
        if (outline.Timeline.ClipSoundDb is null)
        {
            StartSound(outline.Timeline, s_noMedia);
        }
    }

    /// <inheritdoc/>
    public Task BegunAsync(PlanResult begun, int settled) =>
        _line is null
            ? Task.CompletedTask
            : TellWhyAsync(async () =>
            {
                await ChooseDecoderAsync(begun.Timeline, begun.Media).ConfigureAwait(false);
                await _line.AddAsync(begun.Timeline, settled, begun.Media, _either.Token).ConfigureAwait(false);
            });

    /// <summary>What decides the pixels, once it is settled.</summary>
    public FilmFormat? Format => _format;

    /// <summary>Name of the profile, once it is settled; until then that of a preview.</summary>
    public ProfileName Profile => _format?.Profile.Name ?? ProfileName.Preview;

    /// <summary>Makes the rest of the film and delivers it; where the film has no name, only the stream.</summary>
    /// <param name="timeline">The whole plan.</param>
    /// <param name="media">Facts of its sources by id; more may be there.</param>
    /// <exception cref="MontageException">A shot or the sound cannot be made as planned.</exception>
    public async Task<FilmResult> FinishAsync(Timeline timeline, IReadOnlyDictionary<string, MediaInfo> media)
    {
        try
        {
            FilmResult result = await FinishOnceAsync(timeline, media).ConfigureAwait(false);
            if (result.Check is not { Passed: false } || !MayMakeAnew)
            {
                return result;
            }
        }
        catch (MontageException e) when (e.Code == ErrorCode.JoinFailed && MayMakeAnew)
        {
            // What cannot be joined is made anew as well.
        }

        return await MakeAnewAsync(timeline, media).ConfigureAwait(false);
    }

    private bool MayMakeAnew => !_isMadeAnew && _names.Film.Length > 0 && _context.Store.Artifacts.HasFound(_lease);

    private async Task<FilmResult> FinishOnceAsync(Timeline timeline, IReadOnlyDictionary<string, MediaInfo> media)
    {
        await OpenAsync(timeline, media, timeline.Rate.SecondsAt(timeline.Shots.Max(s => s.Record.Length))).ConfigureAwait(false);
        StartSound(timeline, media);
        IReadOnlyList<JoinPart> parts = [];
        Timeline planned = timeline;
        await TellWhyAsync(async () =>
            {
                await ChooseDecoderAsync(timeline, media).ConfigureAwait(false);
                await _line!.AddAsync(timeline, timeline.Shots.Count, media, _either.Token).ConfigureAwait(false);
                (timeline, parts) = await _line.FinishAsync(timeline, media, ChangedAsync).ConfigureAwait(false);
                if (!_format!.Encoder.IsSoftware)
                {
                    // Only hardware that failed in the middle leaves shots that differ in their set-up.
                    parts = await SharedSetUp.ApplyAsync(parts, () => _lease.NewFile(".mp4"), _either.Token).ConfigureAwait(false);
                }
            })
            .ConfigureAwait(false);
        SoundTrack? sound = await _sound!.Task.ConfigureAwait(false);
        if (timeline != planned && timeline.Music?.ClipSoundDb is not null)
        {
            // Other footage has another sound.
            sound = await new SoundStage(_context, _lease)
                .MakeAsync(timeline, media, _format!.Profile, _either.Token)
                .ConfigureAwait(false);
        }

        if (_drafts is not null)
        {
            await TellWhyAsync(_drafts.FinishAsync).ConfigureAwait(false);
        }

        if (_stream is not null)
        {
            await _stream.FinishAsync(_either.Token).ConfigureAwait(false);
        }

        if (_names.Film.Length == 0)
        {
            return ResultOf(timeline, sound, check: null);
        }

        Deliverer deliverer = new(_context, _names, _options.Overwrite) { PlanBefore = _planBefore };
        CheckSummary check = await deliverer.DeliverAsync(timeline, parts, sound, _format!.Profile, _either.Token).ConfigureAwait(false);
        _planBefore = deliverer.PlanBefore;
        return ResultOf(timeline, sound, check);
    }

    // The same film once more, without what an earlier run had left in the store: something of it is not what it was.
    private async Task<FilmResult> MakeAnewAsync(Timeline timeline, IReadOnlyDictionary<string, MediaInfo> media)
    {
        int dropped = await _context.Store.Artifacts.DropFoundAsync(_lease, _either.Token).ConfigureAwait(false);
        _context.Recorder.Degrade(
            "parts that were in the store were made anew",
            $"the film made with {dropped} of them could not be joined, or did not pass its check.",
            "They were forgotten, since one of them may have been damaged; the film was made twice."
        );
        // Who watches a stream that is all there sees the better parts in their places.
        LiveStream? stream = _stream?.WholePlayable is null ? null : _stream;
        FilmWork again = new(_context, _options with { Streamed = false, PlanBefore = _planBefore }, _names, _either.Token)
        {
            _isMadeAnew = true,
            _onPart = stream is null ? _onPart : part => stream.RefineAsync(part, _either.Token),
        };
        await using (again.ConfigureAwait(false))
        {
            FilmResult made = await again.FinishAsync(timeline, media).ConfigureAwait(false);
            _planBefore = again._planBefore;
            return ResultOf(made.Plan, sound: null, made.Check) with { LoudnessLufs = made.LoudnessLufs, TruePeakDb = made.TruePeakDb };
        }
    }

    // Somebody may be watching what is another picture now.
    private Task ChangedAsync(int shot, JoinPart part) =>
        _tiers?.OfferAsync(shot, part, PreviewTier.Refined, _either.Token) ?? Task.CompletedTask;

    /// <summary>
    /// Renders the film that was just made once more, in better quality, and puts it into the place of the first, segment by segment in the
    /// stream and at the end as a file. The same plan, the same frames.
    /// </summary>
    /// <param name="timeline">The plan.</param>
    /// <param name="media">Facts of its sources by id.</param>
    /// <param name="profile">Name of the better profile.</param>
    /// <param name="first">What was made first.</param>
    /// <exception cref="MontageException">A shot cannot be made; the first film stays.</exception>
    public async Task<FilmResult> RefineAsync(
        Timeline timeline,
        IReadOnlyDictionary<string, MediaInfo> media,
        ProfileName profile,
        FilmResult first
    )
    {
        LiveStream? stream = _stream;
        FilmOptions options = _options with { Profile = profile, Overwrite = true, Streamed = false, PlanBefore = _planBefore };
        FilmWork better = new(_context, options, _names, _either.Token)
        {
            _onPart = stream is null ? null : part => stream.RefineAsync(part, _either.Token),
        };
        await using (better.ConfigureAwait(false))
        {
            FilmResult refined = await better.FinishAsync(timeline, media).ConfigureAwait(false);
            if (first.Stream is { } playlist)
            {
                _context.Recorder.Tell(new Playable(PlayableStage.Refined, playlist, timeline.Rate.SecondsAt(timeline.Frames)));
            }

            return refined with
            {
                Playable = first.Playable with { RefinedSeconds = _context.Recorder.Elapsed },
                Stream = first.Stream,
                Shown = first.Shown,
            };
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _either.CancelAsync().ConfigureAwait(false);
        _sound?.TrySetCanceled();
        if (_drafts is not null)
        {
            await _drafts.DisposeAsync().ConfigureAwait(false);
        }

        if (_line is not null)
        {
            await _line.DisposeAsync().ConfigureAwait(false);
        }

        _tiers?.Dispose();
        if (_stream is not null)
        {
            await _stream.DisposeAsync().ConfigureAwait(false);
        }

        if (_soundMaking is not null)
        {
            await _soundMaking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _either.Dispose();
        _lease.Dispose();
    }

    private FilmResult ResultOf(Timeline plan, SoundTrack? sound, CheckSummary? check)
    {
        double done = _context.Recorder.Elapsed;
        PlayableMoments playable = new(_stream?.FirstPicture ?? done, _stream?.OpeningPlayable ?? done, _stream?.WholePlayable ?? done)
        {
            FirstLookSeconds = _stream?.FirstLook ?? done,
            OpeningLookSeconds = _stream?.OpeningLook ?? done,
            FinalSeconds = _stream?.Final ?? done,
            OwnSoundSeconds = _stream?.OwnSound,
        };
        return new FilmResult(playable, _stream?.Playlist, sound?.LoudnessLufs, sound?.TruePeakDb, check)
        {
            Plan = plan,
            Shown = _stream?.Shown ?? [],
        };
    }

    private async Task OpenAsync(Timeline plan, IReadOnlyDictionary<string, MediaInfo> media, double longestShot)
    {
        if (_line is not null)
        {
            return;
        }

        _format = await new EncoderSelection(_context)
            .ChooseAsync(FilmFormats.Of(plan, media, _options), EncoderNames.Parse(_options.Encoder), _either.Token)
            .ConfigureAwait(false);
        OutputRoom.Require(_names, _format, plan.Frames, plan.Music is not null);
        _sound = new TaskCompletionSource<SoundTrack?>(TaskCreationOptions.RunContinuationsAsynchronously);
        long opening = Math.Min(plan.Frames, plan.Rate.FrameAt(PlanWork.OpeningSeconds));
        if (_options.Streamed)
        {
            _stream = new LiveStream(_context, _names.Stream, plan.Rate, plan.Frames, opening, longestShot, _sound.Task)
            {
                ShotByShot = !_format.Encoder.IsSoftware,
                StandIn = () => new SoundStage(_context, _lease).StandInAsync(plan, _format.Profile, _either.Token),
            };
            _tiers = new TierStream(_stream);
            if (ProxyShots.Serve(_format))
            {
                // Of a plan that is all there, the missing ones among its first ten seconds; of one that was edited, wherever they are.
                _drafts = new DraftLine(_context, _lease, _format, opening, (shot, part, tier) => ShowAsync(shot, part, tier));
            }
        }

        int shown = 0;
        _line = new AssemblyLine(
            _context,
            _lease,
            _format,
            opening,
            _tiers is null ? _onPart : part => ShowAsync(shown++, part, PreviewTier.Final)
        )
        {
            Drafts = _drafts,
        };

        async Task ShowAsync(int shot, JoinPart part, PreviewTier tier)
        {
            await _tiers!.OfferAsync(shot, part, tier, _either.Token).ConfigureAwait(false);
            _context.Recorder.Tell(new ShotShown(shot, tier));
        }
    }

    // Kinds of streams that come later and that nothing was chosen for are decoded on the processor.
    private async Task ChooseDecoderAsync(Timeline plan, IReadOnlyDictionary<string, MediaInfo> media)
    {
        if (_line!.Added == 0)
        {
            _line.Decoder = await new DecoderSelection(_context)
                .ChooseAsync(
                    _format!,
                    plan.Sources.Select(s => (media[s.Id].Path, media[s.Id].Video.First(v => v.Index == s.VideoStream))),
                    _options.Decoder,
                    _either.Token
                )
                .ConfigureAwait(false);
        }
    }

    private void StartSound(Timeline plan, IReadOnlyDictionary<string, MediaInfo> media)
    {
        _soundMaking ??= MakeAsync();

        async Task MakeAsync()
        {
            Task<SoundTrack?> making = new SoundStage(_context, _lease).MakeAsync(plan, media, _format!.Profile, _either.Token);
            await ((Task)making).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // Whoever waits for the sound gets the reason, whatever it is; without it there is no film, so nobody need go on.
            _sound!.TrySetFromTask(making);
            if (!making.IsCompletedSuccessfully)
            {
                await _either.CancelAsync().ConfigureAwait(false);
            }
        }
    }

    // Work that was stopped because the sound failed fails for the sound's reason.
    private async Task TellWhyAsync(Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_sound!.Task.IsFaulted)
        {
            await _sound.Task.ConfigureAwait(false);
        }
    }
}
