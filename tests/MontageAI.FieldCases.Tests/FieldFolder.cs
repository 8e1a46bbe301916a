using System.Text.Json;
using MontageAI.Testing;

namespace MontageAI.FieldCases.Tests;

/// <summary>A user's folder: clips, a song with a beat at 120 a minute, and a store of its own.</summary>
public sealed class FieldFolder : IDisposable
{
    private readonly TempFolder _folder = new();

    /// <summary>The folder of clips.</summary>
    public string Clips => File("clips");

    /// <summary>A path in the folder.</summary>
    public string File(string name) => _folder.File(name);

    /// <summary>Puts ordinary clips of four seconds beside the input of the case.</summary>
    /// <param name="count">How many.</param>
    public FieldFolder WithCompanions(int count)
    {
        TestClips.Make(Clips, count, 4, "30");
        return this;
    }

    /// <summary>Puts a song of clicks at 120 a minute.</summary>
    /// <param name="seconds">Its length.</param>
    public FieldFolder WithSong(double seconds)
    {
        TestSong.Write(File("song.wav"), 120, seconds);
        return this;
    }

    /// <summary>Runs a command with the store of this folder.</summary>
    public ProgramRun Run(params IEnumerable<string> arguments) => ProgramRun.Of([.. arguments, "--cache-dir", File("store")]);

    /// <summary>Previews the clips into film.mp4, and fails with what was said unless that succeeds.</summary>
    /// <param name="more">Further options.</param>
    public RenderedFilm Preview(params IEnumerable<string> more)
    {
        ProgramRun.Succeed(Command("preview", "film.mp4", more));
        return new RenderedFilm(File("film.mp4"));
    }

    /// <summary>The words of a command that makes something of the clips, and of the song where there is one, with the store of this
    /// folder.</summary>
    /// <param name="command">create, preview or plan.</param>
    /// <param name="output">Name of what it writes.</param>
    /// <param name="more">Further options.</param>
    public string[] Command(string command, string output, params IEnumerable<string> more)
    {
        string[] song = System.IO.File.Exists(File("song.wav")) ? ["--music", File("song.wav")] : [];
        return [command, "--clips", Clips, .. song, "--output", File(output), .. more, "--cache-dir", File("store")];
    }

    /// <summary>A document that the last preview left beside its film.</summary>
    /// <param name="ending">montage.json or report.json.</param>
    public JsonElement Document(string ending) => JsonDocument.Parse(System.IO.File.ReadAllText(File("film." + ending))).RootElement;

    /// <summary>Names of the files whose pictures the last preview shows, each once.</summary>
    public string[] Shown() => [.. Shots().Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Name of the file that each shot of the last preview shows, in order.</summary>
    public string[] Shots()
    {
        JsonElement timeline = Document("montage.json");
        Dictionary<string, string> names = timeline
            .GetProperty("sources")
            .EnumerateArray()
            .ToDictionary(s => s.GetProperty("id").GetString()!, s => Path.GetFileName(s.GetProperty("path").GetString()!));
        return [.. timeline.GetProperty("shots").EnumerateArray().Select(s => names[s.GetProperty("source").GetString()!])];
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();
}
