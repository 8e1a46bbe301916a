using System.Text.Json;
using MontageAI.Errors;
using MontageAI.Storage.Files;
using MontageAI.Studio.Contracts;
using MontageAI.Studio.Projects;

namespace MontageAI.Studio.Jobs;

/// <summary>Jobs in the folders of their projects, so that they survive the server.</summary>
internal sealed class JobKeeper(ProjectShelf projects)
{
    private const int MostKept = 100;
    private const int MostTold = 20;

    /// <summary>Writes a job down as it is now.</summary>
    public async Task WriteAsync(JobRecord record)
    {
        if (projects.FolderOf(record.Project) is not { } folder)
        {
            return;
        }

        string jobs = Path.Combine(folder, "jobs");
        await AtomicFile
            .WriteTextAsync(
                Path.Combine(jobs, record.Id + ".json"),
                StudioJson.Text(record) + "\n",
                overwrite: true,
                CancellationToken.None
            )
            .ConfigureAwait(false);
        if (record.HasEnded)
        {
            foreach (
                FileInfo old in new DirectoryInfo(jobs)
                    .EnumerateFiles("*.json")
                    .OrderByDescending(f => f.LastWriteTimeUtc)
                    .Skip(MostKept)
                    .Where(f => !HasVariants(folder, Path.GetFileNameWithoutExtension(f.Name)))
            )
            {
                old.Delete();
            }
        }
    }

    /// <summary>Jobs of a project that had not ended, the latest of those that had, and those that planned variants which are still
    /// there. In the order in which they were asked for.</summary>
    public static IReadOnlyList<JobRecord> Left(string folder)
    {
        string jobs = Path.Combine(folder, "jobs");
        if (!Directory.Exists(jobs))
        {
            return [];
        }

        List<JobRecord> all = [];
        foreach (FileInfo file in new DirectoryInfo(jobs).EnumerateFiles("*.json"))
        {
            if (
                file.LinkTarget is null
                && file.Length < 1 << 20
                && Read(file.FullName) is { } record
                && record.Id == Path.GetFileNameWithoutExtension(file.Name)
            )
            {
                all.Add(record);
            }
        }

        all.Sort((a, b) => a.Created.CompareTo(b.Created));
        HashSet<string> told = [.. all.Where(r => r.HasEnded).TakeLast(MostTold).Select(r => r.Id)];
        return [.. all.Where(r => !r.HasEnded || told.Contains(r.Id) || (r.Kind == JobKind.Variants && HasVariants(folder, r.Id)))];
    }

    private static bool HasVariants(string folder, string job) => Directory.Exists(Variants.FolderOf(folder, job));

    private static JobRecord? Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), StudioJson.Default.JobRecord);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException or MontageException)
        {
            // Somebody else's, or damaged: it says nothing that could be done.
            return null;
        }
    }
}
