using System.Globalization;
using MontageAI.FFmpeg.Processes;

namespace MontageAI.Bench.Siege;

/// <summary>Broken files read in this process by the product's own readers.</summary>
internal sealed class ParserSiege(FFmpegTools tools, int seed)
{
    /// <summary>Bytes that reading one small broken file may allocate in all its ways.</summary>
    public const long MostAllocated = 128L << 20;

    /// <summary>Where files are put that led to a finding; null keeps none.</summary>
    public string? Keep { get; init; }

    /// <summary>Tries files until told to stop, every seed in turn.</summary>
    /// <param name="tally">Counts.</param>
    /// <param name="goOn">Asked before each round of all seeds with its number, from 0.</param>
    public async Task RunAsync(SiegeTally tally, Func<int, bool> goOn)
    {
        string folder = Directory.CreateTempSubdirectory("montage-siege-").FullName;
        try
        {
            List<SiegeSeed> seeds = [.. await SiegeSeeds.OwnContainersAsync(tools, folder).ConfigureAwait(false)];
            seeds.Add(await SiegeSeeds.ProbeAnswerAsync(tools, Path.Combine(folder, seeds[0].Name)).ConfigureAwait(false));
            seeds.AddRange(SiegeSeeds.Documents());
            SiegeReaders readers = new(folder);
            foreach (SiegeSeed sound in seeds)
            {
                await TryAsync(tally, readers, sound, sound.Bytes, "unbroken").ConfigureAwait(false);
            }

            for (int round = 0; goOn(round); round++)
            {
                for (int i = 0; i < seeds.Count; i++)
                {
                    Random random = new(HashCode(seed, round, i));
                    byte[] broken = Mutation.Of(seeds[i], seeds, random);
                    string trial = string.Create(CultureInfo.InvariantCulture, $"{seeds[i].Name}, seed {seed}, round {round}");
                    await TryAsync(tally, readers, seeds[i], broken, trial).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task TryAsync(SiegeTally tally, SiegeReaders readers, SiegeSeed sound, byte[] bytes, string trial)
    {
        string? finding = null;
        long before = GC.GetTotalAllocatedBytes();
        try
        {
            await readers.ReadAsync(sound, bytes).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            finding = $"{e.GetType().Name} {e.Message} {Place(e)}";
        }

        if (GC.GetTotalAllocatedBytes() - before > MostAllocated)
        {
            finding ??= "allocates more than 128 MiB";
        }

        tally.Add(sound.Kind, trial, finding);
        if (finding is not null && Keep is { } keep)
        {
            Directory.CreateDirectory(keep);
            string name = string.Concat(trial.Split(Path.GetInvalidFileNameChars())).Replace(' ', '_');
            await File.WriteAllBytesAsync(Path.Combine(keep, name + Path.GetExtension(sound.Name)), bytes).ConfigureAwait(false);
        }
    }

    // The first lines of the product in the trace.
    private static string Place(Exception e) =>
        string.Join(
            " < ",
            (e.StackTrace ?? "")
                .Split('\n')
                .Where(l => l.Contains("MontageAI.", StringComparison.Ordinal) && !l.Contains(".Siege.", StringComparison.Ordinal))
                .Take(2)
                .Select(l => l.Trim().Split(" in ")[0])
        );

    // Unlike HashCode.Combine the same in every run.
    private static int HashCode(params ReadOnlySpan<int> parts)
    {
        int hash = 17;
        foreach (int part in parts)
        {
            hash = unchecked((hash * 486_187_739) + part);
        }

        return hash & int.MaxValue;
    }
}
