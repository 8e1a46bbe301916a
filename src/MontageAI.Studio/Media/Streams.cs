using MontageAI.Studio.Settings;

namespace MontageAI.Studio.Media;

/// <summary>Folders of the streams that jobs write while they run. What they hold can be made again, so it goes with the server.</summary>
internal sealed class Streams
{
    private readonly string _folder;

    /// <summary>Begins with none; what an earlier server left is removed.</summary>
    public Streams(StudioOptions options)
    {
        _folder = Path.Combine(options.State, FormattableString.Invariant($"streams-{Environment.ProcessId}"));
        if (Directory.Exists(options.State))
        {
            foreach (string old in Directory.EnumerateDirectories(options.State, "streams-*"))
            {
                if (!IsAlive(Path.GetFileName(old)["streams-".Length..]))
                {
                    Directory.Delete(old, recursive: true);
                }
            }
        }

        Directory.CreateDirectory(_folder);
    }

    /// <summary>Folder of a job's stream.</summary>
    public string FolderOf(string job) => Path.Combine(_folder, job);

    /// <summary>A file of a job's stream; null where there is none.</summary>
    /// <param name="job">The job.</param>
    /// <param name="name">Name of a playlist or a segment.</param>
    public string? Find(string job, string name)
    {
        if (!IsName(job) || !IsName(name))
        {
            return null;
        }

        string file = Path.Combine(_folder, job, name);
        return File.Exists(file) ? file : null;
    }

    /// <summary>Removes all.</summary>
    public void Clear()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static bool IsName(string text) =>
        text.Length is > 0 and < 64 && text[0] != '.' && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.');

    private static bool IsAlive(string process) =>
        OperatingSystem.IsLinux() && int.TryParse(process, out int id) && id != Environment.ProcessId && Directory.Exists($"/proc/{id}");
}
