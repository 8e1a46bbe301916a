using MontageAI.Analysis.Clips;
using MontageAI.Editing.Materials;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Resources;
using MontageAI.Errors;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Engine.Intake;

/// <summary>
/// Reads the key frames of a few short clips with one process before each of them is looked at. Starting a process takes as long as
/// decoding half a dozen pictures of 1080p, and a short clip has hardly more. Decisions/0019 has the figures.
/// </summary>
internal sealed class ClipBatches(JobContext context)
{
    // More save little: of four clips three starts are saved already, and those that are done wait for the others.
    private const int MostClips = 4;

    // Clips with more are shared among idle cores instead.
    private const int MostKeyFrames = 40;

    /// <summary>Shares out what is looked at: as few processes as there are cores, and no more clips in one than <see cref="MostClips"/>.
    /// A start takes as long as looking at a short clip, so goes that even out the cores' ends cost more than they save.</summary>
    /// <param name="queue">The longest first.</param>
    /// <param name="besideSound">Whether one core is at the sound.</param>
    public IReadOnlyList<int[]> Share(IReadOnlyList<int> queue, bool besideSound = false)
    {
        int cores = Math.Max(1, context.Budget.Analysers - (besideSound ? 1 : 0));
        int batches = Math.Min(queue.Count, Math.Max(cores, (queue.Count + MostClips - 1) / MostClips));
        return Deal(queue, batches);
    }

    /// <summary>Deals as cards are dealt, there and back: whoever got the longest of one round gets the shortest of the next.</summary>
    internal static IReadOnlyList<int[]> Deal(IReadOnlyList<int> queue, int hands)
    {
        List<int>[] dealt = [.. Enumerable.Range(0, hands).Select(_ => new List<int>())];
        for (int i = 0; i < queue.Count; i++)
        {
            int at = i % (2 * hands);
            dealt[at < hands ? at : (2 * hands) - 1 - at].Add(queue[i]);
        }

        return [.. dealt.Select(d => d.ToArray())];
    }

    /// <summary>Reads ahead.</summary>
    /// <param name="clips">Clips that will be looked at whole, with a number each.</param>
    /// <param name="urgency">Who else has to wait.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Frames of those clips that were read, by number. The others are to be read alone, which also tells what is wrong with
    /// them.</returns>
    public async Task<IReadOnlyDictionary<int, IClipFrameSource>> ReadAsync(
        IReadOnlyList<(int Number, MediaInfo Info)> clips,
        Urgency urgency,
        CancellationToken cancellationToken
    )
    {
        Dictionary<int, IClipFrameSource> read = [];
        List<(int Number, FFmpegClipFrames Frames)> together = [];
        foreach ((int number, MediaInfo info) in clips)
        {
            FFmpegClipFrames frames = new(context.Tools, info);
            if (
                await frames.ListPacketsAsync(cancellationToken).ConfigureAwait(false) is { } packets
                && packets.Count(p => p.IsKey) <= MostKeyFrames
            )
            {
                together.Add((number, frames));
            }
        }

        if (together.Count > 1)
        {
            using IDisposable slot = await context.Budget.EnterAsync(cancellationToken, urgency).ConfigureAwait(false);
            try
            {
                IReadOnlyList<IClipFrameSource> sources = await FrameBatch
                    .ReadAsync(context.Tools, [.. together.Select(t => (t.Frames, ClipAnalyzer.KeyFrameRequest))], cancellationToken)
                    .ConfigureAwait(false);
                for (int i = 0; i < together.Count; i++)
                {
                    read.Add(together[i].Number, sources[i]);
                }
            }
            catch (MediaException)
            {
                // Each clip alone will say what is wrong.
            }
        }

        return read;
    }

    /// <summary>Reads windows ahead.</summary>
    /// <param name="clips">Clips, and their windows that are to be measured.</param>
    /// <param name="urgency">Who else has to wait.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Where each clip's frames come from, in the same order.</returns>
    public async Task<IReadOnlyList<IClipFrameSource>> ReadAsync(
        IReadOnlyList<Unmeasured> clips,
        Urgency urgency,
        CancellationToken cancellationToken
    )
    {
        FFmpegClipFrames[] frames = [.. clips.Select(c => new FFmpegClipFrames(context.Tools, c.Clip.Info))];
        if (clips.Count(c => c.Missing.Count > 0) < 2)
        {
            return frames;
        }

        using IDisposable slot = await context.Budget.EnterAsync(cancellationToken, urgency).ConfigureAwait(false);
        try
        {
            return await FrameBatch
                .ReadAsync(
                    context.Tools,
                    [.. clips.Select((c, i) => (frames[i], ClipAnalyzer.WindowRequest(c.Clip.Analysis, c.Missing)))],
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        catch (MediaException)
        {
            return frames;
        }
    }
}

/// <summary>Windows of a clip that are wanted.</summary>
/// <param name="Clip">The clip.</param>
/// <param name="Windows">How many are wanted.</param>
/// <param name="Store">Where measured ones are remembered.</param>
/// <param name="Known">Those that were remembered.</param>
/// <param name="Missing">Those to be measured.</param>
internal sealed record Unmeasured(ClipMaterial Clip, int Windows, WindowStore Store, List<MeasuredWindow> Known, List<MediaRange> Missing);
