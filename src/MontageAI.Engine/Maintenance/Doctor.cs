using System.Globalization;
using MontageAI.Engine.Settings;
using MontageAI.Errors;
using MontageAI.FFmpeg.Capabilities;
using MontageAI.FFmpeg.Processes;
using MontageAI.Models;

namespace MontageAI.Engine.Maintenance;

/// <summary>Looks at everything that a montage needs from this machine.</summary>
internal static class Doctor
{
    // Each with what happens without it.
    private static readonly (string Filter, bool Needed, string Without)[] s_filters =
    [
        ("scale", true, "pictures cannot be scaled"),
        ("fps", true, "frame rates cannot be conformed"),
        ("ebur128", true, "loudness cannot be measured"),
        ("zscale", false, "HDR footage is not tone-mapped"),
        ("tonemap", false, "HDR footage is not tone-mapped"),
        ("bwdif", false, "interlaced footage keeps its combing"),
    ];

    private static readonly (string Encoder, string[] Arguments)[] s_needed =
    [
        (
            "libx264",
            ["-f", "lavfi", "-i", "testsrc2=s=320x180:r=25", "-frames:v", "10", "-pix_fmt", "yuv420p", "-c:v", "libx264", "-f", "null", "-"]
        ),
        ("aac", ["-f", "lavfi", "-i", "sine=d=0.5", "-c:a", "aac", "-f", "null", "-"]),
    ];

    /// <summary>Looks, and says what to mend.</summary>
    public static async Task<DoctorReport> ExamineAsync(EngineSettings settings, LearnedModels models, CancellationToken cancellationToken)
    {
        List<DoctorFinding> findings = [];
        try
        {
            FFmpegTools tools = FFmpegTools.Locate(settings.FFmpegPath, settings.SearchPath);
            await ExamineToolsAsync(tools, findings, cancellationToken).ConfigureAwait(false);
        }
        catch (MontageException e)
        {
            findings.Add(new DoctorFinding("FFmpeg", FindingState.Bad, e.Sentence));
        }

        ModelExamination.Examine(models, findings);
        ExamineMachine(settings, findings);
        return new DoctorReport(findings.All(f => f.State != FindingState.Bad), findings);
    }

    private static async Task ExamineToolsAsync(FFmpegTools tools, List<DoctorFinding> findings, CancellationToken cancellationToken)
    {
        ToolVersion version = await ToolVersion.ReadAsync(tools, cancellationToken).ConfigureAwait(false);
        findings.Add(
            version.Major is < ToolVersion.OldestMajor
                ? new DoctorFinding(
                    "FFmpeg",
                    FindingState.Bad,
                    $"{version.Line} is older than {ToolVersion.OldestMajor}.0; install a newer one."
                )
                : new DoctorFinding("FFmpeg", FindingState.Good, $"{version.Line} ({tools.FFmpeg})")
        );

        foreach ((string encoder, string[] arguments) in s_needed)
        {
            string? problem = await TrialRun.ProblemAsync(tools, arguments, cancellationToken).ConfigureAwait(false);
            findings.Add(
                problem is null
                    ? new DoctorFinding($"encoder {encoder}", FindingState.Good, "trial encode worked")
                    : new DoctorFinding(
                        $"encoder {encoder}",
                        FindingState.Bad,
                        $"trial encode failed ({problem}); install an FFmpeg build with {encoder}."
                    )
            );
        }

        await HardwareExamination.ExamineAsync(tools, findings, cancellationToken).ConfigureAwait(false);

        IReadOnlySet<string> filters = await FilterList.ReadAsync(tools, cancellationToken).ConfigureAwait(false);
        foreach ((string filter, bool needed, string without) in s_filters)
        {
            findings.Add(
                filters.Contains(filter)
                    ? new DoctorFinding($"filter {filter}", FindingState.Good, "present")
                    : new DoctorFinding($"filter {filter}", needed ? FindingState.Bad : FindingState.Absent, $"missing: {without}.")
            );
        }

        findings.Add(
            ProcessScope.ChildrenDieWithUs
                ? new DoctorFinding("child processes", FindingState.Good, "end with this program, even when it is killed (setpriv)")
                : new DoctorFinding(
                    "child processes",
                    FindingState.Absent,
                    "may outlive this program when it is killed; setpriv (util-linux) is not there"
                )
        );
    }

    private static void ExamineMachine(EngineSettings settings, List<DoctorFinding> findings)
    {
        findings.Add(
            new DoctorFinding(
                "processors",
                FindingState.Good,
                (settings.Cores ?? Environment.ProcessorCount).ToString(CultureInfo.InvariantCulture)
            )
        );
        findings.Add(
            settings.RamFolder is { } ram
                ? new DoctorFinding("memory disk", FindingState.Good, $"{ram}, {Free(ram)} free")
                : new DoctorFinding("memory disk", FindingState.Absent, "none; scratch files go to disk")
        );
        try
        {
            Directory.CreateDirectory(settings.CacheFolder);
            string trial = Path.Combine(settings.CacheFolder, $".trial-{Environment.ProcessId}");
            File.WriteAllText(trial, "");
            File.Delete(trial);
            findings.Add(new DoctorFinding("store", FindingState.Good, $"{settings.CacheFolder}, {Free(settings.CacheFolder)} free"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            findings.Add(
                new DoctorFinding("store", FindingState.Bad, $"{settings.CacheFolder} cannot be written ({e.Message}); {Remedy.NameStore}.")
            );
        }
    }

    private static string Free(string folder) =>
        string.Create(CultureInfo.InvariantCulture, $"{new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace / 1073741824.0:0.0} GiB");
}
