using System.Diagnostics;
using System.Globalization;
using MontageAI.Engine.Reporting;
using MontageAI.Errors;

namespace MontageAI.Cli.Output;

/// <summary>
/// Progress on standard error: on a terminal one line that is redrawn, with a bar and the time left as this run's own speed
/// predicts it; elsewhere a line now and then. Safe to report to from several threads.
/// </summary>
internal sealed class ConsoleProgress : IProgress<JobProgress>, IDisposable
{
    private const int BarWidth = 24;
    private static readonly TimeSpan s_redraw = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_logInterval = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly bool _terminal = !Console.IsErrorRedirected;

    // Its own way to the terminal, for the commands that redraw the line.
    private readonly StreamWriter _out = new(Console.OpenStandardError()) { AutoFlush = true };
    private readonly Dictionary<string, (long Start, long Total)> _phases = [];
    private long _lastDraw;
    private string _lastPhase = "";
    private int _drawn;
    private bool _ended;

    /// <inheritdoc/>
    public void Report(JobProgress value)
    {
        lock (_gate)
        {
            if (_ended)
            {
                return;
            }

            long now = Stopwatch.GetTimestamp();
            // Another total means that the phase begins once more, with other things to do; the time left is predicted from these alone.
            bool first =
                !_phases.TryGetValue(value.Phase, out (long Start, long Total) known)
                || (value.Total > 0 && known.Total > 0 && value.Total != known.Total);
            long start = first ? now : known.Start;
            _phases[value.Phase] = (start, value.Total > 0 ? value.Total : known.Total);
            if (value.Message is { } message)
            {
                Clear();
                _out.WriteLine(Printable.Lines(message));
            }

            bool finished = value.Total > 0 && value.Done >= value.Total;
            TimeSpan interval = _terminal ? s_redraw : s_logInterval;
            if (!first && !finished && value.Phase == _lastPhase && Stopwatch.GetElapsedTime(_lastDraw, now) < interval)
            {
                return;
            }

            _lastDraw = now;
            _lastPhase = value.Phase;
            string line = Printable.Of(Describe(value, Stopwatch.GetElapsedTime(start, now)));
            if (_terminal)
            {
                Clear();
                _out.Write(line);
                _drawn = line.Length;
            }
            else if (!first || value.Done > 0 || value.Total == 0)
            {
                _out.WriteLine(line);
            }
        }
    }

    /// <summary>Takes the line away.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            Clear();
            _ended = true;
        }
    }

    private void Clear()
    {
        if (_terminal && _drawn > 0)
        {
            _out.Write("\r\x1b[2K");
            _drawn = 0;
        }
    }

    private static string Describe(JobProgress p, TimeSpan elapsed)
    {
        if (p.Total <= 0)
        {
            return p.Phase + " ...";
        }

        double share = Math.Clamp((double)p.Done / p.Total, 0, 1);
        int filled = (int)(share * BarWidth);
        string bar = new string('#', filled) + new string('.', BarWidth - filled);
        string left =
            share is > 0.05 and < 1 && elapsed.TotalSeconds > 0.5
                ? string.Create(CultureInfo.InvariantCulture, $", {Duration(elapsed.TotalSeconds * (1 - share) / share)} left")
                : "";
        return string.Create(CultureInfo.InvariantCulture, $"{p.Phase, -22} [{bar}] {share * 100, 3:0} % ({p.Done} of {p.Total}{left})");
    }

    private static string Duration(double seconds) =>
        seconds < 90
            ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(seconds):0} s")
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(seconds / 60):0} min");
}
