using System.Globalization;
using System.Text.Json;
using MontageAI.Media;
using MontageAI.Time;

namespace MontageAI.FFmpeg.Probing;

/// <summary>Turns ffprobe's JSON into facts. Pure: what ffprobe does not say stays null.</summary>
internal static class ProbeParser
{
    /// <summary>Parses the output of <c>ffprobe -print_format json -show_format -show_streams</c>.</summary>
    /// <exception cref="JsonException">The text is not such a document.</exception>
    public static MediaInfo Parse(ReadOnlyMemory<byte> json, string path, long sizeBytes)
    {
        try
        {
            return Read(json, path, sizeBytes);
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("A text in it is no UTF-8.", e);
        }
    }

    private static MediaInfo Read(ReadOnlyMemory<byte> json, string path, long sizeBytes)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("It is no object.");
        }

        List<VideoStreamInfo> video = [];
        List<AudioStreamInfo> audio = [];
        (string? track, string? picture, string? reel) = (null, null, null);
        if (root.TryGetProperty("streams", out JsonElement streams) && streams.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement stream in streams.EnumerateArray())
            {
                string? kind = Text(stream, "codec_type");
                track ??= Text(stream, "codec_tag_string") == "tmcd" ? Tag(stream, "timecode") : null;
                picture ??= kind == "video" ? Tag(stream, "timecode") : null;
                reel ??= Tag(stream, "reel_name");
                switch (kind)
                {
                    case "video" when ParseVideo(stream) is { } v:
                        video.Add(v);
                        break;
                    case "audio" when ParseAudio(stream) is { } a:
                        audio.Add(a);
                        break;
                    default:
                        break;
                }
            }
        }

        root.TryGetProperty("format", out JsonElement format);
        return new MediaInfo
        {
            Path = path,
            Container = Text(format, "format_name") ?? "unknown",
            DurationSeconds = Seconds(format, "duration"),
            StartSeconds = Seconds(format, "start_time"),
            SizeBytes = sizeBytes,
            CreationTime = DateTimeOffset.TryParse(
                Tag(format, "creation_time"),
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out DateTimeOffset t
            )
                ? t
                : null,
            StartTimecode = track ?? picture ?? Tag(format, "timecode"),
            Reel = reel ?? Tag(format, "reel_name") ?? Tag(format, "com.apple.proapps.reel"),
            CaptureRate =
                double.TryParse(
                    Tag(format, "com.android.capture.fps"),
                    NumberStyles.Float,
                    CultureInfo.InvariantCulture,
                    out double captured
                ) && captured is > 0 and < 100_000
                    ? captured
                    : null,
            IsMeantSlow = Tag(format, "com.apple.quicktime.full-frame-rate-playback-intent") switch
            {
                "0" => true,
                "1" => false,
                _ => null,
            },
            Video = IsTimeless(Text(format, "format_name")) ? video : [.. video.Select(v => v with { IsReordered = null })],
            Audio = audio,
        };
    }

    // Containers that do not say when a picture is shown.
    private static bool IsTimeless(string? container) =>
        container is "avi" or "h264" or "hevc" or "m4v" or "mpegvideo" or "obu" or "mjpeg" or "dv";

    private static VideoStreamInfo? ParseVideo(JsonElement s)
    {
        if (
            Whole(s, "index") is not { } index
            || Whole(s, "width") is not (> 0 and var width)
            || Whole(s, "height") is not (> 0 and var height)
            || Fraction(s, "time_base") is not { } timeBase
        )
        {
            return null;
        }

        string? pixelFormat = Text(s, "pix_fmt");
        return new VideoStreamInfo
        {
            Index = index,
            Codec = Text(s, "codec_name") ?? "unknown",
            CodecTag = Text(s, "codec_tag_string"),
            Width = width,
            Height = height,
            SampleAspect = Fraction(s, "sample_aspect_ratio") is { Numerator: > 0 } sar ? sar : new Rational(1),
            Turn = Turn(s),
            TimeBase = timeBase,
            BaseRate = Rate(s, "r_frame_rate"),
            AverageRate = Rate(s, "avg_frame_rate"),
            StartPts = Number(s, "start_pts"),
            DurationSeconds = Seconds(s, "duration"),
            FrameCount = Number(s, "nb_frames"),
            PixelFormat = pixelFormat,
            BitDepth = BitDepth(s, pixelFormat),
            Color = new ColorTags
            {
                Range = Tagged(s, "color_range"),
                Primaries = Tagged(s, "color_primaries"),
                Transfer = Tagged(s, "color_transfer"),
                Matrix = Tagged(s, "color_space"),
            },
            FieldOrder = Tagged(s, "field_order"),
            CanBeDecoded = HasDecoder(s, "pix_fmt"),
            // The transparency of WebM lies beside the pictures, where only libvpx looks.
            Decoder =
                Tag(s, "alpha_mode") == "1"
                    ? Text(s, "codec_name") switch
                    {
                        "vp9" => "libvpx-vp9",
                        "vp8" => "libvpx",
                        _ => null,
                    }
                    : null,
            IsReordered = Number(s, "has_b_frames") > 0,
            IsAttachedPicture = s.TryGetProperty("disposition", out JsonElement d) && Number(d, "attached_pic") == 1,
        };
    }

    private static AudioStreamInfo? ParseAudio(JsonElement s)
    {
        if (
            Whole(s, "index") is not { } index
            || Whole(s, "sample_rate") is not (> 0 and var sampleRate)
            || Whole(s, "channels") is not (> 0 and var channels)
            || Fraction(s, "time_base") is not { } timeBase
        )
        {
            return null;
        }

        return new AudioStreamInfo
        {
            Index = index,
            Codec = Text(s, "codec_name") ?? "unknown",
            SampleRate = sampleRate,
            Channels = channels,
            ChannelLayout = Tagged(s, "channel_layout"),
            TimeBase = timeBase,
            StartSeconds = Seconds(s, "start_time"),
            DurationSeconds = Seconds(s, "duration"),
            CanBeDecoded = HasDecoder(s, "sample_fmt"),
        };
    }

    // Of a stream that it has read packets of, ffprobe knows the layout of what is decoded unless it has no decoder.
    private static bool HasDecoder(JsonElement s, string layout) =>
        Text(s, "codec_name") is not (null or "none" or "unknown") && (Tagged(s, layout) is not null || Seconds(s, "start_time") is null);

    // The matrix itself: the rotation that ffprobe makes of it says nothing of mirrors, and something of matrices that are empty.
    private static PictureTurn Turn(JsonElement s)
    {
        if (s.TryGetProperty("side_data_list", out JsonElement list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in list.EnumerateArray())
            {
                if (Text(item, "displaymatrix") is { } matrix && Numbers(matrix) is [int a, int b, _, int c, int d, ..])
                {
                    return PictureTurn.OfMatrix(a, b, c, d);
                }
            }
        }

        double? degrees = double.TryParse(Tag(s, "rotate"), NumberStyles.Float, CultureInfo.InvariantCulture, out double tag) ? tag : null;
        int quarter = (int)Math.Round((degrees ?? 0) / 90.0) % 4;
        return new PictureTurn((quarter + 4) % 4 * 90, false);
    }

    // Three lines, each with its own number and a colon before its three numbers.
    private static int[] Numbers(string matrix) =>
        [
            .. matrix
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .SelectMany(l => l[(l.IndexOf(':', StringComparison.Ordinal) + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Select(n => int.TryParse(n, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : 0),
        ];

    private static int BitDepth(JsonElement s, string? pixelFormat)
    {
        if (pixelFormat is not null)
        {
            foreach (int bits in (ReadOnlySpan<int>)[9, 10, 12, 14, 16])
            {
                if (
                    pixelFormat.Contains($"p{bits}", StringComparison.Ordinal)
                    || pixelFormat.Contains($"gray{bits}", StringComparison.Ordinal)
                    || (bits > 9 && pixelFormat.StartsWith($"p0{bits}", StringComparison.Ordinal))
                )
                {
                    return bits;
                }
            }
        }

        return Number(s, "bits_per_raw_sample") is > 8 and <= 16 and var raw ? (int)raw : 8;
    }

    private static string? Text(JsonElement e, string name) =>
        e.ValueKind == JsonValueKind.Object && e.TryGetProperty(name, out JsonElement v) && v.ValueKind == JsonValueKind.String
            ? v.GetString()
            : null;

    private static string? Tagged(JsonElement e, string name) =>
        Text(e, name) is { } t and not ("unknown" or "unspecified" or "reserved") ? t : null;

    // Matroska writes names of tags in capitals.
    private static string? Tag(JsonElement e, string name) =>
        e.ValueKind == JsonValueKind.Object && e.TryGetProperty("tags", out JsonElement tags) && tags.ValueKind == JsonValueKind.Object
            ? Text(tags, name) ?? Text(tags, name.ToUpperInvariant())
            : null;

    private static long? Number(JsonElement e, string name)
    {
        if (e.ValueKind != JsonValueKind.Object || !e.TryGetProperty(name, out JsonElement v))
        {
            return null;
        }

        return v.ValueKind switch
        {
            JsonValueKind.Number when v.TryGetInt64(out long n) => n,
            JsonValueKind.String
                when long.TryParse(v.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long n) => n,
            _ => null,
        };
    }

    private static int? Whole(JsonElement e, string name) => Number(e, name) is >= 0 and <= int.MaxValue and var n ? (int)n : null;

    private static double? Seconds(JsonElement e, string name) =>
        double.TryParse(Text(e, name), NumberStyles.Float, CultureInfo.InvariantCulture, out double v) && double.IsFinite(v) ? v : null;

    private static Rational? Fraction(JsonElement e, string name) =>
        Rational.TryParse(Text(e, name), out Rational r) && r.Numerator > 0 ? r : null;

    private static FrameRate? Rate(JsonElement e, string name) => Fraction(e, name) is { } r && r.Value <= 1000 ? new FrameRate(r) : null;
}
