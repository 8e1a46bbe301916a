using MontageAI.Containers.Joining;
using MontageAI.Containers.Streaming;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Reporting;
using MontageAI.Time;

namespace MontageAI.Engine.Rendering;

/// <summary>
/// Lets a viewer watch while the film is made: finished shots go into a stream (HLS) in the order of the timeline, the first one by itself
/// as soon as it is there.
/// Remembers when what could be played. One caller at a time.
/// </summary>
/// <param name="context">What stages work with.</param>
/// <param name="folder">Where the stream goes.</param>
/// <param name="rate">The grid.</param>
/// <param name="frames">Length of the montage.</param>
/// <param name="openingFrames">Length of the opening; a segment ends there.</param>
/// <param name="longestShot">The longest shot in seconds, as far as known.</param>
/// <param name="sound">The sound of the whole montage; nothing is shown before it is there.</param>
internal sealed class LiveStream(
    JobContext context,
    string folder,
    FrameRate rate,
    long frames,
    long openingFrames,
    double longestShot,
    Task<SoundTrack?> sound
) : IAsyncDisposable
{
    // Players ask for the list again after about the longest segment, so segments are short; less than a second is not worth a file.
    private const double SegmentSeconds = 1;

    private readonly List<Shot> _shots = [];
    private readonly List<Segment> _segments = [];
    private int _refined;
    private PreviewStream? _stream;
    private long _taken;
    private bool _standsIn;

    /// <summary>Whether every shot is a segment of its own, for encoders whose shots may differ in their set-up.</summary>
    public bool ShotByShot { get; init; }

    /// <summary>The same song, faded as another montage wanted it: what is heard until the montage's own sound is there. Null waits for
    /// that.</summary>
    public Func<Task<SoundTrack?>>? StandIn { get; init; }

    /// <summary>The stream's playlist.</summary>
    public string Playlist => Path.Combine(folder, "index.m3u8");

    /// <summary>When the first segment could be played, in seconds from the job's start; null before.</summary>
    public double? FirstPicture { get; private set; }

    /// <summary>When the opening could be played; null before.</summary>
    public double? OpeningPlayable { get; private set; }

    /// <summary>When all could be played; null before.</summary>
    public double? WholePlayable { get; private set; }

    /// <summary>When the first segment had its look; null before.</summary>
    public double? FirstLook { get; private set; }

    /// <summary>When the opening had its look; null before.</summary>
    public double? OpeningLook { get; private set; }

    /// <summary>When all was as in the film; null before.</summary>
    public double? Final { get; private set; }

    /// <summary>When the montage's own sound was there, where another was heard first; else null.</summary>
    public double? OwnSound { get; private set; }

    /// <summary>When which pictures of each shot could be watched; empty where all were rendered before they were shown.</summary>
    public IReadOnlyList<ShownShot> Shown =>
        _shots.Exists(s => s.Drafted is not null || s.Looked is not null)
            ? [.. _shots.Select((s, i) => new ShownShot(i, Rounded(s.Drafted), Rounded(s.Looked), Rounded(s.Finished)))]
            : [];

    /// <summary>Takes the next shot.</summary>
    /// <param name="part">Its pictures.</param>
    /// <param name="tier">How good they are.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task TakeAsync(JoinPart part, PreviewTier tier, CancellationToken cancellationToken)
    {
        _shots.Add(new Shot(part, tier));
        _taken += part.Frames;
        bool due =
            ShotByShot
            || FirstPicture is null
            || rate.SecondsAt(Waiting.Sum(s => s.Part.Frames)) >= SegmentSeconds
            || _taken >= frames
            || (OpeningPlayable is null && _taken >= openingFrames);
        if (due)
        {
            await ShowAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Takes better pictures of a shot that is there already, of the same frames. When all shots of a segment are better than before, the
    /// better ones go into its place: whoever has not fetched it yet sees them.
    /// </summary>
    /// <param name="shot">Number of the shot, from 0.</param>
    /// <param name="part">The pictures; passed over where they are no better.</param>
    /// <param name="tier">How good they are.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task ImproveAsync(int shot, JoinPart part, PreviewTier tier, CancellationToken cancellationToken)
    {
        await OwnSoundAsync(cancellationToken).ConfigureAwait(false);
        Shot known = _shots[shot];
        if (tier <= known.Tier)
        {
            return;
        }

        (known.Part, known.Tier) = (part, tier);
        int at = _segments.FindIndex(s => s.End > shot);
        if (at < 0)
        {
            return;
        }

        Segment segment = _segments[at];
        PreviewTier least = Of(segment).Min(s => s.Tier);
        if (least > segment.Tier)
        {
            await _stream!.ReplaceAsync(at, [.. Of(segment).Select(s => s.Part)], cancellationToken).ConfigureAwait(false);
            segment.Tier = least;
            Mark(segment);
        }
    }

    /// <summary>Ends the stream: nothing more will come.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        if (Waiting.Any())
        {
            await ShowAsync(cancellationToken).ConfigureAwait(false);
        }

        if (_stream is not null)
        {
            await sound.ConfigureAwait(false);
            await OwnSoundAsync(cancellationToken).ConfigureAwait(false);
            await _stream.FinishAsync(cancellationToken).ConfigureAwait(false);
        }

        double now = context.Recorder.Elapsed;
        WholePlayable ??= now;
        OpeningPlayable ??= WholePlayable;
        FirstLook ??= now;
        OpeningLook ??= now;
        Final = now;
        Tell(PlayableStage.Whole, PreviewTier.Final);
    }

    /// <summary>Takes the next shot of a better encode of the same frames; see <see cref="ImproveAsync"/>.</summary>
    public async Task RefineAsync(JoinPart part, CancellationToken cancellationToken)
    {
        if (_refined < _shots.Count)
        {
            await ImproveAsync(_refined++, part, PreviewTier.Refined, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_stream is not null)
        {
            await _stream.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static double? Rounded(double? seconds) => seconds is { } s ? Math.Round(s, 3) : null;

    private IEnumerable<Shot> Waiting => _shots.Skip(_segments.Count == 0 ? 0 : _segments[^1].End);

    private IEnumerable<Shot> Of(Segment segment) => _shots.Skip(segment.First).Take(segment.End - segment.First);

    private async Task ShowAsync(CancellationToken cancellationToken)
    {
        if (_stream is null)
        {
            SoundTrack? track = await FirstSoundAsync().ConfigureAwait(false);
            using RunRecorder.Phase phase = context.Recorder.Begin("first segment");
            _stream = await PreviewStream
                .CreateAsync(
                    new PreviewStreamRequest
                    {
                        Folder = folder,
                        Rate = rate,
                        LongestSegmentSeconds = longestShot + SegmentSeconds,
                        SoundPath = track?.Path,
                    },
                    cancellationToken
                )
                .ConfigureAwait(false);
            await AppendAsync(cancellationToken).ConfigureAwait(false);
        }
        else
        {
            // Later ones take a few milliseconds each.
            await OwnSoundAsync(cancellationToken).ConfigureAwait(false);
            await AppendAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task AppendAsync(CancellationToken cancellationToken)
    {
        Segment segment = new(_segments.Count == 0 ? 0 : _segments[^1].End, _shots.Count) { Tier = Waiting.Min(s => s.Tier) };
        await _stream!.AppendAsync([.. Waiting.Select(s => s.Part)], cancellationToken).ConfigureAwait(false);
        _segments.Add(segment);
        if (FirstPicture is null)
        {
            FirstPicture = context.Recorder.Elapsed;
            Tell(PlayableStage.FirstPicture, segment.Tier);
        }

        if (OpeningPlayable is null && _taken >= Math.Min(frames, openingFrames))
        {
            OpeningPlayable = context.Recorder.Elapsed;
            Tell(PlayableStage.Opening, segment.Tier);
        }

        if (_taken >= frames)
        {
            WholePlayable ??= context.Recorder.Elapsed;
        }

        Mark(segment);
    }

    // What can be seen of a segment from now on.
    private void Mark(Segment segment)
    {
        double now = context.Recorder.Elapsed;
        foreach (Shot shot in Of(segment))
        {
            _ = shot.Tier switch
            {
                PreviewTier.Draft => shot.Drafted ??= now,
                PreviewTier.Look => shot.Looked ??= now,
                _ => shot.Finished ??= now,
            };
        }

        if (FirstLook is null && _segments[0].Tier >= PreviewTier.Look)
        {
            FirstLook = now;
            if (Of(_segments[0]).Any(s => s.Drafted is not null))
            {
                Tell(PlayableStage.FirstPicture, _segments[0].Tier);
            }
        }

        if (
            OpeningLook is null
            && OpeningPlayable is not null
            && _segments.TakeWhile(s => _shots.Take(s.First).Sum(x => x.Part.Frames) < openingFrames).All(s => s.Tier >= PreviewTier.Look)
        )
        {
            OpeningLook = now;
            if (_shots.Exists(s => s.Drafted is not null))
            {
                Tell(PlayableStage.Opening, PreviewTier.Look);
            }
        }
    }

    private async Task<SoundTrack?> FirstSoundAsync()
    {
        if (!sound.IsCompleted && StandIn is not null && await StandIn().ConfigureAwait(false) is { } other && !sound.IsCompleted)
        {
            _standsIn = true;
            return other;
        }

        return await sound.ConfigureAwait(false);
    }

    private async Task OwnSoundAsync(CancellationToken cancellationToken)
    {
        if (!_standsIn || !sound.IsCompleted)
        {
            return;
        }

        SoundTrack? own = await sound.ConfigureAwait(false);
        _standsIn = false;
        if (own is not null)
        {
            await _stream!
                .ChangeSoundAsync(
                    own.Path,
                    [.. _segments.Select(s => (IReadOnlyList<JoinPart>)[.. Of(s).Select(x => x.Part)])],
                    cancellationToken
                )
                .ConfigureAwait(false);
            foreach (Segment segment in _segments)
            {
                segment.Tier = Of(segment).Min(s => s.Tier);
                Mark(segment);
            }

            OwnSound = context.Recorder.Elapsed;
        }
    }

    private void Tell(PlayableStage stage, PreviewTier tier) =>
        context.Recorder.Tell(new Playable(stage, Playlist, rate.SecondsAt(_taken)) { Tier = tier });

    private sealed class Shot(JoinPart part, PreviewTier tier)
    {
        public JoinPart Part { get; set; } = part;

        public PreviewTier Tier { get; set; } = tier;

        public double? Drafted { get; set; }

        public double? Looked { get; set; }

        public double? Finished { get; set; }
    }

    private sealed class Segment(int first, int end)
    {
        public int First { get; } = first;

        public int End { get; } = end;

        public PreviewTier Tier { get; set; }
    }
}
