using Microsoft.ML.OnnxRuntime;
using MontageAI.Errors;

namespace MontageAI.Models.Runtime;

/// <summary>
/// What the library would otherwise write to the user's terminal: the last few errors, so that whoever sees it fail can say
/// why. Safe for threads.
/// </summary>
internal sealed class RuntimeLog
{
    private const int Kept = 16;
    private const string WithError = "with error: ";
    private const string Code = "[ErrorCode:";

    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = new();

    /// <summary>Starts empty.</summary>
    public RuntimeLog() => Function = (_, _, _, _, _, message) => Add(message);

    /// <summary>What the library calls; lives as long as this.</summary>
    public DOrtLoggingFunction Function { get; }

    /// <summary>Forgets what was said before, so that what comes next is the reason of what happens next.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _lines.Clear();
        }
    }

    /// <summary>Why something failed: by the library's own words where it said more than the exception.</summary>
    /// <param name="e">The exception.</param>
    public string Reason(Exception e)
    {
        lock (_gate)
        {
            return _lines.FirstOrDefault(l => l.Contains(WithError, StringComparison.Ordinal)) is { } line
                ? Short(line[(line.IndexOf(WithError, StringComparison.Ordinal) + WithError.Length)..])
                : Short(e.Message);
        }
    }

    private void Add(string message)
    {
        lock (_gate)
        {
            _lines.Enqueue(message);
            if (_lines.Count > Kept)
            {
                _lines.Dequeue();
            }
        }
    }

    /// <summary>The first line of a message, without the library's own codes.</summary>
    public static string Short(string message)
    {
        string line = Printable.Of(message.Trim().Split('\n')[0].Trim());
        int end = line.IndexOf("] ", StringComparison.Ordinal);
        return (line.StartsWith(Code, StringComparison.Ordinal) && end > 0 ? line[(end + 2)..] : line).TrimEnd('.', ':');
    }
}
