namespace MontageAI.Media;

/// <summary>What a container says about itself, read without decoding (rung L0 of the analysis ladder).</summary>
public sealed record MediaInfo
{
    // Pictures smaller than this beside others are previews or thumbnails.
    private const int SmallestFilm = 160;
    private const double PlaysAsLong = 0.25;

    // Others without a duration were recorded live, or cut off.
    private static readonly string[] s_stillContainers = ["gif", "apng", "mov,mp4,m4a,3gp,3g2,mj2"];
    private static readonly string[] s_stillCodecs = ["png", "mjpeg", "webp", "bmp", "tiff", "gif", "jpegls", "jpeg2000", "jpegxl"];

    /// <summary>Full path of the file.</summary>
    public required string Path { get; init; }

    /// <summary>FFmpeg's name of the container format, for example "mov,mp4,m4a,3gp,3g2,mj2".</summary>
    public required string Container { get; init; }

    /// <summary>Duration in seconds as the container states it; null where it does not.</summary>
    public double? DurationSeconds { get; init; }

    /// <summary>Start of the earliest stream in seconds; often 0, may be negative or late. Null where unknown.</summary>
    public double? StartSeconds { get; init; }

    /// <summary>File size in bytes.</summary>
    public long SizeBytes { get; init; }

    /// <summary>When the camera says it recorded this (container tag creation_time); null where it does not.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>
    /// Time code of the first frame as the file states it ("01:00:00:00", with ';' before the frames for drop frame): of its time code
    /// track, else the picture's tag, else the container's. Null where there is none, which is not 00:00:00:00.
    /// </summary>
    public string? StartTimecode { get; init; }

    /// <summary>Name of the reel or tape as the camera or an editing program wrote it; null where none is written.</summary>
    public string? Reel { get; init; }

    /// <summary>Frames per second at which the camera recorded, as it states it (Android's capture rate): more than the film's own rate
    /// is slow motion, less is time lapse. Null where it states none.</summary>
    public double? CaptureRate { get; init; }

    /// <summary>Whether a film that holds every frame as it was recorded is meant to be shown slowed down (Apple's slow motion); false
    /// where it says that it is not, null where it says nothing.</summary>
    public bool? IsMeantSlow { get; init; }

    /// <summary>Frames per second at which slow motion or a time lapse was recorded; null for what plays as fast as it was.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public double? OtherSpeedRate =>
        MainVideo is not { OwnRate: { } own } || IsStill ? null
        : CaptureRate is { } captured && Math.Abs((captured / own.Value) - 1) > 0.05 ? captured
        : IsMeantSlow == true ? own.Value
        : null;

    /// <summary>Video streams in container order, attached pictures (cover art) included and marked.</summary>
    public IReadOnlyList<VideoStreamInfo> Video { get; init; } = [];

    /// <summary>Audio streams in container order.</summary>
    public IReadOnlyList<AudioStreamInfo> Audio { get; init; } = [];

    /// <summary>
    /// The stream that a montage uses: of the moving-picture streams that can be decoded and play about as long as the longest of them,
    /// the one with the most pixels, the first of equals. A telephone's motion photo thus gives its film, not the large still that is
    /// a track beside it. Null when the file has none.
    /// </summary>
    public VideoStreamInfo? MainVideo
    {
        get
        {
            if (Video is [{ IsAttachedPicture: false } only])
            {
                return only;
            }

            VideoStreamInfo[] moving = [.. Video.Where(v => !v.IsAttachedPicture)];
            if (moving.Length > 1)
            {
                moving = [.. Most(moving, v => v.CanBeDecoded)];
                moving = [.. Most(moving, v => Math.Max(v.Width, v.Height) >= SmallestFilm)];
                double seconds = moving.Max(v => v.DurationSeconds ?? 0);
                long frames = moving.Max(v => v.FrameCount ?? 0);
                moving =
                [
                    .. Most(
                        moving,
                        v => (v.DurationSeconds ?? seconds) >= seconds * PlaysAsLong && (v.FrameCount ?? frames) >= frames * PlaysAsLong
                    ),
                ];
            }

            return moving.MaxBy(v => (long)v.Width * v.Height);
        }
    }

    /// <summary>Whether the file is a photograph or other single picture: by its container and codec, or because it holds no more than one
    /// frame.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsStill =>
        MainVideo is { } video
        && (
            Container.EndsWith("_pipe", StringComparison.Ordinal)
            || Container is "image2"
            || video.FrameCount == 1
            || (video.FrameCount is null && video.AverageRate is { } rate && video.DurationSeconds * rate.Value < 1.5)
            || (DurationSeconds is null && s_stillCodecs.Contains(video.Codec) && s_stillContainers.Contains(Container))
        );

    /// <summary>The photograph that a telephone's motion photo holds as a track beside its film, which is not shown with it; null where
    /// there is none.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public VideoStreamInfo? StillBeside =>
        MainVideo is not { } film || Video.Count < 2
            ? null
            : Video
                .Where(v => !ReferenceEquals(v, film) && v is { IsAttachedPicture: false, CanBeDecoded: true })
                .Where(v => (long)v.Width * v.Height >= (long)film.Width * film.Height)
                .FirstOrDefault(v => v.FrameCount == 1 || v.DurationSeconds * v.AverageRate?.Value < 1.5);

    /// <summary>The first audio stream that holds sound and can be decoded; null where there is none.</summary>
    public AudioStreamInfo? MainAudio =>
        Audio.FirstOrDefault(a => a is { IsUsable: true, StartSeconds: not null }) ?? Audio.FirstOrDefault(a => a.IsUsable);

    /// <summary>Place of <see cref="MainAudio"/> among the audio streams, as in FFmpeg's "0:a:PLACE"; 0 where there is none.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public int MainAudioPlace => Audio.TakeWhile(a => !ReferenceEquals(a, MainAudio)).Count() % Math.Max(1, Audio.Count);

    private static IEnumerable<VideoStreamInfo> Most(VideoStreamInfo[] streams, Func<VideoStreamInfo, bool> good) =>
        streams.Any(good) ? streams.Where(good) : streams;
}
