using System.Globalization;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Time;

namespace MontageAI.FFmpeg.Decoding.Video;

/// <summary>
/// Small pictures of a clip at given frames, as JPEG. Where all of them are key frames nothing else is decoded; otherwise each is
/// decoded from the key frame before it, several in one process. One more process turns them into JPEG.
/// </summary>
public sealed class Thumbnails(FFmpegTools tools)
{
    private const int MaxBytesPerPicture = 1 << 20;

    /// <summary>Makes the pictures.</summary>
    /// <param name="source">The clip.</param>
    /// <param name="times">PTS of frames, ascending, each once; times at which no frame lies give no picture.</param>
    /// <param name="keyFrames">PTS of the clip's key frames as far as known, ascending.</param>
    /// <param name="longSide">Longer side in pixels, 16 to 640.</param>
    /// <param name="workFolder">Where the raw pictures lie for a moment (1.5 bytes per pixel).</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>JPEG files by PTS.</returns>
    public async Task<IReadOnlyDictionary<MediaTime, byte[]>> MakeAsync(
        IClipFrameSource source,
        IReadOnlyList<MediaTime> times,
        IReadOnlyList<MediaTime> keyFrames,
        int longSide,
        string workFolder,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(keyFrames);
        ArgumentOutOfRangeException.ThrowIfLessThan(longSide, 16);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(longSide, 640);
        if (times.Count == 0)
        {
            return new Dictionary<MediaTime, byte[]>();
        }

        HashSet<MediaTime> wanted = [.. times];
        HashSet<MediaTime> keys = [.. keyFrames];
        FrameRequest request = wanted.IsSubsetOf(keys)
            ? new FrameRequest { Selection = FrameSelection.KeyFrames, LongSide = longSide }
            : new FrameRequest
            {
                Selection = FrameSelection.Windows,
                LongSide = longSide,
                Windows = [.. times.Select(t => new MediaRange(t, t with { Ticks = t.Ticks + 1 }))],
                SeekPoints = keyFrames,
            };
        string raw = Path.Combine(workFolder, $"thumbnails-{Guid.NewGuid():N}.yuv");
        try
        {
            (List<MediaTime> found, int width, int height) = await DecodeAsync(source, request, wanted, raw, cancellationToken)
                .ConfigureAwait(false);
            if (found.Count == 0)
            {
                return new Dictionary<MediaTime, byte[]>();
            }

            byte[] stream = await ToolProcess
                .ReadOutputAsync("Making thumbnails", Encode(raw, width, height), found.Count * MaxBytesPerPicture, cancellationToken)
                .ConfigureAwait(false);
            List<byte[]> pictures = JpegStream.Split(stream);
            return found.Zip(pictures).ToDictionary(p => p.First, p => p.Second);
        }
        finally
        {
            File.Delete(raw);
        }
    }

    private static async Task<(List<MediaTime> Found, int Width, int Height)> DecodeAsync(
        IClipFrameSource source,
        FrameRequest request,
        HashSet<MediaTime> wanted,
        string raw,
        CancellationToken cancellationToken
    )
    {
        List<MediaTime> found = [];
        int width = 0,
            height = 0;
        IFrameReader reader = await source.OpenAsync(request, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            FileStream file = new(raw, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            await using (file.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    SmallFrame frame = reader.Current;
                    if (wanted.Remove(frame.Time))
                    {
                        (width, height) = (frame.Width, frame.Height);
                        found.Add(frame.Time);
                        await file.WriteAsync(frame.Pixels, cancellationToken).ConfigureAwait(false);
                    }
                }
            }
        }

        return (found, width, height);
    }

    private ToolCommand Encode(string raw, int width, int height) =>
        tools.Command([
            "-f",
            "rawvideo",
            "-pixel_format",
            "yuv420p",
            "-video_size",
            string.Create(CultureInfo.InvariantCulture, $"{width}x{height}"),
            "-framerate",
            "25",
            "-i",
            $"file:{raw}",
            "-vf",
            "scale=in_range=tv:out_range=pc,format=yuvj420p",
            "-c:v",
            "mjpeg",
            "-q:v",
            "5",
            "-threads",
            "1",
            "-f",
            "image2pipe",
            "pipe:1",
        ]);
}
