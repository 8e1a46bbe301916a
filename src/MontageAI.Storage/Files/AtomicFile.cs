using System.Text;
using MontageAI.Errors;

namespace MontageAI.Storage.Files;

/// <summary>Writes small files that appear whole or not at all.</summary>
public static class AtomicFile
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes text as UTF-8 without a byte order mark.</summary>
    /// <param name="path">The file; its folder is made when needed.</param>
    /// <param name="text">All of it.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <param name="cancellationToken">Ends the writing; nothing is left then.</param>
    /// <exception cref="MontageException">It exists and may not be replaced, or it cannot be written.</exception>
    public static Task WriteTextAsync(string path, string text, bool overwrite, CancellationToken cancellationToken) =>
        WriteAsync(path, s_utf8.GetBytes(text), overwrite, cancellationToken);

    /// <summary>Writes bytes.</summary>
    /// <inheritdoc cref="WriteTextAsync"/>
    /// <param name="path">The file; its folder is made when needed.</param>
    /// <param name="bytes">All of it.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <param name="cancellationToken">Ends the writing; nothing is left then.</param>
    public static Task WriteAsync(string path, ReadOnlyMemory<byte> bytes, bool overwrite, CancellationToken cancellationToken) =>
        WriteAsync(path, to => to.Write(bytes.Span), overwrite, cancellationToken);

    /// <summary>Writes what is made piece by piece.</summary>
    /// <inheritdoc cref="WriteTextAsync"/>
    /// <param name="path">The file; its folder is made when needed.</param>
    /// <param name="write">Writes all of it.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <param name="cancellationToken">Ends the writing before it begins; nothing is left then.</param>
    public static async Task WriteAsync(string path, Action<Stream> write, bool overwrite, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(write);
        using PendingFile pending = PendingFile.Create(path, overwrite);
        try
        {
            await Task.Run(
                    () =>
                    {
                        using FileStream to = new(pending.TemporaryPath, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
                        write(to);
                    },
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MontageException(
                ErrorCode.FileUnwritable,
                $"'{pending.Target}' cannot be written: {e.Message} Choose another place or make room.",
                e
            );
        }

        pending.Commit();
    }
}
