using System.Text;
using System.Text.Json;
using MontageAI.Containers.Joining;
using MontageAI.Containers.Streaming;
using MontageAI.Rendering.Sheets;
using MontageAI.Storage.Files;
using MontageAI.Timelines;

namespace MontageAI.Engine.Outputs;

/// <summary>Knows files that earlier runs wrote by what they hold.</summary>
internal static class OwnFiles
{
    private const string ReportMark = "\"montage-ai.report/";
    private const string TimelineMark = $"\"{Timeline.SchemaName}\"";
    private const int HeadBytes = FilmMark.Reach;
    private const long MostReportBytes = 64 << 20;

    /// <summary>Whether a file is a film that was made here: its timeline or its report lies beside it, or it says so itself.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="name">Its name.</param>
    /// <param name="names">All names in the folder.</param>
    public static bool IsFilm(string folder, string name, IReadOnlySet<string> names)
    {
        if (!name.EndsWith(".mp4", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        (string timeline, string report) = (Path.ChangeExtension(name, ".montage.json"), Path.ChangeExtension(name, ".report.json"));
        return (names.Contains(timeline) && Begins(Path.Combine(folder, timeline), TimelineMark))
            || (names.Contains(report) && Path.GetFileName(Reported(Path.Combine(folder, report)).Output) == name)
            || FilmMark.IsIn(Head(Path.Combine(folder, name)));
    }

    /// <summary>Whether a file is a contact sheet.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="name">Its name.</param>
    public static bool IsSheet(string folder, string name) =>
        name.EndsWith(".png", StringComparison.OrdinalIgnoreCase) && Begins(Path.Combine(folder, name), SheetMark.Text);

    /// <summary>Whether a file is a sheet of thumbnails: its index lies beside it.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="name">Its name.</param>
    /// <param name="names">All names in the folder.</param>
    public static bool IsSprites(string folder, string name, IReadOnlySet<string> names) =>
        name.EndsWith(".jpg", StringComparison.Ordinal)
        && name.LastIndexOf('-') is > 0 and int at
        && !name.AsSpan(at + 1, name.Length - at - 5).ContainsAnyExceptInRange('0', '9')
        && names.Contains(name[..at] + ".vtt")
        && Begins(Path.Combine(folder, name[..at] + ".vtt"), Uri.EscapeDataString(name[..at]) + "-01.jpg#xywh=");

    /// <summary>Whether a file is a trace of jobs.</summary>
    public static bool IsTrace(string path) => Begins(path, Reporting.TraceFile.Mark);

    /// <summary>Whether a file is a run report.</summary>
    public static bool IsReport(string path) => Begins(path, ReportMark);

    /// <summary>
    /// Whether the files of a name are an earlier preview: the report beside the film tells of a preview, and of this film; where that
    /// preview was not finished, the plan beside it is ours, or there is no film.
    /// </summary>
    public static bool ArePreview(OutputNames names) =>
        (!File.Exists(names.Timeline) || Begins(names.Timeline, TimelineMark))
        && Reported(names.Report) is ("preview", var output)
        && (
            output is not null
                ? Path.GetFileName(output) == Path.GetFileName(names.Film)
                : !File.Exists(names.Film) || File.Exists(names.Timeline)
        );

    /// <summary>Whether the stream of a name is what a preview left that was ended in the middle: neither film nor plan are there, and no
    /// report says that there were.</summary>
    public static bool IsLeftover(OutputNames names) =>
        Directory.Exists(names.Stream)
        && PreviewStream.Foreign(names.Stream) is null
        && !File.Exists(names.Film)
        && !File.Exists(names.Timeline)
        && Reported(names.Report).Output is null;

    // The command that a report tells of, and its output.
    private static (string? Command, string? Output) Reported(string path)
    {
        if (!IsReport(path))
        {
            return default;
        }

        try
        {
            if (FileFacts.Of(path) is not { Size: <= MostReportBytes })
            {
                return default;
            }

            using JsonDocument report = JsonDocument.Parse(File.ReadAllBytes(path));
            return (Text(report.RootElement, "command"), Text(report.RootElement, "output"));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            // Texts that are no UTF-8 are no texts of ours, either.
            return default;
        }
    }

    private static string? Text(JsonElement report, string name) =>
        report.ValueKind == JsonValueKind.Object
        && report.TryGetProperty(name, out JsonElement value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static bool Begins(string path, string mark) => Encoding.UTF8.GetString(Head(path)).Contains(mark, StringComparison.Ordinal);

    // Empty where it cannot be read.
    private static ReadOnlySpan<byte> Head(string path)
    {
        try
        {
            // A pipe could keep whoever opens it waiting for ever.
            if (FileFacts.Of(path) is not { IsPlain: true, Size: > 0 })
            {
                return [];
            }

            byte[] head = new byte[HeadBytes];
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
            int read = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            return head.AsSpan(0, read);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
