namespace MontageAI.Storage.Files;

/// <summary>Where temporary files may lie and how much memory they may take.</summary>
public sealed record ScratchOptions
{
    /// <summary>Folder on disk, made when needed; used for what does not fit in memory.</summary>
    public required string DiskFolder { get; init; }

    /// <summary>
    /// Folder in memory, for example "/dev/shm/montage-ai-1000", made when needed and readable by its owner only; null for disk
    /// alone. Where it cannot be used, disk is.
    /// </summary>
    public string? RamFolder { get; init; }

    /// <summary>The most bytes that one space keeps in memory. 256 MiB unless set: a few minutes of preview.</summary>
    public long RamBudgetBytes { get; init; } = 256L << 20;

    /// <summary>Bytes that stay free in the memory file system, for everyone else. 256 MiB unless set.</summary>
    internal long RamReserveBytes { get; init; } = 256L << 20;
}
