using Microsoft.Win32.SafeHandles;
using MontageAI.Errors;

namespace MontageAI.Containers.Joining;

/// <summary>A file that samples are copied from; opened at the first read.</summary>
/// <param name="path">The file.</param>
/// <param name="what">What it is, for messages, for example "rendered shot".</param>
public sealed class SampleSource(string path, string what) : IDisposable
{
    private SafeFileHandle? _handle;

    /// <summary>Fills a buffer.</summary>
    /// <exception cref="MontageException">The file is gone, cut off or not readable.</exception>
    public void Read(long offset, Span<byte> to)
    {
        try
        {
            _handle ??= File.OpenHandle(path);
            while (to.Length > 0)
            {
                int got = RandomAccess.Read(_handle, to, offset);
                if (got == 0)
                {
                    throw new MontageException(
                        ErrorCode.JoinFailed,
                        $"The {what} '{path}' is cut off and cannot be joined. Render it again."
                    );
                }

                to = to[got..];
                offset += got;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MontageException(ErrorCode.JoinFailed, $"The {what} '{path}' cannot be read: {e.Message} Render it again.", e);
        }
    }

    /// <summary>Closes the file; a later read opens it again.</summary>
    public void Dispose()
    {
        _handle?.Dispose();
        _handle = null;
    }
}
