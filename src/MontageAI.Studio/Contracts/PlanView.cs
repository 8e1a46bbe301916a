using MontageAI.Timelines;

namespace MontageAI.Studio.Contracts;

/// <summary>A shot of a plan.</summary>
internal sealed record PlannedShot
{
    /// <summary>Its name, which stays with it whatever is done to it or to others.</summary>
    public required string Id { get; init; }

    /// <summary>Its place, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>First frame on the timeline.</summary>
    public required long Start { get; init; }

    /// <summary>Its length in frames.</summary>
    public required long Frames { get; init; }

    /// <summary>Its clip's name within the plan.</summary>
    public required string Source { get; init; }

    /// <summary>Second of the clip that is shown first.</summary>
    public required double In { get; init; }

    /// <summary>Whether planning and edits leave it as it is.</summary>
    public bool Locked { get; init; }

    /// <summary>Source seconds per second shown.</summary>
    public double Speed { get; init; }

    /// <summary>How it is entered; null for a hard cut.</summary>
    public string? Entry { get; init; }

    /// <summary>Why it stands here, in sentences, the most important first.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>Address of its pictures when they are as good as they get in a preview; they may still be made.</summary>
    public string? Final { get; init; }

    /// <summary>Address of the best pictures that there are now; null while there are none.</summary>
    public string? Shown { get; init; }

    /// <summary>How good these are: 0 draft, 1 with its look, 2 final; null while there are none.</summary>
    public int? Tier { get; init; }
}

/// <summary>A clip of a plan.</summary>
/// <param name="Id">Its name within the plan.</param>
/// <param name="Path">Its file.</param>
/// <param name="Fingerprint">Its content's fingerprint.</param>
internal sealed record PlannedSource(string Id, string Path, string Fingerprint);

/// <summary>A beat of a plan.</summary>
/// <param name="Frame">Its frame.</param>
/// <param name="Bar">1 on a downbeat; 0 where the bar is not known.</param>
internal sealed record PlannedBeat(long Frame, int Bar);

/// <summary>The song of a plan.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Fingerprint">Its content's fingerprint.</param>
/// <param name="Start">Second of the song at the plan's first frame.</param>
internal sealed record PlannedSong(string Path, string Fingerprint, double Start);

/// <summary>The sound of a plan, in pieces of four seconds.</summary>
/// <param name="Href">Address of the pieces, to which their number is added: HREF/0.m4s and so on.</param>
/// <param name="Pieces">How many.</param>
internal sealed record PlannedSound(string Href, int Pieces);

/// <summary>A plan.</summary>
internal sealed record PlanView
{
    /// <summary>The revision.</summary>
    public required int Revision { get; init; }

    /// <summary>Frames per second, such as "25" or "30000/1001".</summary>
    public required string Rate { get; init; }

    /// <summary>Its length.</summary>
    public required long Frames { get; init; }

    /// <summary>Its length in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Shape of the canvas.</summary>
    public required string Aspect { get; init; }

    /// <summary>The style that made it.</summary>
    public required string Style { get; init; }

    /// <summary>The seed that made it.</summary>
    public required long Seed { get; init; }

    /// <summary>Its song.</summary>
    public PlannedSong? Song { get; init; }

    /// <summary>Its clips.</summary>
    public required IReadOnlyList<PlannedSource> Sources { get; init; }

    /// <summary>Its shots.</summary>
    public required IReadOnlyList<PlannedShot> Shots { get; init; }

    /// <summary>Its beats.</summary>
    public required IReadOnlyList<PlannedBeat> Beats { get; init; }

    /// <summary>Fingerprints of clips that are never shown.</summary>
    public IReadOnlyList<string> Bans { get; init; } = [];

    /// <summary>What the reader should know.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Its sound; null while it is not made, or for a silent plan.</summary>
    public PlannedSound? Sound { get; init; }

    /// <summary>Address of it all as HLS.</summary>
    public string? Stream { get; init; }
}

/// <summary>What an edit changed.</summary>
internal sealed record EditView
{
    /// <summary>The revision that is shown now.</summary>
    public required int Revision { get; init; }

    /// <summary>Its length in frames.</summary>
    public required long Frames { get; init; }

    /// <summary>Ids of all shots in order.</summary>
    public required IReadOnlyList<string> Order { get; init; }

    /// <summary>The shots that are not as they were: other pictures, or another place.</summary>
    public required IReadOnlyList<PlannedShot> Changed { get; init; }

    /// <summary>Whether the sound is another.</summary>
    public bool SoundChanged { get; init; }

    /// <summary>The sound, where it is another and made already.</summary>
    public PlannedSound? Sound { get; init; }

    /// <summary>The beats, where they are others.</summary>
    public IReadOnlyList<PlannedBeat>? Beats { get; init; }

    /// <summary>The job that makes what is missing.</summary>
    public string? Job { get; init; }

    /// <summary>Why nothing makes what is missing, where that is so; the edit itself is made.</summary>
    public string? NotMade { get; init; }
}
