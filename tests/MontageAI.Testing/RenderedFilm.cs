using System.Globalization;
using System.Text.Json;

namespace MontageAI.Testing;

/// <summary>Measures a rendered file with FFmpeg alone, knowing nothing of how it was made.</summary>
public sealed class RenderedFilm(string path)
{
    private const int Side = 24;

    /// <summary>Time in seconds of every frame, from decoding.</summary>
    public double[] FrameTimes { get; } =
    [
        .. TestTools
            .FFprobe("-select_streams", "v:0", "-show_entries", "frame=pts_time", "-of", "csv=p=0", path)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => double.Parse(l.Trim().TrimEnd(','), CultureInfo.InvariantCulture)),
    ];

    /// <summary>Indices of frames that are key frames.</summary>
    public long[] KeyFrames() =>
        [
            .. TestTools
                .FFprobe("-select_streams", "v:0", "-show_entries", "packet=pts,flags", "-of", "csv=p=0", path)
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(l => l.Split(','))
                .OrderBy(p => long.Parse(p[0], CultureInfo.InvariantCulture))
                .Select((p, i) => (Key: p[1].Contains('K', StringComparison.Ordinal), Index: (long)i))
                .Where(p => p.Key)
                .Select(p => p.Index),
        ];

    /// <summary>Frames at which the picture changes at a stroke: mean absolute RGB difference to the frame before, on a tiny picture, above
    /// a limit.</summary>
    /// <param name="limit">0 to 255.</param>
    public long[] Cuts(double limit)
    {
        byte[] frames = DecodedPictures.Of(path, Side, Side, "rgb24");
        int size = Side * Side * 3;
        List<long> cuts = [];
        for (int i = 1; i < frames.Length / size; i++)
        {
            long sum = 0;
            for (int k = 0; k < size; k++)
            {
                sum += Math.Abs(frames[(i * size) + k] - frames[((i - 1) * size) + k]);
            }

            if ((double)sum / size > limit)
            {
                cuts.Add(i);
            }
        }

        return [.. cuts];
    }

    /// <summary>Streams and format as ffprobe says.</summary>
    public JsonElement Probe() => JsonDocument.Parse(TestTools.FFprobe("-show_streams", "-show_format", "-of", "json", path)).RootElement;

    /// <summary>Duration of the decoded sound in seconds, as a player plays it.</summary>
    public double SoundSeconds()
    {
        string raw = Path.GetTempFileName();
        try
        {
            TestTools.FFmpeg("-i", path, "-map", "0:a:0", "-ac", "1", "-ar", "48000", "-f", "s16le", raw);
            return new FileInfo(raw).Length / 2 / 48000.0;
        }
        finally
        {
            File.Delete(raw);
        }
    }
}
