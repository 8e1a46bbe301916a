using MontageAI.Engine.Intake;
using MontageAI.Storage.Files;
using MontageAI.Studio.Contracts;
using MontageAI.Studio.Media;
using MontageAI.Timelines;

namespace MontageAI.Studio.Jobs;

/// <summary>Plans to choose from. They are no revisions until one is taken, and go with the server: they can be planned again.</summary>
internal sealed class Variants(Streams streams)
{
    /// <summary>Keeps one.</summary>
    public Task KeepAsync(string job, long seed, Timeline plan, CancellationToken cancellationToken) =>
        AtomicFile.WriteAsync(FileOf(job, seed), to => TimelineJson.Write(plan, to), overwrite: true, cancellationToken);

    /// <summary>One that was kept.</summary>
    /// <exception cref="ApiException">There is none, or it went with an earlier server.</exception>
    public Timeline Require(string project, string job, long seed, Desk desk)
    {
        if (desk.Find(job)?.Record is not { Kind: JobKind.Variants } record || record.Project != project)
        {
            throw ApiException.NotFound("variant");
        }

        string file = FileOf(record.Id, seed);
        return File.Exists(file) ? TimelineFile.Read(file) : throw ApiException.NotFound("variant");
    }

    /// <summary>Folder of the pictures that are made of one.</summary>
    public string PicturesOf(string job, long seed) => streams.FolderOf(FormattableString.Invariant($"{job}-{seed}"));

    private string FileOf(string job, long seed) =>
        Path.Combine(streams.FolderOf(job), FormattableString.Invariant($"{seed}.variant.json"));
}
