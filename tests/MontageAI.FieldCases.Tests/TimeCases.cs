using System.Globalization;
using System.Text.Json;
using MontageAI.Testing;

namespace MontageAI.FieldCases.Tests;

/// <summary>Gaps, pauses, time stamps that jump, and slow sources: a gap is not footage, nothing stands still, every frame is shown equally
/// often.</summary>
public sealed class TimeCases
{
    [TableTheory]
    [InlineData("pause of 30 s")]
    [InlineData("two pauses")]
    [InlineData("last frame 20 s late")]
    [InlineData("stream jumps forward")]
    [InlineData("stream jumps back")]
    [InlineData("stream jumps back 30 s")]
    [InlineData("stream jumps back into itself")]
    [InlineData("pause in Matroska")]
    public void Gap_InAClip_IsNotFootage(string kind)
    {
        using FieldFolder folder = new FieldFolder().WithSong(8);
        Gap(folder, kind);

        folder.Preview(["--duration", "4", .. FieldClips.Still]);

        Assert.Equal("30", Rate(folder));
        FilmMeter film = new(folder.File("film.mp4"));
        Assert.True(film.Runs().Max() <= 3, $"a picture stands still for {film.Runs().Max()} frames of {film.Frames}");
    }

    // What has the times of other pictures cannot be asked for; it is said how much that is.
    [TableTheory]
    [InlineData("stream jumps back 30 s", "(4 s)")]
    [InlineData("stream jumps back into itself", "(2 s)")]
    [InlineData("stream begins again", "(4 s)")]
    [InlineData("stream jumps back", null)]
    [InlineData("pause of 30 s", null)]
    public void TimesThatJumpBack_AreSaid(string kind, string? seconds)
    {
        using FieldFolder folder = new FieldFolder().WithSong(8);
        Gap(folder, kind);

        folder.Preview("--duration", "4");

        string notes = folder.Document("montage.json").GetProperty("notes").ToString();
        Assert.Equal(seconds is not null, notes.Contains("Time stamps jump back", StringComparison.Ordinal));
        Assert.Contains(seconds ?? "", notes, StringComparison.Ordinal);
        FilmMeter film = new(folder.File("film.mp4"));
        Assert.True(film.Runs().Max() <= 5, $"a picture stands still for {film.Runs().Max()} frames of {film.Frames}");
    }

    [TableTheory]
    [InlineData("10", "30", 3)]
    [InlineData("12.5", "25", 2)]
    [InlineData("15", "30", 2)]
    [InlineData("15000/1001", "30000/1001", 2)]
    public void SlowSource_OnTheGrid_IsShownEvenly(string source, string grid, int times)
    {
        using FieldFolder folder = new FieldFolder().WithSong(8);
        FieldClips.Make(Path.Combine(folder.Clips, "slow.mp4"), 8, source);

        folder.Preview(["--duration", "4", .. FieldClips.Still]);

        Assert.Equal(grid, Rate(folder));
        // The frames at cuts are shorter.
        int[] runs = new FilmMeter(folder.File("film.mp4")).Runs(same: 1.5);
        Assert.True(runs.Count(r => r == times) >= 0.8 * runs.Length, string.Join(' ', runs));
        Assert.True(runs.Max() <= 2 * times, string.Join(' ', runs));
    }

    [TableTheory]
    [InlineData("240", "mp4", "recorded at 240 fps (slow motion)")]
    [InlineData("960.000000", "mov", "recorded at 960 fps (slow motion)")]
    [InlineData("1", "mp4", "recorded at 1 fps (time lapse)")]
    [InlineData("30", "mp4", "30 fps")]
    public void CaptureRate_OfACamera_IsTold(string rate, string container, string told)
    {
        using FieldFolder folder = new();
        string plain = FieldClips.Make(folder.File("plain/plain.mp4"), 1, "30");
        string clip = FieldClips.Copy(
            plain,
            folder.File("slow." + container),
            [],
            "-movflags",
            "use_metadata_tags",
            "-metadata",
            "com.android.capture.fps=" + rate
        );

        ProgramRun run = folder.Run("probe", clip);

        Assert.Contains(told, run.Output, StringComparison.Ordinal);
        Assert.Equal(
            double.Parse(rate, CultureInfo.InvariantCulture),
            folder.Run("probe", clip, "--json").Json.GetProperty("files")[0].GetProperty("captureRate").GetDouble()
        );
    }

