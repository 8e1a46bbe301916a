namespace MontageAI.Engine.Resources;

/// <summary>Who goes first when a core becomes free.</summary>
public enum Urgency
{
    /// <summary>Somebody waits to see it: everything that the first ten seconds need.</summary>
    Opening,

    /// <summary>The rest of what was asked for.</summary>
    Work,

    /// <summary>Looking at footage that the opening does not need.</summary>
    Ahead,

    /// <summary>What only later runs profit from, proxies for example.</summary>
    Background,
}
