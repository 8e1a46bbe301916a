using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using MontageAI.FFmpeg.Processes;

namespace MontageAI.Bench.Farm;

/// <summary>Bytes of clips.</summary>
/// <param name="Sent">That were sent.</param>
/// <param name="Needed">That were read of these.</param>
/// <param name="MemoryMiB">What the machine held when its film was done.</param>
internal readonly record struct SentBytes(long Sent, long Needed, double MemoryMiB);

/// <summary>What happens on a farm, with real films.</summary>
/// <param name="farm">The farm.</param>
/// <param name="tools">FFmpeg.</param>
/// <param name="plan">A plan.</param>
internal sealed partial class FarmDrills(BenchFarm farm, FFmpegTools tools, string plan)
{
    private const string Quick = "preview";
    private const string Costly = "standard";

    /// <summary>Seconds from asking a job to end until the FFmpeg that worked for it on another machine is gone.</summary>
    public async Task<double> CancelAsync()
    {
        using FarmProcess node = await farm.JoinAsync(1, Held(out string folder)).ConfigureAwait(false);
        using FarmProcess job = farm.Render(plan, Quick);
        string name = (await job.SaysAsync(l => l.StartsWith("On the farm", StringComparison.Ordinal)).ConfigureAwait(false)).Split('\'')[
            1
        ];
        int process = await HeldAsync(folder).ConfigureAwait(false);
        long began = Stopwatch.GetTimestamp();
        await farm.Store.Jobs.CancelAsync(name).ConfigureAwait(false);
        await farm.Store.Tasks.WakeAsync().ConfigureAwait(false);
        while (Directory.Exists($"/proc/{process}"))
        {
            await Task.Delay(5).ConfigureAwait(false);
        }

        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        await job.EndAsync().ConfigureAwait(false);
        return seconds;
    }

    /// <summary>Seconds from the death of a machine until another starts what it was doing; null where a machine that has its hands full
    /// was taken for dead before.</summary>
    public async Task<double?> KillAsync()
    {
        using FarmProcess dying = await farm.JoinAsync(1, Held(out string folder)).ConfigureAwait(false);
        using FarmProcess job = farm.Render(plan, Quick);
        await HeldAsync(folder).ConfigureAwait(false);
        string task = (await dying.SaysAsync(l => l.EndsWith(" started", StringComparison.Ordinal)).ConfigureAwait(false)).Split(' ')[1];
        // Has room for all, and makes none, lest its speed has a copy started.
        using FarmProcess other = await farm.JoinAsync(16, Held(out _)).ConfigureAwait(false);
        if (other.Lines.Contains($"task {task} started"))
        {
            job.Kill();
            return null;
        }

        long began = Stopwatch.GetTimestamp();
        dying.Kill();
        await other.SaysAsync(l => l == $"task {task} started").ConfigureAwait(false);
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        job.Kill();
        return seconds;
    }

    /// <summary>Seconds that a film takes with so many machines of one slot, and the most memory that one held, MiB.</summary>
    public async Task<(double Seconds, double IdleMiB, double BusyMiB)> FilmAsync(int machines)
    {
        farm.Forget();
        List<FarmProcess> nodes = [];
        try
        {
            for (int i = 0; i < machines; i++)
            {
                nodes.Add(await farm.JoinAsync(1).ConfigureAwait(false));
            }

            double idle = nodes.Max(n => n.MemoryMiB);
            long began = Stopwatch.GetTimestamp();
            using FarmProcess job = farm.Render(plan, Costly);
            await job.DoneAsync().ConfigureAwait(false);
            return (Stopwatch.GetElapsedTime(began).TotalSeconds, idle, nodes.Max(n => n.MemoryMiB));
        }
        finally
        {
            nodes.ForEach(n => n.Dispose());
        }
    }

    /// <summary>Bytes of clips that a machine without the shared folder fetched in its first run and in its second.</summary>
    public async Task<(SentBytes First, SentBytes Second)> FetchedAsync(string longPlan)
    {
        string cache = farm.New("apart");
        SentBytes first = await FetchAsync(cache, longPlan).ConfigureAwait(false);
        return (first, await FetchAsync(cache, longPlan).ConfigureAwait(false));
    }

    private async Task<SentBytes> FetchAsync(string cache, string longPlan)
    {
        farm.Forget();
        using FarmProcess node = await farm.JoinAsync(1, null, cache, "--apart").ConfigureAwait(false);
        string results = Path.Combine(cache, "farm-work", "shared-1");
        if (Directory.Exists(results))
        {
            // The clips stay, what was made of them does not.
            Directory.Delete(results, recursive: true);
        }

        using FarmProcess job = farm.Render(longPlan, Quick);
        await job.DoneAsync().ConfigureAwait(false);
        double memory = node.MemoryMiB;
        Match[] said = [.. node.Lines.Select(l => Bytes().Match(l)).Where(m => m.Success)];
        return new SentBytes(Sum(1), Sum(2), memory);

        long Sum(int group) => said.Sum(m => long.Parse(m.Groups[group].Value, CultureInfo.InvariantCulture));
    }

    // FFmpeg that stops before it encodes, so that a task is certainly in its middle.
    private string Held(out string folder)
    {
        folder = farm.New("held");
        Directory.CreateDirectory(folder);
        string script = Path.Combine(folder, "ffmpeg");
        File.WriteAllText(
            script,
            $"""
            #!/bin/bash
            case "$*" in *testsrc2*) ;; *libx264*)
              echo > "{folder}/held.$$"
              while :; do sleep 0.05; done;;
            esac
            exec '{tools.FFmpeg}' "$@"

            """
        );
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        File.CreateSymbolicLink(Path.Combine(folder, "ffprobe"), tools.FFprobe);
        return folder;
    }

    private static async Task<int> HeldAsync(string folder)
    {
        while (true)
        {
            if (Directory.GetFiles(folder, "held.*") is [var file, ..])
            {
                return int.Parse(Path.GetExtension(file)[1..], CultureInfo.InvariantCulture);
            }

            await Task.Delay(20).ConfigureAwait(false);
        }
    }

    [GeneratedRegex("([0-9]+) bytes of clips were fetched from the host, ([0-9]+) of them needed")]
    private static partial Regex Bytes();
}
