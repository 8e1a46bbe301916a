namespace MontageAI.Farm.Queue;

/// <summary>One line to a server that has a farm beside it. Of its parts those that are not null count.</summary>
internal sealed record BesideLine
{
    /// <summary>First, where a farm was reached or made: which.</summary>
    public BesideOpening? Open { get; init; }

    /// <summary>First, where there is none: why.</summary>
    public string? Refused { get; init; }

    /// <summary>What the farm does now.</summary>
    public FarmStatus? Status { get; init; }

    /// <summary>Its queue does not answer now.</summary>
    public bool? Silent { get; init; }
}

/// <summary>The farm that a server has beside it.</summary>
/// <param name="Link">The link that others join with.</param>
/// <param name="Where">Address of its queue, for people.</param>
/// <param name="Store">Folder of its store.</param>
/// <param name="IsHosted">Whether it ends with the server.</param>
internal sealed record BesideOpening(string Link, string Where, string Store, bool IsHosted);
