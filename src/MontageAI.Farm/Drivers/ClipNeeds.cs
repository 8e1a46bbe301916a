using MontageAI.Farm.Queue;
using MontageAI.Tasks;
using MontageAI.Timelines;

namespace MontageAI.Farm.Drivers;

/// <summary>Which bytes of its clips a task reads, about: as if every second of a clip took as many, and as if what is looked at lay evenly
/// all over it. Small clips and photographs are read whole.</summary>
internal static class ClipNeeds
{
    // Below, clips are fetched whole.
    private const long LeastBytes = 4L << 20;

    // What tells what a file is, and the way from the key frame before a shot to a little after its end.
    private const long HeadBytes = 512 << 10;
    private const double SecondsBefore = 1;
    private const double SecondsAfter = 0.5;

    /// <summary>The bytes that a task reads.</summary>
    /// <returns>Of each shot: the clip's fingerprint, its size, the first byte, and the one after the last.</returns>
    public static IReadOnlyList<(string Fingerprint, long Size, long Start, long End)> Of(TaskSpec spec)
    {
        if (spec.Body is not ShotGroup group)
        {
            return [.. spec.Inputs.SelectMany(i => Spread(i, spec.ReadBytes ?? i.Size))];
        }

        Timeline plan = group.Plan;
        List<(string, long, long, long)> needs = [];
        foreach (TimelineShot shot in group.Shots.Select(s => plan.Shots[s.Shot]))
        {
            TimelineSource source = plan.Sources.First(s => s.Id == shot.Source);
            long size = spec.Inputs.First(i => i.Fingerprint == source.Fingerprint).Size;
            double length = source.AvailableEnd.Seconds - source.AvailableStart.Seconds;
            if (size < LeastBytes || length <= SecondsBefore)
            {
                needs.Add((source.Fingerprint, size, 0, size));
                continue;
            }

            double from = shot.In.Seconds - source.AvailableStart.Seconds;
            double shown = shot.Record.Length / plan.Rate.Value * shot.Speed.Value;
            needs.Add((source.Fingerprint, size, At(from - SecondsBefore), At(from + shown + SecondsAfter)));

            long At(double second) => (long)(Math.Clamp(second / length, 0, 1) * size);
        }

        return [.. needs.Distinct()];
    }

    // As much of each part that is told of.
    private static IEnumerable<(string, long, long, long)> Spread(TaskInput input, long bytes)
    {
        if (input.Size < LeastBytes || bytes >= input.Size)
        {
            return [(input.Fingerprint, input.Size, 0, input.Size)];
        }

        double part = (double)input.Size / HeldClip.Parts;
        double read = (double)bytes / HeldClip.Parts;
        return Enumerable
            .Range(0, HeldClip.Parts)
            .Select(i => (input.Fingerprint, input.Size, (long)(i * part), (long)((i * part) + read)));
    }

    /// <summary>Bytes of a task's clips that a machine lacks, about.</summary>
    /// <param name="needs">What the task reads.</param>
    /// <param name="held">What the machine has, by name (<see cref="HeldClip"/>).</param>
    public static long Missing(
        IReadOnlyList<(string Fingerprint, long Size, long Start, long End)> needs,
        IReadOnlyDictionary<string, string> held
    ) =>
        needs
            .GroupBy(n => n.Fingerprint)
            .Sum(clip =>
            {
                string? there = held.GetValueOrDefault(HeldClip.NameOf(clip.Key));
                long size = clip.First().Size;
                long parts = clip.Sum(n => HeldClip.Missing(there, n.Size, n.Start, n.End));
                return Math.Min(size, parts + (there is null ? Math.Min(HeadBytes, size) : 0));
            });
}
