namespace MontageAI.Storage;

/// <summary>Where the store lies, what it is made of, and how large it may become.</summary>
public sealed record StoreOptions
{
    /// <summary>Folder of the store, made at first use.</summary>
    public required string Folder { get; init; }

    /// <summary>How it is kept. Both kinds may lie in one folder; they do not see each other.</summary>
    public StoreKind Kind { get; init; } = StoreKind.Database;

    /// <summary>Folder of what the user decided before; null is <see cref="Folder"/>.</summary>
    public string? MemoryFolder { get; init; }

    /// <summary>The most bytes of results (JSON). 256 MiB unless set: some hundred thousand clips.</summary>
    public long ResultBudgetBytes { get; init; } = 256L << 20;

    /// <summary>The most bytes of files. 20 GiB unless set.</summary>
    public long ArtifactBudgetBytes { get; init; } = 20L << 30;

    /// <summary>
    /// How long after its last use a file of a <see cref="StoreKind.Folder"/> is not removed to make room: what another machine has
    /// just begun to hold may take that long to be seen through a network share. 2 minutes unless set.
    /// </summary>
    public TimeSpan SparedFor { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
