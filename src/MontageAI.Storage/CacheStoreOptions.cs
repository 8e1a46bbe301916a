namespace MontageAI.Storage;

/// <summary>Where the store lies and how large it may become.</summary>
public sealed record CacheStoreOptions
{
    /// <summary>Folder of the store, made at first use. May be shared by any number of processes of one machine.</summary>
    public required string Folder { get; init; }

    /// <summary>The most bytes of results (JSON). 256 MiB unless set: some hundred thousand clips.</summary>
    public long ResultBudgetBytes { get; init; } = 256L << 20;

    /// <summary>The most bytes of files. 20 GiB unless set.</summary>
    public long ArtifactBudgetBytes { get; init; } = 20L << 30;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
