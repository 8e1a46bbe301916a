namespace MontageAI.Farm.Kubernetes;

/// <summary>Workers of a farm that a cluster is to start.</summary>
public sealed record WorkerOrder
{
    /// <summary>Names the farm: hex digits. Names what is made in the cluster, so that asking again changes it and adds nothing.</summary>
    public required string Farm { get; init; }

    /// <summary>The link that workers join with. Lies in a Secret and nowhere else.</summary>
    public required string Link { get; init; }

    /// <summary>How many, 1 or more.</summary>
    public required int Workers { get; init; }

    /// <summary>Image that holds Montage AI and FFmpeg, whose entry point is the program.</summary>
    public required string Image { get; init; }

    /// <summary>Tasks at once on each, and processors that are asked for; null: one for each processor of the node.</summary>
    public int? Slots { get; init; }

    /// <summary>Graphics cards for each; null for none.</summary>
    public int? Gpus { get; init; }

    /// <summary>Workers leave after so many seconds without work.</summary>
    public required int IdleSeconds { get; init; }
}
