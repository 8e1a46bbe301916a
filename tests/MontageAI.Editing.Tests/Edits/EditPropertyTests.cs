using CsCheck;
using MontageAI.Errors;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Edits;

/// <summary>What holds of every edit on every sound timeline, in any order.</summary>
public sealed class EditPropertyTests
{
    private static readonly Gen<int> s_seed = Gen.Int[0, int.MaxValue - 1];

    [Fact]
    public void Timelines_MadeUp_AreSound() => s_seed.Sample(seed => EditAssert.IsSound(AnyTimeline.Of(seed)), iter: 300);

    [Fact]
    public void Apply_AnyEditsInAnyOrder_KeepsRulesLengthLocksAndOtherShots()
    {
        Gen.Select(s_seed, s_seed.Array[1, 12])
            .Sample(
                (seed, picks) =>
                {
                    Timeline timeline = AnyTimeline.Of(seed);
                    foreach (int pick in picks)
                    {
                        TimelineEdit edit = AnyTimeline.Edit(timeline, pick);
                        string before = TimelineJson.Write(timeline);
                        Timeline? after = Try(edit, timeline);
                        Assert.Equal(before, TimelineJson.Write(timeline));
                        if (after is null)
                        {
                            continue;
                        }

                        EditAssert.IsSound(after);
                        Assert.Equal(timeline.Frames, after.Frames);
                        Assert.Equal(timeline.Music, after.Music);
                        AssertLocksHold(timeline, after, edit);
                        AssertOthersUntouched(timeline, after, edit);
                        timeline = after;
                    }
                },
                iter: 400
            );
    }

    [Fact]
    public void Lock_ThenUnlock_GivesTheSameDocument() =>
        s_seed.Sample(
            seed =>
            {
                Timeline timeline = AnyTimeline.Of(seed);
                int shot = seed % timeline.Shots.Count;
                Timeline open = Open(timeline);

                Timeline again = new UnlockEdit(ShotRef.At(shot)).Apply(new LockEdit(ShotRef.At(shot)).Apply(open));

                Assert.Equal(TimelineJson.Write(open), TimelineJson.Write(again));
            },
            iter: 100
        );

    [Fact]
    public void Split_AnyShot_KeepsEveryPictureAndJoinGivesTheDocumentBack()
    {
        int done = 0,
            same = 0;
        s_seed.Sample(
            seed =>
            {
                Timeline timeline = Open(AnyTimeline.Of(seed));
                int shot = seed % timeline.Shots.Count;
                TimelineShot whole = timeline.Shots[shot];
                long frame = 1 + (seed / 16 % Math.Max(1, whole.Record.Length - 1));
                if (Try(new SplitEdit(ShotRef.At(shot), new EditAmount(frame, EditUnit.Frames)), timeline) is not { } split)
                {
                    return;
                }

                AssertSamePictures(whole, split, shot, frame);
                // A name that was given is not given again; all else comes back.
                Timeline joined = new JoinEdit(ShotRef.At(shot)).Apply(split) with
                {
                    ShotsNamed = timeline.ShotsNamed,
                };
                Interlocked.Increment(ref done);
                // A curve that the cut parted is said frame by frame since.
                bool isCurved = whole.Camera?.Any(k => k.Ease is CameraEase.Smooth or CameraEase.Spline) == true;
                if (!isCurved)
                {
                    Interlocked.Increment(ref same);
                    Assert.Equal(TimelineJson.Write(timeline), TimelineJson.Write(joined));
                }
                else
                {
                    AssertSamePictures(whole, joined, shot, whole.Record.Length);
                    Assert.Equal(
                        TimelineJson.Write(EditRules.With(timeline, shot, whole with { Camera = null })),
                        TimelineJson.Write(EditRules.With(joined, shot, joined.Shots[shot] with { Camera = null }))
                    );
                }
            },
            iter: 400
        );
        Assert.True(done > 200 && same > 100, $"split {done} times, gave back {same} documents");
    }

    [Fact]
    public void Json_AnyEdit_ComesBackAndMeansTheSameById() =>
        Gen.Select(s_seed, s_seed)
            .Sample(
                (seed, pick) =>
                {
                    Timeline timeline = AnyTimeline.Of(seed);
                    TimelineEdit edit = AnyTimeline.Edit(timeline, pick);
                    string json = EditJson.Write(edit);
                    TimelineEdit read = EditJson.Read(json);

                    Assert.Equal(json, EditJson.Write(read));
                    Assert.Equal(edit.GetType(), read.GetType());
                    Assert.Equal(Outcome(edit, timeline), Outcome(read, timeline));
                    if (Try(edit, timeline) is not null)
                    {
                        Assert.Equal(Outcome(edit, timeline), Outcome(EditJson.Read(EditJson.Write(edit.ById(timeline))), timeline));
                    }
                },
                iter: 400
            );

