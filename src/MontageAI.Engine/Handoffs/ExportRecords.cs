using System.Text.Json;
using System.Text.Json.Serialization;
using MontageAI.Errors;
using MontageAI.Storage.Files;
using MontageAI.Timelines;

namespace MontageAI.Engine.Handoffs;

/// <summary>
/// What was handed on, as JSON files in the store's folder: the timeline as it was then, and beside it each export of it with format,
/// options and what was lost. An edited sequence that still names its origin finds it here. They survive clearing the store of results.
/// </summary>
internal static class ExportRecords
{
    private const string FolderName = "exports";

    // Timelines that are kept; the oldest go first.
    private const int Most = 500;

    /// <summary>Keeps an export.</summary>
    public static async Task KeepAsync(
        string store,
        Timeline timeline,
        ExportOutcome outcome,
        ExportRequest request,
        CancellationToken cancellationToken
    )
    {
        string folder = Path.Combine(store, FolderName),
            record = Path.Combine(folder, outcome.Fingerprint + ".json");
        ExportRecord[] known = Read(record);
        ExportRecord[] added =
        [
            .. outcome.Files.Select(f => new ExportRecord(
                f.Format,
                f.Path,
                outcome.Timeline,
                outcome.Fingerprint,
                request.Target.ToString(),
                request.StartTimecode,
                request.Markers.ToString(),
                f.Losses
            )),
        ];
        HashSet<string> paths = [.. added.Select(a => a.Path)];
        ExportRecord[] all = [.. known.Where(k => !paths.Contains(k.Path)), .. added];
        string timelineFile = Path.Combine(folder, outcome.Fingerprint + ".montage.json");
        await AtomicFile.WriteAsync(timelineFile, to => TimelineJson.Write(timeline, to), true, cancellationToken).ConfigureAwait(false);
        string text = JsonSerializer.Serialize(all, HandoffJsonContext.Default.ExportRecordArray) + "\n";
        await AtomicFile.WriteTextAsync(record, text, true, cancellationToken).ConfigureAwait(false);
        Forget(folder);
    }

    /// <summary>Keeps a timeline that was handed on without a record of single files.</summary>
    public static Task KeepAsync(string store, Timeline timeline, string fingerprint, CancellationToken cancellationToken) =>
        AtomicFile.WriteAsync(
            Path.Combine(store, FolderName, fingerprint + ".montage.json"),
            to => TimelineJson.Write(timeline, to),
            true,
            cancellationToken
        );

    /// <summary>The timeline file that a sequence was exported from; null where it is not known any more.</summary>
    public static string? TimelineOf(string store, string? fingerprint)
    {
        if (fingerprint is not { Length: 64 } || !fingerprint.All(char.IsAsciiHexDigitLower))
        {
            return null;
        }

        string file = Path.Combine(store, FolderName, fingerprint + ".montage.json");
        return File.Exists(file) ? file : null;
    }

    private static ExportRecord[] Read(string path)
    {
        try
        {
            return File.Exists(path)
                ? JsonSerializer.Deserialize(File.ReadAllBytes(path), HandoffJsonContext.Default.ExportRecordArray) ?? []
                : [];
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            // What was written by hand, or by a later version, gives way to what is known.
            return [];
        }
    }

    private static void Forget(string folder)
    {
        FileInfo[] files =
        [
            .. new DirectoryInfo(folder).EnumerateFiles("*.montage.json").OrderByDescending(f => f.LastWriteTimeUtc).Skip(Most),
        ];
        foreach (FileInfo file in files)
        {
            try
            {
                file.Delete();
                File.Delete(Path.Combine(folder, file.Name.Replace(".montage.json", ".json", StringComparison.Ordinal)));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new MontageException(
                    ErrorCode.StoreFailed,
                    $"'{file.FullName}' cannot be removed: {e.Message} Check the permissions of the store's folder.",
                    e
                );
            }
        }
    }
}

/// <summary>An export as it is kept.</summary>
internal sealed record ExportRecord(
    string Format,
    string Path,
    string Timeline,
    string Fingerprint,
    string Target,
    string StartTimecode,
    string Markers,
    IReadOnlyList<Interchange.Sequences.Loss> Losses
);

/// <summary>Results of hand-off as JSON documents.</summary>
public static class HandoffJson
{
    /// <summary>What was handed on.</summary>
    public static string Write(ExportOutcome value) => JsonSerializer.Serialize(value, HandoffJsonContext.Default.ExportOutcome) + "\n";

    /// <summary>What was found again.</summary>
    public static string Write(RelinkOutcome value) => JsonSerializer.Serialize(value, HandoffJsonContext.Default.RelinkOutcome) + "\n";

    /// <summary>What came back.</summary>
    public static string Write(ImportOutcome value) => JsonSerializer.Serialize(value, HandoffJsonContext.Default.ImportOutcome) + "\n";
}

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    NewLine = "\n"
)]
[JsonSerializable(typeof(ExportOutcome))]
[JsonSerializable(typeof(ImportOutcome))]
[JsonSerializable(typeof(RelinkOutcome))]
[JsonSerializable(typeof(ExportRecord[]))]
internal sealed partial class HandoffJsonContext : JsonSerializerContext;
