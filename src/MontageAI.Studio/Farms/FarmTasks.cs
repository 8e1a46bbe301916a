using MontageAI.Cli.Hosting;
using MontageAI.Engine.Tasks;
using MontageAI.Errors;
using MontageAI.Tasks;

namespace MontageAI.Studio.Farms;

/// <summary>
/// The tasks of one job, carried out by a farm that is reached when the first comes; most jobs of a server have none. A farm that cannot be
/// reached leaves them unfinished, and says why. Safe for threads; the owner disposes it when the job has ended.
/// </summary>
/// <param name="opening">Which farm, and what kind of job.</param>
/// <param name="cacheFolder">Folder of the user's store.</param>
/// <param name="tally">Counts what comes of them.</param>
internal sealed class FarmTasks(JobOpening opening, string cacheFolder, FarmTally tally) : ITaskEngine, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private Task<FarmDriver>? _driver;
    private volatile FarmDriver? _reached;

    /// <inheritdoc/>
    public int Ahead => _reached?.Ahead ?? 1;

    /// <inheritdoc/>
    public async Task<TaskEnd> SubmitAsync(TaskSpec task, IProgress<TaskEvent>? events, CancellationToken cancellationToken)
    {
        TaskEnd end;
        try
        {
            FarmDriver driver = await ReachAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
            end = await driver.SubmitAsync(task, events, cancellationToken).ConfigureAwait(false);
        }
        catch (MontageException e) when (e.Code == ErrorCode.FarmFailed)
        {
            end = new TaskEnd(TaskState.Unfinished, "", e.Sentence.ToString());
        }

        tally.Add(end);
        return end;
    }

    /// <inheritdoc/>
    public void MadeHere(string key, double? seconds) => _reached?.MadeHere(key, seconds);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Task<FarmDriver>? begun;
        lock (_gate)
        {
            begun = _driver;
        }

        if (begun is not null)
        {
            await ((Task)begun).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (_reached is { } driver)
        {
            await driver.DisposeAsync().ConfigureAwait(false);
        }
    }

    // Who stops waiting for it does not stop it: others may wait, too.
    private Task<FarmDriver> ReachAsync()
    {
        lock (_gate)
        {
            return _driver ??= BeginAsync();
        }
    }

    private async Task<FarmDriver> BeginAsync() =>
        _reached = await FarmDriver.StartAsync(opening, cacheFolder, CancellationToken.None).ConfigureAwait(false);
}
