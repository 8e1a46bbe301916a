using System.Globalization;
using MontageAI.FFmpeg.Probing;
using MontageAI.FFmpeg.Processes;
using MontageAI.Rendering.Cutting;
using MontageAI.Testing;

namespace MontageAI.Rendering.Tests.Cutting;

/// <summary>What FFmpeg decodes from a file, and how a piece of it compares.</summary>
internal static class Piece
{
    public static readonly FFmpegTools Tools = FFmpegTools.Locate(null, Environment.GetEnvironmentVariable("PATH"));

    public static async Task<CutResult> CutAsync(
        string source,
        string output,
        string from,
        string? to,
        CutMode mode = CutMode.Smart,
        long? frames = null
    )
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        Assert.True(CutPoint.TryParse(from, out CutPoint first));
        CutPoint? end =
            to is null ? null
            : CutPoint.TryParse(to, out CutPoint p) ? p
            : throw new ArgumentException(to);
        CutRequest request = new()
        {
            Source = await new MediaProbe(Tools).ProbeAsync(source, cancellationToken),
            From = first,
            To = end,
            Frames = frames,
            Output = output,
            Mode = mode,
        };
        return await new SmartCut(Tools).CutAsync(request, cancellationToken);
    }

    /// <summary>Moment in seconds and hash of every frame that is shown.</summary>
    public static List<(double Seconds, string Hash)> Frames(string path)
    {
        string text = TestTools.Run(
            "ffmpeg",
            "-v",
            "error",
            "-xerror",
            "-noautorotate",
            "-i",
            path,
            "-map",
            "0:v:0",
            "-fps_mode",
            "passthrough",
            "-enc_time_base",
            "-1",
            "-f",
            "framehash",
            "-hash",
            "md5",
            "-"
        );
        double unit = 0;
        List<(double, string)> frames = [];
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("#tb 0:", StringComparison.Ordinal))
            {
                string[] parts = line[6..].Trim().Split('/');
                unit = double.Parse(parts[0], CultureInfo.InvariantCulture) / double.Parse(parts[1], CultureInfo.InvariantCulture);
            }
            else if (line[0] != '#')
            {
                string[] parts = line.Split(',', StringSplitOptions.TrimEntries);
                frames.Add((long.Parse(parts[2], CultureInfo.InvariantCulture) * unit, parts[5]));
            }
        }

        return frames;
    }

    /// <summary>What FFmpeg complains about while it decodes everything in a file; empty when nothing.</summary>
    public static string Complaints(string path)
    {
        System.Diagnostics.ProcessStartInfo info = new("ffmpeg") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (
            string argument in new[]
            {
                "-v",
                "warning",
                "-nostdin",
                "-i",
                path,
                "-map",
                "0",
                "-fps_mode",
                "passthrough",
                "-enc_time_base",
                "-1",
                "-f",
                "null",
                "-",
            }
        )
        {
            info.ArgumentList.Add(argument);
        }

        using System.Diagnostics.Process process = System.Diagnostics.Process.Start(info)!;
        string said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return said;
    }

    /// <summary>Lowest structural similarity of a piece's frames with the source's, from a frame on.</summary>
    public static double LowestSimilarity(string source, int first, string piece, string log)
    {
        TestTools.FFmpeg(
            "-noautorotate",
            "-i",
            source,
            "-noautorotate",
            "-i",
            piece,
            "-filter_complex",
            $"[0:v:0]trim=start_frame={first},settb=1/25,setpts=N,format=yuv420p[a];[1:v:0]settb=1/25,setpts=N,format=yuv420p[b];"
                + $"[a][b]ssim=shortest=1:stats_file={log}",
            "-fps_mode",
            "passthrough",
            "-f",
            "null",
            "-"
        );
        return File.ReadLines(log).Select(l => double.Parse(l.Split("All:")[1].Split(' ')[0], CultureInfo.InvariantCulture)).Min();
    }

    /// <summary>Holds a piece against its source: the asked frames and no other, in their distances, the copied ones bit by bit, the others
    /// alike, and nothing to complain about.</summary>
    public static void AssertIs(CutResult result, string source, int first, int count, TempFolder folder)
    {
        List<(double Seconds, string Hash)> theirs = Frames(source);
        List<(double Seconds, string Hash)> ours = Frames(result.Path);
        Assert.Equal(count, result.Frames);
        Assert.Equal(result.Frames, result.CopiedFrames + result.EncodedFrames);
        Assert.Equal(count, ours.Count);
        for (int i = 0; i < count; i++)
        {
            Assert.Equal(theirs[first + i].Seconds - theirs[first].Seconds, ours[i].Seconds, 0.00002);
        }

        int equal = Enumerable.Range(0, count).Count(i => theirs[first + i].Hash == ours[i].Hash);
        Assert.True(equal >= result.CopiedFrames, $"{equal} frames are the source's, and {result.CopiedFrames} are said to be copied");
        if (result.EncodedFrames > 0)
        {
            double lowest = LowestSimilarity(source, first, result.Path, folder.File("ssim.log"));
            Assert.True(lowest > 0.95, $"a frame has a similarity of {lowest}");
        }

        Assert.Equal("", Complaints(result.Path));
    }
}
