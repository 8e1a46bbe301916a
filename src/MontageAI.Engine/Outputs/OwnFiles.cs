using System.Text;
using System.Text.Json;
using MontageAI.Timelines;

namespace MontageAI.Engine.Outputs;

/// <summary>Knows files that earlier runs wrote by what they hold.</summary>
internal static class OwnFiles
{
    private const string ReportMark = "\"montage-ai.report/";
    private const string TimelineMark = $"\"{Timeline.SchemaName}\"";
    private const int HeadBytes = 512;
    private const long MostReportBytes = 64 << 20;

    /// <summary>Whether a file is a run report.</summary>
    public static bool IsReport(string path) => Begins(path, ReportMark);

    /// <summary>
    /// Whether the files of a name are an earlier preview: the report beside the film tells of a preview, and of this film; where that
    /// preview was not finished, the plan beside it is ours, or there is no film.
    /// </summary>
    public static bool ArePreview(OutputNames names)
    {
        if (!IsReport(names.Report) || (File.Exists(names.Timeline) && !Begins(names.Timeline, TimelineMark)))
        {
            return false;
        }

        try
        {
            FileInfo file = new(names.Report);
            if (file.Length > MostReportBytes)
            {
                return false;
            }

            using JsonDocument report = JsonDocument.Parse(File.ReadAllBytes(names.Report));
            string? command = Text(report.RootElement, "command"),
                output = Text(report.RootElement, "output");
            return command == "preview"
                && (
                    output is not null
                        ? Path.GetFileName(output) == Path.GetFileName(names.Film)
                        : !File.Exists(names.Film) || File.Exists(names.Timeline)
                );
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string? Text(JsonElement report, string name) =>
        report.ValueKind == JsonValueKind.Object
        && report.TryGetProperty(name, out JsonElement value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static bool Begins(string path, string mark)
    {
        try
        {
            // What says that it holds nothing may be a pipe, which gives nothing either.
            if (new FileInfo(path) is not { Exists: true, Length: > 0 })
            {
                return false;
            }

            byte[] head = new byte[HeadBytes];
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
            int read = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            return Encoding.UTF8.GetString(head, 0, read).Contains(mark, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
