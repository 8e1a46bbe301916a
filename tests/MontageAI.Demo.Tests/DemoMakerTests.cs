using System.Globalization;
using System.Text;
using MontageAI.FFmpeg.Processes;

namespace MontageAI.Demo.Tests;

public sealed class DemoMakerTests : IAsyncLifetime
{
    private readonly FFmpegTools _tools = FFmpegTools.Locate(null, Environment.GetEnvironmentVariable("PATH"));
    private readonly string _folder = Directory.CreateTempSubdirectory("montage-demo-test-").FullName;
    private readonly List<DemoProgress> _progress = [];
    private DemoSet? _set;

    public async ValueTask InitializeAsync() => _set = await DemoMaker.MakeAsync(_folder, _tools, new Recorder(_progress), default);

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    // One test, since making the footage is what costs.
    [Fact]
    public async Task Make_EmptyFolder_GivesTenPlayableClipsAndASong()
    {
        Assert.Equal(10, _set!.Clips.Count);
        Assert.Equal(_set.Clips, Directory.GetFiles(_set.ClipFolder).Order(StringComparer.Ordinal));
        Assert.Equal(Enumerable.Range(1, 11), _progress.Select(p => p.Done));
        int portrait = 0;
        int sounding = 0;
        foreach (string clip in _set.Clips)
        {
            string[] facts = await ProbeAsync(clip, "stream=codec_type,codec_name,width,height,r_frame_rate,nb_frames");
            string video = facts.Single(f => f.Contains("video", StringComparison.Ordinal));
            string[] fields = video.Split(',');
            Assert.Equal("h264", fields[0]);
            Assert.Equal("30/1", fields[4]);
            Assert.InRange(int.Parse(fields[5], CultureInfo.InvariantCulture), 6 * 30, 14 * 30);
            portrait += fields[2..4] is ["720", "1280"] ? 1 : 0;
            Assert.Contains(string.Join('x', fields[2..4]), new[] { "1280x720", "720x1280" });
            sounding += facts.Length > 1 ? 1 : 0;
        }

        Assert.Equal((1, 1), (portrait, sounding));
        string[] song = await ProbeAsync(_set.SongPath, "stream=codec_name,sample_rate,channels,duration");
        Assert.Equal("pcm_s16le,48000,2", string.Join(',', song[0].Split(',')[..3]));
        Assert.Equal(_set.Truth.DurationSeconds, double.Parse(song[0].Split(',')[3], CultureInfo.InvariantCulture), 0.001);

        DateTime made = File.GetLastWriteTimeUtc(_set.Clips[0]);
        await DemoMaker.MakeAsync(_folder, _tools, null, default);
        Assert.Equal(made, File.GetLastWriteTimeUtc(_set.Clips[0]));
    }

    private async Task<string[]> ProbeAsync(string path, string entries)
    {
        byte[] output = await ToolProcess.ReadOutputAsync(
            "Probing",
            _tools.Probe("-show_entries", entries, "-of", "csv=p=0", path),
            10_000,
            default
        );
        return Encoding.UTF8.GetString(output).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    private sealed class Recorder(List<DemoProgress> list) : IProgress<DemoProgress>
    {
        public void Report(DemoProgress value) => list.Add(value);
    }
}
