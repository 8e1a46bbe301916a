using System.Diagnostics;
using MontageAI.Engine.Tasks;
using MontageAI.Stores;
using MontageAI.Tasks;

namespace MontageAI.Cli.Hosting;

/// <summary>The program that reaches a farm, as a child of a job: ends with it, however it ends, and cancels what is left of it.</summary>
internal sealed class FarmDriver : ITaskEngine, IAsyncDisposable
{
    private static readonly TimeSpan s_ending = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly PipedEngine _engine;

    private FarmDriver(Process process, PipedEngine engine) => (_process, _engine) = (process, engine);

    /// <summary>Folder of the farm's store.</summary>
    public string Store => _engine.Store;

    /// <summary>Results that the farm's machines share.</summary>
    public ISharedResults Shared => _engine;

    /// <inheritdoc/>
    public int Ahead => _engine.Ahead;

    /// <summary>Starts it and has it reach a farm.</summary>
    /// <param name="opening">Which farm, and what kind of job.</param>
    /// <param name="cacheFolder">Folder of the user's store, in which that is remembered.</param>
    /// <param name="cancellationToken">Stops waiting for it.</param>
    /// <exception cref="Errors.MontageException">The farm cannot be used.</exception>
    public static async Task<FarmDriver> StartAsync(JobOpening opening, string cacheFolder, CancellationToken cancellationToken)
    {
        Process process = SiblingProgram.StartChild(SiblingProgram.Farm, ["drive", "--cache-dir", cacheFolder]);
        try
        {
            // The link holds a secret, so it does not go through the list of processes.
            return new FarmDriver(
                process,
                await PipedEngine
                    .StartAsync(process.StandardOutput, process.StandardInput, opening, cancellationToken)
                    .ConfigureAwait(false)
            );
        }
        catch
        {
            process.Kill();
            process.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<TaskEnd> SubmitAsync(TaskSpec task, IProgress<TaskEvent>? events, CancellationToken cancellationToken) =>
        _engine.SubmitAsync(task, events, cancellationToken);

    /// <inheritdoc/>
    public void MadeHere(string key, double? seconds) => _engine.MadeHere(key, seconds);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync().ConfigureAwait(false);
        try
        {
            using CancellationTokenSource limit = new(s_ending);
            await _process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
