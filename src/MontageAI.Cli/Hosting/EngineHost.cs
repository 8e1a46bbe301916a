using MontageAI.Cli.Output;
using MontageAI.Engine;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Reporting;
using MontageAI.Errors;

namespace MontageAI.Cli.Hosting;

/// <summary>What a command has done by the engine: one job after another, shown and cancelled as a terminal user expects it.</summary>
/// <param name="engine">The engine.</param>
/// <param name="trace">File to write a trace of all jobs to; null writes none.</param>
internal sealed class EngineHost(MontageEngine engine, string? trace = null)
{
    private static int s_running;

    private readonly List<JobTrace> _traces = [];

    /// <summary>Jobs of this program that have not ended.</summary>
    public static int JobsRunning => Volatile.Read(ref s_running);

    /// <summary>The engine.</summary>
    public MontageEngine Engine => engine;

    /// <summary>Runs a job to its end and shows how far it is.</summary>
    public Task<TOutcome> WatchAsync<TOutcome>(JobRequest<TOutcome> request, CancellationToken cancellationToken) =>
        RunAsync(request, isWatched: true, cancellationToken);

    /// <summary>Runs a job to its end in silence.</summary>
    public Task<TOutcome> RunAsync<TOutcome>(JobRequest<TOutcome> request, CancellationToken cancellationToken) =>
        RunAsync(request, isWatched: false, cancellationToken);

    private async Task<TOutcome> RunAsync<TOutcome>(JobRequest<TOutcome> request, bool isWatched, CancellationToken cancellationToken)
    {
        Collector.Begin();
        // Waiting times are those of the user, who has waited since the program was started.
        JobTrace? traced = trace is null ? null : new JobTrace();
        Job<TOutcome> job = engine.Start(request, new JobOptions { SecondsBefore = HostEnvironment.SecondsOfProgram(), Trace = traced });
        Interlocked.Increment(ref s_running);
        _ = job.Ended.ContinueWith(_ => Interlocked.Decrement(ref s_running), TaskScheduler.Default);
        await using CancellationTokenRegistration registration = cancellationToken.Register(() => _ = job.CancelAsync());
        if (isWatched)
        {
            using ConsoleProgress progress = new();
            await progress.FollowAsync(job.Events).ConfigureAwait(false);
        }

        await job.Ended.ConfigureAwait(false);
        if (traced is not null)
        {
            await WriteAsync(traced).ConfigureAwait(false);
        }

        return await job.Completion.ConfigureAwait(false);
    }

    // Of work that failed or was cancelled, too; and a trace that cannot be written fails no work.
    private async Task WriteAsync(JobTrace traced)
    {
        _traces.Add(traced);
        try
        {
            await TraceFile.WriteAsync(trace!, _traces, CancellationToken.None).ConfigureAwait(false);
        }
        catch (MontageException e)
        {
            await Console.Error.WriteLineAsync(CommandWords.Say(e.Sentence)).ConfigureAwait(false);
        }
    }
}
