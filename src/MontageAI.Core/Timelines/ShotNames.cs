using System.Globalization;
using MontageAI.Errors;

namespace MontageAI.Timelines;

/// <summary>What shots are called where people read of them.</summary>
public static class ShotNames
{
    /// <summary>A shot's number, counted from 1, with what it shows: "shot 5 (beach.mp4 at 12.3 s)".</summary>
    /// <param name="timeline">The timeline.</param>
    /// <param name="index">Its index, counted from 0; one that is not there has a number alone.</param>
    public static string Of(Timeline timeline, int index)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        string number = string.Create(CultureInfo.InvariantCulture, $"shot {index + 1}");
        if (index < 0 || index >= timeline.Shots.Count)
        {
            return number;
        }

        return $"{number} ({Footage(timeline, index)})";
    }

    /// <summary>What a shot shows: "beach.mp4 at 12.3 s".</summary>
    /// <param name="timeline">The timeline.</param>
    /// <param name="index">Index of a shot that is there, counted from 0.</param>
    public static string Footage(Timeline timeline, int index)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        TimelineShot shot = timeline.Shots[index];
        return timeline.Sources.FirstOrDefault(s => s.Id == shot.Source) is { } source
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{Printable.Of(Path.GetFileName(source.Path))} at {Math.Max(0, shot.In.Seconds - source.AvailableStart.Seconds):0.0} s"
            )
            : shot.Source;
    }
}
