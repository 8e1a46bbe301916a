using MontageAI.Editing.Styles;
using MontageAI.Errors;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Edits;

/// <summary>Changes by hand on a plan full of effects: nothing may point at frames or footage that are not there, and what was not touched
/// stays.</summary>
public sealed class EffectEditsTests
{
    private static readonly Timeline s_plan = Scene.Plan(
        StyleSetting.Apply(
            new Style { Name = "test" },
            [
                "transitions.dissolve=0.3",
                "transitions.wipe=0.1",
                "transitions.fadeBlack=0.1",
                "transitions.whip=0.1",
                "transitions.flash=0.1",
                "transitions.softBeats=3",
                "transitions.openSeconds=1",
                "transitions.closeSeconds=1.5",
                "motion.rampShare=0.3",
                "motion.slowShare=0.4",
                "motion.freezeShare=1",
                "motion.punchShare=0.5",
                "look.match=1",
                "look.stabilise=1",
                "look.contrast=0.2",
                "selection.likenessApart=0.2",
            ]
        )
    );

    /// <summary>Slow motion belongs to the footage that it was decided for, whatever words tell of it.</summary>
    [Fact]
    public void Swap_OfAShotInSlowMotion_GoesByTheCodeAndNotByItsWords()
    {
        int slow = Enumerable
            .Range(0, s_plan.Shots.Count)
            .First(i => s_plan.Shots[i].Reasons.Any(r => r.Code == ReasonCodes.SlowMotion) && Try("swap={0}", i) is not null);
        Timeline reworded = With(slow, r => r.Code == ReasonCodes.SlowMotion ? ShotReason.Of(r.Code, "langsam") : r);
        Timeline misleading = With(slow, r => r.Code == ReasonCodes.SlowMotion ? ShotReason.Words("slow motion at 0.5: by hand") : r);

        Assert.Equal(new Rational(1), EditScript.Apply(s_plan, [$"swap={slow + 1}"]).Shots[slow].Speed);
        Assert.Equal(new Rational(1), EditScript.Apply(reworded, [$"swap={slow + 1}"]).Shots[slow].Speed);
        Assert.Equal(s_plan.Shots[slow].Speed, EditScript.Apply(misleading, [$"swap={slow + 1}"]).Shots[slow].Speed);

        static Timeline With(int shot, Func<ShotReason, ShotReason> change) =>
            s_plan with
            {
                Shots = [.. s_plan.Shots.Select((s, i) => i == shot ? s with { Reasons = [.. s.Reasons.Select(change)] } : s)],
            };
    }

    /// <summary>Every edit on every shot: what can be done gives a sound timeline, in which only the shots named and those joined to them
    /// differ.</summary>
    [Theory]
    [InlineData("swap={0}", 0, 0)]
    [InlineData("slip={0}:+12", 0, 0)]
    [InlineData("slip={0}:-20", 0, 0)]
    [InlineData("roll={0}:+9", 0, 1)]
    [InlineData("roll={0}:-9", 0, 1)]
    [InlineData("roll={0}:+1b", 0, 1)]
    [InlineData("roll={0}:-1b", 0, 1)]
    [InlineData("pin={0}:c03@0.5", 0, 0)]
    public void Apply_OnPlanFullOfEffects_StaysSoundAndLocal(string edit, int first, int last)
    {
        int done = 0;
        for (int i = 0; i < s_plan.Shots.Count; i++)
        {
            if (Try(edit, i) is not { } edited)
            {
                continue;
            }

            done++;
            EditAssert.IsSound(edited);
            for (int k = 0; k < s_plan.Shots.Count; k++)
            {
                // The shot after may lose the transition that it shares with a changed one.
                bool mayDiffer = k >= i + first && k <= i + last + 1;
                Assert.True(mayDiffer || ReferenceEquals(s_plan.Shots[k], edited.Shots[k]), $"{edit} on {i} changed shot {k}");
                if (k == i + last + 1 && k < s_plan.Shots.Count && !ReferenceEquals(s_plan.Shots[k], edited.Shots[k]))
                {
                    Assert.NotEqual(s_plan.Shots[k].Entry, edited.Shots[k].Entry);
                    Assert.Equal(
                        s_plan.Shots[k] with
                        {
                            Entry = null,
                            Reasons = [],
                        },
                        edited.Shots[k] with
                        {
                            Entry = null,
                            Reasons = [],
                        },
                        (a, b) => TimelineJson.Write(s_plan with { Shots = [a!] }) == TimelineJson.Write(s_plan with { Shots = [b!] })
                    );
                }
            }
        }

        Assert.True(done > s_plan.Shots.Count / 4, $"{edit} could be done {done} times only");
    }

    [Fact]
    public void Drop_EveryShot_StaysSoundAndKeepsTheOthers()
    {
        int done = 0;
        for (int i = 0; i < s_plan.Shots.Count; i++)
        {
            if (Try("drop={0}", i) is { } edited)
            {
                done++;
                EditAssert.IsSound(edited);
                Assert.Equal(s_plan.Shots.Count - 1, edited.Shots.Count);
                Assert.True(edited.Shots.Count(s => !s_plan.Shots.Any(o => ReferenceEquals(o, s))) <= 2);
            }
        }

        Assert.True(done > 3, $"{done}");
    }

    [Fact]
    public void Drop_First_OpensWithTheFadeOfTheOneDropped()
    {
        Assert.True(s_plan.Shots[0].Entry is { Kind: TransitionKind.FadeBlack });
        Timeline? edited =
            Try("drop={0}", 0)
            ?? Try("drop={0}", 0, s_plan with { Shots = [s_plan.Shots[0], Roomy(s_plan.Shots[1]), .. s_plan.Shots.Skip(2)] });

        Assert.Equal(TransitionKind.FadeBlack, edited!.Shots[0].Entry!.Kind);
        EditAssert.IsSound(edited);
    }

