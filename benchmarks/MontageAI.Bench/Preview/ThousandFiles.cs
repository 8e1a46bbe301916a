using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using MontageAI.Bench.Beats;
using MontageAI.Containers.Probing;
using MontageAI.FFmpeg.Processes;
using MontageAI.Storage;

namespace MontageAI.Bench.Preview;

/// <summary>V4, K1: what it costs to say who a thousand files are and what they hold, beside opening and reading the same files, in the
/// same
/// run. What it cost earlier is stated as a multiple of that floor, so it holds on any machine.</summary>
internal sealed class ThousandFiles(FFmpegTools tools)
{
    private const int Count = 1000;

    // Of these files ffprobe is asked too; the rest would take minutes.
    private const int Asked = 40;

    // Multiples of the floor at commit 0d30e68 (November 2026, 2 cores): medians of three runs.
    private const double EarlierIdentifying = 0;
    private const double EarlierRecognising = 0;
    private const double EarlierProbing = 0;

    // A tenth is what such runs differ by.
    private const double Slack = 1.1;

    /// <summary>Measures.</summary>
    /// <param name="repeats">Repeats, 1 or more; medians are given.</param>
    /// <param name="work">An empty folder.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<PreviewFigure>> MeasureAsync(int repeats, string work, CancellationToken cancellationToken)
    {
        string[] files = await MakeAsync(work, cancellationToken).ConfigureAwait(false);
        List<double> floor = [],
            identifying = [],
            recognising = [],
            probing = [],
            asking = [];
        for (int r = 0; r < repeats; r++)
        {
            floor.Add(Measure(() => ReadAll(files)));
            await using CacheStore store = new(
                new StoreOptions { Folder = Path.Combine(work, string.Create(CultureInfo.InvariantCulture, $"store{r}")) }
            );
            identifying.Add(await MeasureAsync(f => store.Sources.IdentifyAsync(f, cancellationToken), files).ConfigureAwait(false));
            recognising.Add(await MeasureAsync(f => store.Sources.IdentifyAsync(f, cancellationToken), files).ConfigureAwait(false));
            probing.Add(await MeasureAsync(f => Mp4Facts.ReadAsync(f, cancellationToken), files).ConfigureAwait(false));
            Stopwatch watch = Stopwatch.StartNew();
            foreach (string file in files.Take(Asked))
            {
                ToolCommand command = tools.Probe(["-print_format", "json", "-show_format", "-show_streams", file]);
                await ToolProcess.ReadOutputAsync("Probing", command, 1 << 20, cancellationToken).ConfigureAwait(false);
            }

            asking.Add(watch.Elapsed.TotalSeconds / Asked * Count);
        }

        return
        [
            Row("identifying 1,000 new files, CPU s", identifying, floor, EarlierIdentifying),
            Row("recognising 1,000 known files, CPU s", recognising, floor, EarlierRecognising),
            Row("probing 1,000 files in-process, CPU s", probing, floor, EarlierProbing),
            new PreviewFigure(
                "probing 1,000 files: ffprobe for each against in-process, s",
                Statistics.Median(asking),
                Statistics.Median(probing),
                string.Create(CultureInfo.InvariantCulture, $"ffprobe on {Asked} of them, wall time, times {Count / Asked}")
            ),
        ];
    }

    private static PreviewFigure Row(string what, List<double> now, List<double> floor, double earlier)
    {
        double before = earlier * Statistics.Median(floor),
            after = Statistics.Median(now);
        return new PreviewFigure(
            what,
            before,
            after,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{after / Statistics.Median(floor):0.00} times opening and reading them ({earlier:0.00} at 0d30e68)"
            )
        )
        {
            Target = "no slower than before",
            Met = after <= Slack * before,
        };
    }

    // Files that differ in a last box that nobody looks into.
    private async Task<string[]> MakeAsync(string work, CancellationToken cancellationToken)
    {
        string first = Path.Combine(work, "first.mp4");
        ToolCommand command = tools.Command([
            "-y",
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=160x90:r=30:d=2",
            "-f",
            "lavfi",
            "-i",
            "sine=f=440:d=2",
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-c:a",
            "aac",
            first,
        ]);
        await ToolProcess.ReadOutputAsync("Making a clip", command, 1 << 20, cancellationToken).ConfigureAwait(false);
        byte[] clip = await File.ReadAllBytesAsync(first, cancellationToken).ConfigureAwait(false);
        byte[] box = [0, 0, 0, 12, .. "free"u8, 0, 0, 0, 0];
        string[] files = new string[Count];
        for (int i = 0; i < Count; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(box.AsSpan(8), i);
            files[i] = Path.Combine(work, string.Create(CultureInfo.InvariantCulture, $"clip{i:0000}.mp4"));
            await File.WriteAllBytesAsync(files[i], [.. clip, .. box], cancellationToken).ConfigureAwait(false);
        }

        return files;
    }

    private static void ReadAll(string[] files)
    {
        byte[] buffer = new byte[1 << 16];
        foreach (string file in files)
        {
            using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
            while (stream.Read(buffer) > 0) { }
        }
    }

    private static double Measure(Action work)
    {
        double cpu = CpuClock.Seconds();
        work();
        return CpuClock.Seconds() - cpu;
    }

    private static async Task<double> MeasureAsync(Func<string, Task> work, string[] files)
    {
        double cpu = CpuClock.Seconds();
        foreach (string file in files)
        {
            await work(file).ConfigureAwait(false);
        }

        return CpuClock.Seconds() - cpu;
    }
}
