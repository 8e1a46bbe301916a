using MontageAI.Editing.Drafts;
using MontageAI.Editing.Materials;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Resources;
using MontageAI.Errors;
using MontageAI.Media;
using MontageAI.Timelines;

namespace MontageAI.Engine.Intake;

/// <summary>
/// The footage of a montage, looked at in growing parts: first a few clips spread evenly over all of them, from which an opening can be
/// planned, later everything. Which clips come first depends on their number and order alone, so that equal inputs give equal plans however
/// fast the machine is.
/// </summary>
internal sealed class Footage(JobContext context, ClipIntake intake, IReadOnlyList<string> paths, Timeline? from = null)
{
    // Enough variety and length for ten seconds; more would keep the viewer waiting.
    private const int ClipsAtOnce = 8;
    private const int LeastClips = 4;
    private const double LeastSeconds = 20;

    private readonly IReadOnlyList<ClipFile> _files = ClipFile.Name(paths);
    private readonly List<ClipFile> _left = InSpreadOrder(ClipFile.Name(paths));
    private readonly List<ClipMaterial> _usable = [];
    private readonly HashSet<string> _seen = [];
    private IReadOnlyList<(string Id, MediaInfo? Info)> _sampled = [];

    /// <summary>Usable clips looked at so far, in order of their files; none twice.</summary>
    public IReadOnlyList<ClipMaterial> Clips => [.. _usable.OrderBy(c => c.Id, StringComparer.Ordinal)];

    /// <summary>Part of all bytes that <see cref="Clips"/> were chosen from, 0 to 1: tells about how much more footage there is.</summary>
    public double Share { get; private set; } = 1;

    /// <summary>
    /// Streams that rate and shape are decided by, with their seconds, no more than packets show: of the files that
    /// <see cref="CanvasSample"/> takes, and of clips looked at beside them.
    /// </summary>
    public IReadOnlyList<(VideoStreamInfo Stream, double Seconds)> Streams
    {
        get
        {
            Dictionary<string, ClipMaterial> looked = Clips.ToDictionary(c => c.Id);
            HashSet<string> sampled = [.. _sampled.Select(s => s.Id)];
            return
            [
                .. _sampled
                    .Where(s => s.Info?.MainVideo is not null)
                    .Select(s => (s.Info!.MainVideo!, SecondsOf(s.Info, looked.GetValueOrDefault(s.Id)))),
                .. Clips.Where(c => !sampled.Contains(c.Id)).Select(c => (c.Info.MainVideo!, SecondsOf(c.Info, c))),
            ];
        }
    }

    /// <summary>Looks at the first few clips, at more where these give little.</summary>
    /// <exception cref="MontageException">Not one clip is usable.</exception>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        HashSet<string> kept = KeepFirst();
        Task<IReadOnlyList<(string Id, MediaInfo? Info)>> sampling = new CanvasSample(context).TakeAsync([.. _left], cancellationToken);
        List<ClipFile> looked = [];
        while (
            _left.Count > 0
            && (_usable.Count < LeastClips || DurationAdvisor.UsableSeconds(_usable) < LeastSeconds || !_seen.IsSupersetOf(kept))
        )
        {
            ClipFile[] next = [.. _left.Take(ClipsAtOnce)];
            _left.RemoveRange(0, next.Length);
            looked.AddRange(next);
            Add(await intake.LookAsync(next, Urgency.Opening, begin: true, cancellationToken).ConfigureAwait(false));
        }

        _sampled = await sampling.ConfigureAwait(false);
        if (_usable.Count == 0)
        {
            throw SetAsideFile.NothingUsable(_files.Count, context.Recorder.SetAside);
        }

