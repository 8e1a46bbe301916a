using System.Diagnostics;

namespace MontageAI.Testing;

/// <summary>
/// Waits for what a test needs to go on. What never comes would otherwise stop the whole run, without a word of which test waited and for
/// what. Nothing is measured by it: the limit is many times what any of them takes.
/// </summary>
public static class Patience
{
    /// <summary>How long a test waits for one thing.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until something is so.</summary>
    /// <param name="what">What that is.</param>
    /// <param name="isSo">Whether it is.</param>
    /// <param name="seen">What there is instead, for the failure.</param>
    public static Task UntilAsync(string what, Func<bool> isSo, Func<string>? seen = null) =>
        UntilAsync(what, () => Task.FromResult(isSo()), seen);

    /// <inheritdoc cref="UntilAsync(string, Func{bool}, Func{string}?)"/>
    public static async Task UntilAsync(string what, Func<Task<bool>> isSo, Func<string>? seen = null)
    {
        long begun = Stopwatch.GetTimestamp();
        while (!await isSo())
        {
            if (Stopwatch.GetElapsedTime(begun) > Limit)
            {
                throw Out(what, seen);
            }

            await Task.Delay(s_pause);
        }
    }

    /// <summary>Waits for the end of something.</summary>
    /// <param name="what">What that is.</param>
    /// <param name="task">It.</param>
    /// <param name="seen">What there is instead, for the failure.</param>
    public static async Task ForAsync(string what, Task task, Func<string>? seen = null)
    {
        try
        {
            await task.WaitAsync(Limit);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            throw Out(what, seen);
        }
    }

    /// <summary>Has a process ended, with all that it started, when nobody would wait longer.</summary>
    /// <returns>Dispose it when the process has ended.</returns>
    public static IDisposable With(Process process) =>
        new Timer(
            _ =>
            {
                try
                {
                    process.Kill(entireProcessTree: true);
                }
                catch (InvalidOperationException)
                {
                    // It ended at this very moment.
                }
            },
            null,
            Limit,
            Timeout.InfiniteTimeSpan
        );

    private static InvalidOperationException Out(string what, Func<string>? seen) =>
        new($"Waited in vain for {Limit.TotalMinutes:0} minutes: {what}.\n{seen?.Invoke()}");
}
