using System.Diagnostics;
using System.Globalization;
using MontageAI.FFmpeg.Processes;

namespace MontageAI.Bench.Siege;

/// <summary>Tries to break the product, and says what was tried and what broke.</summary>
internal static class SiegeBench
{
    // Beside each part its share of the time; those of share 0 have an end of their own.
    private static readonly (string Name, int Share)[] s_parts =
    [
        ("parsers", 3),
        ("program", 4),
        ("kills", 3),
        ("store", 2),
        ("disk", 1),
        ("tools", 2),
        ("readonly", 0),
        ("names", 0),
    ];

    /// <summary>Runs what is asked for and prints one table; fails where something was found.</summary>
    public static async Task<int> RunAsync(FFmpegTools tools, string[] args)
    {
        double minutes = double.Parse(Value(args, "--minutes") ?? "10", CultureInfo.InvariantCulture);
        int seed = int.Parse(Value(args, "--seed") ?? "1", CultureInfo.InvariantCulture);
        string? keep = Value(args, "--keep");
        (string Name, int Share)[] parts = [.. s_parts.Where(p => args.Contains(p.Name))];
        parts = parts.Length == 0 ? s_parts : parts;
        int shares = Math.Max(1, parts.Sum(p => p.Share));
        SiegeTally tally = new();
        string folder = Directory.CreateTempSubdirectory("montage-siege-").FullName;
        try
        {
            SiegeRun run = new(folder);
            ProgramSiege films = new(tools, run, seed) { Keep = keep };
            await films.PrepareAsync().ConfigureAwait(false);
            HardshipSiege hardship = new(films, run, seed);
            foreach ((string name, int share) in parts)
            {
                Stopwatch watch = Stopwatch.StartNew();
                bool GoOn() => watch.Elapsed < TimeSpan.FromMinutes(minutes * share / shares);
                await (
                    name switch
                    {
                        "parsers" => new ParserSiege(tools, seed) { Keep = keep }.RunAsync(tally, _ => GoOn()),
                        "program" => films.RunAsync(tally, GoOn),
                        "kills" => new KillSiege(films, run, seed).RunAsync(tally, GoOn),
                        "store" => hardship.StoreAsync(tally, GoOn),
                        "disk" => hardship.FullDiskAsync(tally, GoOn),
                        "tools" => hardship.ToolsAsync(tally, GoOn),
                        "readonly" => hardship.ReadOnlyAsync(tally),
                        _ => hardship.NamesAsync(tally),
                    }
                ).ConfigureAwait(false);
                await Console
                    .Error.WriteLineAsync($"{name}: {watch.Elapsed.TotalSeconds:0} s, {tally.Findings.Count()} findings")
                    .ConfigureAwait(false);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        tally.Print(Console.Out);
        return tally.Findings.Any() ? 1 : 0;
    }

    private static string? Value(string[] args, string name) =>
        Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;
}
