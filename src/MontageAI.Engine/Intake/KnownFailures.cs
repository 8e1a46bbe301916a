using MontageAI.Engine.Jobs;
using MontageAI.Errors;
using MontageAI.FFmpeg.Processes;
using MontageAI.Keys;
using MontageAI.Media;

namespace MontageAI.Engine.Intake;

/// <summary>
/// Remembers what could not be made of a file because of its content, so that it is not tried again each time: a folder of damaged files
/// would start a process for every one of them in every run. What may have had another cause is not remembered.
/// </summary>
internal sealed class KnownFailures(JobContext context)
{
    // What a machine without memory or handles to spare says.
    private static readonly string[] s_passing = ["allocate memory", "temporarily unavailable", "Too many open files", "No space left"];

    private readonly SteadySources _steady = new(context);

    /// <summary>Throws what was thrown before.</summary>
    /// <param name="of">The key of what could not be made.</param>
    /// <param name="path">Where the file lies now.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MediaException">It could not be made before.</exception>
    public async Task ThrowAsync(ContentKey of, string path, CancellationToken cancellationToken)
    {
        if (await FindAsync(of, cancellationToken).ConfigureAwait(false) is { } failure)
        {
            throw new MediaException(failure.Code, path, failure.Reason, failure.Remedy);
        }
    }

    /// <summary>Whether it is known that something cannot be made.</summary>
    public async Task<bool> HasAsync(ContentKey of, CancellationToken cancellationToken) =>
        await FindAsync(of, cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>Makes something of a file; if it cannot be made because of the file's content, that is remembered.</summary>
    /// <exception cref="MediaException">It cannot be made, or the file was changed meanwhile.</exception>
    public async Task<T> TryAsync<T>(ContentKey of, SourceFile file, Func<Task<T>> make, CancellationToken cancellationToken)
    {
        try
        {
            return await _steady.MakeAsync(file, make, cancellationToken).ConfigureAwait(false);
        }
        catch (MontageException e) when (e is not FFmpegMissingException)
        {
            await _steady.RequireAsync(file, cancellationToken).ConfigureAwait(false);
            if (e is MediaException failure && IsLasting(failure))
            {
                await context
                    .Store.Results.PutAsync(
                        KeyOf(of),
                        new StoredFailure(failure.Code, failure.Reason, failure.Remedy.ToString()),
                        StoreJson.StoredFailure,
                        cancellationToken
                    )
                    .ConfigureAwait(false);
            }

            throw;
        }
    }

    private ValueTask<StoredFailure?> FindAsync(ContentKey of, CancellationToken cancellationToken) =>
        context.Store.Results.TryGetAsync(KeyOf(of), StoreJson.StoredFailure, cancellationToken);

    // A tool that ended by itself and complained about the content; one that was ended by a signal says nothing about the file.
    private static bool IsLasting(MediaException e) =>
        e is { Code: ErrorCode.Unsupported or ErrorCode.MediaUnreadable or ErrorCode.NoPicture, InnerException: FFmpegException tool }
        && tool.ExitCode is > 0 and not (>= 128 and < 160)
        && !s_passing.Any(p => tool.ErrorTail.Contains(p, StringComparison.OrdinalIgnoreCase));

    private static ContentKey KeyOf(ContentKey of) => ContentKey.For("failure", "1").With("of", of.ToString()).Build();
}

/// <summary>Why something could not be made of a file.</summary>
/// <param name="Code">What kind of thing is wrong.</param>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="Remedy">What its owner can do.</param>
internal sealed record StoredFailure(ErrorCode Code, string Reason, string Remedy);
