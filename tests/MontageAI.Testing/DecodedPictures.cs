using System.Globalization;

namespace MontageAI.Testing;

/// <summary>The frames of a film as FFmpeg decodes and scales them.</summary>
public static class DecodedPictures
{
    /// <summary>All frames, one after the other.</summary>
    /// <param name="film">The file.</param>
    /// <param name="width">Width to scale to.</param>
    /// <param name="height">Height to scale to.</param>
    /// <param name="format">FFmpeg's pixel format: "gray" for a byte per pixel, "rgb24" for three.</param>
    public static byte[] Of(string film, int width, int height, string format)
    {
        string raw = Path.GetTempFileName();
        try
        {
            string scale = string.Create(CultureInfo.InvariantCulture, $"scale={width}:{height}:flags=area");
            string[] to = ["-vf", scale, "-fps_mode", "passthrough", "-pix_fmt", format, "-f", "rawvideo", raw];
            TestTools.FFmpeg(["-i", film, "-map", "0:v:0", .. to]);
            return File.ReadAllBytes(raw);
        }
        finally
        {
            File.Delete(raw);
        }
    }
}
