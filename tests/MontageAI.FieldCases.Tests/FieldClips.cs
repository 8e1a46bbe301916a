using System.Globalization;
using MontageAI.Testing;

namespace MontageAI.FieldCases.Tests;

/// <summary>Clips as cameras, phones and editing programs leave them, made by FFmpeg out of nothing.</summary>
internal static class FieldClips
{
    /// <summary>Options of a montage in which nothing moves but the footage: no push, no dissolve, no fade.</summary>
    public static string[] Still { get; } =
    [
        "--style",
        "documentary",
        .. ((string[])["motion.pushPerSecond", "transitions.dissolve", "transitions.openSeconds", "transitions.closeSeconds"]).SelectMany(
            k => (string[])["--set", k + "=0"]
        ),
    ];

    /// <summary>Moving footage with much change from frame to frame.</summary>
    /// <param name="path">File.</param>
    /// <param name="seconds">Length.</param>
    /// <param name="rate">Frames per second.</param>
    /// <param name="options">Options of the output besides.</param>
    public static string Make(string path, double seconds, string rate, params string[] options) =>
        Make(path, seconds, rate, 320, 180, options);

    /// <summary>The same in another size.</summary>
    public static string Make(string path, double seconds, string rate, int width, int height, params string[] options)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string source = string.Create(CultureInfo.InvariantCulture, $"testsrc2=s={width}x{height}:r={rate}:d={seconds},rotate=t/2");
        string[] coding = path.EndsWith(".webm", StringComparison.Ordinal)
            ? ["-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "1M"]
            : ["-c:v", "libx264", "-preset", "ultrafast", "-bf", "0"];
        MadeFiles.FFmpeg(path, ["-f", "lavfi", "-i", source, .. coding, "-pix_fmt", "yuv420p", "-g", "30", .. options]);
        return path;
    }

    /// <summary>Copies a clip without encoding.</summary>
    public static string Copy(string from, string to, string[] input, params string[] output)
    {
        TestTools.FFmpeg([.. input, "-i", from, "-c", "copy", .. output, to]);
        return to;
    }

    /// <summary>Replaces bytes of a file behind a mark.</summary>
    /// <param name="path">File.</param>
    /// <param name="mark">Four characters or more that stand before the bytes; every occurrence is patched.</param>
    /// <param name="behind">Bytes between the mark's end and the first that is replaced.</param>
    /// <param name="bytes">The new bytes.</param>
    public static void Patch(string path, ReadOnlySpan<byte> mark, int behind, ReadOnlySpan<byte> bytes)
    {
        byte[] file = File.ReadAllBytes(path);
        int at = 0;
        int found = 0;
        while (file.AsSpan(at).IndexOf(mark) is >= 0 and int next)
        {
            at += next + mark.Length;
            bytes.CopyTo(file.AsSpan(at + behind));
            found++;
        }

        Assert.True(found > 0, $"'{path}' has no such mark.");
        File.WriteAllBytes(path, file);
    }

    /// <summary>Puts files behind one another, as recorders of streams do.</summary>
    public static string Join(string path, params string[] parts)
    {
        using FileStream whole = new(path, FileMode.CreateNew);
        foreach (string part in parts)
        {
            whole.Write(File.ReadAllBytes(part));
            File.Delete(part);
        }

        return path;
    }
}
