using MontageAI.Analysis.Music;
using MontageAI.Editing.Materials;
using MontageAI.Editing.Pacing;
using MontageAI.Editing.Styles;

namespace MontageAI.Engine.Planning;

/// <summary>Chooses the part of a song for a montage, as its style wants it.</summary>
internal static class ChosenPart
{
    /// <summary>The song with the part that is played.</summary>
    /// <param name="music">The song.</param>
    /// <param name="seconds">Length of the montage.</param>
    /// <param name="style">The style, with what was wished of it.</param>
    /// <param name="isExact">Whether the length is kept to the frame.</param>
    /// <returns>The song, and what the user should know of the choice.</returns>
    public static (MusicMaterial Music, IReadOnlyList<string> Notes) Of(MusicMaterial music, double seconds, Style style, bool isExact)
    {
        MusicDemand demand = MusicDemand.Of(style);
        SongExcerpt part = SongExcerpt.Choose(
            music.Analysis,
            seconds,
            new ExcerptWish
            {
                Course = demand.Course,
                CourseStrength = demand.Strength,
                NeedsDrop = demand.NeedsDrop,
                IsExact = isExact,
            }
        );
        // A song that is repeated until the length is reached otherwise ends on a bar line.
        double end = isExact && part.LoopEnd is not null ? Math.Max(part.End, part.Start + seconds) : part.End;
        SongStretch stretch = new(part.Start, end, part.LoopStart, part.LoopEnd, part.Reason) { FadeSeconds = part.FadeSeconds };
        IReadOnlyList<string> notes =
            demand.NeedsDrop && part.Drop is null && part.LoopStart is null
                ?
                [
                    "The style wants the music to build up to a drop inside the film, and no part of the song of this length has one"
                        + (music.Analysis.Voices.Count > 0 ? " and begins and ends between sung lines." : "."),
                ]
                : [];
        return (music with { Stretch = stretch }, notes);
    }
}
