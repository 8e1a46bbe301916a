using System.Globalization;
using MontageAI.Editing.Materials;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Resources;
using MontageAI.Errors;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.FFmpeg.Processes;
using MontageAI.Keys;
using MontageAI.Media;
using MontageAI.Time;

namespace MontageAI.Engine.Searching;

/// <summary>Has the pictures of clips seen, each once: what was seen is remembered.</summary>
internal sealed class PictureStage(JobContext context, IPictureSight sight)
{
    // Reading single pictures costs a seek each, about as much as so many key frames in a row.
    private const int KeysPerSeek = 8;

    /// <summary>Sees the pictures of clips.</summary>
    /// <param name="clips">The clips, looked at by key frames.</param>
    /// <param name="urgency">Who else has to wait.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What was seen, in the order of the clips; of a clip that cannot be decoded nothing, which the report says.</returns>
    public async Task<IReadOnlyList<SeenClip>> SeeAsync(
        IReadOnlyList<ClipMaterial> clips,
        Urgency urgency,
        CancellationToken cancellationToken
    )
    {
        using RunRecorder.Phase phase = context.Recorder.Begin("see what pictures show", "pictures");
        SeenClip[] seen = new SeenClip[clips.Count];
        int done = 0;
        await Parallel
            .ForEachAsync(
                Enumerable.Range(0, clips.Count),
                new ParallelOptions { MaxDegreeOfParallelism = context.Budget.Analysers, CancellationToken = cancellationToken },
                async (i, ct) =>
                {
                    seen[i] = await SeeAsync(clips[i], urgency, phase, ct).ConfigureAwait(false);
                    phase.Advance(Interlocked.Increment(ref done), clips.Count);
                }
            )
            .ConfigureAwait(false);
        return seen;
    }

    private async Task<SeenClip> SeeAsync(ClipMaterial clip, Urgency urgency, RunRecorder.Phase phase, CancellationToken cancellationToken)
    {
        IReadOnlyList<PictureTime> times = PictureTimes.Of(clip.Analysis);
        bool made = false;
        try
        {
            SeenClip seen = await context
                .Store.Results.GetOrAddAsync(
                    KeyOf(clip, times),
                    SeenJson.Default.SeenClip,
                    async ct =>
                    {
                        made = true;
                        using IDisposable slot = await context.Budget.EnterAsync(ct, urgency).ConfigureAwait(false);
                        return await ReadAsync(clip, times, ct).ConfigureAwait(false);
                    },
                    cancellationToken
                )
                .ConfigureAwait(false);
            phase.Count(seen.Pictures.Count, made ? 0 : seen.Pictures.Count);
            return seen;
        }
        catch (MediaException e)
        {
            return Without(clip, e.Sentence);
        }
        catch (MontageException e) when (e.Code != ErrorCode.ModelInvalid && e is not FFmpegMissingException)
        {
            return Without(clip, e.Sentence);
        }
    }

    private SeenClip Without(ClipMaterial clip, Phrase why)
    {
        context.Recorder.Degrade($"nobody saw what '{Path.GetFileName(clip.File.Path)}' shows", why, "It is not found by words.");
        return new SeenClip([]);
    }

    private async Task<SeenClip> ReadAsync(ClipMaterial clip, IReadOnlyList<PictureTime> times, CancellationToken cancellationToken)
    {
        FFmpegClipFrames frames = new(context.Tools, clip.Info);
        Dictionary<MediaTime, int> wanted = times.ToDictionary(t => t.Time, t => t.Shot);
        FrameRequest request = RequestFor(clip, frames.Stream, times);
        List<SeenPicture> seen = [];
        IFrameReader reader = await frames.OpenAsync(request, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (wanted.Count > 0 && await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                SmallFrame frame = reader.Current;
                MediaTime asked = request.Selection == FrameSelection.Windows ? request.Windows[frame.Window].Start : frame.Time;
                if (wanted.Remove(asked, out int shot))
                {
                    seen.Add(new SeenPicture(shot, frame.Time, sight.See(frame)));
                }
            }
        }

        return new SeenClip([.. seen.OrderBy(p => p.Time.Ticks)]);
    }

    private FrameRequest RequestFor(ClipMaterial clip, VideoStreamInfo stream, IReadOnlyList<PictureTime> times)
    {
        bool keys = times.All(t => t.IsKey) && (clip.Info.IsStill || clip.Analysis.KeyFrames.Count <= KeysPerSeek * times.Count);
        FrameRequest request = new() { Selection = FrameSelection.KeyFrames, LongSide = sight.LongSide(stream) };
        return keys
            ? request
            : request with
            {
                Selection = FrameSelection.Windows,
                Windows = [.. times.Select(t => new MediaRange(t.Time, t.Until))],
                SeekPoints = [.. clip.Analysis.KeyFrames.Select(k => k.Time)],
            };
    }

    private ContentKey KeyOf(ClipMaterial clip, IReadOnlyList<PictureTime> times) =>
        ContentKey
            .For("seen", sight.Algorithm)
            .With("source", clip.File.Fingerprint)
            .With("stream", clip.Info.MainVideo!.Index)
            .With("tool", context.ToolVersion.Pictures)
            .With("times", [.. times.Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.Shot} {t.Time} {t.IsKey}"))])
            .Build();
}
