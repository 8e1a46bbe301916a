using MontageAI.FFmpeg.Rendering.Joining;
using MontageAI.Testing;
using MontageAI.Time;

namespace MontageAI.FFmpeg.Tests.Rendering.Joining;

public sealed class JoinedFilmTests
{
    public static TheoryData<string, string> CodecsAndRates =>
        [.. from codec in Encoded.Codecs from rate in Encoded.Rates select (codec, rate)];

    [Theory]
    [MemberData(nameof(CodecsAndRates))]
    public async Task Film_OfAnyCodecAndRate_ShowsEveryFrameOfEveryPartOnItsTick(string codec, string rateText)
    {
        using TempFolder folder = new();
        FrameRate rate = Scene.Rate(rateText);
        JoinPart[] parts = [.. new[] { 13, 1, 26, 2, 31 }.Select((frames, i) => Encoded.Part(folder, $"part{i}.mp4", codec, rateText, frames, 40 * i))];

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
        JoinPart[] parts = [.. Enumerable.Range(0, 3).Select(i => Encoded.Part(folder, $"part{i}.mp4", "h264 with B-frames", "25", 25, 40 * i))];

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

    private static async Task<string> JoinAsync(TempFolder folder, FrameRate rate, IReadOnlyList<JoinPart> parts, string? song)
    {
        JoinRequest request = new() { Rate = rate, Parts = parts, AudioPath = song, OutputPath = folder.File("film.mp4") };
        return (await new Joiner().JoinAsync(request, CancellationToken.None)).Path;
    }
}
