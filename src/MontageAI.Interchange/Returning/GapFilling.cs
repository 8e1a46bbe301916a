using System.Globalization;
using MontageAI.Errors;
using MontageAI.Interchange.Edited;
using MontageAI.Interchange.Sequences;
using MontageAI.Time;

namespace MontageAI.Interchange.Returning;

/// <summary>What becomes of stretches in which nothing is seen.</summary>
internal static class GapFilling
{
    /// <summary>Fills, closes or refuses them. Where black is asked for, stretches without a clip stay.</summary>
    public static List<FlatPicture> Fill(List<FlatPicture> pictures, GapTreatment gaps, FrameRate rate, string file, List<Loss> losses)
    {
        if (pictures.All(p => p.Clip is not null))
        {
            return pictures;
        }

        if (gaps == GapTreatment.Refuse)
        {
            FlatPicture first = pictures.First(p => p.Clip is null);
            string at = string.Create(
                CultureInfo.InvariantCulture,
                $"from frame {first.Record.Start} to {first.Record.End} ({rate.SecondsAt(first.Record.Start):0.###} s)"
            );
            string what = first.Made is { } made
                ? $"{at} only '{Printable.Of(made.Name)}' is seen, which the program makes itself."
                : $"{at} nothing is seen.";
            throw DocumentFault.Of(
                file,
                first.Place,
                $"{what} Say with {Field.Gaps} whether such places are to be black, hold the picture before, or be closed."
            );
        }

        List<FlatPicture> filled = [];
        long closed = 0;
        FlatPicture shown = pictures.First(p => p.Clip is not null);
        foreach (FlatPicture picture in pictures)
        {
            FrameRange record = new(picture.Record.Start - closed, picture.Record.End - closed);
            if (picture.Clip is not null || gaps == GapTreatment.Black)
            {
                filled.Add(picture with { Record = record });
            }
            else if (gaps == GapTreatment.Hold)
            {
                // The frame before, frozen, as a shot of its own; at the beginning the first one that comes.
                FlatPicture near = filled.Count > 0 ? filled[^1] : shown;
                EditedClip clip = near.Clip!;
                double last = filled.Count > 0 ? near.Skipped + ((near.Record.Length - 1) / rate.Value) : near.Skipped;
                filled.Add(new FlatPicture(record, clip with { Speeds = [0], Source = Later(clip, last), Shot = null }, 0, null));
            }
            else
            {
                closed += picture.Record.Length;
            }
        }

        int count = pictures.Count(p => p.Clip is null);
        string word = gaps switch
        {
            GapTreatment.Black => "are black",
            GapTreatment.Hold => "hold the picture before",
            _ => "are closed",
        };
        losses.Add(
            new Loss(LossCodes.Assumed, null, string.Create(CultureInfo.InvariantCulture, $"{count} stretches without pictures {word}."))
        );
        return filled;
    }

    private static EditedRange? Later(EditedClip clip, double seconds)
    {
        EditedRange? whole = clip.Source ?? clip.Media.Available;
        return whole is not { } range
            ? null
            : range with
            {
                Start = range.Start with { Value = range.Start.Value + (seconds * Math.Abs(clip.Speed) * range.Start.Rate) },
            };
    }
}
