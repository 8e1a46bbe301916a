using System.Globalization;
using MontageAI.Editing.Materials;
using MontageAI.Media;

namespace MontageAI.Editing.Selection;

/// <summary>
/// The clips in the order in which they were recorded, with the evidence for it, and the chapters that the times of recording tell of. A
/// clip's time is what its container states, else when its file was last changed; where times are equal the number in the file's name
/// decides (GOPR0012 before GOPR0013), then the order given.
/// </summary>
internal sealed class FootageOrder
{
    // Times that spread over less tell no story.
    private static readonly TimeSpan s_leastSpread = TimeSpan.FromMinutes(10);

    // A chapter begins after a pause of so long at least, and of so many times the usual pause.
    private static readonly TimeSpan s_leastPause = TimeSpan.FromMinutes(15);
    private const double UnusualPause = 4;

    // More would be a list and no story.
    private const int MostChapters = 8;

    private readonly int[] _chapters;

    /// <summary>Orders the clips.</summary>
    /// <param name="clips">The footage.</param>
    /// <param name="order">What is asked.</param>
    public FootageOrder(IReadOnlyList<ClipMaterial> clips, ClipOrder order)
    {
        _chapters = new int[clips.Count];
        if (order == ClipOrder.Free)
        {
            // Only a style's chronology pulls, and it takes recording times where every clip has one.
            IEnumerable<int> given = Enumerable.Range(0, clips.Count);
            Clips = clips.All(c => c.Info.CreationTime is not null)
                ? [.. given.OrderBy(i => clips[i].Info.CreationTime).ThenBy(i => i)]
                : [.. given];
            return;
        }

        Clips =
        [
            .. Enumerable
                .Range(0, clips.Count)
                .OrderBy(i => TimeOf(clips[i]))
                .ThenBy(i => NumberOf(clips[i]).Prefix, StringComparer.OrdinalIgnoreCase)
                .ThenBy(i => NumberOf(clips[i]).Number)
                .ThenBy(i => i),
        ];
        string evidence = EvidenceOf(clips);
        if (order == ClipOrder.Chronological)
        {
            Note = $"Order: as recorded. {evidence}";
            return;
        }

        List<int> breaks = Breaks([.. Clips.Select(i => TimeOf(clips[i]))]);
        Chapters = breaks.Count + 1;
        for (int at = 0, chapter = 0; at < Clips.Count; at++)
        {
            chapter += breaks.Contains(at) ? 1 : 0;
            _chapters[Clips[at]] = chapter;
        }

        Note =
            Chapters == 1
                ? $"Order: free, since the times of recording tell no story (they lie close together, or no pause parts them). {evidence}"
                : $"Order: {Chapters} chapters in the order of recording, parted by pauses of "
                    + $"{string.Join(", ", breaks.Select(b => Words(TimeOf(clips[Clips[b]]) - TimeOf(clips[Clips[b - 1]]))))}; free inside "
                    + $"them. {evidence}";
    }

    /// <summary>Indices of the clips in order.</summary>
    public IReadOnlyList<int> Clips { get; }

    /// <summary>Number of chapters, 1 or more.</summary>
    public int Chapters { get; } = 1;

    /// <summary>Which evidence was used, for the user; null where no order was asked for.</summary>
    public string? Note { get; }

    /// <summary>The chapter that a clip belongs to, from 0.</summary>
    public int ChapterOf(int clip) => _chapters[clip];

    /// <summary>The chapter that is told at a place of the montage, 0 to 1: each has as much of it as it has clips, the square root of it,
    /// so that short ones are told too.</summary>
    public int ChapterAt(double place)
    {
        double[] weights = [.. Enumerable.Range(0, Chapters).Select(c => Math.Sqrt(_chapters.Count(x => x == c)))];
        double at = 0,
            all = weights.Sum();
        for (int i = 0; i < weights.Length; i++)
        {
            at += weights[i] / all;
            if (place < at)
            {
                return i;
            }
        }

        return Chapters - 1;
    }

    private static DateTime TimeOf(ClipMaterial clip) => clip.Info.CreationTime?.UtcDateTime ?? clip.File.ModifiedUtc;

    // The last number of the name, and what stands before it.
    private static (string Prefix, long Number) NumberOf(ClipMaterial clip)
    {
        string name = Path.GetFileNameWithoutExtension(clip.File.Path);
        if (GoProName.Of(name) is { } chapter)
        {
            return (chapter.Kind, (chapter.Recording * 100) + chapter.Chapter);
        }

        int end = name.Length;
        while (end > 0 && !char.IsAsciiDigit(name[end - 1]))
        {
            end--;
        }

        int start = end;
        while (start > 0 && char.IsAsciiDigit(name[start - 1]) && end - start < 18)
        {
            start--;
        }

        return end == start ? (name, 0) : (name[..start], long.Parse(name.AsSpan(start, end - start), CultureInfo.InvariantCulture));
    }

    private string EvidenceOf(IReadOnlyList<ClipMaterial> clips)
    {
        int stated = clips.Count(c => c.Info.CreationTime is not null);
        int tied = Clips.Count - clips.Select(TimeOf).Distinct().Count();
        string times =
            stated == clips.Count ? "Evidence: the recording times in the files."
            : stated == 0
                ? "Evidence: when the files were last changed, since no file states its time of recording; copying may have changed that."
            : $"Evidence: the recording times in {stated} of {clips.Count} files; for the others when they were last changed, which "
                + $"copying may have altered.";
        return tied > 0 ? times + " Equal times were told apart by the numbers in the files' names." : times;
    }

    // Places in the order before which a chapter begins.
    private static List<int> Breaks(IReadOnlyList<DateTime> times)
    {
        if (times.Count < 3 || times[^1] - times[0] < s_leastSpread)
        {
            return [];
        }

        TimeSpan[] pauses = [.. times.Skip(1).Zip(times, (b, a) => b - a)];
        TimeSpan usual = pauses.Order().ElementAt(pauses.Length / 2);
        TimeSpan least = TimeSpan.FromTicks(
            Math.Max(s_leastPause.Ticks, (long)Math.Min(TimeSpan.FromHours(6).Ticks, UnusualPause * usual.Ticks))
        );
        return
        [
            .. Enumerable
                .Range(1, pauses.Length)
                .Where(i => pauses[i - 1] >= least)
                .OrderByDescending(i => pauses[i - 1])
                .ThenBy(i => i)
                .Take(MostChapters - 1)
                .Order(),
        ];
    }

    private static string Words(TimeSpan pause) =>
        pause.TotalDays >= 1 ? FormattableString.Invariant($"{pause.TotalDays:0.#} days")
        : pause.TotalHours >= 1 ? FormattableString.Invariant($"{pause.TotalHours:0.#} hours")
        : FormattableString.Invariant($"{pause.TotalMinutes:0} minutes");
}
