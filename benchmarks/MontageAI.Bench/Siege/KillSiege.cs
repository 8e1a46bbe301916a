using System.Diagnostics;
using System.Globalization;

namespace MontageAI.Bench.Siege;

/// <summary>
/// Kills (-9) the program, or one of its children, at random moments, always in front of the same store; then a run must succeed, give the
/// bytes of a fresh store, and leave nothing.
/// </summary>
internal sealed class KillSiege(ProgramSiege films, SiegeRun run, int seed)
{
    private string Plan => Path.Combine(run.Folder, "kill.montage.json");

    /// <summary>Kills until told to stop.</summary>
    public async Task RunAsync(SiegeTally tally, Func<bool> goOn)
    {
        Dictionary<string, (byte[] Bytes, TimeSpan Time)> whole = [];
        foreach (string command in new[] { "preview", "create", "render" })
        {
            long start = Stopwatch.GetTimestamp();
            whole[command] = (
                await FilmAsync(command, "--cache-dir", Path.Combine(run.Folder, "fresh-" + command)).ConfigureAwait(false),
                Stopwatch.GetElapsedTime(start)
            );
            if (command == "preview")
            {
                File.Copy(Path.Combine(run.Output, "film.montage.json"), Plan, overwrite: true);
            }

            run.Clean();
        }

        Random random = new(seed);
        string[] commands = [.. whole.Keys];
        for (int number = 0; goOn(); number++)
        {
            string command = commands[number % commands.Length];
            if (random.Next(3) == 0 && Directory.Exists(run.Store))
            {
                // A store that knows all makes runs too short to be hit in every phase.
                Directory.Delete(run.Store, recursive: true);
            }

            bool child = random.Next(3) == 0;
            TimeSpan wait = whole[command].Time * random.NextDouble();
            bool hit = await KilledAsync(command, wait, child).ConfigureAwait(false);
            string? finding =
                await run.LeftAsync().ConfigureAwait(false) is { } left && left.Contains("process", StringComparison.Ordinal) ? left : null;
            SiegeOutcome after = await run.RunAsync(Arguments(command, "--overwrite")).ConfigureAwait(false);
            string film = Path.Combine(run.Output, "film.mp4");
            finding ??=
                after.ExitCode != 0 ? $"the run after it ends with {after.ExitCode}: {after.Said.Trim().Split('\n')[0]}"
                : !File.Exists(film) || !File.ReadAllBytes(film).AsSpan().SequenceEqual(whole[command].Bytes)
                    ? "the run after it gives other bytes"
                : after.Finding;
            string kind =
                !hit ? "kill: too late"
                : child ? "kill -9 of a child"
                : "kill -9 of the program";
            string trial = string.Create(
                CultureInfo.InvariantCulture,
                $"seed {seed}, number {number}, {command} after {wait.TotalSeconds:0.00} s"
            );
            tally.Add(kind, trial, finding);
            run.Clean();
        }
    }

    private async Task<bool> KilledAsync(string command, TimeSpan wait, bool child)
    {
        using Process process = run.Start(Arguments(command, "--overwrite"));
        Task drained = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        bool ended = process.WaitForExit(wait);
        bool hit = false;
        if (!ended && child)
        {
            int[] ids = [.. run.Children().Select(c => c.Id).Where(i => i != process.Id)];
            hit = ids.Length > 0;
            if (hit)
            {
                try
                {
                    using Process victim = Process.GetProcessById(ids[0]);
                    victim.Kill();
                }
                catch (Exception e) when (e is ArgumentException or InvalidOperationException)
                {
                    hit = false;
                }
            }

            await process.WaitForExitAsync().ConfigureAwait(false);
        }
        else if (!ended)
        {
            process.Kill(entireProcessTree: false);
            await process.WaitForExitAsync().ConfigureAwait(false);
            hit = true;
        }

        await drained.ConfigureAwait(false);
        return hit;
    }

    private string[] Arguments(string command, params string[] more) =>
        command == "render"
            ? ["render", Plan, "--profile", "preview", "--output", Path.Combine(run.Output, "film.mp4"), .. more]
            : [.. films.Film(command), .. more];

    private async Task<byte[]> FilmAsync(string command, params string[] more)
    {
        SiegeOutcome outcome = await run.RunAsync(Arguments(command, more)).ConfigureAwait(false);
        return outcome.ExitCode == 0
            ? await File.ReadAllBytesAsync(Path.Combine(run.Output, "film.mp4")).ConfigureAwait(false)
            : throw new InvalidOperationException($"{command}: {outcome.Said}");
    }
}
