using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MontageAI.Engine;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Settings;
using MontageAI.Rendering.Profiles;
using MontageAI.Testing;

namespace MontageAI.Host.Tests;

/// <summary>Clips, a song, and engines to make montages of them.</summary>
internal sealed class Footage : IDisposable
{
    private readonly TempFolder _folder = new();

    /// <summary>Makes clips that differ and a song of 20 seconds.</summary>
    /// <param name="clips">How many.</param>
    /// <param name="rate">Frame rate of the clips.</param>
    /// <param name="bpm">Tempo of the song.</param>
    public Footage(int clips = 6, string rate = "25", double bpm = 120)
    {
        TestClips.Make(File("clips"), clips, 4, rate);
        TestSong.Write(File("song.wav"), bpm, 20);
    }

    /// <summary>Path of a file in the folder.</summary>
    public string File(string name) => _folder.File(name);

    /// <summary>An engine with a store of its own.</summary>
    public MontageEngine Engine(string store, int running = 16, int cores = 2, ILoggerFactory? loggers = null, bool followUps = false) =>
        new(
            new EngineSettings
            {
                SearchPath = Environment.GetEnvironmentVariable("PATH"),
                FFmpegPath = Environment.GetEnvironmentVariable("MONTAGE_FFMPEG"),
                CacheFolder = File(store),
                Version = "test",
                Cores = cores,
                RunningJobs = running,
                FollowUps = followUps,
                Loggers = loggers ?? NullLoggerFactory.Instance,
            }
        );

    /// <summary>A montage of ten seconds.</summary>
    /// <param name="output">Its name, in a folder that is made.</param>
    public MontageRequest Montage(string output)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File(output))!);
        return new MontageRequest
        {
            Clips = [File("clips")],
            Music = File("song.wav"),
            Output = File(output),
            DurationSeconds = 10,
            Profile = ProfileName.Preview,
            UsesMemory = false,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();
}
