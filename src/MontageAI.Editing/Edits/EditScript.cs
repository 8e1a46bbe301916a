using MontageAI.Errors;
using MontageAI.Timelines;

namespace MontageAI.Editing.Edits;

/// <summary>Edits in words, applied in order, such as <c>swap=3 slip=4:+12 split=5@1.5 roll=7:-1b lock=2 ban=c02</c>. Shots are named by
/// their index, counted from 0, or by their id.</summary>
public static class EditScript
{
    /// <summary>One line per word, for help texts.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. EditWords.All.Select(w => $"{w.Form, -27} {w.Help}")];

    /// <summary>Reads one edit.</summary>
    /// <param name="text">Its word.</param>
    /// <exception cref="ConfigurationException">The word is not understood; it is named.</exception>
    public static TimelineEdit Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Named(
            text,
            () =>
            {
                string[] parts = text.Split('=', 2);
                EditWord? word = EditWords.All.FirstOrDefault(w => w.Name == parts[0]);
                return word is null || parts.Length < 2
                    ? throw new ConfigurationException(
                        ErrorCode.EditInvalid,
                        $"is not understood. There are:{string.Concat(Words.Select(w => Environment.NewLine + "  " + w))}"
                    )
                    : word.Read(parts[1])
                        ?? throw new ConfigurationException(ErrorCode.EditInvalid, $"is not understood; it must look like {word.Form}");
            }
        );
    }

    /// <summary>Applies edits.</summary>
    /// <param name="timeline">The timeline.</param>
    /// <param name="changes">Words; later ones count shots as earlier ones left them.</param>
    /// <exception cref="ConfigurationException">A word is not understood or cannot be done; it is named, and nothing is
    /// changed.</exception>
    public static Timeline Apply(Timeline timeline, IEnumerable<string> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        (string Text, TimelineEdit Edit)[] edits = [.. changes.Select(c => (c, Read(c)))];
        return edits.Aggregate(timeline, (now, e) => Named(e.Text, () => e.Edit.Apply(now)));
    }

    private static T Named<T>(string text, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (ConfigurationException e)
        {
            throw new ConfigurationException([.. e.Problems.Select(p => p.At(text))]);
        }
    }
}
