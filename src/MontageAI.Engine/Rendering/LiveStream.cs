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

    private readonly List<JoinPart> _waiting = [];
    private readonly List<int> _shots = [];
    private readonly List<JoinPart> _better = [];
    private int _refined;
    private PreviewStream? _stream;
    private long _taken;

    /// <summary>Whether every shot is a segment of its own, for encoders whose shots may differ in their set-up.</summary>
    public bool ShotByShot { get; init; }

    /// <summary>The stream's playlist.</summary>
    public string Playlist => Path.Combine(folder, "index.m3u8");

    /// <summary>When the first segment could be played, in seconds from the job's start; null before.</summary>
    public double? FirstPicture { get; private set; }

    /// <summary>When the opening could be played; null before.</summary>
    public double? OpeningPlayable { get; private set; }

    /// <summary>When all could be played; null before.</summary>
    public double? WholePlayable { get; private set; }

    /// <summary>Takes the next shot.</summary>
    public async Task TakeAsync(JoinPart part, CancellationToken cancellationToken)
    {
        _waiting.Add(part);
        _taken += part.Frames;
        bool due =
            ShotByShot
            || FirstPicture is null
            || rate.SecondsAt(_waiting.Sum(p => p.Frames)) >= SegmentSeconds
            || _taken >= frames
            || (OpeningPlayable is null && _taken >= openingFrames);
        if (due)
        {
            await ShowAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends the stream: nothing more will come.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        if (_waiting.Count > 0)
        {
            await ShowAsync(cancellationToken).ConfigureAwait(false);
        }

        if (_stream is not null)
        {
            await _stream.FinishAsync(cancellationToken).ConfigureAwait(false);
        }

        WholePlayable = context.Recorder.Elapsed;
        Tell(PlayableStage.Whole);
        OpeningPlayable ??= WholePlayable;
    }

    /// <summary>
    /// Takes the next shot of a better encode of the same frames; when a segment is complete, it goes into the place of the one that is
    /// there. Whoever
    /// has not fetched that yet sees the better one.
    /// </summary>
    public async Task RefineAsync(JoinPart part, CancellationToken cancellationToken)
    {
        _better.Add(part);
        if (_stream is not null && _refined < _shots.Count && _better.Count == _shots[_refined])
        {
            await _stream.ReplaceAsync(_refined++, [.. _better], cancellationToken).ConfigureAwait(false);
            _better.Clear();
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

    private async Task ShowAsync(CancellationToken cancellationToken)
    {
        SoundTrack? track = await sound.ConfigureAwait(false);
        // Later ones take a few milliseconds each.
        using RunRecorder.Phase? phase = FirstPicture is null ? context.Recorder.Begin("first segment") : null;
        _stream ??= await PreviewStream
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
        await _stream.AppendAsync([.. _waiting], cancellationToken).ConfigureAwait(false);
        _shots.Add(_waiting.Count);
        _waiting.Clear();
        if (FirstPicture is null)
        {
            FirstPicture = context.Recorder.Elapsed;
            Tell(PlayableStage.FirstPicture);
        }

        if (OpeningPlayable is null && _taken >= Math.Min(frames, openingFrames))
        {
            OpeningPlayable = context.Recorder.Elapsed;
            Tell(PlayableStage.Opening);
        }
    }

    private void Tell(PlayableStage stage) => context.Recorder.Tell(new Playable(stage, Playlist, rate.SecondsAt(_taken)));
}
