namespace MontageAI.Rendering.Profiles;

/// <summary>
/// How much work goes into the pixels and the sound of a rendering. A profile never changes the plan: the same frames are shown
/// at the same places, on a canvas of another size.
/// </summary>
public sealed record RenderProfile
{
    /// <summary>360p, least work: something to watch at once.</summary>
    public static RenderProfile Preview { get; } =
        new()
        {
            Name = ProfileName.Preview,
            ShortSide = 360,
            Preset = "ultrafast",
            Crf = 26,
            ScalerFlags = "fast_bilinear",
            SkipLoopFilter = true,
            FastDeinterlace = true,
            FastAudio = true,
            AudioKilobits = 128,
        };

    /// <summary>1080p for sharing.</summary>
    public static RenderProfile Standard { get; } =
        new()
        {
            Name = ProfileName.Standard,
            ShortSide = 1080,
            Preset = "veryfast",
            Crf = 21,
            ScalerFlags = "bicubic",
            Enhancement = EnhancementLevel.Basic,
            AudioKilobits = 192,
        };

    /// <summary>1080p with more care.</summary>
    public static RenderProfile High { get; } =
        new()
        {
            Name = ProfileName.High,
            ShortSide = 1080,
            Preset = "medium",
            Crf = 18,
            ScalerFlags = "lanczos+accurate_rnd",
            Enhancement = EnhancementLevel.Full,
            AudioKilobits = 256,
        };

    /// <summary>Up to 2160p, for keeping and for further editing.</summary>
    public static RenderProfile Master { get; } =
        new()
        {
            Name = ProfileName.Master,
            ShortSide = 2160,
            Preset = "slow",
            Crf = 16,
            ScalerFlags = "lanczos+accurate_rnd+full_chroma_int",
            Enhancement = EnhancementLevel.Full,
            AudioKilobits = 320,
        };

    /// <summary>All profiles, least work first.</summary>
    public static IReadOnlyList<RenderProfile> All { get; } = [Preview, Standard, High, Master];

    /// <summary>Which one it is.</summary>
    public required ProfileName Name { get; init; }

    /// <summary>Its name in words of a sentence or an option, lower case.</summary>
    public string Word => Name.ToString().ToLowerInvariant();

    /// <summary>Pixels of the canvas's shorter side, even; 1080 means 1920x1080 for 16:9 and 1080x1920 for 9:16.</summary>
    public required int ShortSide { get; init; }

    /// <summary>x264 preset.</summary>
    public required string Preset { get; init; }

    /// <summary>x264 constant rate factor, 0 to 51; lower is better and larger.</summary>
    public required int Crf { get; init; }

    /// <summary>Flags of FFmpeg's scale filter.</summary>
    public required string ScalerFlags { get; init; }

    /// <summary>Whether decoders leave out deblocking, which changes pixels slightly and saves about a fifth of decoding.</summary>
    public bool SkipLoopFilter { get; init; }

    /// <summary>How much of the costly part of looks and corrections is done.</summary>
    public EnhancementLevel Enhancement { get; init; }

    /// <summary>Part of the sharpening asked for that is done.</summary>
    internal double SharpenShare =>
        Enhancement switch
        {
            EnhancementLevel.None => 0,
            EnhancementLevel.Basic => 0.5,
            _ => 1,
        };

    /// <summary>Whether interlaced pictures are taken apart by the cheaper filter (yadif instead of bwdif).</summary>
    internal bool FastDeinterlace { get; init; }

    /// <summary>Whether the AAC encoder takes its fast search, a third of the work.</summary>
    internal bool FastAudio { get; init; }

    /// <summary>Bit rate of the AAC track in kbit/s.</summary>
    public required int AudioKilobits { get; init; }

    /// <summary>The profile of a name.</summary>
    public static RenderProfile Of(ProfileName name) => All.First(p => p.Name == name);

    /// <summary>Finds a profile by its word, in any case; null when there is none of that name.</summary>
    public static RenderProfile? ByName(string name) =>
        All.FirstOrDefault(p => string.Equals(p.Word, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Encoder options that decide the bits of a shot, thread count included: x264 gives other bits with another number of
    /// threads, so it is always one, and speed comes from shots side by side. One IDR picture at the start and no other key
    /// frame; equal parameter sets for all shots of a profile, canvas and rate, so that they join by stream copy.
    /// </summary>
    /// <param name="standsIn"> True for shots that join with a hardware encoder's: their parameter sets have the number 1 instead of 0, and
    /// there are no B-frames, as there, so that both have the same delay. </param>
    internal IReadOnlyList<string> VideoArguments(bool standsIn = false) =>
        [
            "-c:v",
            "libx264",
            "-preset",
            Preset,
            "-crf",
            Crf.ToString(System.Globalization.CultureInfo.InvariantCulture),
            "-pix_fmt",
            "yuv420p",
            "-threads",
            "1",
            "-x264-params",
            "keyint=infinite:scenecut=0:open-gop=0" + (standsIn ? ":bframes=0:sps-id=1" : ""),
            "-color_range",
            "tv",
            "-colorspace",
            "bt709",
            "-color_primaries",
            "bt709",
            "-color_trc",
            "bt709",
            "-flags:v",
            "+bitexact",
        ];
}
