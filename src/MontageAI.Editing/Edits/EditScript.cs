using System.Globalization;
using MontageAI.Errors;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Edits;

/// <summary>Changes in words, applied in order, such as <c>swap=3 slip=4:+12 pin=5:c03@12.5 roll=7:-1b move=2:6 drop=9
/// ban=c02</c>.</summary>
public static class EditScript
{
    /// <summary>One line per word, for help texts.</summary>
    public static IReadOnlyList<string> Words { get; } =
    [
        "swap=SHOT            its next alternative (again: the one after)",
        "pin=SHOT:CLIP@SEC    show this clip from this second",
        "slip=SHOT:+FRAMES    show a later (or -earlier) part of the same take",
        "roll=SHOT:+FRAMES    move the cut at its end; +1b by beats",
        "move=SHOT:PLACE      show it at another place",
        "drop=SHOT            take it out; the shot before it is shown longer",
        "ban=CLIP             never show this clip",
    ];

    /// <summary>Applies changes.</summary>
    /// <param name="timeline">The timeline.</param>
    /// <param name="changes">Words; later ones count shots as earlier ones left them.</param>
    /// <exception cref="ConfigurationException">A word is not understood or cannot be done; it is named, and nothing is
    /// changed.</exception>
    public static Timeline Apply(Timeline timeline, IEnumerable<string> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        foreach (string change in changes)
        {
            try
            {
                timeline = ApplyOne(timeline, change);
            }
            catch (ConfigurationException e)
            {
                throw new ConfigurationException([.. e.Problems.Select(p => p.At(change))]);
            }
        }

        return timeline;
    }

    private static Timeline ApplyOne(Timeline timeline, string change)
    {
        string[] parts = change.Split('=', 2);
        string[] values = parts.Length == 2 ? parts[1].Split(':', 2) : [];
        return (parts[0], values.Length) switch
        {
            ("swap", 1) => PlanEdits.Swap(timeline, Whole(values[0])),
            ("ban", 1) => PlanEdits.Ban(timeline, values[0]),
            ("drop", 1) => CutEdits.Drop(timeline, Whole(values[0])),
            ("slip", 2) => CutEdits.Slip(timeline, Whole(values[0]), Whole(values[1])),
            ("roll", 2) when values[1].EndsWith('b') => CutEdits.RollByBeats(timeline, Whole(values[0]), Whole(values[1][..^1])),
            ("roll", 2) => CutEdits.Roll(timeline, Whole(values[0]), Whole(values[1])),
            ("move", 2) => CutEdits.Move(timeline, Whole(values[0]), Whole(values[1])),
            ("pin", 2) when values[1].LastIndexOf('@') is > 0 and int at => Pin(
                timeline,
                Whole(values[0]),
                values[1][..at],
                values[1][(at + 1)..]
            ),
            _ => throw new ConfigurationException(
                ErrorCode.EditInvalid,
                $"is not understood. There are:{string.Concat(Words.Select(w => Environment.NewLine + "  " + w))}"
            ),
        };
    }

    private static Timeline Pin(Timeline timeline, int shot, string clip, string seconds)
    {
        TimelineSource? file = timeline.Sources.FirstOrDefault(s => s.Id == clip);
        // Without such a clip the edit itself says which there are.
        Rational clock = file?.AvailableStart.TimeBase ?? new Rational(1, 1000);
        return double.TryParse(seconds, NumberStyles.Float, CultureInfo.InvariantCulture, out double at) && double.IsFinite(at)
            ? PlanEdits.Pin(timeline, shot, clip, MediaTime.FromSeconds(at, clock))
            : throw new ConfigurationException(ErrorCode.EditInvalid, $"'{seconds}' is no number of seconds.");
    }

    private static int Whole(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw new ConfigurationException(ErrorCode.EditInvalid, $"'{text}' is no whole number.");
}
