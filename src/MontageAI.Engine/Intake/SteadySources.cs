using MontageAI.Engine.Jobs;
using MontageAI.Errors;
using MontageAI.Media;

namespace MontageAI.Engine.Intake;

/// <summary>
/// Holds what is made of a file to the content under which it is remembered. A file that was changed after somebody said what it is gives
/// results of something else, and they would be taken for its own as soon as the old content lies there again.
/// </summary>
internal sealed class SteadySources(JobContext context)
{
    /// <summary>Refuses what was made of a file that is another by now.</summary>
    /// <exception cref="MediaException">It is.</exception>
    public Task RequireAsync(SourceFile file, CancellationToken cancellationToken) =>
        RequireAsync(file.Path, file.Fingerprint, cancellationToken);

    /// <summary>Refuses what was made of a file that is another by now.</summary>
    /// <exception cref="MediaException">It is.</exception>
    public async Task RequireAsync(string path, string fingerprint, CancellationToken cancellationToken)
    {
        if (!await IsAsync(path, fingerprint, cancellationToken).ConfigureAwait(false))
        {
            throw new MediaException(
                ErrorCode.SourceChanged,
                path,
                "was changed while it was read, so nothing that was found in it is kept.",
                "Wait until it is copied or recorded, then run again."
            );
        }
    }

    /// <summary>Makes something of a file, and refuses it where the file is another by then.</summary>
    /// <exception cref="MediaException">It is.</exception>
    public async Task<T> MakeAsync<T>(SourceFile file, Func<Task<T>> make, CancellationToken cancellationToken)
    {
        T made = await make().ConfigureAwait(false);
        await RequireAsync(file, cancellationToken).ConfigureAwait(false);
        return made;
    }

    /// <summary>Whether a file still has the content that it had. Costs one question to the system where nobody touched it.</summary>
    public async Task<bool> IsAsync(string path, string fingerprint, CancellationToken cancellationToken)
    {
        try
        {
            return (await context.Store.Sources.IdentifyAsync(path, cancellationToken).ConfigureAwait(false)).Fingerprint == fingerprint;
        }
        catch (MediaException)
        {
            // Gone, empty, or changing at this very moment.
            return false;
        }
    }
}
