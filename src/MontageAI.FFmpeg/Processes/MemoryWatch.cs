using System.Globalization;

namespace MontageAI.FFmpeg.Processes;

/// <summary>
/// Ends a child that holds more memory than it may, on Linux. It is looked at five times a second, and not limited by the system: FFmpeg
/// that is refused memory may leave out frames, end with 0, or wait for ever.
/// </summary>
/// <param name="child">The child.</param>
/// <param name="limit">The most bytes that it may hold.</param>
internal sealed class MemoryWatch(ChildProcess child, long limit) : ChildWatch(child, TimeSpan.FromMilliseconds(200))
{
    private readonly string _file = string.Create(CultureInfo.InvariantCulture, $"/proc/{child.Id}/statm");

    /// <inheritdoc/>
    protected override bool IsOver()
    {
        // Pages in all, pages that are resident.
        string[] pages = File.ReadAllText(_file).Split(' ');
        return pages.Length > 1 && long.Parse(pages[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize > limit;
    }
}
