namespace MontageAI.Timelines;

/// <summary>What transitions, ramps, camera paths, looks, sound and text of a timeline must keep to.</summary>
internal static class EffectRules
{
    private const double MostSpeed = 16;
    private const double MostZoom = 8;

    /// <summary>What is wrong with the effects of one shot.</summary>
    public static IEnumerable<string> Check(Timeline timeline, int index)
    {
        TimelineShot shot = timeline.Shots[index];
        string name = $"shot {index + 1}";
        if (shot.Ramp is { } ramp)
        {
            if (ramp.Count == 0)
            {
                yield return $"{name} has an empty ramp; leave it out.";
            }

            for (int k = 0; k < ramp.Count; k++)
            {
                if (ramp[k].Frame < 0 || (k > 0 && ramp[k].Frame < ramp[k - 1].Frame))
                {
                    yield return $"{name}: the ramp's frame {ramp[k].Frame} must not lie before 0 or before the one before it.";
                }

                if (!(ramp[k].Speed >= 0 && ramp[k].Speed <= MostSpeed))
                {
                    yield return $"{name}: the ramp's speed {ramp[k].Speed} must be 0 to {MostSpeed}.";
                }
            }
        }

        if (shot.Camera is { } camera)
        {
            if (camera.Count == 0)
            {
                yield return $"{name} has an empty camera path; leave it out.";
            }

            for (int k = 0; k < camera.Count; k++)
            {
                if (camera[k].Frame < 0 || (k > 0 && camera[k].Frame <= camera[k - 1].Frame))
                {
                    yield return $"{name}: the camera key at frame {camera[k].Frame} must lie at 0 or later and after the one before it.";
                }

                if (
                    !(
                        camera[k].X >= 0
                        && camera[k].X <= 1
                        && camera[k].Y >= 0
                        && camera[k].Y <= 1
                        && camera[k].Zoom >= 1
                        && camera[k].Zoom <= MostZoom
                    )
                )
                {
                    yield return $"{name}: the camera key at frame {camera[k].Frame} must have x and y from 0 to 1 and a zoom from 1 to "
                        + $"{MostZoom}.";
                }
            }
        }

        if (shot.Entry is { } entry)
        {
            long before = index == 0 ? long.MaxValue : timeline.Shots[index - 1].Record.Length;
            if (entry.Frames < 2 || entry.Frames % 2 != 0)
            {
                yield return $"{name}: its entry lasts {entry.Frames} frames; it must be an even number, 2 or more.";
            }
            else if (entry.Half > shot.Record.Length || entry.Half > before)
            {
                yield return $"{name}: half of its entry, {entry.Half} frames, is longer than the shot or the one before it.";
            }

            if (index == 0 && entry.Kind is not (TransitionKind.FadeBlack or TransitionKind.FadeWhite or TransitionKind.Flash))
            {
                yield return $"{name}: the first shot can be entered by fade_black, fade_white or flash only.";
            }
        }
    }

    /// <summary>What is wrong with what belongs to no single shot.</summary>
    public static IEnumerable<string> Check(Timeline timeline)
    {
        if (timeline.Ending is { } ending)
        {
            if (ending.Kind is not (TransitionKind.FadeBlack or TransitionKind.FadeWhite))
            {
                yield return "the ending must be fade_black or fade_white.";
            }

            if (ending.Frames < 2 || ending.Frames % 2 != 0 || (timeline.Shots.Count > 0 && ending.Half > timeline.Shots[^1].Record.Length))
            {
                yield return $"the ending lasts {ending.Frames} frames; it must be even, 2 or more, and half of it no longer than the "
                    + $"last shot.";
            }
        }

        long at = 0;
        foreach (Time.FrameRange speech in timeline.Sound?.Speech ?? [])
        {
            if (speech.Start < at || speech.Length <= 0 || speech.End > timeline.Frames)
            {
                yield return $"the speech from frame {speech.Start} to {speech.End} must have a length, lie within the timeline and "
                    + $"follow the one before it.";
            }

            at = speech.End;
        }

        long heard = 0;
        foreach (Sentence sentence in timeline.Sound?.Sentences ?? [])
        {
            if (sentence.Record.Start < heard || sentence.Record.Length <= 0 || sentence.Record.End > timeline.Frames)
            {
                yield return $"the sentence from frame {sentence.Record.Start} to {sentence.Record.End} must have a length, lie within the "
                    + $"timeline and follow the one before it.";
            }

            if (timeline.Sources.All(s => s.Id != sentence.Source))
            {
                yield return $"the sentence at frame {sentence.Record.Start} is of source '{sentence.Source}', which is not listed.";
            }

            heard = sentence.Record.End;
        }

        foreach (CaptionCue cue in timeline.Captions?.Cues ?? [])
        {
            if (cue.Record.Start < 0 || cue.Record.Length <= 0 || cue.Record.End > timeline.Frames)
            {
                yield return $"the caption '{cue.Text}' ({cue.Record.Start} to {cue.Record.End}) must have a length and lie within the "
                    + $"timeline.";
            }
        }

        foreach (TitleCard title in timeline.Titles ?? [])
        {
            if (title.Record.Start < 0 || title.Record.Length <= 0 || title.Record.End > timeline.Frames)
            {
                yield return $"the title '{title.Text}' ({title.Record.Start} to {title.Record.End}) must have a length and lie within "
                    + $"the timeline.";
            }
        }
    }
}
