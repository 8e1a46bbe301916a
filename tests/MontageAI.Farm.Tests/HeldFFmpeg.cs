using System.Globalization;
using MontageAI.Testing;

namespace MontageAI.Farm.Tests;

/// <summary>FFmpeg that stops before it encodes, or does what a test names, until it is let go, so that a test can be sure that a task is
/// in its middle.</summary>
internal sealed class HeldFFmpeg
{
    private readonly string _folder;

    /// <summary>Makes one in a folder; it holds.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="at">Stands in the arguments of those that are held.</param>
    public HeldFFmpeg(string folder, string at = "libx264")
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
        string real = Path.GetDirectoryName(TestTools.Run("which", "ffmpeg").Trim())!;
        File.WriteAllText(
            Path.Combine(folder, "ffmpeg"),
            $"""
            #!/bin/bash
            case "$*" in *testsrc2*) ;; *{at}*) if [ -e '{folder}/hold' ]; then
              echo > "{folder}/held.$$"
              while [ -e '{folder}/hold' ]; do sleep 0.05; done
            fi;; esac
            exec '{real}/ffmpeg' "$@"

            """
        );
        TestTools.Run("chmod", "+x", Path.Combine(folder, "ffmpeg"));
        File.CreateSymbolicLink(Path.Combine(folder, "ffprobe"), Path.Combine(real, "ffprobe"));
        File.WriteAllText(Path.Combine(folder, "hold"), "");
    }

    /// <summary>Its folder.</summary>
    public string Folder => _folder;

    /// <summary>Waits until one is held.</summary>
    /// <returns>Number of its process.</returns>
    public async Task<int> HeldAsync()
    {
        string? file = null;
        await Patience.UntilAsync(
            "an FFmpeg that is held",
            () => (file = Directory.GetFiles(_folder, "held.*").FirstOrDefault()) is not null
        );
        return int.Parse(Path.GetExtension(file!)[1..], CultureInfo.InvariantCulture);
    }

    /// <summary>Lets all go on.</summary>
    public void LetGo() => File.Delete(Path.Combine(_folder, "hold"));
}
