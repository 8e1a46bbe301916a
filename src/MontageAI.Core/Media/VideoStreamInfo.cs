using MontageAI.Time;

namespace MontageAI.Media;

/// <summary>Facts of one video stream, from its container.</summary>
public sealed record VideoStreamInfo
{
    private static readonly string[] s_fieldCodecs =
    [
        "dvvideo",
        "mpeg2video",
        "mpeg4",
        "mjpeg",
        "vc1",
        "wmv3",
        "prores",
        "dnxhd",
        "cfhd",
        "cavs",
        "huffyuv",
        "ffvhuff",
        "ffv1",
        "magicyuv",
        "utvideo",
        "rawvideo",
        "v210",
        "jpeg2000",
    ];

    /// <summary>Index of the stream in its container, as in FFmpeg's "0:INDEX".</summary>
    public required int Index { get; init; }

    /// <summary>FFmpeg's codec name, for example "h264".</summary>
    public required string Codec { get; init; }

    /// <summary>The container's four-character code, for example "avc1"; "encv" marks encryption. Null where unknown.</summary>
    public string? CodecTag { get; init; }

    /// <summary>Coded width in pixels, before rotation.</summary>
    public required int Width { get; init; }

    /// <summary>Coded height in pixels, before rotation.</summary>
    public required int Height { get; init; }

    /// <summary>Width of one pixel over its height; 1 when unknown.</summary>
    public Rational SampleAspect { get; init; } = new(1);

    /// <summary>Degrees clockwise by which a player turns the picture to show it upright: 0, 90, 180 or 270.</summary>
    public int Rotation { get; init; }

    /// <summary>Whether a player then mirrors the picture, left to right.</summary>
    public bool IsMirrored { get; init; }

    /// <summary>Both together: how the picture is shown.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public PictureTurn Turn
    {
        get => new(Rotation, IsMirrored);
        init => (Rotation, IsMirrored) = (value.Degrees, value.IsMirrored);
    }

    /// <summary>Seconds per PTS tick.</summary>
    public required Rational TimeBase { get; init; }

    /// <summary>Lowest rate at which all timestamps can be shown exactly (FFmpeg's r_frame_rate); null where unknown.</summary>
    public FrameRate? BaseRate { get; init; }

    /// <summary>Frames divided by duration; null where unknown.</summary>
    public FrameRate? AverageRate { get; init; }

    /// <summary>Rate of most frames, from the distances between them, where it is not <see cref="AverageRate"/>: a recording that was
    /// paused, or whose last frame is said to last for a minute, has an average that no frame keeps. Else null.</summary>
    public FrameRate? UsualRate { get; init; }

    /// <summary>Seconds for which frames are shown, by the packets that there are, where that is less than is stated. Else null.</summary>
    public double? PlayedSeconds { get; init; }

    /// <summary>True for a stream as it is at a moment (<see cref="PictureShape.At"/>): elsewhere its pictures have other sizes.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool ChangesSize { get; init; }

    /// <summary>The rate that frames keep: <see cref="UsualRate"/>, else <see cref="AverageRate"/>.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public FrameRate? OwnRate => UsualRate ?? AverageRate;

    /// <summary>First PTS in ticks; null where unknown.</summary>
    public long? StartPts { get; init; }

    /// <summary>Duration in seconds as the container states it for this stream; null where it does not.</summary>
    public double? DurationSeconds { get; init; }

    /// <summary>Frames as the container states them; null where it does not.</summary>
    public long? FrameCount { get; init; }

    /// <summary>FFmpeg's pixel format, for example "yuv420p10le"; null where unknown.</summary>
    public string? PixelFormat { get; init; }

    /// <summary>Bits per component, 8 where the format does not say otherwise.</summary>
    public int BitDepth { get; init; } = 8;

    /// <summary>Colour tags as stored; null members are untagged.</summary>
    public ColorTags Color { get; init; } = new();

