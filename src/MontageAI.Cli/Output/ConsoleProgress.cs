using System.Diagnostics;
using System.Globalization;
using MontageAI.Engine.Proxies;
using MontageAI.Engine.Reporting;
using MontageAI.Errors;

namespace MontageAI.Cli.Output;

/// <summary>
/// Progress on standard error: on a terminal one line that is redrawn, with a bar and the time left as this run's own speed
/// predicts it; elsewhere a line now and then.
/// </summary>
internal sealed class ConsoleProgress : IDisposable
{
    // Phases of jobs that a user waits for, in words. Those without steps to count are shown as they begin.
    private static readonly Dictionary<string, string> s_words = new()
    {
        ["make footage"] = "Making footage",
        ["listen to the song"] = "Listening to the song",
        ["look at first clips"] = "Looking at clips",
        ["look at clips"] = "Looking at clips",
        ["measure motion"] = "Measuring motion",
        ["render shots"] = "Rendering",
        ["fetch pictures"] = "Fetching pictures",
        ["make proxies"] = "Making proxies",
        ["make sprites"] = "Making sprites",
        ["plan variants"] = "Planning variants",
        ["look at what is shown"] = "Looking at what is shown",
        ["analyse"] = "Analysing",
    };

    private static readonly Dictionary<string, string> s_uncounted = new()
    {
        ["check"] = "Checking the film",
        ["find the cuts"] = "Finding the cuts",
        ["look at the pictures"] = "Looking at the pictures",
        ["listen to the film"] = "Listening",
        ["try the encoder"] = "Trying",
    };

    private const int BarWidth = 24;
    private static readonly TimeSpan s_redraw = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_logInterval = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly bool _terminal = !Console.IsErrorRedirected;

    // Its own way to the terminal, for the commands that redraw the line.
    private readonly TolerantWriter _out = StandardStreams.OpenRawError();
    private readonly Dictionary<string, (long Start, long Total)> _phases = [];
    private long _lastDraw;
    private string _lastPhase = "";
    private int _drawn;
    private bool _ended;

    /// <summary>Shows what happens in a job, to its end.</summary>
    public async Task FollowAsync(JobEvents events)
    {
        await foreach (JobEvent happened in events.ConfigureAwait(false))
        {
            switch (happened)
            {
                case PhaseAdvanced advance when s_words.TryGetValue(advance.Phase, out string? words):
                    Show(words, advance.Done, advance.Total);
                    break;
                case PhaseBegun begun when s_uncounted.TryGetValue(begun.Phase, out string? words):
                    Show(begun.Subject is { } subject ? $"{words} {subject}" : words, 0, 0);
                    break;
                case Playable { Tier: PreviewTier.Draft, Stage: PlayableStage.Opening } opening:
                    Say($"After {opening.Seconds:0.0} s the first {opening.FilmSeconds:0} seconds can be played as a draft.");
                    break;
                case Playable { Stage: PlayableStage.FirstPicture } first:
                    string draft = first.Tier == PreviewTier.Draft ? " as a draft" : "";
                    Say(
                        $"After {first.Seconds:0.0} s the first pictures can be played{draft} ",
                        $"(for example: ffplay -live_start_index 0 FILE): {first.Playlist}"
                    );
                    break;
                case Playable { Stage: PlayableStage.Opening } opening:
                    Say($"After {opening.Seconds:0.0} s the first {opening.FilmSeconds:0} seconds can be played.");
                    break;
                case ProxyMade { Proxy: { } p }:
                    Say(
                        $"'{Path.GetFileName(p.Path)}': {p.Frames} frames, {p.Bytes / 1048576.0:0.0} MiB, {p.Seconds:0.0} s ",
                        $"({p.ClipSeconds / Math.Max(0.001, p.Seconds):0.0} x real time)"
                    );
                    break;
                default:
                    // The rest stands in the report.
                    break;
            }
        }
    }

    private void Say(params FormattableString[] text)
    {
        lock (_gate)
        {
            Clear();
            _out.WriteLine(InvariantText.Of(text));
        }
    }

    private void Show(string phase, long done, long total)
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
                !_phases.TryGetValue(phase, out (long Start, long Total) known) || (total > 0 && known.Total > 0 && total != known.Total);
            long start = first ? now : known.Start;
            _phases[phase] = (start, total > 0 ? total : known.Total);
            bool finished = total > 0 && done >= total;
            TimeSpan interval = _terminal ? s_redraw : s_logInterval;
            if (!first && !finished && phase == _lastPhase && Stopwatch.GetElapsedTime(_lastDraw, now) < interval)
            {
                return;
            }

            _lastDraw = now;
            _lastPhase = phase;
            string line = Printable.Of(Describe(phase, done, total, Stopwatch.GetElapsedTime(start, now)));
            if (_terminal)
            {
                Clear();
                _out.Write(line);
                _drawn = line.Length;
            }
            else if (!first || done > 0 || total == 0)
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

    private static string Describe(string phase, long done, long total, TimeSpan elapsed)
    {
        if (total <= 0)
        {
            return phase + " ...";
        }

        double share = Math.Clamp((double)done / total, 0, 1);
        int filled = (int)(share * BarWidth);
        string bar = new string('#', filled) + new string('.', BarWidth - filled);
        string left =
            share is > 0.05 and < 1 && elapsed.TotalSeconds > 0.5
                ? string.Create(CultureInfo.InvariantCulture, $", {Duration(elapsed.TotalSeconds * (1 - share) / share)} left")
                : "";
        return string.Create(CultureInfo.InvariantCulture, $"{phase, -22} [{bar}] {share * 100, 3:0} % ({done} of {total}{left})");
    }

    private static string Duration(double seconds) =>
        seconds < 90
            ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(seconds):0} s")
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(seconds / 60):0} min");
}
