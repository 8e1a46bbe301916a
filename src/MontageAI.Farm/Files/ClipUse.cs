namespace MontageAI.Farm.Files;

/// <summary>What one task had of its clips. Safe for threads.</summary>
internal sealed class ClipUse
{
    private long _sent;
    private long _needed;

    /// <summary>Bytes that were fetched for it.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Those of them, or of what was fetched before and not read, that it read.</summary>
    public long Needed => Interlocked.Read(ref _needed);

    /// <summary>Counts bytes that came.</summary>
    public void Came(long bytes) => Interlocked.Add(ref _sent, bytes);

    /// <summary>Counts bytes that were read for the first time since they came.</summary>
    public void Read(long bytes) => Interlocked.Add(ref _needed, bytes);
}
