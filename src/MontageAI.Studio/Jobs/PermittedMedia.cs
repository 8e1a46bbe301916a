using MontageAI.Engine.Projects;
using MontageAI.Errors;
using MontageAI.Studio.Files;
using MontageAI.Timelines;

namespace MontageAI.Studio.Jobs;

/// <summary>Which files of a project and of its plans may be used now: they may have been changed for links to others since they were
/// named.</summary>
internal sealed class PermittedMedia(Roots roots)
{
    /// <summary>Whether a file of a project may be used.</summary>
    public bool May(MontageProject project, ProjectMedia media) => roots.May(project.PathOf(media), project.MediaFolder);

    /// <summary>A plan, all of whose files may be used or are not there.</summary>
    /// <exception cref="MontageException">One lies where nothing may be used.</exception>
    public Timeline Of(Timeline plan, MontageProject project)
    {
        string? stranger = plan
            .Sources.Select(s => s.Path)
            .Concat(plan.Music is { } song ? [song.Path] : [])
            .FirstOrDefault(p => Path.Exists(p) && !roots.May(p, project.MediaFolder));
        return stranger is null
            ? plan
            : throw new MontageException(
                ErrorCode.FileMissing,
                $"'{stranger}' lies in no folder that this server may use. Start it with --root and that folder."
            );
    }

    /// <summary>Clips that cannot be used, a sentence each: what is planned without them must not look as if they had been passed
    /// over.</summary>
    public IEnumerable<string> Missing(MontageProject project) =>
        project
            .Document.Footage.Select(project.PathOf)
            .Where(p => !roots.May(p, project.MediaFolder))
            .Select(p =>
                $"'{Printable.Of(p)}': "
                + (
                    Path.Exists(p)
                        ? "It lies in no folder that this server may use. Start it with --root and that folder."
                        : "It is not there any more. Put it back, say where it lies now, or take it out of the project."
                )
            );

    /// <summary>The clips and the song that can be used.</summary>
    public ProjectFiles Of(MontageProject project) =>
        new(
            [.. project.Document.Footage.Where(m => May(project, m)).Select(project.PathOf)],
            project.Document.Song is { } song && May(project, song) ? project.PathOf(song) : null
        );
}
