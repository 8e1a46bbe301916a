using System.Globalization;
using MontageAI.Testing;

namespace MontageAI.Farm.Tests;

/// <summary>FFmpeg of a slow machine: so many seconds go by before each encode.</summary>
internal static class SlowFFmpeg
{
    /// <summary>Makes one in a folder.</summary>
    public static void Make(string folder, int seconds)
    {
        Directory.CreateDirectory(folder);
        string real = Path.GetDirectoryName(TestTools.Run("which", "ffmpeg").Trim())!;
        File.WriteAllText(
            Path.Combine(folder, "ffmpeg"),
            $"""
            #!/bin/bash
            case "$*" in *testsrc2*) ;; *libx264*) sleep {seconds.ToString(CultureInfo.InvariantCulture)};; esac
            exec '{real}/ffmpeg' "$@"

            """
        );
        TestTools.Run("chmod", "+x", Path.Combine(folder, "ffmpeg"));
        File.CreateSymbolicLink(Path.Combine(folder, "ffprobe"), Path.Combine(real, "ffprobe"));
    }
}
