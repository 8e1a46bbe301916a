using MontageAI.Errors;
using MontageAI.Tasks;

namespace MontageAI.Engine.Requests;

/// <summary>Reads a task from a file.</summary>
public static class TaskFile
{
    /// <summary>Reads it.</summary>
    /// <exception cref="ConfigurationException">It cannot be read, or is no task.</exception>
    public static async Task<TaskSpec> ReadAsync(string path, CancellationToken cancellationToken)
    {
        byte[] text;
        try
        {
            await using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 4096, useAsync: true);
            // One byte more than a task may have tells that there are too many, however many there are.
            text = new byte[TaskSpec.MostBytes + 1];
            int read = await file.ReadAtLeastAsync(text, text.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            text = text[..read];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ConfigurationException(
                ErrorCode.FileUnreadable,
                $"'{Printable.Of(path)}' cannot be read: {e.Message.TrimEnd('.')}. Check the path.",
                file: path
            );
        }

        return TaskSpecJson.Read(text, Path.GetFileName(path));
    }
}
