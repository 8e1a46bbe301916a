using System.Runtime.InteropServices;
using MontageAI.Cli.Output;

namespace MontageAI.Cli.Hosting;

/// <summary>
/// What ends this program from outside: interrupt, hang-up, quit and termination cancel the work, so that children end, temporary files go
/// and the report says "cancelled". A second signal ends it at once, and so does a first one when nothing is left but waiting for somebody
/// who does not read.
/// </summary>
internal sealed class Signals : IDisposable
{
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(100);

    // Longer than children and reports need, short enough for whoever shuts the machine down.
    private const int StepsToEnd = 100;
    private const int StepsBlocked = 10;

    private readonly CancellationTokenSource _cancelled = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly Func<bool> _isOnlyBlocked;
    private int _signals;

    /// <summary>Listens from now on.</summary>
    /// <param name="isOnlyBlocked">Whether no work runs and something waits to be read.</param>
    public Signals(Func<bool> isOnlyBlocked)
    {
        _isOnlyBlocked = isOnlyBlocked;
        foreach (PosixSignal signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT])
        {
            // Who starts a program by nohup wants it to outlive the terminal.
            if (signal != PosixSignal.SIGHUP || !IsHangUpIgnored())
            {
                _registrations.Add(PosixSignalRegistration.Create(signal, Take));
            }
        }
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _cancelled.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private void Take(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _signals) > 1)
        {
            End();
        }

        _ = Task.Run(CancelAsync);
    }

    private async Task CancelAsync()
    {
        _ = _cancelled.CancelAsync();
        int blocked = 0;
        for (int i = 0; i < StepsToEnd && blocked < StepsBlocked; i++)
        {
            await Task.Delay(s_step).ConfigureAwait(false);
            blocked = _isOnlyBlocked() ? blocked + 1 : 0;
        }

        End();
    }

#pragma warning disable RS0030 // Whoever waits in a write cannot be asked to end.
    private static void End() => Environment.Exit(ExitCode.Cancelled);
#pragma warning restore RS0030

    private static bool IsHangUpIgnored()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/proc/self/status"))
        {
            return false;
        }

        string? ignored = File.ReadLines("/proc/self/status").FirstOrDefault(l => l.StartsWith("SigIgn:", StringComparison.Ordinal));

        // A mask in hexadecimal; hang-up is signal 1.
        return ignored is not null && (Convert.ToInt32(ignored[^1..], 16) & 1) != 0;
    }
}
