using System.Globalization;

namespace MontageAI.FFmpeg.Processes;

/// <summary>
/// Ends a child that hangs and whose output nobody reads, on Linux: one that has used no processor time for as long as allowed. It is
/// looked at eight times within that, and each look has to find it idle, so that a computer that slept meanwhile, or a program that was
/// stopped with all its children, does not count as a child that hangs. What starts others (a script around FFmpeg) is let be: they work.
/// </summary>
/// <param name="child">The child.</param>
/// <param name="limit">How long it may use no processor time, above 0.</param>
internal sealed class IdleWatch(ChildProcess child, TimeSpan limit) : ChildWatch(child, limit / Looks)
{
    private const int Looks = 8;

    private readonly string _folder = string.Create(CultureInfo.InvariantCulture, $"/proc/{child.Id}");
    private string _used = "";
    private int _idle;

    /// <inheritdoc/>
    protected override bool IsOver()
    {
        string used = Used();
        _idle = used == _used ? _idle + 1 : 0;
        _used = used;
        return _idle >= Looks && !HasChildren();
    }

    // Clock ticks of all its threads, in its own code and in the system's. The name before them, in brackets, may hold anything.
    private string Used()
    {
        string stat = File.ReadAllText(Path.Combine(_folder, "stat"));
        string[] fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 12 ? fields[11] + " " + fields[12] : stat;
    }

    private bool HasChildren() =>
        Directory
            .EnumerateDirectories(Path.Combine(_folder, "task"))
            .Any(t => File.Exists(Path.Combine(t, "children")) && File.ReadAllText(Path.Combine(t, "children")).Length > 0);
}
