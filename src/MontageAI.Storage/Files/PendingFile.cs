using MontageAI.Errors;

namespace MontageAI.Storage.Files;

/// <summary>
/// A file that appears whole or not at all: it is written under a temporary, hidden name in the folder of its target and renamed
/// at the end. Disposing without <see cref="Commit"/> removes it. What a killed process left is removed by the next one that
/// writes the same target. The owner disposes; one thread.
/// </summary>
public sealed class PendingFile : IDisposable
{
    private static readonly TimeSpan s_staleWithoutMark = TimeSpan.FromDays(1);

    private readonly bool _overwrite;
    private bool _done;

    private PendingFile(string target, string temporaryPath, bool overwrite)
    {
        Target = target;
        TemporaryPath = temporaryPath;
        _overwrite = overwrite;
    }

    /// <summary>Where the file will be.</summary>
    internal string Target { get; }

    /// <summary>Where to write it now; does not exist yet. Same folder and same extension as the target.</summary>
    public string TemporaryPath { get; }

    /// <summary>Prepares a file. Makes its folder when needed.</summary>
    /// <param name="target">Where it shall be.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <exception cref="MontageException">The target exists and may not be replaced, is a folder, or its folder cannot be made.</exception>
    public static PendingFile Create(string target, bool overwrite)
    {
        target = Path.GetFullPath(target);
        Refuse(target, overwrite);
        string folder = Path.GetDirectoryName(target)!;
        try
        {
            Directory.CreateDirectory(folder);
            RemoveLeftovers(folder, target);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MontageException(
                ErrorCode.FileUnwritable,
                $"'{target}' cannot be written: {e.Message} Choose another place or change the folder's permissions.",
                e
            );
        }

        string unique = Guid.NewGuid().ToString("N")[..8];
        return new PendingFile(
            target,
            Path.Combine(folder, $"{Prefix(target)}{ProcessMark.Own}.{unique}.part{Path.GetExtension(target)}"),
            overwrite
        );
    }

    /// <summary>Gives the file its name, in one step.</summary>
    /// <exception cref="MontageException">The target exists by now and may not be replaced, or the rename failed.</exception>
    public void Commit()
    {
        Refuse(Target, _overwrite);
        try
        {
            File.Move(TemporaryPath, Target, _overwrite);
            _done = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MontageException(
                ErrorCode.FileUnwritable,
                $"'{Target}' cannot be written: {e.Message} Choose another place or change the folder's permissions.",
                e
            );
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_done)
        {
            _done = true;
            File.Delete(TemporaryPath);
        }
    }

    private static void Refuse(string target, bool overwrite)
    {
        if (Directory.Exists(target))
        {
            throw new MontageException(ErrorCode.FileKind, $"'{target}' is a folder. Name a file in it.");
        }

        if (!overwrite && File.Exists(target))
        {
            throw new MontageException(
                ErrorCode.FileExists,
                $"'{target}' exists already and was left as it is. Choose another name, or {Remedy.AllowReplacing}."
            );
        }
    }

    /// <summary>Begin of the names of what belongs to a target. The hash stands for the target's name, which may be as long as a name can
    /// be.</summary>
    internal static string Prefix(string target)
    {
        byte[] name = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Path.GetFileName(target)));
        return $".montage-{Convert.ToHexStringLower(name, 0, 6)}.";
    }

    private static void RemoveLeftovers(string folder, string target)
    {
        string prefix = Prefix(target);
        foreach (string path in Directory.EnumerateFiles(folder, prefix + "*.part*"))
        {
            string mark = Path.GetFileName(path)[prefix.Length..].Split('.')[0];
            bool abandoned =
#pragma warning disable RS0030 // Compared with the time that the file system wrote.
                mark == "none" ? File.GetLastWriteTimeUtc(path) < DateTime.UtcNow - s_staleWithoutMark : !ProcessMark.IsAlive(mark);
#pragma warning restore RS0030
            if (abandoned)
            {
                File.Delete(path);
            }
        }
    }
}
