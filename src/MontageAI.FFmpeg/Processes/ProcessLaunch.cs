namespace MontageAI.FFmpeg.Processes;

/// <summary>Facts about how child processes are started here.</summary>
public static class ProcessLaunch
{
    private static int s_count;

    /// <summary>Whether children end with this program even when it is killed.</summary>
    public static bool ChildrenDieWithUs => ProcessLauncher.ChildrenDieWithUs;

    /// <summary>Children started by this program so far.</summary>
    public static int Count => Volatile.Read(ref s_count);

    /// <summary>
    /// Whether children started from now on leave the processor to whoever else wants it (niceness 5): nothing is slower while nobody does.
    /// Off at first. Where the system has
    /// no nice(1), it does nothing.
    /// </summary>
    public static bool StandBack { get; set; }

    internal static void Add() => Interlocked.Increment(ref s_count);
}
