using MontageAI.Testing;

namespace MontageAI.FieldCases.Tests;

/// <summary>Montages without a song in which the clips are to be heard.</summary>
public sealed class SoundlessCases
{
    [TableTheory]
    [InlineData("-6", "aac", 440)]
    [InlineData("0", "aac", 440)]
    [InlineData("-12", "pcm_s16le", 880)]
    public void ClipSound_WithoutASong_IsHeard(string gain, string codec, int hertz)
    {
        using FieldFolder folder = new();
        MakeClips(folder, $"sine=f={hertz}:d=4", codec);

        folder.Preview("--clip-sound", gain, "--duration", "4");

        Assert.InRange(FieldSong.LongestSilence(folder.File("film.mp4")), 0, 0.5);
    }

    [TableTheory]
    [InlineData("anullsrc=d=4")]
    [InlineData("sine=f=440:d=4,volume=-120dB")]
    [InlineData(null)]
    public void ClipSound_OfSilentClips_GivesAFilmWithoutSound(string? sound)
    {
        using FieldFolder folder = new();
        MakeClips(folder, sound, "pcm_s16le");

        RenderedFilm film = folder.Preview("--clip-sound", "0", "--duration", "4");

        Assert.True(film.FrameTimes.Length >= 100);
        Assert.Contains("no sound track", folder.Document("report.json").ToString(), StringComparison.Ordinal);
    }

    [TableTheory]
    [InlineData("create", "--beats", "beats.txt")]
    [InlineData("preview", "--bpm", "120")]
    [InlineData("plan", "--off-beat", null)]
    [InlineData("plan", "--tempo-scale", "2")]
    [InlineData("create", "--beat-offset", "20")]
    public void Beats_WithoutASong_AreRefused(string command, string option, string? value)
    {
        using FieldFolder folder = new FieldFolder().WithCompanions(1);
        File.WriteAllText(folder.File("beats.txt"), "0.5\n1.0\n1.5\n2.0\n");
        string output = command == "plan" ? "film.montage.json" : "film.mp4";
        string[] given =
            value == "beats.txt" ? [option, folder.File(value)]
            : value is null ? [option]
            : [option, value];

        ProgramRun run = ProgramRun.Of(folder.Command(command, output, given));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--music: is needed", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File(output)));
    }

    private static void MakeClips(FieldFolder folder, string? sound, string codec)
    {
        Directory.CreateDirectory(folder.Clips);
        for (int i = 0; i < 2; i++)
        {
            TestTools.FFmpeg([
                "-f",
                "lavfi",
                "-i",
                $"testsrc2=s=320x180:r=30:d=4,hue=h={90 * i}",
                .. sound is null ? [] : (string[])["-f", "lavfi", "-i", sound],
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-g",
                "30",
                "-c:a",
                codec,
                "-shortest",
                Path.Combine(folder.Clips, $"clip{i}.mov"),
            ]);
        }
    }
}
