using System.Text;
using System.Text.Json;
using MontageAI.Errors;

namespace MontageAI.Engine.Projects;

/// <summary>
/// <c>log.jsonl</c>: one line for each revision and each move of the head, only ever longer. A line is on the disk before anybody is told
/// of it. A last line that was cut short (power cut, kill) was never told to anybody and is dropped. One caller at a time.
/// </summary>
internal sealed class ProjectLog : IDisposable
{
    private readonly FileStream _file;

    private ProjectLog(FileStream file) => _file = file;

    /// <summary>All lines.</summary>
    public List<ProjectEntry> Entries { get; } = [];

    /// <summary>What was wrong with the end of the log and was dropped; null when nothing was.</summary>
    public string? Dropped { get; private set; }

    /// <summary>Opens the log, to write it too.</summary>
    /// <exception cref="ConfigurationException">A line before the last is damaged.</exception>
    public static ProjectLog Open(string path)
    {
        ProjectLog log = new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read));
        try
        {
            log.Read(path);
            return log;
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    /// <summary>Appends a line; when this returns it is on the disk.</summary>
    public void Append(ProjectEntry entry)
    {
        byte[] line = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(entry, ProjectJson.Line.ProjectEntry) + "\n");
        long end = _file.Length;
        try
        {
            _file.Position = end;
            _file.Write(line);
            _file.Flush(flushToDisk: true);
        }
        catch (IOException e)
        {
            // A full disk leaves half a line, which must not become the beginning of the next one.
            _file.SetLength(end);
            throw new MontageException(
                ErrorCode.FileUnwritable,
                $"'{_file.Name}' cannot be written: {e.Message} Nothing was changed. Make room and try again.",
                e
            );
        }

        Entries.Add(entry);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Read(string path)
    {
        byte[] bytes = new byte[_file.Length];
        _file.ReadExactly(bytes);
        int at = 0,
            number = 0;
        while (at < bytes.Length)
        {
            int end = Array.IndexOf(bytes, (byte)'\n', at);
            number++;
            ProjectEntry? entry = end < 0 ? null : Parse(bytes.AsSpan(at, end - at));
            if (entry is null)
            {
                if (end >= 0 && end + 1 < bytes.Length)
                {
                    throw new ConfigurationException(
                        ErrorCode.FileUnreadable,
                        $"line {number} of '{path}' is damaged, and lines follow it. Restore the file from a copy.",
                        field: null,
                        path
                    );
                }

                Dropped = $"line {number} of the log was cut short and is left out; nobody had been told of it.";
                _file.SetLength(at);
                break;
            }

            Entries.Add(entry);
            at = end + 1;
        }
    }

    private static ProjectEntry? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, ProjectJson.Default.ProjectEntry);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
