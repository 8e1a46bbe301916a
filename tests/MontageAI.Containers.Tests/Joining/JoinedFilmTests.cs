using MontageAI.Containers.Joining;
using MontageAI.Containers.Mp4;
using MontageAI.Rendering.Profiles;
using MontageAI.Testing;
using MontageAI.Time;

namespace MontageAI.Containers.Tests.Joining;

public sealed class JoinedFilmTests
{
    public static TheoryData<string, string> CodecsAndRates =>
        [.. from codec in Encoded.Codecs from rate in Encoded.Rates select (codec, rate)];

    [TableTheory]
    [MemberData(nameof(CodecsAndRates))]
    public async Task Film_OfAnyCodecAndRate_ShowsEveryFrameOfEveryPartOnItsTick(string codec, string rateText)
    {
        using TempFolder folder = new();
        FrameRate rate = Scene.Rate(rateText);
        JoinPart[] parts =
        [
            .. new[] { 13, 1, 26, 2, 31 }.Select((frames, i) => Encoded.Part(folder, $"part{i}.mp4", codec, rateText, frames, 40 * i)),
        ];

        string film = await JoinAsync(folder, rate, parts, Encoded.Song(folder, rate.SecondsAt(73)));

        Assert.Equal(parts.SelectMany(p => Encoded.Frames(p.Path)), Encoded.Frames(film));
        (long[] ticks, long perSecond) = Encoded.Times(film);
        Assert.All(ticks, (t, k) => Assert.Equal((Int128)k * rate.Fraction.Denominator * perSecond, (Int128)t * rate.Fraction.Numerator));
        Assert.Equal([0, 13, 14, 40, 42], Measure.Packets(film).KeyFrames);
        Assert.Equal("", Encoded.Complaints(film));
    }

    [Fact]
    public async Task Film_WithSong_SoundsExactlyLikeTheSong()
    {
        using TempFolder folder = new();
        string song = Encoded.Song(folder, 3);
        JoinPart[] parts =
        [
            .. Enumerable.Range(0, 3).Select(i => Encoded.Part(folder, $"part{i}.mp4", "h264 with B-frames", "25", 25, 40 * i)),
        ];

        string film = await JoinAsync(folder, new FrameRate(25), parts, song);

        Assert.Equal(Measure.Sound(song), Measure.Sound(film));
    }

    [Fact]
    public async Task Film_OfPickedPictures_ShowsExactlyThose()
    {
        using TempFolder folder = new();
        JoinPart proxy = Encoded.Part(folder, "proxy.mp4", "intra", "50", 60, 3);
        int[] first = [7, 9, 11, 11, 11, 12, 59, 0];
        int[] second = [30, 32, 34, 36];
        string[] pictures = Encoded.Frames(proxy.Path);

        string film = await JoinAsync(folder, new FrameRate(25), [new(proxy.Path, 8, first), new(proxy.Path, 4, second)], null);

        Assert.Equal([.. first.Concat(second).Select(i => pictures[i])], Encoded.Frames(film));
        (long[] ticks, long perSecond) = Encoded.Times(film);
        Assert.All(ticks, (t, k) => Assert.Equal(k * perSecond, t * 25));
        Assert.Equal("", Encoded.Complaints(film));
    }

    [Fact]
    public async Task Film_OfPartsWithOtherTicks_HasOneFramePerFrameOfItsOwn()
    {
        using TempFolder folder = new();
        JoinPart a = Encoded.Part(folder, "a.mp4", "h264", "25", 10, 0);
        JoinPart b = Encoded.Part(folder, "b.mp4", "h264", "25", 10, 40, "-video_track_timescale", "90000");

        string film = await JoinAsync(folder, new FrameRate(25), [a, b], null);

        (long[] ticks, long perSecond) = Encoded.Times(film);
        Assert.Equal(Enumerable.Range(0, 20).Select(k => k * perSecond / 25), ticks);
    }

    [Fact]
    public async Task Film_WithoutReorderingFirst_MakesRoomForWhatIsReorderedLater()
    {
        using TempFolder folder = new();
        JoinPart[] parts =
        [
            .. new[] { 1, 1, 20, 1 }.Select((n, i) => Encoded.Part(folder, $"{i}.mp4", "h264 with B-frames", "30", n, 30 * i)),
        ];

        string film = await JoinAsync(folder, new FrameRate(30), parts, null);

        Assert.Equal(parts.SelectMany(p => Encoded.Frames(p.Path)), Encoded.Frames(film));
        Assert.Equal("", Encoded.Complaints(film));
    }

