namespace MontageAI.Demo.Clips;

/// <summary>How FFmpeg makes one demo clip out of nothing.</summary>
/// <param name="Name">File name without its extension.</param>
/// <param name="Seconds">Length, 6 to 14.</param>
/// <param name="Sources">Inputs in lavfi's language.</param>
/// <param name="Filter">Filter graph from the inputs to the picture.</param>
/// <param name="HasSound">Whether the last source is its sound.</param>
internal sealed record ClipRecipe(string Name, int Seconds, IReadOnlyList<string> Sources, string Filter, bool HasSound = false)
{
    /// <summary>Frames per second of all clips.</summary>
    public const int FrameRate = 30;

    /// <summary>Frames of the clip.</summary>
    public int Frames => Seconds * FrameRate;

    /// <summary>Arguments for ffmpeg. One thread, so that the bytes do not depend on the machine; key frames every second, as cameras set
    /// them.</summary>
    /// <param name="output">The MP4 file.</param>
    public IReadOnlyList<string> Arguments(string output)
    {
        List<string> arguments = ["-filter_threads", "1", "-filter_complex_threads", "1"];
        foreach (string source in Sources)
        {
            arguments.AddRange(["-f", "lavfi", "-i", source]);
        }

        arguments.AddRange(["-filter_complex", $"{Filter},setsar=1,format=yuv420p[v]", "-map", "[v]"]);
        if (HasSound)
        {
            arguments.AddRange(["-map", $"{Sources.Count - 1}:a", "-c:a", "aac", "-b:a", "128k"]);
        }

        arguments.AddRange([
            "-frames:v",
            $"{Frames}",
            "-t",
            $"{Seconds}",
            "-r",
            $"{FrameRate}",
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-crf",
            "28",
            "-g",
            $"{FrameRate}",
            "-threads",
            "1",
            "-colorspace",
            "bt709",
            "-color_primaries",
            "bt709",
            "-color_trc",
            "bt709",
            "-color_range",
            "tv",
            "-fflags",
            "+bitexact",
            "-flags:v",
            "+bitexact",
            "-map_metadata",
            "-1",
            "-movflags",
            "+faststart",
            "-f",
            "mp4",
            "-y",
            output,
        ]);
        return arguments;
    }
}
