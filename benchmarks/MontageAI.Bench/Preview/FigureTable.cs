using System.Globalization;

namespace MontageAI.Bench.Preview;

/// <summary>Prints figures as one table.</summary>
internal static class FigureTable
{
    /// <summary>Prints its head.</summary>
    public static void Begin()
    {
        Console.WriteLine();
        Console.WriteLine("| figure | before (or floor) | now | times | target | | on |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
    }

    /// <summary>Measures in a folder of its own, and prints what comes of it.</summary>
    public static async Task AddAsync(Func<string, Task<IReadOnlyList<PreviewFigure>>> measure)
    {
        string work = Directory.CreateTempSubdirectory("montage-bench-").FullName;
        try
        {
            foreach (PreviewFigure row in await measure(work).ConfigureAwait(false))
            {
                string met = row.Met switch
                {
                    true => "met",
                    false => "missed",
                    null => "",
                };
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"| {row.What} | {row.Before:0.###} | {row.After:0.###} | {row.Ratio:0.00} | {row.Target} | {met} | {row.Note} |"
                    )
                );
            }
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }
}
