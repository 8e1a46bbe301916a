using MontageAI.Containers.Joining;
using MontageAI.Containers.Streaming;
using MontageAI.Errors;
using MontageAI.Rendering.Profiles;
using MontageAI.Testing;
using MontageAI.Time;

namespace MontageAI.Containers.Tests.Streaming;

public sealed class PreviewStreamTests
{
    public static TheoryData<string, string> CodecsAndRates =>
        [.. from codec in Encoded.Codecs from rate in Encoded.Rates select (codec, rate)];

    [TableTheory]
    [MemberData(nameof(CodecsAndRates))]
    public async Task Stream_OfAnyCodecAndRate_ShowsEveryFrameOfEveryPartOnItsTick(string codec, string rateText)
    {
        using TempFolder folder = new();
        FrameRate rate = Scene.Rate(rateText);
        JoinPart[] parts =
        [
            .. new[] { 13, 1, 26, 2, 31 }.Select((frames, i) => Encoded.Part(folder, $"part{i}.mp4", codec, rateText, frames, 40 * i)),
        ];
        string song = Encoded.Song(folder, rate.SecondsAt(73));

        string playlist = await StreamAsync(folder, rate, song, [parts[..1], parts[1..3], parts[3..]]);

        Assert.Equal(parts.SelectMany(p => Encoded.Frames(p.Path)), Encoded.Frames(playlist));
        (long[] ticks, long perSecond) = Encoded.Times(playlist);
        Assert.All(ticks, (t, k) => Assert.Equal((Int128)k * rate.Fraction.Denominator * perSecond, (Int128)t * rate.Fraction.Numerator));
        Assert.Equal("", Encoded.Complaints(playlist));
        AssertSameSound(song, playlist);
    }

    [Fact]
    public async Task Stream_WhileItGrows_AlwaysPlaysWhatWasAppended()
    {
        using TempFolder folder = new();
        JoinPart[] parts = Parts(folder, "h264", 15, 20, 9);
        await using PreviewStream stream = await CreateAsync(folder, Encoded.Song(folder, 44 / 25.0));
        string before = "";
        List<string> expected = [];
        foreach (JoinPart part in parts)
        {
            await stream.AppendAsync([part], CancellationToken.None);
            string text = await File.ReadAllTextAsync(stream.Playlist);
            expected.AddRange(Encoded.Frames(part.Path));

            Assert.StartsWith(before, text, StringComparison.Ordinal);
            Assert.DoesNotContain("ENDLIST", text, StringComparison.Ordinal);
            // A playlist that is read once; a player would go on and ask for more.
            await File.WriteAllTextAsync(folder.File("stream/now.m3u8"), text + "#EXT-X-ENDLIST\n");
            Assert.Equal(expected, Encoded.Frames(folder.File("stream/now.m3u8")));
            Assert.Equal(expected.Count, stream.Frames);
            before = text;
        }

        await stream.FinishAsync(CancellationToken.None);
        Assert.Equal(before + "#EXT-X-ENDLIST\n", await File.ReadAllTextAsync(stream.Playlist));
    }

    [Fact]
    public async Task Playlist_AtNtscRate_TellsLengthsThatAddUp()
    {
        using TempFolder folder = new();
        JoinPart[] parts = Parts(folder, "h264", 7, 7, 7, 7, 7);

        string playlist = await StreamAsync(folder, Scene.Rate("30000/1001"), null, [.. parts.Select(p => new[] { p })]);

        string[] lines = await File.ReadAllLinesAsync(playlist);
        double[] lengths =
        [
            .. lines
                .Where(l => l.StartsWith("#EXTINF:", StringComparison.Ordinal))
                .Select(l => double.Parse(l[8..^1], System.Globalization.CultureInfo.InvariantCulture)),
        ];
        Assert.Equal(35 * 1001 / 30000.0, lengths.Sum(), 1e-6);
        Assert.Contains("#EXT-X-TARGETDURATION:10", lines);
    }

    [Fact]
    public async Task Replace_WithBetterEncoding_ShowsItInPlaceAndMovesNothing()
    {
        using TempFolder folder = new();
        JoinPart[] parts = Parts(folder, "h264", 12, 13, 14);
        JoinPart better = Encoded.Part(folder, "better.mp4", "h264 with B-frames", "25", 13, 40);
        string song = Encoded.Song(folder, 39 / 25.0);
        await using PreviewStream stream = await CreateAsync(folder, song);
        foreach (JoinPart part in parts)
        {
            await stream.AppendAsync([part], CancellationToken.None);
        }

        await stream.FinishAsync(CancellationToken.None);
        await stream.ReplaceAsync(1, [better], CancellationToken.None);

        Assert.Equal(
            [.. Encoded.Frames(parts[0].Path), .. Encoded.Frames(better.Path), .. Encoded.Frames(parts[2].Path)],
            Encoded.Frames(stream.Playlist)
        );
        (long[] ticks, long perSecond) = Encoded.Times(stream.Playlist);
        Assert.Equal(Enumerable.Range(0, 39).Select(k => k * perSecond / 25), ticks);
        // VLC 3 shows no picture of "avc3", the name for streams with parameter sets among their pictures.
        Assert.Equal("avc1", Measure.Fact(folder.File("stream/init.mp4"), "v:0", "codec_tag_string"));
        AssertSameSound(song, stream.Playlist);
    }

