using MontageAI.Results;

namespace MontageAI.Editing.Selection;

/// <summary>Finds the measured window of a clip at a moment without walking through all of them.</summary>
internal sealed class MotionTimes
{
    private readonly IReadOnlyList<MotionFeatures> _windows;
    private readonly double[] _starts;
    private readonly double _longest;

    /// <summary>Lays out their times.</summary>
    /// <param name="windows">Windows in order of their starts.</param>
    public MotionTimes(IReadOnlyList<MotionFeatures> windows)
    {
        _windows = windows;
        _starts = [.. windows.Select(w => w.Start.Seconds)];
        _longest = windows.Count == 0 ? 0 : windows.Max(w => w.End.Seconds - w.Start.Seconds);
    }

    /// <summary>The first window that holds a moment, or null.</summary>
    public MotionFeatures? At(double seconds)
    {
        int low = 0,
            high = _starts.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _starts[middle] <= seconds ? (middle + 1, high) : (low, middle);
        }

        MotionFeatures? first = null;
        for (int i = low - 1; i >= 0 && _starts[i] > seconds - _longest; i--)
        {
            first = _windows[i].End.Seconds > seconds ? _windows[i] : first;
        }

        return first;
    }
}