    [Fact]
    public async Task Opening_WithSongThatGoesOn_EndsWithItsLastPicture()
    {
        using TempFolder folder = new();
        string song = Encoded.Song(folder, 3);
        JoinPart part = Encoded.Part(folder, "part.mp4", "h264", "25", 31, 0);
        JoinRequest request = new()
        {
            Rate = new FrameRate(25),
            Parts = [part],
            AudioPath = song,
            TrimSound = true,
            OutputPath = folder.File("opening.mp4"),
        };

        JoinedFilm film = await new Joiner().JoinAsync(request, CancellationToken.None);

        Assert.Equal("1.240000", Measure.Fact(film.Path, "v:0", "duration"));
        Assert.Equal(
            1.24,
            double.Parse(Measure.Fact(film.Path, "a:0", "duration"), System.Globalization.CultureInfo.InvariantCulture),
            1024 / 48000.0
        );
        float[] sound = Measure.Sound(film.Path);
        Assert.InRange(sound.Length, 59520, 59520 + 1023);
        Assert.True(Measure.Sound(song).AsSpan(0, 59520).SequenceEqual(sound.AsSpan(0, 59520)));
    }

    [Fact]
    public async Task Film_MadeTwice_HasTheSameBytes()
    {
        using TempFolder folder = new();
        JoinPart[] parts = [.. Enumerable.Range(0, 3).Select(i => Encoded.Part(folder, $"part{i}.mp4", "h264", "25", 25, 40 * i))];
        string song = Encoded.Song(folder, 3);

        byte[] first = await File.ReadAllBytesAsync(await JoinAsync(folder, new FrameRate(25), parts, song));
        File.Delete(folder.File("film.mp4"));

        Assert.Equal(first, await File.ReadAllBytesAsync(await JoinAsync(folder, new FrameRate(25), parts, song)));
    }

    [Fact]
    public async Task Film_WrittenPastTheCache_HasTheSameBytes()
    {
        using TempFolder folder = new();
        JoinPart part = Encoded.Part(folder, "part.mp4", "intra", "25", 250, 0, "-s", "640x360", "-qp", "8");
        JoinRequest request = new()
        {
            Rate = new FrameRate(25),
            Parts = [part],
            OutputPath = folder.File("a.mp4"),
        };

        JoinedFilm usual = await new Joiner().JoinAsync(request, CancellationToken.None);
        JoinedFilm direct = await new Joiner().JoinAsync(
            request with
            {
                DirectIo = true,
                OutputPath = folder.File("b.mp4"),
            },
            CancellationToken.None
        );

        // More than one buffer, and an end inside a block.
        Assert.True(usual.SizeBytes > 2 << 20 && usual.SizeBytes % 4096 != 0);
        Assert.False(usual.IsDirect);
        Assert.Equal(usual.SizeBytes, direct.SizeBytes);
        Assert.Equal(await File.ReadAllBytesAsync(usual.Path), await File.ReadAllBytesAsync(direct.Path));
    }

    [Fact]
    public void Film_BeyondFourGiB_PointsToEverySampleWhereItLies()
    {
        using TempFolder folder = new();
        const int Samples = 900;
        const int SampleBytes = 5 << 20;
        JoinPart part = Encoded.Part(folder, "part.mp4", "intra", "25", Samples, 0);
        byte[] bytes = File.ReadAllBytes(part.Path);
        int table = bytes.AsSpan().IndexOf("stsz"u8) + 16;
        for (int i = 0; i < Samples; i++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(table + (4 * i)), SampleBytes);
        }

        // Nothing but the tables is ever written: both files are holes.
        File.WriteAllBytes(part.Path, bytes);
        using (FileStream sparse = File.OpenWrite(part.Path))
        {
            sparse.SetLength(bytes.Length + ((long)Samples * SampleBytes));
        }

        using PartList parts = PartList.Read([part], CancellationToken.None);
        BoxWriter header = new FilmLayout(parts, null, new FrameRate(5), trimSound: false).Header(out long size);
        string film = folder.File("film.mp4");
        using (FileStream file = File.Create(film))
        {
            file.Write(header.Written);
            file.SetLength(size);
        }

        Assert.Equal(header.Length + ((long)Samples * SampleBytes), size);
        string[] last = TestTools
            .FFprobe("-read_intervals", "179%+#3", "-show_entries", "packet=pos", "-of", "csv=p=0", film)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Enumerable.Range(895, 3).Select(i => $"{header.Length + ((long)i * SampleBytes)}"), last);
    }

    [MediaTheory]
    [InlineData("preview")]
    [InlineData("standard")]
    public async Task Film_OfRealClips_ShowsEveryFrameOfEveryShot(string profile)
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

        string film = await scene.FilmAsync();

        Assert.Equal(scene.Jobs.SelectMany(j => Encoded.Frames(j.OutputPath)), Encoded.Frames(film));
        Assert.Equal("", Encoded.Complaints(film));
    }

    private static async Task<string> JoinAsync(TempFolder folder, FrameRate rate, IReadOnlyList<JoinPart> parts, string? song)
    {
        JoinRequest request = new()
        {
            Rate = rate,
            Parts = parts,
            AudioPath = song,
            OutputPath = folder.File("film.mp4"),
        };
        return (await new Joiner().JoinAsync(request, CancellationToken.None)).Path;
    }
}
