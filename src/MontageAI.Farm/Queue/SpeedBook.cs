using MontageAI.Tasks;

namespace MontageAI.Farm.Queue;

/// <summary>Measures how fast one machine is. Safe for threads.</summary>
internal sealed class SpeedBook
{
    // How much the last task counts.
    private const double Freshness = 0.3;

    // Of kinds of work that are remembered; those that were not seen for longest go first.
    private const int MostWorks = 32;

    // Of less the answer's first byte is what takes the time.
    private const long LeastBytes = 256 << 10;

    private readonly Lock _gate = new();
    private readonly List<(string Work, double Speed)> _speeds = [];
    private double? _rate;

    /// <summary>What was measured so far.</summary>
    public SpeedFacts Facts
    {
        get
        {
            lock (_gate)
            {
                return new SpeedFacts(_speeds.ToDictionary(s => s.Work, s => Math.Round(s.Speed, 3)), _rate);
            }
        }
    }

    /// <summary>The kind of work that a task is, as far as speed depends on it: what is made, how, how large, and out of what.</summary>
    public static string WorkOf(TaskSpec spec)
    {
        string how = spec.Body is ShotGroup group ? $" {group.Profile} {group.Width}x{group.Height}" : "";
        return $"{spec.Kind}{how} of {spec.Footage ?? "anything"}";
    }

    /// <summary>The middle one of what was measured of a kind of task, whatever it was made of; null where nothing was.</summary>
    /// <param name="measured">What was measured.</param>
    /// <param name="work">What such a task is (<see cref="WorkOf"/>).</param>
    public static double? OfKind(SpeedFacts measured, string work)
    {
        string kind = work.Split(' ')[0] + " ";
        double[] speeds =
        [
            .. measured.Speeds.Where(s => s.Value > 0 && s.Key.StartsWith(kind, StringComparison.Ordinal)).Select(s => s.Value).Order(),
        ];
        return speeds.Length == 0 ? null : speeds[speeds.Length / 2];
    }

    /// <summary>Takes over what was measured before; what is measured from now on changes it.</summary>
    public void Begin(SpeedFacts before)
    {
        lock (_gate)
        {
            _speeds.AddRange(before.Speeds.Where(s => s.Value > 0).Take(MostWorks).Select(s => (s.Key, s.Value)));
            _rate ??= before.BytesPerSecond;
        }
    }

    /// <summary>Takes note of a task.</summary>
    /// <param name="work">What it was.</param>
    /// <param name="units">How much: million pixels.</param>
    /// <param name="seconds">How long it took, without fetching its clips.</param>
    public void Worked(string work, double units, double seconds)
    {
        double speed = units / Math.Max(seconds, 0.001);
        if (speed <= 0)
        {
            return;
        }

        lock (_gate)
        {
            int at = _speeds.FindIndex(s => s.Work == work);
            double before = at < 0 ? speed : _speeds[at].Speed;
            if (at >= 0)
            {
                _speeds.RemoveAt(at);
            }

            _speeds.Add((work, before + (Freshness * (speed - before))));
            _speeds.RemoveRange(0, Math.Max(0, _speeds.Count - MostWorks));
        }
    }

    /// <summary>Takes note of what was fetched.</summary>
    public void Fetched(long bytes, double seconds)
    {
        if (bytes < LeastBytes)
        {
            return;
        }

        double rate = bytes / Math.Max(seconds, 0.001);
        lock (_gate)
        {
            _rate = Math.Round(_rate is { } before ? before + (Freshness * (rate - before)) : rate);
        }
    }
}