    [Fact]
    public void Move_ManyPairs_KeepsTransitionsAtTheirCuts()
    {
        int done = 0;
        for (int from = 0; from < s_plan.Shots.Count; from += 3)
        {
            for (int to = 0; to < s_plan.Shots.Count; to += 4)
            {
                if (from == to || Try($"move={from + 1}:{to + 1}", 0) is not { } edited)
                {
                    continue;
                }

                done++;
                EditAssert.IsSound(edited);
                (int low, int high) = (Math.Min(from, to), Math.Max(from, to));
                for (int k = 0; k < s_plan.Shots.Count; k++)
                {
                    Assert.True((k >= low && k <= high + 1) || ReferenceEquals(s_plan.Shots[k], edited.Shots[k]));
                    Assert.True(edited.Shots[k].Entry is null || edited.Shots[k].Entry!.Kind == s_plan.Shots[k].Entry!.Kind);
                }
            }
        }

        Assert.True(done > 3, $"{done}");
    }

    [Fact]
    public void Slip_UntilTheHandleIsGone_ShortensOrTakesOffTheDissolve()
    {
        int shot = Enumerable
            .Range(1, s_plan.Shots.Count - 1)
            .First(i =>
                s_plan.Shots[i].Entry is { ShowsBoth: true, Frames: >= 8 }
                && s_plan.Shots[i].Ramp is null
                && s_plan.Shots[i].Speed.Value == 1
            );
        TimelineShot old = s_plan.Shots[shot];
        double room = old.In.Seconds - s_plan.Sources.First(s => s.Id == old.Source).AvailableStart.Seconds;

        Timeline less = EditScript.Apply(s_plan, [$"slip={shot + 1}:-{(int)(room * 30) - 2}"]),
            none = EditScript.Apply(s_plan, [$"slip={shot + 1}:-{(int)(room * 30)}"]);

        Assert.InRange(less.Shots[shot].Entry!.Frames, 2, old.Entry!.Frames - 2);
        Assert.Contains(less.Shots[shot].Reasons, r => r.Sentence.Contains("shortened from", StringComparison.Ordinal));
        Assert.Null(none.Shots[shot].Entry);
        Assert.Contains(none.Shots[shot].Reasons, r => r.Sentence.StartsWith("not entered by", StringComparison.Ordinal));
        EditAssert.IsSound(less);
        EditAssert.IsSound(none);
    }

    [Fact]
    public void Roll_ShotThatSlowsIntoItsEnd_StillSlowsIntoItsEnd()
    {
        int shot = Enumerable
            .Range(0, s_plan.Shots.Count - 1)
            .First(i => s_plan.Shots[i].Ramp is { Count: 3 } && s_plan.Shots[i].Record.Length > 40 && Try("roll={0}:-6", i) is not null);

        TimelineShot rolled = Try("roll={0}:-6", shot)!.Shots[shot];

        Assert.Equal(
            rolled.Record.Length,
            rolled.Ramp![^1].Frame + (s_plan.Shots[shot].Record.Length - s_plan.Shots[shot].Ramp![^1].Frame)
        );
        Assert.Equal(s_plan.Shots[shot].Ramp!.Select(p => p.Speed), rolled.Ramp.Select(p => p.Speed));
    }

    [Fact]
    public void Roll_NextShotWithPunch_KeepsThePunchOnItsFrame()
    {
        int shot = Enumerable
            .Range(0, s_plan.Shots.Count - 1)
            .First(i => s_plan.Shots[i + 1].Camera is { } c && c[1].Frame > 10 && Try("roll={0}:+6", i) is not null);

        Timeline edited = Try("roll={0}:+6", shot)!;

        TimelineShot before = s_plan.Shots[shot + 1],
            after = edited.Shots[shot + 1];
        Assert.Equal(before.Record.Start + before.Camera![1].Frame, after.Record.Start + after.Camera![1].Frame);
    }

    [Fact]
    public void Swap_TakesOffWhatBelongedToTheOldFootage()
    {
        int shot = Enumerable
            .Range(0, s_plan.Shots.Count)
            .First(i => s_plan.Shots[i].Correction is not null && Try("swap={0}", i) is not null);

        TimelineShot swapped = Try("swap={0}", shot)!.Shots[shot];

        Assert.Null(swapped.Correction);
        Assert.Equal(1, swapped.Speed.Value);
    }

    [Fact]
    public void CountChanged_LooksAtEffectsToo()
    {
        int dissolved = Enumerable.Range(1, s_plan.Shots.Count - 1).First(i => s_plan.Shots[i].Entry is { ShowsBoth: true });

        Timeline hard = EditRules.With(s_plan, dissolved, s_plan.Shots[dissolved] with { Entry = null });

        Assert.Equal(0, ShotIdentity.CountChanged(s_plan, s_plan));
        Assert.Equal(2, ShotIdentity.CountChanged(s_plan, hard));
        Assert.Equal(s_plan.Shots.Count, ShotIdentity.CountChanged(s_plan, s_plan with { Look = null }));
    }

    private static TimelineShot Roomy(TimelineShot shot) => shot with { In = Time.MediaTime.FromSeconds(6, shot.In.TimeBase) };

    private static Timeline? Try(string edit, int shot, Timeline? plan = null)
    {
        try
        {
            return EditScript.Apply(plan ?? s_plan, [string.Format(System.Globalization.CultureInfo.InvariantCulture, edit, shot + 1)]);
        }
        catch (ConfigurationException)
        {
            return null;
        }
    }
}
