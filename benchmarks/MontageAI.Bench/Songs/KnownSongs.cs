using MontageAI.Analysis.Music;
using MontageAI.FFmpeg.Decoding.Audio;
using MontageAI.FFmpeg.Processes;

namespace MontageAI.Bench.Songs;

/// <summary>A song whose words and their times are known.</summary>
/// <param name="Name">Name of its file.</param>
/// <param name="IsFitted">Whether weights or constants were fitted to it; the others are for figures.</param>
/// <param name="Samples">Its sound at the rate of the analysis.</param>
/// <param name="Lines">Its words.</param>
internal sealed record KnownSong(string Name, bool IsFitted, float[] Samples, IReadOnlyList<SungLine> Lines);

/// <summary>Finds songs that lie beside an UltraStar file ("NAME.ultrastar.txt").</summary>
internal sealed class KnownSongs(FFmpegTools tools)
{
    private const string Suffix = ".ultrastar.txt";

    private static readonly string[] s_fitted = ["electropop_fairy_bot", "rock_on_the_run"];
    private static readonly string[] s_sounds = [".ogg", ".mp3", ".m4a", ".flac"];

    /// <summary>Music of the test media without a voice, for fitting.</summary>
    public static IReadOnlyList<string> WithoutVoice { get; } =
    ["jazz_vibe_ace.ogg", "trumpet_solo_90bpm.ogg", "piano_sweet_waltz.ogg", "strings_hungarian_dance5.ogg", "osu_nekodex_welcome.ogg"];

    /// <summary>All songs with words of a folder, by name.</summary>
    public async Task<IReadOnlyList<KnownSong>> ReadAsync(string folder)
    {
        List<KnownSong> songs = [];
        foreach (string words in Directory.GetFiles(folder, "*" + Suffix).Order(StringComparer.Ordinal))
        {
            string stem = words[..^Suffix.Length],
                name = Path.GetFileName(stem);
            if (s_sounds.Select(s => stem + s).FirstOrDefault(File.Exists) is { } file)
            {
                songs.Add(
                    new KnownSong(name, s_fitted.Contains(name), await SoundAsync(file, null).ConfigureAwait(false), SungLines.Read(words))
                );
            }
        }

        return songs;
    }

    /// <summary>The sound of a file at the rate of the analysis.</summary>
    public async Task<float[]> SoundAsync(string file, double? seconds)
    {
        List<float> samples = [];
        await new PcmReader(tools)
            .ReadAsync(
                file,
                new PcmOptions { SampleRate = MusicAnalyzer.SampleRate, MaxSeconds = seconds },
                block => samples.AddRange(block),
                CancellationToken.None
            )
            .ConfigureAwait(false);
        return [.. samples];
    }
}
