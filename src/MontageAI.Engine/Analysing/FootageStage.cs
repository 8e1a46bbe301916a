using MontageAI.Editing.Materials;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Resources;

namespace MontageAI.Engine.Analysing;

/// <summary>Looks at the key frames of clips, as planning does; what planning saw is not looked at again.</summary>
public sealed class FootageStage(JobContext context)
{
    /// <summary>Clips by ids of the caller's. Files that cannot be read are left out, and the report names them.</summary>
    /// <param name="paths">Path of each id.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyDictionary<string, ClipMaterial>> LookAsync(
        IReadOnlyDictionary<string, string> paths,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(paths);
        ClipFile[] files = [.. paths.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => new ClipFile(s.Key, s.Value, 0))];
        return (await LookAsync(files, cancellationToken).ConfigureAwait(false)).ToDictionary(c => c.Id);
    }

    /// <summary>The clips in folders, as planning would find them.</summary>
    /// <param name="inputs">Folders and files.</param>
    /// <param name="music">The song, which is no clip; or null.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="Errors.ConfigurationException">There is nothing in them.</exception>
    public Task<IReadOnlyList<ClipMaterial>> FindAsync(IReadOnlyList<string> inputs, string? music, CancellationToken cancellationToken) =>
        LookAsync(ClipFile.Name(ClipFinder.Find(inputs, music).Files), cancellationToken);

    private Task<IReadOnlyList<ClipMaterial>> LookAsync(IReadOnlyList<ClipFile> files, CancellationToken cancellationToken) =>
        new ClipIntake(context).LookAsync(files, Urgency.Work, begin: false, cancellationToken);
}