    [TableTheory]
    [InlineData("com.apple.quicktime.full-frame-rate-playback-intent=0", "recorded at 120 fps (to be shown in slow motion)", 120.0)]
    [InlineData("com.apple.quicktime.full-frame-rate-playback-intent=1", "120 fps", null)]
    [InlineData("com.android.capture.fps=240", "recorded at 240 fps (slow motion)", 240.0)]
    public void SlowMotion_IsAFactOfTheSourceAndSaid(string tag, string told, double? rate)
    {
        using FieldFolder folder = new FieldFolder().WithSong(6);
        Directory.CreateDirectory(folder.Clips);
        string clip = FieldClips.Copy(
            FieldClips.Make(folder.File("plain.mp4"), 4, "120"),
            Path.Combine(folder.Clips, "slow.mov"),
            [],
            "-movflags",
            "use_metadata_tags",
            "-metadata",
            tag
        );

        folder.Preview("--duration", "4");

        Assert.Contains(told, folder.Run("probe", clip).Output, StringComparison.Ordinal);
        JsonElement source = folder.Document("montage.json").GetProperty("sources")[0];
        Assert.Equal(rate, source.TryGetProperty("captureRate", out JsonElement found) ? found.GetDouble() : null);
        Assert.Equal(
            rate is not null,
            folder.Document("montage.json").GetProperty("notes").ToString().Contains("slow.mov", StringComparison.Ordinal)
        );
    }

    private static string Rate(FieldFolder folder)
    {
        JsonElement rate = folder.Document("montage.json").GetProperty("rate");
        return rate.ValueKind == JsonValueKind.Number ? rate.GetDouble().ToString(CultureInfo.InvariantCulture) : rate.GetString()!;
    }

    private static void Gap(FieldFolder folder, string kind)
    {
        string Clip(string name) => Path.Combine(folder.Clips, name);
        switch (kind)
        {
            case "pause of 30 s":
                FieldClips.Make(Clip("a.mp4"), 6, "30", "-vf", "setpts='PTS+gte(N,90)*30/TB'", "-fps_mode", "passthrough");
                break;
            case "two pauses":
                FieldClips.Make(Clip("a.mp4"), 9, "30", "-vf", "setpts='PTS+gte(N,90)*7/TB+gte(N,180)*900/TB'", "-fps_mode", "passthrough");
                break;
            case "last frame 20 s late":
                FieldClips.Make(Clip("a.mp4"), 6, "30", "-vf", "setpts='PTS+gte(N,179)*20/TB'", "-fps_mode", "passthrough");
                break;
            case "pause in Matroska":
                FieldClips.Make(Clip("a.mkv"), 6, "30", "-vf", "setpts='PTS+gte(N,90)*30/TB'", "-fps_mode", "passthrough");
                break;
            default:
                (string first, string second) = kind switch
                {
                    "stream jumps forward" => ("0", "1000"),
                    "stream jumps back" => ("1000", "0"),
                    "stream jumps back 30 s" => ("100", "70"),
                    "stream begins again" => ("50", "50"),
                    _ => ("20", "22"),
                };
                FieldClips.Join(
                    Clip("a.ts"),
                    FieldClips.Make(Clip("1.ts"), 4, "30", "-output_ts_offset", first),
                    FieldClips.Make(Clip("2.ts"), 4, "30", "-output_ts_offset", second)
                );
                break;
        }
    }
}
