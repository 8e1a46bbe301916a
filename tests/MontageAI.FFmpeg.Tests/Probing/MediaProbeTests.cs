using MontageAI.Errors;
using MontageAI.FFmpeg.Probing;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Testing;
using MontageAI.Time;

namespace MontageAI.FFmpeg.Tests.Probing;

public sealed class MediaProbeTests
{
    private static readonly MediaProbe s_probe = new(FFmpegTools.Locate(null, Environment.GetEnvironmentVariable("PATH")));

    [TableTheory(NeedsMedia = true, Every = 3)]
    [InlineData("video/goldeneye_rotate90.mp4", 90, 544, 1280)]
    [InlineData("video/dog_bed_720p_rot90.mp4", 270, 720, 1280)]
    [InlineData("video/documentary_704x576.mp4", 0, 1024, 576)]
    [InlineData("video/changi_4k_portrait_hevc.mp4", 0, 2160, 3840)]
    public async Task Probe_RealClip_GivesThePictureAsAViewerSeesIt(string file, int rotation, int width, int height)
    {
        VideoStreamInfo video = (await ProbeAsync(TestMedia.File(file))).MainVideo!;

        Assert.Equal((rotation, width, height), (video.Rotation, video.DisplayWidth, video.DisplayHeight));
    }

    [MediaFact]
    public async Task Probe_TwoVideoStreams_PicksTheLarger()
    {
        MediaInfo info = await ProbeAsync(TestMedia.File("video/nasa_two_streams.mp4"));

        Assert.Equal(2, info.Video.Count);
        Assert.Equal((480, 270, new FrameRate(30000, 1001)), (info.MainVideo!.Width, info.MainVideo.Height, info.MainVideo.BaseRate));
    }

    [MediaFact]
    public async Task Probe_HdrPortrait_TellsTransferAndDepth()
    {
        VideoStreamInfo video = (await ProbeAsync(TestMedia.File("video/rooftop_av1_hdr10_portrait.mp4"))).MainVideo!;

        Assert.True(video.Color.IsHdr);
        Assert.Equal(10, video.BitDepth);
        Assert.Equal("bt2020", video.Color.Primaries);
    }

    [MediaTheory]
    [InlineData("video/goldeneye_vfr_drop3.mp4", true)]
    [InlineData("video/gopher_slowmo_120fps.mp4", true)]
    [InlineData("video/sintel_cliff.mp4", false)]
    public async Task Probe_FrameTimes_TellsVariableRate(string file, bool variable) =>
        Assert.Equal(variable, (await ProbeAsync(TestMedia.File(file))).MainVideo!.IsVariableRate);

    [Fact]
    public async Task Probe_NamesThatLookLikeOptionsOrUrls_AreFileNames()
    {
        using TempFolder folder = new();
        foreach (string name in new[] { "-y.mp4", "http:x.mp4", "a 'b' \"c\".mp4", "100%d.mp4", "new\nline.mp4" })
        {
            string path = folder.File(name);
            TestTools.FFmpeg("-f", "lavfi", "-i", "testsrc2=s=64x36:r=25:d=0.2", "-f", "mp4", "file:" + path);

            Assert.Equal(64, (await ProbeAsync(path)).MainVideo!.Width);
        }
    }

    [Fact]
    public async Task Probe_CoverArtOnly_HasNoMainVideo()
    {
        using TempFolder folder = new();
        TestTools.FFmpeg("-f", "lavfi", "-i", "color=red:s=64x64:d=0.04", "-frames:v", "1", folder.File("cover.png"));
        TestTools.FFmpeg(
            "-f",
            "lavfi",
            "-i",
            "sine=d=1",
            "-i",
            folder.File("cover.png"),
            "-map",
            "0",
            "-map",
            "1",
            "-c:v",
            "copy",
            "-disposition:v",
            "attached_pic",
            folder.File("song.mp3")
        );

        MediaInfo info = await ProbeAsync(folder.File("song.mp3"));

        Assert.Null(info.MainVideo);
        Assert.True(Assert.Single(info.Video).IsAttachedPicture);
        Assert.NotNull(info.MainAudio);
    }

    [Theory]
    [InlineData("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n")]
    [InlineData("ffconcat version 1.0\nfile /etc/hostname\n")]
    [InlineData("just some words, not a film")]
    public async Task Probe_PlaylistOrTextNamedAsVideo_IsRefusedWithReasonAndRemedy(string content)
    {
        using TempFolder folder = new();
        await File.WriteAllTextAsync(folder.File("film.mp4"), content, TestContext.Current.CancellationToken);

        MediaException e = await Assert.ThrowsAsync<MediaException>(() => ProbeAsync(folder.File("film.mp4")));

        Assert.Contains("not a video or audio file", e.Reason, StringComparison.Ordinal);
        Assert.NotEmpty(e.Remedy.ToString());
    }

    [Fact]
    public async Task Probe_EmptyMissingOrCutOffFile_SaysWhich()
    {
        using TempFolder folder = new();
        await File.WriteAllBytesAsync(folder.File("empty.mp4"), [], TestContext.Current.CancellationToken);
        TestTools.FFmpeg("-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=2", folder.File("whole.mp4"));
        byte[] whole = await File.ReadAllBytesAsync(folder.File("whole.mp4"), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(folder.File("half.mp4"), whole[..(whole.Length / 2)], TestContext.Current.CancellationToken);

        Assert.Contains(
            "0 bytes",
            (await Assert.ThrowsAsync<MediaException>(() => ProbeAsync(folder.File("empty.mp4")))).Reason,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "does not exist",
            (await Assert.ThrowsAsync<MediaException>(() => ProbeAsync(folder.File("none.mp4")))).Reason,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "cut off",
            (await Assert.ThrowsAsync<MediaException>(() => ProbeAsync(folder.File("half.mp4")))).Reason,
            StringComparison.Ordinal
        );
    }

    private static Task<MediaInfo> ProbeAsync(string path) => s_probe.ProbeAsync(path, TestContext.Current.CancellationToken);
}
