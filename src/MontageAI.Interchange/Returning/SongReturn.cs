using MontageAI.Interchange.Edited;
using MontageAI.Interchange.Sequences;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Interchange.Returning;

/// <summary>Takes over where the song lies in an edited sequence, to the sample.</summary>
internal static class SongReturn
{
    // Half a sample at 11 kHz: less than that is how formats round.
    private const double Same = 1.0 / 22_050;

    /// <summary>The timeline with its song moved as the sequence has it.</summary>
    /// <returns>The timeline, and the seconds by which the song begins later.</returns>
    public static (Timeline Timeline, double Moved) Of(
        Timeline timeline,
        EditedSequence sequence,
        MediaBook book,
        ReturnOptions options,
        List<Loss> losses
    )
    {
        if (timeline.Music is not { } music || options.Base is null)
        {
            return (timeline, 0);
        }

        if (First(sequence, music, book) is not { } song)
        {
            losses.Add(new Loss(LossCodes.Track, null, "the song is not in the sequence; it stays as it was."));
            return (timeline, 0);
        }

        // Where the export put it, in the same units.
        SequenceOptions wanted = new() { Song = options.Song };
        if (SequenceBuilder.Of(options.Base, wanted).Sequence.Song is not [{ } before, ..])
        {
            return (timeline, 0);
        }

        // Formats that count the song in frames put it on the nearest one.
        double source = before.InSamples / (double)before.Media.SampleRate,
            units = song.Source * song.Unit;
        if (song.Unit > 0 && Math.Abs(units - Math.Round(units)) < 1e-3)
        {
            source = before.InFrames(song.Unit) / song.Unit;
        }

        double was = source - timeline.Rate.SecondsAt(before.Record.Start),
            now = song.Source - song.Track,
            moved = was - now;
        double tolerance = Math.Max(Same, sequence.SourcePrecision / timeline.Rate.Value);
        if (Math.Abs(moved) <= tolerance + (song.Unit > 0 ? 0.51 / song.Unit : 0))
        {
            return (timeline, 0);
        }

        return (
            timeline with
            {
                Music = music with { Start = music.Start - moved },
                Beats =
                [
                    .. timeline
                        .Beats.Select(b => b with { Time = b.Time + moved, Frame = timeline.Rate.FrameAt(b.Time + moved) })
                        .Where(b => b.Frame >= 0 && b.Frame < timeline.Frames),
                ],
            },
            moved
        );
    }

    private static (double Track, double Source, double Unit)? First(EditedSequence sequence, MusicBed music, MediaBook book)
    {
        foreach (EditedTrack track in sequence.Tracks.Where(t => t is { IsPicture: false, IsEnabled: true }))
        {
            double at = 0;
            foreach (EditedItem item in track.Items)
            {
                if (item is EditedClip { IsEnabled: true } clip && IsSong(clip.Media, music, book))
                {
                    double begin = clip.Media.Available?.Start.Seconds ?? 0,
                        start = clip.Source?.Start.Seconds ?? begin;
                    return (at, start - begin, clip.Source?.Start.Rate ?? 0);
                }

                at += item switch
                {
                    EditedGap gap => gap.Length.Seconds,
                    EditedClip sound => sound.Length.Seconds,
                    EditedNest { Source: { } range } => range.Length.Seconds,
                    _ => 0,
                };
            }
        }

        return null;
    }

    private static bool IsSong(EditedMedia media, MusicBed music, MediaBook book) =>
        media.Fingerprint is { } fingerprint
            ? fingerprint == music.Fingerprint
            : string.Equals(
                MediaPaths.StemOf(book.PathOf(media) ?? media.Name),
                MediaPaths.StemOf(music.Path),
                StringComparison.OrdinalIgnoreCase
            );
}
