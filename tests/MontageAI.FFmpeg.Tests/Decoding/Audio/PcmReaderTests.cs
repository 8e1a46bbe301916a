using MontageAI.Errors;
using MontageAI.FFmpeg.Decoding.Audio;
using MontageAI.FFmpeg.Processes;
using MontageAI.Testing;

namespace MontageAI.FFmpeg.Tests.Decoding.Audio;

public sealed class PcmReaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pcm-reader-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string, string, int> Codecs =>
        new()
        {
            { "clicks.wav", "-c:a pcm_s16le", 44100 },
            { "clicks.flac", "-c:a flac", 48000 },
            { "lame44.mp3", "-c:a libmp3lame -b:a 192k", 44100 },
            { "lame48vbr.mp3", "-c:a libmp3lame -q:a 2", 48000 },
            { "lame22.mp3", "-c:a libmp3lame -b:a 64k", 22050 },
            { "edit-list.m4a", "-c:a aac -b:a 192k", 44100 },
            { "edit-list48.m4a", "-c:a aac -b:a 192k", 48000 },
            { "clicks.ogg", "-c:a libvorbis -q:a 5", 44100 },
            { "clicks.opus", "-c:a libopus -b:a 128k", 48000 },
        };

    public static TheoryData<string, string, int> Undeclared =>
        new()
        {
            { "no-xing.mp3", "-c:a libmp3lame -b:a 192k -write_xing 0 -id3v2_version 0", 44100 },
            { "adts.aac", "-c:a aac -b:a 192k", 44100 },
            { "transport.ts", "-c:a aac -b:a 192k", 48000 },
            // Starts at -7 ms by its own timestamps: its second 0, for a render too, is 7 ms before the first sample made.
            { "in-matroska.mka", "-c:a libopus -b:a 128k", 48000 },
            { "late.mka", "-c:a flac -output_ts_offset 5", 48000 },
        };

    [Theory]
    [MemberData(nameof(Codecs))]
    public async Task Read_CodecThatStatesItsDelay_ClicksAreWhereTheyWereMade(string name, string encoder, int rate)
    {
        string file = await Make(name, encoder, rate);

        List<double> found = ClickTrack.Find(await Read(file), PcmOptions.AnalysisRate);

        Assert.Equal(12, found.Count);
        Assert.All(found, (at, i) => Assert.Equal(ClickTrack.First + (i * ClickTrack.Every) + (ClickTrack.Length / 2), at, 0.002));
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    [MemberData(nameof(Undeclared))]
    public async Task Read_AnyCodec_AgreesWithWhatARenderPlays(string name, string encoder, int rate)
    {
        string file = await Make(name, encoder, rate);

        List<double> read = ClickTrack.Find(await Read(file), PcmOptions.AnalysisRate);
        List<double> trimmed = ClickTrack.Find(await ClickTrack.PlayAsync(file, [], "atrim=start=2,asetpts=PTS-STARTPTS"), 48000);
        List<double> sought = ClickTrack.Find(await ClickTrack.PlayAsync(file, ["-ss", "2"], "anull"), 48000);

        Assert.Equal(12, read.Count);
        Assert.Equal(8, trimmed.Count);
        Assert.Equal(8, sought.Count);
        Assert.All(trimmed, (at, i) => Assert.Equal(read[i + 4] - 2, at, 0.002));
        Assert.All(sought, (at, i) => Assert.Equal(read[i + 4] - 2, at, 0.002));
    }

    [Fact]
    public async Task Read_SoundStartsAfterThePicture_TheTimeBeforeItIsSilence()
    {
        string clicks = await Make("late-sound.wav", "-c:a pcm_s16le", 48000);
        string file = Path.Combine(_folder, "late-sound.mkv");
        await ToolProcess.RunAsync(
            "Muxing",
            ClickTrack.Tools.Command(
                "-f",
                "lavfi",
                "-i",
                "testsrc=s=64x64:r=25:d=6",
                "-itsoffset",
                "0.7",
                "-i",
                clicks,
                "-map",
                "0:v",
                "-map",
                "1:a",
                "-c:v",
                "mpeg4",
                "-c:a",
                "flac",
                "-y",
                file
            ),
            CancellationToken.None
        );

        List<double> found = ClickTrack.Find(await Read(file), PcmOptions.AnalysisRate);

        Assert.Equal(0.7 + ClickTrack.First + (ClickTrack.Length / 2), found[0], 0.002);
    }

    [Fact]
    public async Task Read_Bounded_DecodesNoMoreThanAsked()
    {
        string file = await Make("long.flac", "-c:a flac", 44100, 120);
        long received = 0;

        PcmSummary summary = await new PcmReader(ClickTrack.Tools).ReadAsync(
            file,
            new PcmOptions { MaxSeconds = 7.5 },
            block => received += block.Length,
            CancellationToken.None
        );

        Assert.Equal((long)Math.Ceiling(7.5 * PcmOptions.AnalysisRate), received);
        Assert.Equal(received, summary.Samples);
        Assert.Equal(7.5, summary.Seconds, 0.001);
        Assert.False(summary.ReachedEnd);
        Assert.Null(summary.Problem);
    }

    [Fact]
    public async Task Read_WholeFile_ReachesTheEndWithoutAProblem()
    {
        string file = await Make("whole.flac", "-c:a flac", 44100);

        PcmSummary summary = await new PcmReader(ClickTrack.Tools).ReadAsync(file, new PcmOptions(), _ => { }, CancellationToken.None);

        Assert.True(summary.ReachedEnd);
        Assert.Null(summary.Problem);
        Assert.Equal(6, summary.Seconds, 0.005);
    }

    [Fact]
    public async Task Read_FileWithoutSound_SaysSo()
    {
        string file = Path.Combine(_folder, "silent.mkv");
        await ToolProcess.RunAsync(
            "Making",
            ClickTrack.Tools.Command("-f", "lavfi", "-i", "testsrc=s=64x64:d=0.2", "-c:v", "mpeg4", "-y", file),
            CancellationToken.None
        );

        MediaException error = await Assert.ThrowsAsync<MediaException>(() => Read(file));

        Assert.Equal("It has no sound.", error.Reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("this is not a song")]
    public async Task Read_NotMedia_NamesTheFileAndARemedy(string content)
    {
        string file = Path.Combine(_folder, "song.mp3");
        await File.WriteAllTextAsync(file, content);

        MediaException error = await Assert.ThrowsAsync<MediaException>(() => Read(file));

        Assert.Contains("song.mp3", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Remedy.ToString());
    }

    [Fact]
    public async Task Read_TruncatedSong_KeepsTheGoodPartAndSaysSo()
    {
        string whole = await Make("whole.m4a", "-c:a aac -b:a 128k -movflags +faststart", 44100, 60);
        string cut = Path.Combine(_folder, "cut.m4a");
        byte[] bytes = await File.ReadAllBytesAsync(whole);
        await File.WriteAllBytesAsync(cut, bytes[..(bytes.Length * 2 / 3)]);
        long received = 0;

        PcmSummary summary = await new PcmReader(ClickTrack.Tools).ReadAsync(
            cut,
            new PcmOptions(),
            block => received += block.Length,
            CancellationToken.None
        );

        Assert.InRange(summary.Seconds, 20, 50);
        Assert.Equal(received, summary.Samples);
        Assert.Contains("damaged", summary.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_Cancelled_EndsTheDecoder()
    {
        string file = await Make("cancel.flac", "-c:a flac", 44100, 60);
        using CancellationTokenSource stop = new();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new PcmReader(ClickTrack.Tools).ReadAsync(file, new PcmOptions(), _ => stop.Cancel(), stop.Token)
        );
    }

    [MediaTheory]
    [InlineData("music/osu_cysmix_triangles.mp3", 126.0)]
    [InlineData("music/edm_jpb_high_ncs.m4a", 192.2)]
    [InlineData("music/osu_nekodex_welcome.ogg", 48.0)]
    public async Task Read_RealSong_DeliversItsWholeLength(string name, double seconds)
    {
        PcmSummary summary = await new PcmReader(ClickTrack.Tools).ReadAsync(
            TestMedia.File(name),
            new PcmOptions(),
            _ => { },
            CancellationToken.None
        );

        Assert.Equal(seconds, summary.Seconds, 0.1);
    }

    private static async Task<float[]> Read(string file)
    {
        List<float> samples = [];
        await new PcmReader(ClickTrack.Tools).ReadAsync(file, new PcmOptions(), block => samples.AddRange(block), CancellationToken.None);
        return [.. samples];
    }

    private async Task<string> Make(string name, string encoder, int rate, double seconds = 6)
    {
        string path = Path.Combine(_folder, name);
        await ClickTrack.MakeAsync(path, rate, seconds, encoder.Split(' '));
        return path;
    }
}
