using System.Globalization;
using System.Text;
using System.Text.Json;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Time;

namespace MontageAI.FFmpeg.Tests.Decoding.Video;

/// <summary>As much of a probe as frame tests need, and what ffprobe says about a file's frames.</summary>
internal static class QuickProbe
{
    public static FFmpegTools Tools { get; } = FFmpegTools.Locate(null, Environment.GetEnvironmentVariable("PATH"));

    public static async Task<MediaInfo> InfoAsync(string path)
    {
        byte[] text = await RunAsync(path, "-show_format", "-show_streams", "-of", "json");
        using JsonDocument document = JsonDocument.Parse(text);
        JsonElement format = document.RootElement.GetProperty("format");
        return new MediaInfo
        {
            Path = path,
            Container = format.GetProperty("format_name").GetString()!,
            DurationSeconds = Seconds(format, "duration"),
            StartSeconds = Seconds(format, "start_time"),
            SizeBytes = new FileInfo(path).Length,
            Video = [.. document.RootElement.GetProperty("streams").EnumerateArray().Where(s => s.GetProperty("codec_type").GetString() == "video").Select(Stream)],
        };
    }

    /// <summary>PTS of all frames, or of those decoded when only key frames are.</summary>
    public static async Task<long[]> FrameTimesAsync(string path, int stream, bool keyFramesOnly)
    {
        string[] skip = keyFramesOnly ? ["-skip_frame", "nokey"] : [];
        byte[] text = await RunAsync(path, [.. skip, "-select_streams", stream.ToString(CultureInfo.InvariantCulture), "-show_entries", "frame=best_effort_timestamp", "-of", "csv=p=0"]);
        return [.. Encoding.ASCII.GetString(text).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => l.Trim().TrimEnd(',').Split(',')[0]).Where(l => l.Length > 0 && l != "N/A").Select(l => long.Parse(l, CultureInfo.InvariantCulture))];
    }

    /// <summary>Makes a file with FFmpeg.</summary>
    public static Task MakeAsync(params string[] arguments) =>
        ToolProcess.RunAsync("Making a test clip", Tools.Command(arguments), TestContext.Current.CancellationToken);

    private static Task<byte[]> RunAsync(string path, params string[] arguments) =>
        ToolProcess.ReadOutputAsync("Probing", Tools.Probe([.. arguments, .. InputFile.Arguments(path)]), 16 << 20, TestContext.Current.CancellationToken);

    private static VideoStreamInfo Stream(JsonElement stream)
    {
        int turn = 0;
        if (stream.TryGetProperty("side_data_list", out JsonElement list))
        {
            foreach (JsonElement item in list.EnumerateArray())
            {
                turn = item.TryGetProperty("rotation", out JsonElement rotation) ? ((-rotation.GetInt32() % 360) + 360) % 360 : turn;
            }
        }

        return new VideoStreamInfo
        {
            Index = stream.GetProperty("index").GetInt32(),
            Codec = stream.GetProperty("codec_name").GetString()!,
            Width = stream.GetProperty("width").GetInt32(),
            Height = stream.GetProperty("height").GetInt32(),
            Rotation = turn,
            SampleAspect = stream.TryGetProperty("sample_aspect_ratio", out JsonElement sar) && Rational.TryParse(sar.GetString(), out Rational a) && a.Numerator > 0 ? a : new Rational(1),
            TimeBase = Rational.TryParse(stream.GetProperty("time_base").GetString(), out Rational tb) ? tb : throw new InvalidDataException(),
            StartPts = stream.TryGetProperty("start_pts", out JsonElement start) ? start.GetInt64() : null,
            DurationSeconds = Seconds(stream, "duration"),
            AverageRate = FrameRate.TryParse(stream.GetProperty("avg_frame_rate").GetString(), out FrameRate r) ? r : null,
            BaseRate = FrameRate.TryParse(stream.GetProperty("r_frame_rate").GetString(), out FrameRate b) ? b : null,
            IsAttachedPicture = stream.GetProperty("disposition").GetProperty("attached_pic").GetInt32() == 1,
        };
    }

    private static double? Seconds(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && double.TryParse(value.GetString(), CultureInfo.InvariantCulture, out double seconds) ? seconds : null;
}
