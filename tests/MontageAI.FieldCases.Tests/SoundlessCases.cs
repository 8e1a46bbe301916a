namespace MontageAI.FieldCases.Tests;

using MontageAI.Testing;

/// <summary>Montages without a song in which the clips are to be heard.</summary>
public sealed class SoundlessCases
{
    [Theory]
    [InlineData("-6", "aac", 440)]
    [InlineData("0", "aac", 440)]
    [InlineData("-12", "pcm_s16le", 880)]
    public void ClipSound_WithoutASong_IsHeard(string gain, string codec, int hertz)
    {
        using FieldFolder folder = new();
        Directory.CreateDirectory(folder.Clips);
        for (int i = 0; i < 2; i++)
        {
            TestTools.FFmpeg(
                "-f",
                "lavfi",
                "-i",
                $"testsrc2=s=320x180:r=30:d=4,hue=h={90 * i}",
                "-f",
                "lavfi",
                "-i",
                $"sine=f={hertz}:d=4",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-g",
                "30",
                "-c:a",
                codec,
                "-shortest",
                Path.Combine(folder.Clips, $"clip{i}.mov")
            );
        }

        folder.Preview("--clip-sound", gain, "--duration", "4");

        Assert.InRange(FieldSong.LongestSilence(folder.File("film.mp4")), 0, 0.5);
    }
}
