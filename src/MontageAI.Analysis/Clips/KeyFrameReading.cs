using MontageAI.Analysis.Clips.Pictures;
using MontageAI.Analysis.Clips.Shots;
using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Analysis.Clips;

/// <summary>
/// Reads the key frames of a clip. Where pictures are shown before the first of them (a clip that was trimmed by copying begins between key
/// frames: the one before its start is decoded and not shown), or where there is none at all, samples of the pictures stand for key frames.
/// </summary>
/// <param name="source">The clip.</param>
/// <param name="keyFrames">Gets the key frames, in order; those of an earlier scan are in it already.</param>
/// <param name="options">How far to go.</param>
internal sealed class KeyFrameReading(IClipFrameSource source, List<KeyFrame> keyFrames, ClipScanOptions options)
{
    private const double SampleSeconds = 0.5;

    // Who is in a picture hardly changes within this, unless the picture does; about as long as what is told of a shot goes by.
    private const double FaceSeconds = 4;
    private const float OtherPicture = 0.25f;

    private readonly double _frameSeconds = ClipEnd.FrameSeconds(source.Stream);

    // Times that go back are raised to a tick after the one before by whoever hands them on. Where a tick is far shorter than a picture
    // lasts, a step of one tells of that.
    private readonly long _noStep = source.Stream.TimeBase.Value < 0.25 * ClipEnd.FrameSeconds(source.Stream) ? 1 : 0;

    /// <summary>Whether the clip's end was reached.</summary>
    public bool Complete { get; private set; } = true;

    /// <summary>What the decoder complained about; null when it had nothing to say.</summary>
    public string? Problem { get; private set; }

    /// <summary>Pictures looked at.</summary>
    public int Decoded { get; private set; }

    /// <summary>Whether a picture had another size than the container states.</summary>
    public bool SawOtherShape { get; private set; }

    /// <summary>Whether time stamps went back: pictures behind such a jump come with the time of the one before it.</summary>
    public bool SawStepBack { get; private set; }

    /// <summary>Reads.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        bool begins = keyFrames.Count == 0;
        FrameRequest request = ClipAnalyzer.KeyFrameRequest with
        {
            From = begins ? null : keyFrames[^1].Time,
            DecoderThreads = options.DecoderThreads,
        };
        await ReadAsync(request, 0, keyFrames, cancellationToken).ConfigureAwait(false);
        // Where the decoder complains and gives no key frame (an encrypted file), what else it gives is noise.
        if (begins && (keyFrames.Count == 0 ? Problem is null : StartsBefore(keyFrames[0].Time)))
        {
            await ReadBeginningAsync(request, cancellationToken).ConfigureAwait(false);
        }
    }

    // Only an edit list shows pictures whose key frame lies before the start; other files that begin between key frames begin with pictures
    // that nobody can decode.
    private bool StartsBefore(MediaTime first) =>
        source.Info.Container.Contains("mp4", StringComparison.Ordinal)
        && source.Stream.StartPts is { } start
        && first.Seconds - new MediaTime(start, source.Stream.TimeBase).Seconds > 1.5 * _frameSeconds;

    private async Task ReadBeginningAsync(FrameRequest request, CancellationToken cancellationToken)
    {
        // The first key frame is read once more, so that it is known how it differs from what comes before it.
        MediaTime? until = keyFrames.Count == 0 ? null : keyFrames[0].Time with { Ticks = keyFrames[0].Time.Ticks + 1 };
        (bool complete, string? problem) = (Complete, Problem);
        List<KeyFrame> samples = [];
        await ReadAsync(request with { Selection = FrameSelection.All, Until = until }, SampleSeconds, samples, cancellationToken)
            .ConfigureAwait(false);
        if (until is null)
        {
            keyFrames.AddRange(samples);
            return;
        }

        (Complete, Problem) = (complete, problem);
        if (samples.Count > 0 && samples[^1].Time == keyFrames[0].Time)
        {
            keyFrames.RemoveAt(0);
        }

        keyFrames.InsertRange(0, samples);
    }

    private async Task ReadAsync(FrameRequest request, double apart, List<KeyFrame> into, CancellationToken cancellationToken)
    {
        PictureMeter meter = new();
        PictureSignature before = new(),
            now = new();
        IFrameReader reader = await source.OpenAsync(request, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                SmallFrame frame = reader.Current;
                Decoded++;
                bool wanted =
                    into.Count == 0 || apart == 0 || frame.Time.Seconds - into[^1].Time.Seconds >= apart || IsFirstKey(frame.Time);
                if (!wanted)
                {
                    continue;
                }

                (before, now) = (now, before);
                now.Set(frame);
                SawOtherShape |= frame.HasOtherShape;
                if (into.Count > 0 && frame.Time.Ticks <= into[^1].Time.Ticks + _noStep)
                {
                    // The first picture of a continued scan is the last one of the scan before.
                    SawStepBack |= frame.Time != request.From;
                    continue;
                }

                float difference = into.Count == 0 ? 0 : (float)now.Difference(before);
                IReadOnlyList<FaceBox>? faces =
                    options.Faces is { } detector && MayHaveOtherFaces(into, frame, difference) ? detector.Find(frame) : null;
                into.Add(new KeyFrame(frame.Time, meter.Measure(frame), difference) { Faces = faces });
                if (request.Until is null && IsEnough(into))
                {
                    Complete = false;
                    return;
                }
            }

            Problem = reader.Problem;
        }

        bool IsFirstKey(MediaTime time) => keyFrames.Count > 0 && time == keyFrames[0].Time;
    }

    private static bool MayHaveOtherFaces(List<KeyFrame> before, SmallFrame frame, float difference) =>
        difference >= OtherPicture
        || before.FindLast(k => k.Faces is not null) is not { } last
        || frame.Time.Seconds - last.Time.Seconds >= FaceSeconds - 1e-6;

    private bool IsEnough(List<KeyFrame> frames)
    {
        if (frames.Count < 2)
        {
            return false;
        }

        if (options.StopAfterSeconds is { } seconds && frames[^1].Time.Seconds - frames[0].Time.Seconds >= seconds)
        {
            return true;
        }

        return options.StopAfterShots is { } shots && KeyFrameJudge.CountLikelyCuts(frames, _frameSeconds) >= shots;
    }
}
