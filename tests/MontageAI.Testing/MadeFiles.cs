using System.Collections.Concurrent;

namespace MontageAI.Testing;

/// <summary>
/// Inputs that many tests want alike, made by FFmpeg once for each run of a test program and copied from then on: making them took longer
/// than what was tested with them. Every test gets files of its own.
/// </summary>
public static class MadeFiles
{
    private static readonly Lazy<TempFolder> s_folder = new(() =>
    {
        TempFolder folder = new();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        return folder;
    });

    private static readonly ConcurrentDictionary<string, Lazy<string>> s_made = new(StringComparer.Ordinal);

    /// <summary>Makes a file with FFmpeg, or copies what the same arguments made before.</summary>
    /// <param name="path">Where the file shall lie; its ending is the container.</param>
    /// <param name="arguments">All arguments but the output.</param>
    public static void FFmpeg(string path, params IReadOnlyList<string> arguments)
    {
        string key = string.Join('\n', [Path.GetExtension(path), .. arguments]);
        string made = s_made
            .GetOrAdd(
                key,
                _ => new Lazy<string>(() =>
                {
                    string first = s_folder.Value.File($"{Guid.NewGuid():N}{Path.GetExtension(path)}");
                    TestTools.FFmpeg([.. arguments, first]);
                    return first;
                })
            )
            .Value;
        File.Copy(made, path, overwrite: true);
        // As if it were new.
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
    }
}
