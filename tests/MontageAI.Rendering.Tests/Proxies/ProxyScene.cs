using MontageAI.Containers.Mp4;
using MontageAI.Media;
using MontageAI.Rendering.Proxies;
using MontageAI.Rendering.Requests;
using MontageAI.Testing;
using Xunit;

namespace MontageAI.Rendering.Tests.Proxies;

/// <summary>A scene whose shots are both rendered and picked from proxies.</summary>
internal static class ProxyScene
{
    /// <summary>Makes the proxy of a source of the scene.</summary>
    public static async Task<(ProxyFile File, ProxyIndex Index)> ProxyAsync(
        this Scene scene,
        string source,
        Func<IClipFrameSource, CancellationToken, Task>? analyse = null
    )
    {
        MediaInfo info = scene.Probe(source);
        ProxyFileRequest job = new()
        {
            Source = info,
            Video = info.MainVideo!,
            Format = scene.Format,
            OutputPath = scene.Folder.File(Path.GetFileName(source) + ".proxy.mp4"),
        };
        ProxyFile file = await new ProxyRenderer(Scene.Tools).RenderAsync(job, analyse, CancellationToken.None);
        return (file, await ProxyIndex.ReadAsync(file.Path, CancellationToken.None));
    }

    /// <summary>The samples that the index gives for a shot; the test fails when there are none.</summary>
    public static IReadOnlyList<int> Picked(this ProxyIndex index, ShotRequest job, FilmFormat format)
    {
        IReadOnlyList<int>? samples = index.Pick(job.Shot, job.Video, format);
        Assert.NotNull(samples);
        Assert.Equal(job.Shot.Record.Length, samples.Count);
        return samples;
    }

    /// <summary>The luma plane of every frame of a file, in the file's own size.</summary>
    public static byte[][] Luma(string path, int width, int height)
    {
        string raw = Path.GetTempFileName();
        try
        {
            TestTools.FFmpeg("-i", path, "-map", "0:v:0", "-vf", "format=gray", "-fps_mode", "passthrough", "-f", "rawvideo", raw);
            return [.. File.ReadAllBytes(raw).Chunk(width * height)];
        }
        finally
        {
            File.Delete(raw);
        }
    }

    /// <summary>Mean squared difference of two planes.</summary>
    public static double Error(byte[] a, byte[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            double d = a[i] - b[i];
            sum += d * d;
        }

        return sum / a.Length;
    }

    /// <summary>The decoder's set-up in a file, byte for byte.</summary>
    public static async Task<byte[]> SetupAsync(string path) =>
        (await Mp4File.ReadAsync(path, CancellationToken.None)).Video!.CodecConfiguration;
}
