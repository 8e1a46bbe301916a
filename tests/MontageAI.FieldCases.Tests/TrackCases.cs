using System.Globalization;
using MontageAI.Testing;

namespace MontageAI.FieldCases.Tests;

/// <summary>Files with several tracks of pictures or sound, of which the first or the largest is not the right one.</summary>
public sealed class TrackCases
{
    [TableTheory]
    [InlineData("a still of twice the size", "1280x720", "1", 0.9)]
    [InlineData("a still of the same length", "1280x720", "1/4", 4)]
    [InlineData("two large pictures", "960x540", "2", 1)]
    public void MotionPhoto_ShowsItsFilm(string kind, string size, string rate, double seconds)
    {
        using FieldFolder folder = new FieldFolder().WithSong(3);
        Directory.CreateDirectory(folder.Clips);
        TestTools.FFmpeg(
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=320x180:r=25:d=4",
            "-f",
            "lavfi",
            "-i",
            string.Create(CultureInfo.InvariantCulture, $"color=red:s={size}:r={rate}:d={seconds}"),
            "-map",
            "0",
            "-map",
            "1",
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-pix_fmt",
            "yuv420p",
            Path.Combine(folder.Clips, "motion.mp4")
        );

        folder.Preview();

        ShownPictures shown = new(folder.File("film.mp4"), 64, 36);
        (double red, double green, double blue) = shown.Mean(shown.Count / 2, 0, 0, 1);
        Assert.False(red > 150 && green < 60 && blue < 60, $"{kind}: the still is shown");
        bool told = folder.Document("montage.json").GetProperty("notes").ToString().Contains("is a motion photo", StringComparison.Ordinal);
        Assert.Equal(!kind.StartsWith("two", StringComparison.Ordinal), told);
    }

    [TableTheory]
    [InlineData("beats")]
    [InlineData("extract")]
    [InlineData("preview")]
    public void UndecodableFirstSound_TheNextIsTaken(string command)
    {
        using FieldFolder folder = new();
        string file = Sounds(folder, "mov", "aevalsrc='0.8*sin(2*PI*440*t)*lt(mod(t,0.5),0.05)':d=12", 440);
        PatchedFiles.Entry(file, "mp4a", "apac", 1);

        Assert.True(LoudnessOf(folder, command, file) > -50);
    }

    [TableTheory]
    [InlineData("beats")]
    [InlineData("extract")]
    [InlineData("preview")]
    public void SilentFirstSound_TheNextIsTaken(string command)
    {
        using FieldFolder folder = new();
        string file = Sounds(folder, "mkv", "anullsrc=d=12", 440);

        Assert.True(LoudnessOf(folder, command, file) > -50);
    }

    [TableTheory]
    [InlineData("1", true, false)]
    [InlineData("2", false, true)]
    [InlineData("mix", true, true)]
    public void SoundTrack_IsTheOneAskedFor(string track, bool low, bool high)
    {
        using FieldFolder folder = new();
        Sounds(folder, "mkv", "sine=f=300:d=12", 3000);
        folder.WithSong(4);

        folder.Preview("--clip-sound", "12", "--sound-track", track);

        Assert.Equal(low, Band(folder.File("film.mp4"), 300) > -45);
        Assert.Equal(high, Band(folder.File("film.mp4"), 3000) > -45);
    }

    [TableTheory]
    [InlineData("smart")]
    [InlineData("copy")]
    [InlineData("encode")]
    public void OnlySoundCannotBeRead_ThePictureIsCut(string exact)
    {
        using FieldFolder folder = new();
        string file = Sounds(folder, "mov", "sine=d=12", 440);
        PatchedFiles.Entry(file, "mp4a", "apac", 1);
        PatchedFiles.Entry(file, "mp4a", "apac", 1);

        ProgramRun run = folder.Run("extract", file, "--from", "1", "--to", "3", "--exact", exact, "--output", folder.File("piece.mp4"));

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(50, new RenderedFilm(folder.File("piece.mp4")).FrameTimes.Length);
        Assert.Contains("sound was left out", run.Error, StringComparison.Ordinal);
    }

    // A clip of 12 s with two sound tracks; the second has a tone that begins twice a second.
    private static string Sounds(FieldFolder folder, string kind, string first, int tone)
    {
        Directory.CreateDirectory(folder.Clips);
        string file = Path.Combine(folder.Clips, "two." + kind);
        TestTools.FFmpeg(
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=320x180:r=25:d=12",
            "-f",
            "lavfi",
            "-i",
            first,
            "-f",
            "lavfi",
            "-i",
            string.Create(CultureInfo.InvariantCulture, $"aevalsrc='0.8*sin(2*PI*{tone}*t)*lt(mod(t,0.5),0.2)':d=12"),
            "-map",
            "0",
            "-map",
            "1",
            "-map",
            "2",
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-g",
            "25",
            "-bf",
            "0",
            "-c:a",
            "aac",
            "-ar",
            "44100",
            file
        );
        return file;
    }

    // Mean volume in dB of what the command heard; a command that only listens is asked what it found.
    private static double LoudnessOf(FieldFolder folder, string command, string file)
    {
        switch (command)
        {
            case "beats":
                ProgramRun beats = folder.Run("beats", file, "--json");
                return beats.ExitCode == 0 && beats.Json.GetProperty("beats").GetArrayLength() > 10 ? 0 : -100;
            case "extract":
                ProgramRun run = folder.Run("extract", file, "--from", "1", "--to", "3", "--output", folder.File("piece.mp4"));
                return run.ExitCode == 0 ? Volume(folder.File("piece.mp4"), "anull") : -100;
            default:
                folder.WithSong(4);
                folder.Preview("--clip-sound", "12");
                return Band(folder.File("film.mp4"), 440);
        }
    }

    private static double Band(string film, int hertz) =>
        Volume(
            film,
            string.Create(CultureInfo.InvariantCulture, $"bandpass=f={hertz}:width_type=q:w=12,bandpass=f={hertz}:width_type=q:w=12")
        );

    private static double Volume(string film, string filters)
    {
        string said = TestTools.FFprobe(
            "-f",
            "lavfi",
            "-show_entries",
            "frame_tags=lavfi.astats.Overall.RMS_level",
            "-of",
            "csv=p=0",
            $"amovie='{film}',{filters},astats=metadata=1:reset=0"
        );
        return
            said.Split('\n', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } lines
            && double.TryParse(lines[^1].Trim(','), NumberStyles.Float, CultureInfo.InvariantCulture, out double level)
            ? level
            : -100;
    }
}