    [Fact]
    public async Task Replace_WithOtherNumberOfFrames_IsRefused()
    {
        using TempFolder folder = new();
        JoinPart[] parts = Parts(folder, "h264", 12, 13);
        await using PreviewStream stream = await CreateAsync(folder, null);
        await stream.AppendAsync([parts[0]], CancellationToken.None);

        await Assert.ThrowsAsync<ArgumentException>(() => stream.ReplaceAsync(0, [parts[1]], CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => stream.ReplaceAsync(1, [parts[0]], CancellationToken.None));
    }

    [Fact]
    public async Task Append_OfPickedPictures_ShowsExactlyThose()
    {
        using TempFolder folder = new();
        JoinPart proxy = Encoded.Part(folder, "proxy.mp4", "intra", "50", 40, 0);
        string[] pictures = Encoded.Frames(proxy.Path);
        int[] first = [0, 2, 4, 6, 6];
        int[] second = [39, 30, 31];

        string playlist = await StreamAsync(
            folder,
            new FrameRate(25),
            null,
            [
                [new(proxy.Path, 5, first)],
                [new(proxy.Path, 3, second)],
            ]
        );

        Assert.Equal([.. first.Concat(second).Select(i => pictures[i])], Encoded.Frames(playlist));
    }

    [Fact]
    public async Task Append_OfBadPart_LeavesStreamAsItWas()
    {
        using TempFolder folder = new();
        JoinPart[] parts = Parts(folder, "h264", 15, 20);
        string song = Encoded.Song(folder, 35 / 25.0);
        await using PreviewStream stream = await CreateAsync(folder, song);
        await stream.AppendAsync([parts[0]], CancellationToken.None);
        string text = await File.ReadAllTextAsync(stream.Playlist);
        string[] files = Directory.GetFiles(folder.File("stream"));

        await Assert.ThrowsAsync<MontageException>(() => stream.AppendAsync([parts[1] with { Frames = 21 }], CancellationToken.None));
        await Assert.ThrowsAsync<MontageException>(() => stream.AppendAsync([new(folder.File("gone.mp4"), 3)], CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentException>(() =>
            stream.AppendAsync([parts[1], .. Enumerable.Repeat(parts[1], 13)], CancellationToken.None)
        );

        Assert.Equal(text, await File.ReadAllTextAsync(stream.Playlist));
        Assert.Equal(files.Order(), Directory.GetFiles(folder.File("stream")).Order());
        await stream.AppendAsync([parts[1]], CancellationToken.None);
        await stream.FinishAsync(CancellationToken.None);
        Assert.Equal(parts.SelectMany(p => Encoded.Frames(p.Path)), Encoded.Frames(stream.Playlist));
        AssertSameSound(song, stream.Playlist);
    }

    [Fact]
    public async Task Append_WhenFolderIsGone_SaysSoAndLosesNoSoundWhenItIsBack()
    {
        using TempFolder folder = new();
        JoinPart[] parts = Parts(folder, "h264", 15, 20);
        string song = Encoded.Song(folder, 35 / 25.0);
        await using PreviewStream stream = await CreateAsync(folder, song);
        await stream.AppendAsync([parts[0]], CancellationToken.None);
        Directory.Move(folder.File("stream"), folder.File("away"));

        MontageException e = await Assert.ThrowsAsync<MontageException>(() => stream.AppendAsync([parts[1]], CancellationToken.None));

        Assert.Contains(folder.File("stream"), e.Message, StringComparison.Ordinal);
        Directory.Move(folder.File("away"), folder.File("stream"));
        await stream.AppendAsync([parts[1]], CancellationToken.None);
        await stream.FinishAsync(CancellationToken.None);
        AssertSameSound(song, stream.Playlist);
    }

    [Fact]
    public async Task Finish_WithSongThatGoesOn_PlaysItToItsEnd()
    {
        using TempFolder folder = new();
        string song = Encoded.Song(folder, 3);

        string playlist = await StreamAsync(folder, new FrameRate(25), song, [Parts(folder, "h264", 30)]);

        AssertSameSound(song, playlist);
        Assert.Equal("", Encoded.Complaints(playlist));
    }

    [Fact]
    public async Task Create_InFolderOfEarlierStream_LeavesNothingOfIt()
    {
        using TempFolder folder = new();
        JoinPart[] parts = Parts(folder, "h264", 5, 6, 7);
        await StreamAsync(folder, new FrameRate(25), null, [.. parts.Select(p => new[] { p })]);

        await StreamAsync(folder, new FrameRate(25), null, [parts[..1]]);

        Assert.Equal(
            ["index.m3u8", "init.mp4", "segment-00000.m4s"],
            Directory.GetFiles(folder.File("stream")).Select(Path.GetFileName).Order()
        );
    }

    [Theory]
    [InlineData("holiday.mp4")]
    [InlineData("index.m3u8")]
    [InlineData("segment-1.m4s")]
    public async Task Create_InFolderOfSomethingElse_IsRefusedAndLeavesItAlone(string name)
    {
        using TempFolder folder = new();
        Directory.CreateDirectory(folder.File("stream"));
        await File.WriteAllTextAsync(folder.File("stream/" + name), "precious");

        MontageException e = await Assert.ThrowsAsync<MontageException>(() => CreateAsync(folder, null));

        Assert.Contains("is left alone", e.Message, StringComparison.Ordinal);
        Assert.Equal("precious", await File.ReadAllTextAsync(folder.File("stream/" + name)));
    }

    [Fact]
    public async Task Create_WhereFileHasThatName_IsRefused()
    {
        using TempFolder folder = new();
        await File.WriteAllTextAsync(folder.File("stream"), "precious");

        await Assert.ThrowsAsync<MontageException>(() => CreateAsync(folder, null));

        Assert.Equal("precious", await File.ReadAllTextAsync(folder.File("stream")));
    }

    [MediaTheory]
    [InlineData("preview")]
    [InlineData("standard")]
    public async Task Stream_OfRealClips_ShowsEveryFrameAndSoundsLikeTheSong(string profile)
    {
        using Scene scene = new() { Format = new(Scene.Rate("30000/1001"), new Canvas(320, 180), RenderProfile.ByName(profile)!) };
        foreach (
            (string clip, int frames) in new[]
            {
                ("video/sintel_cliff.mp4", 23),
                ("video/sam2_01_dog.mp4", 1),
                ("video/city_bikes.mp4", 40),
            }
        )
        {
            scene.Add(TestMedia.File(clip), scene.Probe(TestMedia.File(clip)).MainVideo!.StartPts ?? 0, frames);
        }

        string song = scene.Source(
            "song.m4a",
            "-t",
            "2.1",
            "-i",
            TestMedia.File("music/electropop_fairy_bot.ogg"),
            "-map",
            "0:a:0",
            "-ac",
            "2",
            "-ar",
            "48000",
            "-c:a",
            "aac"
        );
        JoinPart[] parts = [.. (await scene.RenderAsync()).Select(s => new JoinPart(s.Path, s.Frames))];

        string playlist = await StreamAsync(scene.Folder, scene.Format.Rate, song, [parts[..1], parts[1..]]);

        Assert.Equal(parts.SelectMany(p => Encoded.Frames(p.Path)), Encoded.Frames(playlist));
        AssertSameSound(song, playlist);
        Assert.Equal("", Encoded.Complaints(playlist));
    }

    private static JoinPart[] Parts(TempFolder folder, string codec, params int[] frames) =>
        [.. frames.Select((n, i) => Encoded.Part(folder, $"part{i}.mp4", codec, "25", n, 40 * i))];

    private static Task<PreviewStream> CreateAsync(TempFolder folder, string? song) =>
        PreviewStream.CreateAsync(
            new()
            {
                Folder = folder.File("stream"),
                Rate = new FrameRate(25),
                LongestSegmentSeconds = 10,
                SoundPath = song,
            },
            CancellationToken.None
        );

    // FFmpeg takes the encoder's delay away in plain MP4 and shows it, before second 0, in fragmented MP4.
    private static void AssertSameSound(string song, string playlist)
    {
        const int Delay = 1024;
        float[] expected = Measure.Sound(song);
        float[] sound = Measure.Sound(playlist);
        Assert.Equal(-Delay / 48000.0, Measure.Packets(playlist, "a:0").Times[0], 1e-6);
        Assert.InRange(sound.Length, expected.Length + Delay, expected.Length + (2 * Delay));
        Assert.True(expected.AsSpan().SequenceEqual(sound.AsSpan(Delay, expected.Length)));
    }

    private static async Task<string> StreamAsync(TempFolder folder, FrameRate rate, string? song, JoinPart[][] segments)
    {
        await using PreviewStream stream = await PreviewStream.CreateAsync(
            new()
            {
                Folder = folder.File("stream"),
                Rate = rate,
                LongestSegmentSeconds = 10,
                SoundPath = song,
            },
            CancellationToken.None
        );
        foreach (JoinPart[] segment in segments)
        {
            await stream.AppendAsync(segment, CancellationToken.None);
        }

        await stream.FinishAsync(CancellationToken.None);
        return stream.Playlist;
    }
}
