using System.Globalization;
using MontageAI.Timelines;

namespace MontageAI.Interchange.Sequences;

/// <summary>What of a timeline no sequence holds, whatever the format.</summary>
public static class ShotLosses
{
    /// <summary>Of one shot.</summary>
    internal static IEnumerable<Loss> Of(Timeline timeline, int index, SequenceOptions options)
    {
        TimelineShot shot = timeline.Shots[index];
        BakedShot? baked = options.Baked.GetValueOrDefault(shot.Id);
        if (baked is not null)
        {
            string file = MediaPaths.NameOf(baked.Source.Path),
                effects = string.Join(", ", baked.Effects);
            yield return Of(LossCodes.Baked, shot, $"is rendered ('{file}'), and its {effects} cannot be changed in the program.");
            if (baked.Choice == BakeChoice.All)
            {
                yield break;
            }
        }

        if (shot.Entry is { } entry)
        {
            bool held = index > 0 && (entry.Kind == TransitionKind.Dissolve || (entry.Kind == TransitionKind.Wipe && options.HoldsWipes));
            if (!held)
            {
                yield return Of(
                    LossCodes.Transition,
                    shot,
                    $"the {Word(entry.Kind)} of {entry.Frames} frames is a hard cut on the same frame."
                );
            }
            else if (entry.Kind == TransitionKind.Wipe && entry.Direction != TransitionDirection.Left)
            {
                yield return Of(
                    LossCodes.Transition,
                    shot,
                    $"the wipe goes {Direction(entry.Direction)}; its direction is not carried over."
                );
            }
        }

        if (baked is null && shot.Ramp is { Count: > 0 })
        {
            double average = SequenceBuilder.SpeedOf(shot, timeline.Rate).Value;
            yield return Of(LossCodes.Ramp, shot, $"speed that changes over the shot is its average, {average:0.###}.");
        }

        if (shot.Camera is { Count: > 0 } camera)
        {
            yield return Of(LossCodes.Camera, shot, $"natural framing instead of the camera move ({ShotNotes.Camera(camera)}).");
        }

        if (shot.Correction is { } correction)
        {
            yield return Of(LossCodes.Correction, shot, $"without its correction ({ShotNotes.Correction(correction)}).");
        }
    }

    /// <summary>Of the montage as a whole.</summary>
    internal static void OfAll(Timeline timeline, SequenceOptions options, List<Loss> losses)
    {
        if (timeline.Look is { } look && !timeline.Shots.All(s => HasPictures(s.Id) || s.Correction?.WithoutLook == true))
        {
            losses.Add(new Loss(LossCodes.Look, null, $"without the look ({ShotNotes.Look(look)})."));
        }

        if (timeline.Ending is { } ending && !HasPictures(timeline.Shots[^1].Id))
        {
            losses.Add(
                new Loss(LossCodes.Transition, null, Text($"the ending ({Word(ending.Kind)}, {ending.Frames} frames) is a plain end."))
            );
        }

        if (timeline.Titles is { Count: > 0 } titles && !options.HoldsTitles)
        {
            losses.Add(
                new Loss(
                    LossCodes.Title,
                    null,
                    Text($"{titles.Count} titles are left out: {string.Join(" / ", titles.Select(t => t.Text))}")
                )
            );
        }

        if (timeline.Captions is { Cues.Count: > 0 } captions)
        {
            losses.Add(
                new Loss(
                    LossCodes.Captions,
                    null,
                    Text($"{captions.Cues.Count} captions stand in the file of captions, without their style.")
                )
            );
        }

        if (timeline.Music is { } music && (music.FadeIn > 0 || music.FadeOut > 0))
        {
            losses.Add(
                new Loss(
                    LossCodes.Sound,
                    null,
                    Text($"the song's fades ({music.FadeIn:0.##} s in, {music.FadeOut:0.##} s out) and loudness are not carried over.")
                )
            );
        }

        if (timeline.Sound?.Speech is { Count: > 0 })
        {
            losses.Add(new Loss(LossCodes.Sound, null, "the song is not lowered under speech."));
        }

        bool HasPictures(string shot) => options.Baked.GetValueOrDefault(shot)?.Choice == BakeChoice.All;
    }

    /// <summary>Of files whose frames a document counts as frames of the sequence.</summary>
    internal static IEnumerable<Loss> OfCounting(Sequence sequence, string document) =>
        sequence
            .Media.Where(m => m is { HasPicture: true, IsStill: false } && m.Rate != sequence.Rate)
            .Select(m => new Loss(
                LossCodes.Rate,
                null,
                $"{m.Name} runs at {m.Rate}; the {document} counts it at {sequence.Rate}, to the nearest frame."
            ));

    /// <summary>A kind of transition in words.</summary>
    public static string Word(TransitionKind kind) =>
        kind switch
        {
            TransitionKind.Dissolve => "dissolve",
            TransitionKind.FadeBlack => "fade through black",
            TransitionKind.FadeWhite => "fade through white",
            TransitionKind.Whip => "whip",
            TransitionKind.Wipe => "wipe",
            TransitionKind.Zoom => "zoom",
            _ => "flash",
        };

    private static string Direction(TransitionDirection direction) =>
        direction switch
        {
            TransitionDirection.Right => "to the right",
            TransitionDirection.Up => "upwards",
            TransitionDirection.Down => "downwards",
            _ => "to the left",
        };

    private static Loss Of(string code, TimelineShot shot, FormattableString sentence) => new(code, shot.Id, Text(sentence));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
