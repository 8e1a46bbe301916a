using System.Text;
using MontageAI.Errors;

namespace MontageAI.Containers.Streaming;

/// <summary>The folder of a stream: what is there is ours, and every file appears whole.</summary>
internal sealed class StreamFolder
{
    /// <summary>Name of the playlist.</summary>
    public const string PlaylistName = "index.m3u8";

    private const string Unfinished = ".part";
    private const long MostPlaylistBytes = 64 << 20;

    private StreamFolder(string path) => Path = path;

    /// <summary>Full path.</summary>
    public string Path { get; }

    /// <summary>Full path of the playlist.</summary>
    public string Playlist => File(PlaylistName);

    /// <summary>Creates the folder, or empties it where it holds an earlier stream.</summary>
    /// <exception cref="MontageException">It holds something else, or cannot be written.</exception>
    public static StreamFolder Prepare(string path)
    {
        StreamFolder folder = new(System.IO.Path.GetFullPath(path));
        try
        {
            if (System.IO.File.Exists(folder.Path))
            {
                throw new MontageException(
                    ErrorCode.FileKind,
                    $"'{folder.Path}' is a file, so the preview cannot be put into a folder of that name. Move it away, or choose "
                        + $"another output name."
                );
            }

            Directory.CreateDirectory(folder.Path);
            string[] entries = Directory.GetFileSystemEntries(folder.Path);
            if (folder.Stranger(entries) is { } stranger)
            {
                throw new MontageException(ErrorCode.FileKind, Foreign(folder.Path, stranger));
            }

            // The playlist goes last: a folder that is half emptied is still known as ours.
            foreach (string entry in entries)
            {
                if (entry != folder.Playlist)
                {
                    System.IO.File.Delete(entry);
                }
            }

            folder.Replace(PlaylistName, Encoding.ASCII.GetBytes("#EXTM3U\n" + StreamPlaylist.Mark + "\n"));
            return folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw folder.Unwritable(e);
        }
    }

    /// <summary>Why a folder may not be emptied for a stream; null where there is none, or where it is empty or holds an earlier
    /// stream.</summary>
    public static string? ProblemWith(string path)
    {
        StreamFolder folder = new(System.IO.Path.GetFullPath(path));
        try
        {
            return Directory.Exists(folder.Path) && folder.Stranger(Directory.GetFileSystemEntries(folder.Path)) is { } stranger
                ? Foreign(folder.Path, stranger)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return folder.Unwritable(e).Message;
        }
    }

    /// <summary>Whether the playlist in a folder says that it is ours.</summary>
    public static bool IsMarked(string path) => Lines(path).Take(2).Contains(StreamPlaylist.Mark);

    /// <summary>Whether the playlist in a folder says that nothing will follow.</summary>
    public static bool IsFinished(string path) => Lines(path).Contains(StreamPlaylist.End);

    /// <summary>Full path of a file in it.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a small file, or takes the place of the one that is there, in one step.</summary>
    public void Replace(string name, ReadOnlySpan<byte> content)
    {
        string unfinished = File(name + Unfinished);
        System.IO.File.WriteAllBytes(unfinished, content);
        System.IO.File.Move(unfinished, File(name), overwrite: true);
    }

    /// <summary>The error for a folder that cannot be written.</summary>
    public MontageException Unwritable(Exception cause) =>
        new(
            ErrorCode.FileUnwritable,
            $"The preview in '{Path}' could not be written: {cause.Message} Make room there, or choose another output name.",
            cause
        );

    private static string Foreign(string path, string entry) =>
        $"The folder '{path}' holds something that is not a preview ('{entry}'), and is left alone. "
        + "Move it away, or choose another output name.";

    private string? Stranger(string[] entries) =>
        entries.FirstOrDefault(e => !IsOurs(System.IO.Path.GetFileName(e))) is { } stranger ? System.IO.Path.GetFileName(stranger)
        // Whoever was killed while the first playlist was written left only that.
        : entries.All(e => e == Playlist + Unfinished) || IsMarked(Path) ? null
        : PlaylistName;

    // Playlists are short; a pipe or a large file of that name is none.
    private static string[] Lines(string path)
    {
        string playlist = System.IO.Path.Combine(path, PlaylistName);
        try
        {
            return new FileInfo(playlist) is { Exists: true, LinkTarget: null, Length: > 0 and <= MostPlaylistBytes }
                ? System.IO.File.ReadAllLines(playlist)
                : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool IsOurs(string name)
    {
        name = name.EndsWith(Unfinished, StringComparison.Ordinal) ? name[..^Unfinished.Length] : name;
        return name == PlaylistName || IsNumbered(name, "init", ".mp4") || IsNumbered(name, "segment", ".m4s");
    }

    private static bool IsNumbered(string name, string start, string end) =>
        name.Length >= start.Length + end.Length
        && name.StartsWith(start, StringComparison.Ordinal)
        && name.EndsWith(end, StringComparison.Ordinal)
        && name[start.Length..^end.Length].All(c => c == '-' || char.IsAsciiDigit(c));
}