    private static string Outcome(TimelineEdit edit, Timeline timeline)
    {
        try
        {
            return TimelineJson.Write(edit.Apply(timeline));
        }
        catch (ConfigurationException e)
        {
            return e.Message;
        }
    }

    private static Timeline? Try(TimelineEdit edit, Timeline timeline)
    {
        try
        {
            return edit.Apply(timeline);
        }
        catch (ConfigurationException e)
        {
            Assert.All(e.Problems, p => Assert.True(p.ToString().Length > 20 && p.ToString().EndsWith('.'), p.ToString()));
            return null;
        }
    }

    private static Timeline Open(Timeline timeline) => timeline with { Shots = [.. timeline.Shots.Select(s => s with { Locked = false })] };

    private static void AssertLocksHold(Timeline before, Timeline after, TimelineEdit edit)
    {
        foreach (TimelineShot shot in before.Shots.Where(s => s.Locked && edit is not UnlockEdit))
        {
            TimelineShot now = Assert.Single(after.Shots, s => s.Id == shot.Id);
            Assert.Equal(
                TimelineJson.Write(before with { Shots = [shot with { Alternatives = [] }] }),
                TimelineJson.Write(before with { Shots = [now with { Alternatives = [] }] })
            );
        }
    }

    // The shots that an edit may touch: its own, the next that shares a cut, and what its kind says; all others are the same objects.
    private static void AssertOthersUntouched(Timeline before, Timeline after, TimelineEdit edit)
    {
        HashSet<string> mine = edit switch
        {
            MoveEdit move => Between(before, move.Shot.In(before), move.To.In(before)),
            DropEdit drop => Between(before, drop.Shot.In(before) - 1, drop.Shot.In(before) + 1),
            RollEdit or JoinEdit => Between(before, ((ShotEdit)edit).Shot.In(before), ((ShotEdit)edit).Shot.In(before) + 1),
            ShotEdit own => Between(before, own.Shot.In(before), own.Shot.In(before)),
            TransitionEdit { Shot: { } own } => Between(before, own.In(before), own.In(before)),
            BanEdit ban =>
            [
                .. before
                    .Shots.Where(s => s.Source == ban.Clip || s.Alternatives.Any(a => a.Source == ban.Clip))
                    .SelectMany(s => Between(before, before.Shots.ToList().IndexOf(s), before.Shots.ToList().IndexOf(s))),
            ],
            RebeatEdit =>
            [
                .. before.Shots.Where(s => after.Shots.Any(o => o.Id == s.Id && o.Record != s.Record)).SelectMany(s => Next(before, s)),
            ],
            _ => [],
        };
        Dictionary<string, TimelineShot> now = after.Shots.ToDictionary(s => s.Id);
        Assert.All(
            before.Shots.Where(s => !mine.Contains(s.Id)),
            s => Assert.True(now.TryGetValue(s.Id, out TimelineShot? there) && ReferenceEquals(s, there), $"{edit} touched shot {s.Id}")
        );
    }

    private static IEnumerable<string> Next(Timeline timeline, TimelineShot shot)
    {
        int at = timeline.Shots.ToList().IndexOf(shot);
        return Between(timeline, at, at);
    }

    private static HashSet<string> Between(Timeline timeline, int a, int b) =>
        [.. timeline.Shots.Where((_, i) => i >= Math.Min(a, b) && i <= Math.Max(a, b) + 1).Select(s => s.Id)];

    private static void AssertSamePictures(TimelineShot whole, Timeline split, int shot, long at)
    {
        for (long frame = 0; frame < whole.Record.Length; frame++)
        {
            (TimelineShot part, long own) = frame < at ? (split.Shots[shot], frame) : (split.Shots[shot + 1], frame - at);
            // In-points lie on ticks of their clip.
            Assert.InRange(SourceAt(whole, split.Rate, frame) - SourceAt(part, split.Rate, own), -2e-5, 2e-5);
            Assert.Equal(whole.Camera is null, part.Camera is null);
            if (whole.Camera is { } keys)
            {
                (double x, double y, double zoom) = CameraPath.At(CameraPath.Pieces(keys), frame);
                (double ownX, double ownY, double ownZoom) = CameraPath.At(CameraPath.Pieces(part.Camera!), own);
                Assert.InRange(Math.Abs(x - ownX) + Math.Abs(y - ownY) + Math.Abs(zoom - ownZoom), 0, 1e-9);
            }
        }
    }

    private static double SourceAt(TimelineShot shot, FrameRate rate, long frame) =>
        shot.In.Seconds + ShotClock.SourceSeconds(shot, rate, frame);
}
