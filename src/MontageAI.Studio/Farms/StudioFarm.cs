using System.Diagnostics;
using MontageAI.Cli.Hosting;
using MontageAI.Engine.Settings;
using MontageAI.Engine.Tasks;
using MontageAI.Errors;
using MontageAI.Studio.Settings;

namespace MontageAI.Studio.Farms;

/// <summary>
/// The farm that the server has its films rendered by: the farm's program as a child, which keeps it or looks at it and says what it does.
/// A child that ends by itself is started again. Safe for threads; the owner disposes it, which ends what was made with it.
/// </summary>
internal sealed class StudioFarm : IAsyncDisposable
{
    private static readonly TimeSpan s_ending = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(30);

    private readonly FarmChoice _choice;
    private readonly string _cacheFolder;
    private readonly int _slots;
    private readonly Action<string> _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;
    private volatile FarmState? _state;
    private volatile Process _process;

    private StudioFarm(FarmChoice choice, EngineSettings settings, Action<string> log, Process process, FarmOpening opening)
    {
        (_choice, _cacheFolder, _log, _process, Opening) = (choice, settings.CacheFolder, log, process, opening);
        _slots = settings.Cores ?? Environment.ProcessorCount;
        _watching = WatchAsync();
    }

    /// <summary>Which it is.</summary>
    public FarmOpening Opening { get; }

    /// <summary>What it does now; null while it does not answer.</summary>
    public FarmState? State => _state;

    /// <summary>What came of the tasks that this server has given it.</summary>
    public FarmTally Tally { get; } = new();

    /// <summary>Starts the farm's program, and waits until it has a farm.</summary>
    /// <param name="choice">Which.</param>
    /// <param name="settings">The server's: the folder of the user's store, in which farms are remembered, and its processors.</param>
    /// <param name="log">Gets a line for each thing that a reader should know.</param>
    /// <exception cref="MontageException">There is none behind the link, or none can be made.</exception>
    public static async Task<StudioFarm> StartAsync(FarmChoice choice, EngineSettings settings, Action<string> log)
    {
        (Process process, FarmOpening opening) = await OpenAsync(choice, settings.CacheFolder).ConfigureAwait(false);
        return new StudioFarm(choice, settings, log, process, opening);
    }

    /// <summary>What carries out the tasks of a job; reaches the farm when it is given the first. The caller disposes it.</summary>
    /// <param name="isInteractive">Whether somebody waits for the job before a screen.</param>
    public FarmTasks Begin(bool isInteractive) =>
        new(
            new JobOpening
            {
                Link = Opening.Link,
                IsInteractive = isInteractive,
                Slots = _slots,
            },
            _cacheFolder,
            Tally
        );

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        HangUp(_process);
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await EndAsync(_process).ConfigureAwait(false);
        _stop.Dispose();
    }

    private static async Task<(Process Process, FarmOpening Opening)> OpenAsync(FarmChoice choice, string cacheFolder)
    {
        Process process = SiblingProgram.StartChild(SiblingProgram.Farm, ["beside", "--cache-dir", cacheFolder, .. choice.HostArguments]);
        try
        {
            await process.StandardInput.WriteLineAsync(choice.Link).ConfigureAwait(false);
            await process.StandardInput.FlushAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // It has ended already; what it said is to be read.
        }

        string? line = await process.StandardOutput.ReadLineAsync().ConfigureAwait(false);
        FarmLine? first = line is null ? null : FarmLine.Parse(line);
        if (first?.Open is { } opening)
        {
            return (process, opening);
        }

        await EndAsync(process).ConfigureAwait(false);
        throw new MontageException(
            ErrorCode.FarmFailed,
            first?.Refused ?? "The program that keeps the farm ended at once. What it said stands above; else install Montage AI again."
        );
    }

    // It ends when its input does.
    private static void HangUp(Process process)
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already.
        }
    }

    private static async Task EndAsync(Process process)
    {
        HangUp(process);
        try
        {
            using CancellationTokenSource limit = new(s_ending);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
        }

        process.Dispose();
    }

    private async Task WatchAsync()
    {
        while (true)
        {
            await ListenAsync(_process.StandardOutput).ConfigureAwait(false);
            _state = null;
            if (_stop.IsCancellationRequested)
            {
                return;
            }

            await EndAsync(_process).ConfigureAwait(false);
            _log("The program that keeps the farm has ended. It is started again; until then films are made on this machine.");
            await RestartAsync().ConfigureAwait(false);
        }
    }

    private async Task ListenAsync(StreamReader from)
    {
        try
        {
            while (await from.ReadLineAsync().ConfigureAwait(false) is { } text)
            {
                _state = FarmLine.Parse(text) is { Status: { } state } ? state : null;
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The same as its end.
        }
    }

    private async Task RestartAsync()
    {
        string said = "";
        for (TimeSpan pause = TimeSpan.FromSeconds(1); ; pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause)
        {
            await Task.Delay(pause, _stop.Token).ConfigureAwait(false);
            try
            {
                (Process process, FarmOpening opening) = await OpenAsync(_choice, _cacheFolder).ConfigureAwait(false);
                if (opening.Store == Opening.Store && opening.Link == Opening.Link)
                {
                    _process = process;
                    if (_stop.IsCancellationRequested)
                    {
                        HangUp(process);
                    }

                    return;
                }

                await EndAsync(process).ConfigureAwait(false);
                throw new MontageException(
                    ErrorCode.FarmFailed,
                    "Another farm is there now than the one that the server began with. Start the server again to use that."
                );
            }
            catch (MontageException e)
            {
                if (e.Message != said)
                {
                    _log(said = e.Message);
                }
            }
        }
    }
}
