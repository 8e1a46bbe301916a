using System.Globalization;
using MontageAI.Bench.Inputs;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.FFmpeg.Probing;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Bench.Models;

/// <summary>A frame of a real clip of which it is known whether it shows a face.</summary>
/// <param name="File">Its clip.</param>
/// <param name="Seconds">When it is shown.</param>
/// <param name="HasFace">Whether it shows one.</param>
/// <param name="Box">Where, if that is known; no score.</param>
/// <param name="Picture">The frame.</param>
internal sealed record LabelledFrame(string File, double Seconds, bool HasFace, FaceBox? Box, SmallFrame Picture);

/// <summary>The frames of models/face_frames.tsv; those that are unclear are left out.</summary>
internal static class LabelledFrames
{
    /// <summary>Reads them.</summary>
    /// <param name="tools">FFmpeg.</param>
    /// <param name="longSide">Longer side of the pictures.</param>
    public static async Task<IReadOnlyList<LabelledFrame>> ReadAsync(FFmpegTools tools, int longSide)
    {
        string[] lines = await File.ReadAllLinesAsync(Path.Combine(BenchPaths.Media, "models", "face_frames.tsv")).ConfigureAwait(false);
        List<LabelledFrame> frames = [];
        foreach (
            IGrouping<string, string[]> clip in lines.Skip(1).Select(l => l.Split('\t')).Where(f => f[2] != "unclear").GroupBy(f => f[0])
        )
        {
            string path = Path.Combine(BenchPaths.Media, "video", clip.Key);
            path = File.Exists(path) ? path : Path.Combine(BenchPaths.Media, "faces", clip.Key);
            double[] seconds = [.. clip.Select(f => double.Parse(f[1], CultureInfo.InvariantCulture))];
            IReadOnlyList<SmallFrame?> pictures = await PicturesAsync(tools, path, seconds, longSide).ConfigureAwait(false);
            frames.AddRange(
                clip.Zip(seconds, pictures)
                    .Where(f => f.Third is not null)
                    .Select(f => new LabelledFrame(clip.Key, f.Second, f.First[2] == "yes", Box(f.First.ElementAtOrDefault(3)), f.Third!))
            );
        }

        return frames;
    }

    /// <summary>The frames shown at moments of a clip.</summary>
    public static async Task<IReadOnlyList<SmallFrame?>> PicturesAsync(
        FFmpegTools tools,
        string path,
        IReadOnlyList<double> seconds,
        int longSide
    )
    {
        MediaInfo info = await new MediaProbe(tools).ProbeAsync(path, CancellationToken.None).ConfigureAwait(false);
        FFmpegClipFrames source = new(tools, info);
        Rational clock = source.Stream.TimeBase;
        FrameRequest request = new()
        {
            Selection = FrameSelection.Windows,
            LongSide = longSide,
            Windows =
            [
                .. seconds.Select(s => new MediaRange(MediaTime.FromSeconds(s - 0.06, clock), MediaTime.FromSeconds(s + 0.06, clock))),
            ],
        };
        SmallFrame?[] found = new SmallFrame?[seconds.Count];
        IFrameReader reader = await source.OpenAsync(request, CancellationToken.None).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false))
            {
                SmallFrame now = reader.Current;
                if (found[now.Window] is null)
                {
                    SmallFrame copy = new(now.Width, now.Height) { Time = now.Time };
                    now.Pixels.CopyTo(copy.Pixels);
                    found[now.Window] = copy;
                }
            }
        }

        return found;
    }

    private static FaceBox? Box(string? text)
    {
        float[] sides =
        [
            .. (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(p => float.Parse(p, CultureInfo.InvariantCulture)),
        ];
        return sides is [var x, var y, var w, var h] ? new FaceBox(x, y, w, h, 1) : null;
    }
}
