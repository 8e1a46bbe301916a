using MontageAI.Timelines;

namespace MontageAI.Editing.Edits;

/// <summary>What a timeline must be after any edit.</summary>
internal static class EditAssert
{
    /// <summary>The rules are kept, ids are unique, nothing points at frames or footage that are not there, and transitions do not
    /// overlap.</summary>
    public static void IsSound(Timeline timeline)
    {
        Assert.Empty(TimelineRules.Check(timeline));
        Assert.Equal(timeline.Shots.Count, timeline.Shots.Select(s => s.Id).Distinct().Count());
        for (int i = 0; i < timeline.Shots.Count; i++)
        {
            TimelineShot shot = timeline.Shots[i];
            TimelineSource file = timeline.Sources.First(s => s.Id == shot.Source);
            int before = i > 0 && shot.Entry is { ShowsBoth: true } entry ? entry.Half : 0;
            int after = i + 1 < timeline.Shots.Count && timeline.Shots[i + 1].Entry is { ShowsBoth: true } exit ? exit.Half : 0;
            if (file.Still != true)
            {
                Assert.True(
                    shot.In.Seconds + ShotClock.SourceSeconds(shot, timeline.Rate, -before) >= file.AvailableStart.Seconds - 0.001,
                    $"shot {i} begins before its clip"
                );
                Assert.True(
                    shot.In.Seconds + ShotClock.SourceSeconds(shot, timeline.Rate, shot.Record.Length + after)
                        <= file.AvailableEnd.Seconds + 0.022,
                    $"shot {i} ends after its clip"
                );
            }

            // A key on the frame after the last says where the view was going when the shot was split.
            Assert.All(shot.Camera ?? [], k => Assert.InRange(k.Frame, 0, shot.Record.Length));
            Assert.All(shot.Ramp ?? [], p => Assert.InRange(p.Frame, 0, shot.Record.Length));
            // A flash begins with its shot.
            ShotTransition? last = EditRules.ExitOf(timeline, i);
            long half = (shot.Entry?.Half ?? 0) + (last is null or { Kind: TransitionKind.Flash } ? 0 : last.Half);
            Assert.True(half <= shot.Record.Length, $"the transitions of shot {i} overlap");
        }
    }
}
