using MontageAI.Engine.Jobs;
using MontageAI.Errors;
using MontageAI.Media;

namespace MontageAI.Engine.Requests;

/// <summary>Who files are, by their content; needs no FFmpeg.</summary>
/// <param name="Paths">The files.</param>
public sealed record IdentifyRequest(IReadOnlyList<string> Paths) : JobRequest<IReadOnlyList<SourceFile?>>
{
    /// <inheritdoc/>
    public override string Kind => "identify";

    /// <inheritdoc/>
    public override bool NeedsFFmpeg => false;

    /// <summary>Reads what is not known yet: at most some 450 KiB of each file.</summary>
    /// <returns>In the order of the paths; null for files that are empty, gone or cannot be read.</returns>
    protected internal override async Task<IReadOnlyList<SourceFile?>> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        SourceFile?[] found = new SourceFile?[Paths.Count];
        for (int i = 0; i < found.Length; i++)
        {
            try
            {
                found[i] = await context.Store.Sources.IdentifyAsync(Paths[i], cancellationToken).ConfigureAwait(false);
            }
            catch (MediaException)
            {
                // Null says it.
            }
        }

        return found;
    }
}
