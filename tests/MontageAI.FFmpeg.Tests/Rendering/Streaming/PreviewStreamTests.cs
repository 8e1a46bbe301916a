using MontageAI.FFmpeg.Rendering.Joining;
using MontageAI.FFmpeg.Rendering.Streaming;
using MontageAI.Testing;
using MontageAI.Time;

namespace MontageAI.FFmpeg.Tests.Rendering.Streaming;

public sealed class PreviewStreamTests
{
    public static TheoryData<string, string> CodecsAndRates =>
        [.. from codec in Encoded.Codecs from rate in Encoded.Rates select (codec, rate)];

    [Theory]
    [MemberData(nameof(CodecsAndRates))]
    public async Task Stream_OfAnyCodecAndRate_ShowsEveryFrameOfEveryPartOnItsTick(string codec, string rateText)
    {
        using TempFolder folder = new();
        FrameRate rate = Scene.Rate(rateText);
        JoinPart[] parts = [.. new[] { 13, 1, 26, 2, 31 }.Select((frames, i) => Encoded.Part(folder, $"part{i}.mp4", codec, rateText, frames, 40 * i))];
        string song = Encoded.Song(folder, rate.SecondsAt(73));

        string playlist = await StreamAsync(folder, rate, song, [parts[..1], parts[1..3], parts[3..]]);

        Assert.Equal(parts.SelectMany(p => Encoded.Frames(p.Path)), Encoded.Frames(playlist));
        (long[] ticks, long perSecond) = Encoded.Times(playlist);
        Assert.All(ticks, (t, k) => Assert.Equal((Int128)k * rate.Fraction.Denominator * perSecond, (Int128)t * rate.Fraction.Numerator));
        Assert.Equal("", Encoded.Complaints(playlist));
        AssertSameSound(song, playlist);
    }

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
            new() { Folder = folder.File("stream"), Rate = rate, LongestSegmentSeconds = 10, SoundPath = song }, CancellationToken.None);
        foreach (JoinPart[] segment in segments)
        {
            await stream.AppendAsync(segment, CancellationToken.None);
        }

        await stream.FinishAsync(CancellationToken.None);
        return stream.Playlist;
    }
}
