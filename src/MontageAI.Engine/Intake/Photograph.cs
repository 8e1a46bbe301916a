using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Engine.Intake;

/// <summary>What is known of a photograph, put as of a clip in which the one picture is seen for longer than any shot lasts.</summary>
internal static class Photograph
{
    /// <summary>Longest time in seconds for which a photograph is shown.</summary>
    public const double Seconds = 15;

    /// <summary>Makes the one key frame's shot last.</summary>
    /// <param name="analysis">What the scan of the one picture gave.</param>
    public static ClipAnalysis AsClip(ClipAnalysis analysis)
    {
        Rational timeBase = analysis.FirstFrame.TimeBase;
        MediaTime start = analysis.KeyFrames.Count > 0 ? analysis.KeyFrames[0].Time : analysis.FirstFrame;
        MediaTime end = new(start.Ticks + MediaTime.FromSeconds(Seconds, timeBase).Ticks, timeBase);
        return analysis with
        {
            FirstFrame = start,
            End = end,
            Shots = analysis.Shots with { Shots = [new Shot { Start = start, End = end }] },
            // What is wrong with the picture is wrong with all of it; that it stands still is not wrong.
            Rejected = [.. analysis.Rejected.Where(r => r.Reason != RejectReason.Frozen).Select(r => r with { Start = start, End = end })],
            Motion = [],
            IsComplete = true,
        };
    }
}
