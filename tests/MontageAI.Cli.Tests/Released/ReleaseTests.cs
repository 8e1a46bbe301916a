using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using MontageAI.Testing;

namespace MontageAI.Cli.Tests.Released;

/// <summary>
/// What eng/release and eng/pack-tool make for this machine, as those who get it use it: unpacked or installed, without this checkout.
/// Builds everything anew, so it runs with './test --all' alone.
/// </summary>
public sealed class ReleaseTests
{
    [Fact(Explicit = true)]
    public void Release_OfThisMachine_RunsFromArchiveAndPackage()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The archives are tried on Linux.");
        using TempFolder folder = new();
        string cpu = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64";
        TestTools.Run(Path.Combine(Checkout.Root, "eng", "release"), folder.File("made"), "linux-" + cpu);
        TestClips.Make(folder.File("clips"), 3, 4, "30");
        TestSong.Write(folder.File("song.wav"), 120, 12);
        string made = folder.File("made");

        TestTools.Run("tar", "-xzf", Directory.GetFiles(made, "*.tar.gz").Single(), "-C", folder.Path);
        string archive = Directory.GetDirectories(folder.Path, "montage-ai-*-linux-" + cpu).Single();
        Works(folder, Path.Combine(archive, "montage-ai"), "archive");

        TestTools.Run("dpkg-deb", "-x", Directory.GetFiles(made, "*.deb").Single(), folder.File("debian"));
        Works(folder, folder.File("debian/usr/bin/montage-ai"), "debian");

        using JsonDocument bill = JsonDocument.Parse(File.ReadAllBytes(Directory.GetFiles(made, "*.cdx.json").Single()));
        string[] components =
        [
            .. bill.RootElement.GetProperty("components").EnumerateArray().Select(c => c.GetProperty("name").GetString()!),
        ];
        Assert.Superset(
            new HashSet<string> { "Microsoft.ML.OnnxRuntime", "System.CommandLine", "Hangfire.Core", "OpenTelemetry" },
            components.ToHashSet()
        );
        TestTools.Run("sh", "-c", $"cd '{made}' && sha256sum --check --quiet SHA256SUMS");
    }

    [Fact(Explicit = true)]
    public void Tool_OfThisMachine_HoldsAllPrograms()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The tool is tried on Linux.");
        using TempFolder folder = new();
        string cpu = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64";
        string feed = folder.File("feed");
        TestTools.Run(Path.Combine(Checkout.Root, "eng", "pack-tool"), feed, "linux-" + cpu);
        TestClips.Make(folder.File("clips"), 3, 4, "30");
        TestSong.Write(folder.File("song.wav"), 120, 12);

        string[] version = Path.GetFileNameWithoutExtension(Directory.GetFiles(feed, $"MontageAI.linux-{cpu}.*").Single()).Split('.', 3);
        Dictionary<string, string> environment = new() { ["NUGET_PACKAGES"] = folder.File("packages") };
        string[] tool = ["tool", "install", "MontageAI", "--tool-path", folder.File("tool"), "--add-source", feed, "--version", version[2]];
        Run("dotnet", environment, tool);
        Works(folder, folder.File("tool/montage-ai"), "tool", withDotnet: true);
    }

    // All three programs answer, the environment is checked, and a small film comes of it. No .NET is found where it comes along.
    private static void Works(TempFolder folder, string program, string name, bool withDotnet = false)
    {
        Dictionary<string, string> environment = new() { ["MONTAGE_CACHE"] = folder.File(name + "-store") };
        if (!withDotnet)
        {
            environment["DOTNET_ROOT"] = folder.File("no-dotnet");
        }

        Assert.Matches(@"\d+\.\d+\.\d+", Run(program, environment, "--version"));
        Assert.Contains("FFmpeg", Run(program, environment, "doctor"), StringComparison.Ordinal);
        Assert.Contains("--port", Run(program, environment, "serve", "--help"), StringComparison.Ordinal);
        Assert.Contains("host", Run(program, environment, "farm", "--help"), StringComparison.Ordinal);
        string film = folder.File(name + ".mp4");
        string[] clips = ["--clips", folder.File("clips"), "--music", folder.File("song.wav")];
        Run(program, environment, ["preview", .. clips, "--duration", "5", "--output", film]);
        Assert.True(new FileInfo(film).Length > 1000, name);
        string projects = folder.File(name + "-projects");
        Assert.StartsWith(
            "The studio is ready",
            FirstLine(program, environment, "serve", "--port", "0", "--projects", projects),
            StringComparison.Ordinal
        );
    }

    // What a program that goes on says first; then it is ended.
    private static string FirstLine(string program, Dictionary<string, string> environment, params string[] arguments)
    {
        ProcessStartInfo info = new(program, arguments) { RedirectStandardOutput = true };
        foreach ((string name, string value) in environment)
        {
            info.Environment[name] = value;
        }

        using Process process = Process.Start(info)!;
        string line = process.StandardOutput.ReadLine() ?? "";
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        return line;
    }

    private static string Run(string program, Dictionary<string, string> environment, params string[] arguments)
    {
        ProcessStartInfo info = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in environment)
        {
            info.Environment[name] = value;
        }

        using Process process = Process.Start(info)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {errors.GetAwaiter().GetResult()} {output}");
        return output;
    }
}
