using System.Globalization;
using MontageAI.Bench.Inputs;
using MontageAI.Bench.Speed;

namespace MontageAI.Bench.Preview;

/// <summary>Runs the program as a user starts it, in a folder of its own.</summary>
/// <param name="sets">Where the song is.</param>
/// <param name="work">The folder.</param>
internal sealed class PreviewRun(InputSets sets, string work)
{
    /// <summary>The program.</summary>
    public string Program { get; } = Path.Combine(BenchPaths.Root, ".build", "app", "montage-ai");

    /// <summary>Path of a file in the folder.</summary>
    public string File(string name) => Path.Combine(work, name);

    /// <summary>Arguments of a preview.</summary>
    /// <param name="clips">Folder of clips.</param>
    /// <param name="name">Name of the output, without extension.</param>
    /// <param name="store">Name of the store.</param>
    /// <param name="seconds">Length.</param>
    /// <param name="more">More options.</param>
    public string[] Arguments(string clips, string name, string store, int seconds, params string[] more) =>
        [
            "preview",
            "--clips",
            clips,
            "--music",
            sets.Song,
            "--output",
            File(name + ".mp4"),
            "--duration",
            seconds.ToString(CultureInfo.InvariantCulture),
            "--cache-dir",
            File(store),
            "--overwrite",
            .. more,
        ];

    /// <summary>Runs a preview.</summary>
    public Task<ProgramRun> PreviewAsync(
        string clips,
        string name,
        string store,
        int seconds,
        CancellationToken cancellationToken,
        params string[] more
    ) => ProgramRun.StartAsync(Program, Arguments(clips, name, store, seconds, more), cancellationToken);

    /// <summary>Runs another command on the same store.</summary>
    public Task<ProgramRun> RunAsync(string store, CancellationToken cancellationToken, params string[] arguments) =>
        ProgramRun.StartAsync(Program, [.. arguments, "--cache-dir", File(store)], cancellationToken);

    /// <summary>When the first segment, the opening and the whole could be played, in seconds from the start.</summary>
    public static (double First, double Opening, double Whole) Playable(ProgramRun run) =>
        (
            run.Number("playable", "firstPictureSeconds") ?? double.NaN,
            run.Number("playable", "openingSeconds") ?? double.NaN,
            run.Number("playable", "wholeSeconds") ?? double.NaN
        );

    /// <summary>Frames of the phase "render shots", and those of them that were not rendered now.</summary>
    public static (long All, long Found) Frames(ProgramRun run)
    {
        System.Text.Json.JsonElement phase = run
            .Report.GetProperty("phases")
            .EnumerateArray()
            .Single(p => p.GetProperty("name").GetString() == "render shots");
        return (
            phase.GetProperty("items").GetInt64(),
            phase.TryGetProperty("fromCache", out System.Text.Json.JsonElement c) ? c.GetInt64() : 0
        );
    }
}