        long all = _files.Sum(f => f.Bytes),
            sample = looked.Sum(f => f.Bytes);
        Share = _left.Count == 0 || all == 0 ? 1 : Math.Clamp((double)sample / all, 1e-6, 1);
    }

    // Clips of locked shots are needed from the opening on: those that lie where they lay come first, and it is looked on until all are
    // found. Returns what they are known by wherever they lie now.
    private HashSet<string> KeepFirst()
    {
        HashSet<string> ids = from is null ? [] : [.. from.Shots.Where(s => s.Locked).Select(s => s.Source)];
        TimelineSource[] kept = from is null ? [] : [.. from.Sources.Where(s => ids.Contains(s.Id))];
        HashSet<string> places = [.. kept.Select(s => s.Path)];
        ClipFile[] first = [.. _left.Where(f => places.Contains(f.Path))];
        _left.RemoveAll(f => places.Contains(f.Path));
        _left.InsertRange(0, first);
        return [.. kept.Select(s => s.Fingerprint)];
    }

    /// <summary>Looks at all the rest, long clips of the beginning to their ends included.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        HashSet<string> cut = [.. _usable.Where(c => !c.Analysis.IsComplete).Select(c => c.Id)];
        ClipFile[] files = [.. _left, .. _files.Where(f => cut.Contains(f.Id))];
        IReadOnlyList<ClipMaterial> found =
            files.Length == 0 ? [] : await intake.LookAsync(files, Urgency.Ahead, begin: false, cancellationToken).ConfigureAwait(false);
        foreach (ClipMaterial clip in found.Where(c => cut.Contains(c.Id)))
        {
            int at = _usable.FindIndex(c => c.Id == clip.Id);
            _usable[at] = clip with { Analysis = clip.Analysis with { Motion = _usable[at].Analysis.Motion } };
        }

        Add(found.Where(c => !cut.Contains(c.Id)));
        _left.Clear();
        Share = 1;
    }

    /// <summary>Puts better known clips in the place of what was known of them.</summary>
    public void Learn(IReadOnlyList<ClipMaterial> measured)
    {
        Dictionary<string, ClipMaterial> byId = measured.ToDictionary(c => c.Id);
        for (int i = 0; i < _usable.Count; i++)
        {
            _usable[i] = byId.GetValueOrDefault(_usable[i].Id, _usable[i]);
        }
    }

    /// <summary>
    /// All numbers below a count, so that the first few of them are spread evenly over the range whatever their number (the van der Corput
    /// sequence in base 2).
    /// </summary>
    internal static IReadOnlyList<int> SpreadOrder(int count)
    {
        int bits = 0;
        while (1 << bits < count)
        {
            bits++;
        }

        List<int> order = [];
        for (int i = 0; i < 1 << bits; i++)
        {
            int reversed = 0;
            for (int b = 0; b < bits; b++)
            {
                reversed |= ((i >> b) & 1) << (bits - 1 - b);
            }

            if (reversed < count)
            {
                order.Add(reversed);
            }
        }

        return order;
    }

    // A photograph lasts as long as it may be shown; of a clip that was looked at as a whole, what was found of it counts.
    private static double SecondsOf(MediaInfo info, ClipMaterial? looked) =>
        info.IsStill ? Photograph.Seconds
        : looked is { Analysis.IsComplete: true } ? Math.Min(StatedSeconds(info) ?? double.PositiveInfinity, ShownSeconds(looked))
        : StatedSeconds(info) ?? (looked is null ? 0 : DurationAdvisor.UsableSeconds([looked]));

    // What is stated is bounded by the packets that there are.
    private static double? StatedSeconds(MediaInfo info) =>
        info.MainVideo is { PlayedSeconds: { } played } ? played : info.MainVideo!.DurationSeconds ?? info.DurationSeconds;

    private static double ShownSeconds(ClipMaterial clip) => clip.Analysis.Shots.Shots.Sum(s => s.Seconds);

    private static List<ClipFile> InSpreadOrder(IReadOnlyList<ClipFile> files) => [.. SpreadOrder(files.Count).Select(i => files[i])];

    // The same recording twice would put the same picture on the screen twice. Which of the two stays must not depend on who was faster.
    private void Add(IEnumerable<ClipMaterial> clips)
    {
        foreach (ClipMaterial clip in clips.OrderBy(c => c.Id, StringComparer.Ordinal))
        {
            if (_seen.Add(clip.File.Fingerprint))
            {
                _usable.Add(clip);
            }
            else
            {
                string first = _usable.First(c => c.File.Fingerprint == clip.File.Fingerprint).File.Path;
                context.Recorder.PutAside(clip.File.Path, $"is a copy of '{first}'.", "Nothing needs to be done.");
            }
        }
    }
}
