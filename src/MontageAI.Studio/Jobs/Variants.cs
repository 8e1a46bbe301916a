using MontageAI.Engine.Intake;
using MontageAI.Engine.Projects;
using MontageAI.Errors;
using MontageAI.Storage.Files;
using MontageAI.Studio.Contracts;
using MontageAI.Studio.Media;
using MontageAI.Timelines;

namespace MontageAI.Studio.Jobs;

/// <summary>Plans to choose from. They are no revisions until one is taken; they lie in the project until others are planned.</summary>
internal sealed class Variants(Streams streams)
{
    private const string Folder = "variants";

    /// <summary>Where those of a job lie.</summary>
    /// <param name="project">The project's folder.</param>
    /// <param name="job">The job.</param>
    public static string FolderOf(string project, string job) => Path.Combine(project, Folder, job);

    /// <summary>Keeps one.</summary>
    public static Task KeepAsync(MontageProject project, string job, long seed, Timeline plan, CancellationToken cancellationToken) =>
        AtomicFile.WriteAsync(FileOf(project.Folder, job, seed), to => TimelineJson.Write(plan, to), overwrite: true, cancellationToken);

    /// <summary>Forgets those of earlier jobs: the latest are chosen from.</summary>
    public static void KeepOnly(MontageProject project, string job)
    {
        DirectoryInfo all = new(Path.Combine(project.Folder, Folder));
        if (!all.Exists || all.LinkTarget is not null)
        {
            return;
        }

        foreach (DirectoryInfo old in all.EnumerateDirectories().Where(d => d.LinkTarget is null && d.Name != job))
        {
            old.Delete(recursive: true);
        }
    }

    /// <summary>One that was kept.</summary>
    /// <exception cref="ApiException">There is none, or others were planned since.</exception>
    public static Timeline Require(MontageProject project, string job, long seed, Desk desk)
    {
        if (desk.Find(job)?.Record is not { Kind: JobKind.Variants } record || record.Project != project.Document.Id)
        {
            throw ApiException.NotFound("variant");
        }

        FileInfo file = new(FileOf(project.Folder, record.Id, seed));
        return file is { Exists: true, LinkTarget: null } ? TimelineFile.Read(file.FullName) : throw ApiException.NotFound("variant");
    }

    /// <summary>Folder of the pictures that are made of one.</summary>
    public string PicturesOf(string job, long seed) => streams.FolderOf(FormattableString.Invariant($"{job}-{seed}"));

    private static string FileOf(string project, string job, long seed) =>
        Path.Combine(FolderOf(project, job), FormattableString.Invariant($"{seed}.json"));
}
