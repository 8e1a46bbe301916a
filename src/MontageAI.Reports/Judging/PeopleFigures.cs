namespace MontageAI.Reports.Judging;

/// <summary>People in the pictures, by faces of a tenth of the picture's height and more in key frames.</summary>
public sealed record PeopleFigures
{
    /// <summary>Share of time in shots that show a face, 0 to 1.</summary>
    public required double Faces { get; init; }

    /// <summary>Shots that cut a head: of a timeline by their view, where the picture has it whole; of a film by the edge of the
    /// picture.</summary>
    public required int CutHeads { get; init; }

    /// <summary>Shots of pictures with faces whose view shows none of them; null for a film.</summary>
    public int? OutOfView { get; init; }
}

/// <summary>How much of what the footage offers a montage shows.</summary>
public sealed record FootageFigures
{
    /// <summary>Clips that could be used.</summary>
    public required int Clips { get; init; }

    /// <summary>Those of them that are shown.</summary>
    public required int ClipsShown { get; init; }

    /// <summary>Their length together.</summary>
    public required double Seconds { get; init; }

    /// <summary>Share of it in takes that show a face, 0 to 1: what <see cref="PeopleFigures.Faces"/> would be by chance.</summary>
    public required double Faces { get; init; }

    /// <summary>
    /// Moments at which what moves in a clip moves most, found by looking at every frame: one for every five seconds of a clip at most.
    /// </summary>
    public required int BestMoments { get; init; }

    /// <summary>Those of them that are shown.</summary>
    public required int BestMomentsShown { get; init; }

    /// <summary>How many of them shots of the same lengths would show that begin anywhere, in the mean.</summary>
    public required double BestMomentsChance { get; init; }
}

/// <summary>Voices that are cut off or drowned.</summary>
public sealed record VoiceFigures
{
    /// <summary>Ends of the song's part, of its beginning and its end, that lie within a sung line; null when nobody listened.</summary>
    public int? SungLinesCut { get; init; }

    /// <summary>Stretches in which somebody speaks in the sound of the shots; null when the clips are not heard.</summary>
    public int? Sentences { get; init; }

    /// <summary>Those of them that are cut off where their shot begins or ends; null when the clips are not heard.</summary>
    public int? SentencesCut { get; init; }

    /// <summary>
    /// Loudness of who speaks over the song at the same time, loudness units (momentary loudness, ITU-R BS.1770-4), in the middle of all
    /// stretches of speech; null where nobody speaks over a song.
    /// </summary>
    public double? OverSongLu { get; init; }

    /// <summary>That of the stretch that is understood worst.</summary>
    public double? OverSongLeastLu { get; init; }
}
