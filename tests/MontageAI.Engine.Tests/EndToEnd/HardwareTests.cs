using System.Diagnostics;
using System.Text.Json;
using MontageAI.Testing;

namespace MontageAI.Engine.Tests.EndToEnd;

/// <summary>Hardware that is not there, or fails in the middle of a film (V1), played by a script.</summary>
public sealed class HardwareTests
{
    [Fact]
    public void Create_HardwareCrashesInTheMiddle_FilmIsWholeAndNothingIsMadeTwice()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in for FFmpeg is a shell script.");
        const int Good = 3;
        using TempFolder folder = Material();
        using HardwareStandIn standIn = new(HardwareFault.Crash, Good);

        (int code, JsonElement report, string errors) = Run(standIn, Create(folder, "film.mp4", "nvenc"));

        Assert.True(code == 0, errors);
        Assert.StartsWith("nvenc", report.GetProperty("encoder").GetString(), StringComparison.Ordinal);
        JsonElement degradation = Assert.Single(report.GetProperty("degradations").EnumerateArray());
        int shots = report.GetProperty("plan").GetProperty("shots").GetInt32();
        Assert.Equal($"{shots - Good} shots encoded in software instead of by nvenc", degradation.GetProperty("what").GetString());
        Assert.Contains("signal 11", degradation.GetProperty("why").GetString(), StringComparison.Ordinal);
        Assert.True(report.GetProperty("check").GetProperty("passed").GetBoolean());
        RenderedFilm film = new(folder.File("film.mp4"));
        Assert.Equal(report.GetProperty("plan").GetProperty("frames").GetInt32(), film.FrameTimes.Length);
        Assert.Equal(shots, film.KeyFrames().Length);

        // Shots of both encoders come from the store; the trial is remembered.
        int before = standIn.Runs.Count;
        (code, report, errors) = Run(
            standIn,
            ["render", folder.File("film.montage.json"), "--output", folder.File("again.mp4"), .. Common(folder, "nvenc")]
        );

        Assert.True(code == 0, errors);
        Assert.Equal(before, standIn.Runs.Count);
        Assert.Equal(File.ReadAllBytes(folder.File("film.mp4")), File.ReadAllBytes(folder.File("again.mp4")));
    }

    [Theory]
    [InlineData(HardwareFault.NoDevice, "libcuda")]
    [InlineData(HardwareFault.Blurred, "SSIM")]
    public void Create_NamedHardwareFailsItsTrial_SaysWhyAndWhatToDo(HardwareFault fault, string why)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in for FFmpeg is a shell script.");
        using TempFolder folder = Material();
        using HardwareStandIn standIn = new(fault);

        (int code, _, string errors) = Run(standIn, Create(folder, "film.mp4", "nvenc"));

        Assert.NotEqual(0, code);
        Assert.Contains("--encoder: 'nvenc'", errors, StringComparison.Ordinal);
        Assert.Contains(why, errors, StringComparison.Ordinal);
        Assert.Contains("--encoder software", errors, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("film.mp4")));
    }

    [Fact]
    public void Doctor_HardwareThatWorks_IsListedWithItsTrialBesideSoftware()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in for FFmpeg is a shell script.");
        using TempFolder folder = new();
        using HardwareStandIn standIn = new(HardwareFault.None);

        (int code, JsonElement report, string errors) = Run(standIn, ["doctor", "--json", "--cache-dir", folder.File("store")]);

        Assert.True(code == 0, errors);
        Dictionary<string, JsonElement> findings = report
            .GetProperty("findings")
            .EnumerateArray()
            .ToDictionary(f => f.GetProperty("subject").GetString()!.Split(" (")[0]);
        string nvenc = findings["encoder h264_nvenc"].GetProperty("detail").GetString()!;
        Assert.Equal("Good", findings["encoder h264_nvenc"].GetProperty("state").GetString());
        Assert.Matches(@"[1-9]\d* frames/s beside software's [1-9]\d*, SSIM 0\.9\d+ beside 0\.9\d+, \d\.\d\d times the size", nvenc);
        Assert.Matches(@"same bits; [1-9]\d* frames/s", findings["decoder cuda"].GetProperty("detail").GetString());
        foreach (
            string subject in new[]
            {
                "encoder h264_qsv",
                "encoder h264_vaapi",
                "encoder h264_videotoolbox",
                "encoder h264_amf",
                "decoder vaapi",
                "decoder videotoolbox",
                "decoder d3d11va",
            }
        )
        {
            Assert.Contains(subject, findings);
        }
    }

    private static TempFolder Material()
    {
        TempFolder folder = new();
        TestClips.Make(folder.File("clips"), 4, 8, "30");
        TestSong.Write(folder.File("song.wav"), 120, 30);
        return folder;
    }

    private static string[] Create(TempFolder folder, string output, string encoder) =>
        [
            "create",
            "--clips",
            folder.File("clips"),
            "--music",
            folder.File("song.wav"),
            "--output",
            folder.File(output),
            "--duration",
            "12",
            .. Common(folder, encoder),
        ];

    private static string[] Common(TempFolder folder, string encoder) =>
        ["--profile", "preview", "--encoder", encoder, "--cache-dir", folder.File("store"), "--json"];

    private static (int Code, JsonElement Report, string Errors) Run(HardwareStandIn standIn, IEnumerable<string> arguments)
    {
        ProcessStartInfo info = new(Checkout.Program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        info.Environment["MONTAGE_FFMPEG"] = Path.GetDirectoryName(standIn.FFmpeg);
        using Process process = Process.Start(info)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (
            process.ExitCode,
            output.Length > 0 ? JsonDocument.Parse(output).RootElement : default,
            errors.GetAwaiter().GetResult() + output
        );
    }
}
