using MontageAI.Rendering.Requests;
using MontageAI.Time;

namespace MontageAI.Rendering.Shots;

/// <summary>Divides shots among processes.</summary>
internal static class ShotGroups
{
    /// <summary>
    /// Consecutive runs of jobs. No run has more shots or source pixels than allowed (one shot always goes), and when few shots
    /// are left they are spread evenly, so that no worker stands idle while another has a full group.
    /// </summary>
    public static IReadOnlyList<FrameRange> Plan(IReadOnlyList<ShotRequest> jobs, ShotRenderResources resources)
    {
        List<FrameRange> groups = [];
        int start = 0;
        while (start < jobs.Count)
        {
            int left = jobs.Count - start;
            int most = resources.ShotsFor(left);
            long pixels = Pixels(jobs[start]);
            int end = start + 1;
            while (end < jobs.Count && end - start < most && pixels + Pixels(jobs[end]) <= resources.PixelsPerProcess)
            {
                pixels += Pixels(jobs[end]);
                end++;
            }

            groups.Add(new FrameRange(start, end));
            start = end;
        }

        return groups;
    }

    private static long Pixels(ShotRequest job) => ShotFeed.Of(job).Sum(f => (long)f.Video.Width * f.Video.Height);
}
