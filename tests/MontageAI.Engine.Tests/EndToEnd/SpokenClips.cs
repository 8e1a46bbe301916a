using MontageAI.Testing;

namespace MontageAI.Engine.Tests.EndToEnd;

/// <summary>Clips with a sound of one's choice.</summary>
internal static class SpokenClips
{
    /// <summary>Makes one of 320x180 at 30 fps.</summary>
    /// <param name="path">Where; its name decides its colours.</param>
    /// <param name="seconds">Its length.</param>
    /// <param name="sound">FFmpeg's input for the sound.</param>
    public static void Make(string path, int seconds, params string[] sound) =>
        TestTools.FFmpeg([
            "-f",
            "lavfi",
            "-i",
            $"testsrc2=size=320x180:rate=30:duration={seconds},hue=h={path.Length * path[^5]}",
            .. sound,
            "-map",
            "0:v",
            "-map",
            "1:a",
            "-t",
            $"{seconds}",
            "-pix_fmt",
            "yuv420p",
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-g",
            "30",
            "-ac",
            "1",
            "-ar",
            "48000",
            "-c:a",
            "aac",
            path,
        ]);
}
