using System.Text.Json;
using MontageAI.Engine.Intake;
using MontageAI.Errors;
using MontageAI.Storage.Files;

namespace MontageAI.Engine.Projects;

/// <summary>The document of a project as a file.</summary>
public static class ProjectFile
{
    /// <summary>Whether a path is that of a project: a folder with its document.</summary>
    public static bool IsAt(string path) => File.Exists(Path.Combine(path, "project.json"));

    /// <summary>What a project is made from, without opening it.</summary>
    /// <exception cref="ConfigurationException">There is none, or a newer program made it.</exception>
    public static ProjectDocument Read(string folder)
    {
        string file = Path.Combine(Path.GetFullPath(folder), "project.json");
        ProjectDocument? document = null;
        string why = "it is no project";
        byte[] bytes = UserFile.Read(file, "project", 64 << 20, field: null);
        try
        {
            document = JsonSerializer.Deserialize(bytes, ProjectJson.Default.ProjectDocument);
        }
        catch (JsonException) when (VersionOf(bytes) is { } version and > ProjectDocument.SchemaVersion)
        {
            // It says what this program has no words for.
            document = new ProjectDocument
            {
                Schema = ProjectDocument.SchemaName,
                Version = version,
                Id = "",
                Name = Path.GetFileNameWithoutExtension(folder),
            };
        }
        catch (JsonException e)
        {
            why = $"line {e.LineNumber + 1} is not what a project says";
        }

        return document is null || document.Schema != ProjectDocument.SchemaName
                ? throw new ConfigurationException(ErrorCode.FileUnreadable, $"'{file}' cannot be read: {why}.", field: null, file)
            : document.Version > ProjectDocument.SchemaVersion
                ? throw new ConfigurationException(
                    ErrorCode.Unsupported,
                    $"The project '{document.Name}' ('{file}') was made by a newer program (its version is {document.Version}, this "
                        + $"program knows {ProjectDocument.SchemaVersion}). Update this program.",
                    field: null,
                    file
                )
            : document;
    }

    private static int? VersionOf(byte[] bytes)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            return
                document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("version", out JsonElement version)
                && version.TryGetInt32(out int number)
                ? number
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The error for a project that cannot be written.</summary>
    internal static MontageException Unwritable(string folder, Exception e) =>
        new(ErrorCode.FileUnwritable, $"The project '{folder}' cannot be written: {e.Message} Make room there, or allow writing.", e);

    /// <summary>Writes the document of a project.</summary>
    internal static Task WriteAsync(string folder, ProjectDocument document, CancellationToken cancellationToken) =>
        AtomicFile.WriteTextAsync(
            Path.Combine(folder, "project.json"),
            JsonSerializer.Serialize(document, ProjectJson.Readable.ProjectDocument) + "\n",
            overwrite: true,
            cancellationToken
        );
}
