using MontageAI.Errors;

namespace MontageAI.Storage.Files;

/// <summary>
/// A folder that appears whole or not at all: it is filled under a hidden name beside its target and renamed at the end. Disposing without
/// <see cref="Commit"/> removes it. What a killed process left is removed by the next one that makes the same target. The owner disposes;
/// one thread.
/// </summary>
public sealed class PendingFolder : IDisposable
{
    private readonly string? _mark;
    private bool _done;

    private PendingFolder(string target, string path, string? mark) => (Target, Path, _mark) = (target, path, mark);

    /// <summary>Where the folder will be.</summary>
    public string Target { get; }

    /// <summary>Where to fill it now; it is there and empty.</summary>
    public string Path { get; }

    /// <summary>Prepares a folder.</summary>
    /// <param name="target">Where it shall be.</param>
    /// <param name="mark">Name of a file that a folder holds which may be replaced: one of ours. Null replaces none.</param>
    /// <exception cref="MontageException">Something is there that may not be replaced, or the folder cannot be made.</exception>
    public static PendingFolder Create(string target, string? mark)
    {
        target = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(target));
        Refuse(target, mark);
        string parent = System.IO.Path.GetDirectoryName(target)!,
            prefix = PendingFile.Prefix(target);
        try
        {
            Directory.CreateDirectory(parent);
            foreach (string left in Directory.EnumerateDirectories(parent, prefix + "*.partial"))
            {
                if (!ProcessMark.IsAlive(System.IO.Path.GetFileName(left)[prefix.Length..].Split('.')[0]))
                {
                    Directory.Delete(left, recursive: true);
                }
            }

            string path = System.IO.Path.Combine(parent, $"{prefix}{ProcessMark.Own}.{Guid.NewGuid().ToString("N")[..8]}.partial");
            Directory.CreateDirectory(path);
            return new PendingFolder(target, path, mark);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(target, e);
        }
    }

    /// <summary>Refuses what is there and may not be replaced.</summary>
    /// <param name="target">The folder.</param>
    /// <param name="mark">Name of a file in it that says that it is ours to replace; null replaces none.</param>
    /// <exception cref="MontageException">It is refused.</exception>
    public static void Refuse(string target, string? mark)
    {
        if (File.Exists(target))
        {
            throw new MontageException(
                ErrorCode.FileKind,
                $"'{target}' is a file, and a folder goes there. Move it away, or choose another name."
            );
        }

        if (!Directory.Exists(target) || !Directory.EnumerateFileSystemEntries(target).Any())
        {
            return;
        }

        if (mark is null)
        {
            throw new MontageException(
                ErrorCode.FileExists,
                $"'{target}' exists already and was left as it is. Choose another name, or {Remedy.AllowReplacing}."
            );
        }

        if (!File.Exists(System.IO.Path.Combine(target, mark)))
        {
            throw new MontageException(
                ErrorCode.FileKind,
                $"'{target}' holds other things than an earlier export and was left as it is. Choose another name."
            );
        }
    }

    /// <summary>Gives the folder its name.</summary>
    /// <exception cref="MontageException">Something is there by now that may not be replaced, or the rename failed.</exception>
    public void Commit()
    {
        Refuse(Target, _mark);
        try
        {
            string? before = null;
            if (Directory.Exists(Target))
            {
                before = Path + ".before";
                Directory.Move(Target, before);
            }

            Directory.Move(Path, Target);
            _done = true;
            if (before is not null)
            {
                Directory.Delete(before, recursive: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(Target, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_done)
        {
            _done = true;
            Directory.Delete(Path, recursive: true);
        }
    }

    private static MontageException Unwritable(string target, Exception e) =>
        new(
            ErrorCode.FileUnwritable,
            $"'{target}' cannot be written: {e.Message} Choose another place or change the folder's permissions.",
            e
        );
}
