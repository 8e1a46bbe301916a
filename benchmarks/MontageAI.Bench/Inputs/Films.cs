namespace MontageAI.Bench.Inputs;

/// <summary>The films of the shot benchmark.</summary>
internal static class Films
{
    // x264 as FFmpeg sets it up: preset medium, CRF 23, key frames at scene changes, at most 250 frames apart.
    private static readonly string[] s_default = ["-c:v", "libx264", "-movflags", "+faststart", "-f", "mp4"];
    private static readonly string[] s_small = ["-c:v", "libx264", "-crf", "18", "-preset", "veryfast"];

    /// <summary>Edited 1080p films of a minute and more, x264 with its default key-frame distance: what speed is measured on.</summary>
    public static IReadOnlyList<FilmRecipe> Speed { get; } =
    [
        new("film_a.mp4", 1920, 1080, s_default, [new("tears_of_steel_battle.webm")], Sound: true),
        new(
            "film_b.mp4",
            1920,
            1080,
            s_default,
            [new("sintel_cliff.mp4"), new("bbb_opening_0_30.webm"), new("documentary_704x576.mp4"), new("pyscenedetect_testvideo.mp4")],
            Sound: true
        ),
        new(
            "film_c.mp4",
            1920,
            1080,
            s_default,
            [new("drone_kohlipe1_hevc.mp4", 1500), new("city_bikes.mp4"), new("goldeneye_rotate90.mp4"), new("chaplin_bw.mp4")],
            Sound: true
        ),
    ];

    /// <summary>A film with cuts for encoding with fixed key-frame distances, small enough to be encoded often.</summary>
    public static FilmRecipe Cuts { get; } =
        new(
            "cuts.mp4",
            640,
            360,
            ["-c:v", "libx264", "-crf", "12", "-preset", "veryfast", "-bf", "0"],
            [
                new("city_bikes.mp4"),
                new("documentary_704x576.mp4"),
                new("sintel_cliff.mp4"),
                new("tears_of_steel_battle.webm"),
                new("goldeneye_rotate90.mp4"),
                new("aquarium_dark.mp4", 200),
            ]
        );

    /// <summary>Encodings in which hard cuts are hidden: key frames at a fixed distance, wherever cuts are.</summary>
    public static IReadOnlyList<(string Name, string[] Codec)> Hidden { get; } =
    [
        ("x264_g60_bf0.mp4", ["-c:v", "libx264", "-preset", "veryfast", "-g", "60", "-keyint_min", "60", "-sc_threshold", "0", "-bf", "0"]),
        ("x264_g60_bf3.mp4", ["-c:v", "libx264", "-preset", "veryfast", "-g", "60", "-keyint_min", "60", "-sc_threshold", "0", "-bf", "3"]),
        (
            "x264_g60_cbr.mp4",
            [
                "-c:v",
                "libx264",
                "-preset",
                "veryfast",
                "-g",
                "60",
                "-keyint_min",
                "60",
                "-sc_threshold",
                "0",
                "-b:v",
                "1500k",
                "-minrate",
                "1500k",
                "-maxrate",
                "1500k",
                "-bufsize",
                "750k",
                "-nal-hrd",
                "cbr",
            ]
        ),
        ("x265_g60.mp4", ["-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "keyint=60:min-keyint=60:scenecut=0:log-level=error"]),
        ("x264_g60_bf3.mkv", ["-c:v", "libx264", "-preset", "veryfast", "-g", "60", "-keyint_min", "60", "-sc_threshold", "0", "-bf", "3"]),
        ("x264_g60_bf3.ts", ["-c:v", "libx264", "-preset", "veryfast", "-g", "60", "-keyint_min", "60", "-sc_threshold", "0", "-bf", "3"]),
        (
            "vp9_g60.webm",
            ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-row-mt", "1", "-b:v", "1M", "-g", "60", "-keyint_min", "60"]
        ),
    ];

    /// <summary>Single takes joined by dissolves of 12 to 75 frames and by fades through black and white. Limits were chosen on the first
    /// two.</summary>
    public static IReadOnlyList<FilmRecipe> Transitions { get; } =
    [
        new(
            "dissolves_1.mp4",
            640,
            360,
            s_small,
            [
                new("gopro_karma_drone_480p.mp4", 200),
                new("sam2_01_dog.mp4", 200, "fade", 12),
                new("basketball_gym.mp4", 220, "fade", 25),
                new("aquarium_dark.mp4", 220, "fade", 38),
                new("drone_kohlipe1_hevc.mp4", 250, "fade", 50, From: 300),
                new("chaplin_bw.mp4", 230, "fade", 62),
                new("changi_4k_portrait_hevc.mp4", 250, "fade", 75),
                new("earth_dark.mov", 200, "fade", 25, From: 100),
            ]
        ),
        new(
            "fades_1.mp4",
            640,
            360,
            s_small,
            [
                new("gopro_karma_drone_480p.mp4", 160),
                new("basketball_gym.mp4", 150, "fadeblack", 25),
                new("sam2_01_dog.mp4", 160, "fadewhite", 30),
                new("drone_kohlipe1_hevc.mp4", 220, "fadeblack", 50, From: 600),
                new("aquarium_dark.mp4", 200, "fadewhite", 60),
                new("chaplin_bw.mp4", 150, "fadeblack", 16),
            ]
        ),
        new(
            "dissolves_2.mp4",
            640,
            360,
            s_small,
            [
                new("drone_kohlipe1_hevc.mp4", 220, From: 900),
                new("dog_bed_720p_rot90.mp4", 145, "fade", 75),
                new("test_makeup_mpeg4.avi", 160, "fade", 12),
                new("sam2_01_dog.mp4", 220, "fade", 50, From: 60),
                new("arm_wrestling_28fps.mp4", 220, "fade", 25),
                new("gopro_karma_drone_480p.mp4", 240, "fade", 62, From: 100),
                new("basketball_gym.mp4", 230, "fade", 38, From: 60),
                new("yard_mono.mkv", 160, "fade", 75),
            ]
        ),
        new(
            "fades_2.mp4",
            640,
            360,
            s_small,
            [
                new("dog_bed_720p_rot90.mp4", 140),
                new("test_makeup_mpeg4.avi", 160, "fadewhite", 50),
                new("arm_wrestling_28fps.mp4", 220, "fadeblack", 60),
                new("yard_mono.mkv", 160, "fadeblack", 25),
                new("changi_4k_portrait_hevc.mp4", 200, "fadewhite", 25),
                new("drone_kohlipe1_hevc.mp4", 180, "fadeblack", 40, From: 1200),
            ]
        ),
    ];
}