    /// <summary>FFmpeg's field order: "progressive", "tt", "bb", "tb", "bt"; null where unknown.</summary>
    public string? FieldOrder { get; init; }

    /// <summary>False where FFmpeg has no decoder for the stream.</summary>
    public bool CanBeDecoded { get; init; } = true;

    /// <summary>FFmpeg's name of the decoder to use, where its own choice leaves something out (the transparency of WebM); else
    /// null.</summary>
    public string? Decoder { get; init; }

    /// <summary>Whether frames are stored in another order than they are shown, in containers that state no times of showing; null in all
    /// others.</summary>
    public bool? IsReordered { get; init; }

    /// <summary>True for cover art and thumbnails, which are no moving picture.</summary>
    public bool IsAttachedPicture { get; init; }

    /// <summary>The stream, told by what lies between its frames.</summary>
    /// <param name="distances">Distances of all its frames in ticks, and how often each occurs.</param>
    /// <param name="statedSeconds">Its length as stated; null where nobody states one.</param>
    public VideoStreamInfo ToldBy(FrameDistances? distances, double? statedSeconds)
    {
        if (distances is null)
        {
            return this;
        }

        FrameRate? usual = distances.Rate(TimeBase);
        usual = usual is { } u && AverageRate is { } a && Math.Abs((u.Value / a.Value) - 1) < 0.01 ? null : usual;
        double seconds = distances.Played * TimeBase.Value;
        double? played = seconds < 0.99 * (statedSeconds ?? double.PositiveInfinity) ? seconds : null;
        return usual == UsualRate && played == PlayedSeconds ? this : this with { UsualRate = usual, PlayedSeconds = played };
    }

    /// <summary>True when the fields of a frame were taken at two moments, by the container or, of DV tape, always.</summary>
    public bool IsInterlaced => FieldOrder is "tt" or "bb" or "tb" or "bt" || (Codec == "dvvideo" && FieldOrder is null && Height != 720);

    /// <summary>
    /// True when single frames may turn out to be made of fields though the container does not say so: MPEG-4, Motion JPEG and the like
    /// tell it frame by frame. Not for H.264 in MP4, whose parameter sets have been asked, and not for RGB.
    /// </summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool MayBeInterlaced =>
        !IsInterlaced
        && PixelFormat?.StartsWith("yuv", StringComparison.Ordinal) == true
        && (s_fieldCodecs.Contains(Codec) || (Codec is "h264" or "hevc" && (CodecTag is not ("avc1" or "hvc1" or "hev1") || IsStandard)));

    /// <summary>True for the sizes and rates of interlaced television, in which fields also come unmarked: standard definition, and 1080
    /// lines where it is no telephone's or camera's MP4 file.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool HasTelevisionSize =>
        IsStandard || (Height is 1080 or 1088 && HasTelevisionRate && CodecTag is not ("avc1" or "hvc1" or "hev1"));

    private bool IsStandard => Height is 480 or 486 or 576 && Width is >= 480 and <= 768 && HasTelevisionRate;

    private bool HasTelevisionRate => (AverageRate ?? BaseRate)?.Value is > 24.5 and < 30.5;

    /// <summary>True when the average rate lies more than 1 % off the base rate, so that frames do not sit on a regular grid.</summary>
    public bool IsVariableRate => BaseRate is { } r && AverageRate is { } a && Math.Abs((a.Value / r.Value) - 1) > 0.01;

    /// <summary>Width in square pixels as a viewer sees it: sample aspect and rotation applied.</summary>
    public int DisplayWidth => Turn.IsSideways ? Height : SquareWidth;

    /// <summary>Height in square pixels as a viewer sees it: sample aspect and rotation applied.</summary>
    public int DisplayHeight => Turn.IsSideways ? SquareWidth : Height;

    private int SquareWidth => (int)Math.Round(Width * SampleAspect.Value);
}
