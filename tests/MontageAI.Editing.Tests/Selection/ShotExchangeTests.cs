using MontageAI.Editing.Pacing;
using MontageAI.Editing.Planning;
using MontageAI.Editing.Styles;
using MontageAI.Results;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Selection;

/// <summary>Chosen shots change places where both then stand better; what is shown stays the same.</summary>
public sealed class ShotExchangeTests
{
    private static readonly FrameRate s_rate = new(30);

    [Fact]
    public void Run_LivelyShotSpentOnAQuieterSlot_GoesToTheLoudestOne()
    {
        // Filled in order: the second slot (0.8) took the liveliest, which the third (1) then lacked.
        List<Placement> placements = Filled([0.5, 0.8, 1, 0.5], [0.5f, 1, 0.4f, 0.5f]);

        int moved = Exchange(placements);

        Assert.Equal(2, moved);
        Assert.Equal([0.5f, 0.4f, 1, 0.5f], placements.Select(p => p.Choice!.Action!.Value));
        Assert.Equal([false, true, true, false], placements.Select(p => p.Reasons.Any(r => r.Code == ReasonCodes.Exchanged)));
    }

    [Fact]
    public void Run_KeptShotsRepetitionsFirstAndLast_StayWhereTheyAre()
    {
        List<Placement> placements = Filled([1, 0, 1, 0, 1, 0], [0, 1, 0, 1, 0, 1], kept: 2, repeated: 3);
        float[] before = [.. placements.Select(p => p.Choice!.Action!.Value)];

        Exchange(placements);

        foreach (int at in (int[])[0, 2, 3, 5])
        {
            Assert.Equal(before[at], placements[at].Choice!.Action);
        }
    }

    [Fact]
    public void Run_ShotTooShortForTheOtherSlot_StaysWhereItIs()
    {
        List<Placement> placements = Filled(
            [0.5, 0.8, 1, 0.5],
            [0.5f, 1, 0.4f, 0.5f],
            room: i => i == 1 ? 1 : 20,
            frames: i => i == 2 ? 45 : 30
        );

        Assert.Equal(0, Exchange(placements));
    }

    [Theory]
    [InlineData(float.PositiveInfinity, 2)]
    [InlineData(1.2f, 0)]
    [InlineData(null, 0)]
    public void Run_ShotThatWouldRunIntoWhatIsInDoubt_StaysWhereItIs(float? doubt, int moved)
    {
        List<Placement> placements = Filled([0.5, 0.8, 1, 0.5], [0.5f, 1, 0.4f, 0.5f], frames: i => i == 2 ? 45 : 30);
        placements[1].Choice = placements[1].Choice! with { DoubtAfter = doubt };

        Assert.Equal(moved, Exchange(placements));
    }

    // The later of both suits the louder place before it; with letters it stays behind, unless the other one has them, too.
    [Theory]
    [InlineData(false, false, 2)]
    [InlineData(true, false, 0)]
    [InlineData(false, true, 2)]
    [InlineData(true, true, 2)]
    public void Run_ShotWithLetters_ComesNoEarlier(bool later, bool earlier, int moved)
    {
        List<Placement> placements = Filled([0.5, 1, 0.8, 0.5], [0.5f, 0.4f, 1, 0.5f]);
        foreach ((int at, bool lettered) in ((int, bool)[])[(1, earlier), (2, later)])
        {
            placements[at].Choice = placements[at].Choice! with { LetteringAfter = lettered ? 0.2f : float.PositiveInfinity };
        }

        Assert.Equal(moved, Exchange(placements));
    }

    [Fact]
    public void Run_ShotsOnBothSidesOfWhatIsSettledFirst_StayOnTheirs()
    {
        // The second slot begins before the tenth second, the third after it.
        List<Placement> placements = Filled([0.5, 0.8, 1, 0.5], [0.5f, 1, 0.4f, 0.5f], frames: i => i < 2 ? 160 : 30);

        Assert.Equal(0, Exchange(placements));
    }

    [Fact]
    public void Run_TwoPartsOfOneTakeThatWouldOverlap_StayWhereTheyAre()
    {
        // The first and the second show one take, the second from right where the first ends; it may not last longer.
        List<Placement> placements = Filled([0.5, 0.8, 1, 0.5], [0.5f, 1, 0.4f, 0.5f], frames: i => i == 2 ? 45 : 30);
        placements[0].Choice = placements[0].Choice! with
        {
            Clip = placements[1].Choice!.Clip,
            In = MediaTime.FromSeconds(3.2, new(1, 30000)),
        };
        placements[1].Choice = placements[1].Choice! with { In = MediaTime.FromSeconds(2, new(1, 30000)) };

        Assert.Equal(0, Exchange(placements));
    }

    [Fact]
    public void Run_RandomFilms_ShowTheSameShotsInBetterPlacesAndNoMoreJumpCuts()
    {
        int moved = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            Random random = new(seed);
            int count = 4 + random.Next(30);
            List<Placement> placements = Filled(
                [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())],
                [.. Enumerable.Range(0, count).Select(_ => random.NextSingle())],
                frames: _ => 20 + random.Next(40)
            );
            Candidate[] before = [.. placements.Select(p => p.Choice!)];
            double missed = Missed(placements);
            int jumps = Jumps(placements);

            moved += Exchange(placements);

            Assert.Equal(before.OrderBy(c => c.Clip), placements.Select(p => p.Choice!).OrderBy(c => c.Clip));
            Assert.True(Jumps(placements) <= jumps, $"seed {seed}");
            Assert.True(Missed(placements) <= missed + 1e-3, $"seed {seed}: {missed} became {Missed(placements)}");
            // Nothing of it is left to chance.
            List<Placement> again = [.. placements.Select((p, i) => new Placement(p.Slot) { Choice = before[i] })];
            Exchange(again);
            Assert.Equal(placements.Select(p => p.Choice), again.Select(p => p.Choice));
        }

        Assert.True(moved > 100, $"{moved}");
    }

    // How far the shots are from what the music asks.
    private static double Missed(List<Placement> placements) =>
        placements.Sum(p => Math.Abs(p.Choice!.Action!.Value - p.Slot.Energy!.Value));

    private static int Jumps(List<Placement> placements) =>
        placements.Zip(placements.Skip(1)).Count(p => p.First.Choice!.Clip == p.Second.Choice!.Clip);

    private static int Exchange(List<Placement> placements)
    {
        // Only how lively pictures are, and no jump cuts.
        Style style = StyleLibrary.Find("dynamic") with
        {
            Selection = new SelectionStyle
            {
                Quality = 0,
                EnergyMatch = 0,
                ActionMatch = 1,
                SourceVariety = 0,
                LikenessApart = 0,
            },
        };
        FootageUsage usage = new(placements.Max(p => p.Choice!.Clip) + 1, placements.Count, 100);
        SlotRoles roles = SlotRoles.None(s_rate);
        float[] bars = new float[usage.Clips];
        double[] fair = new double[usage.Clips];
        return new ShotExchange(
            placements,
            1,
            at =>
            {
                double seconds = s_rate.SecondsAt(placements[at].Slot.Record.Length);
                return new(
                    seconds,
                    SlotWish.For(
                        placements[at].Slot.Energy,
                        0,
                        style.Selection,
                        new PlanRequest
                        {
                            Rate = s_rate,
                            Aspect = new(16, 9),
                            Style = style,
                        }
                    ),
                    new Neighbourhood(placements, at, style, usage, fair, p => s_rate.SecondsAt(p.Slot.Record.Length)),
                    new CraftRules(
                        new CraftStyle
                        {
                            Moments = 0,
                            Bookends = 0,
                            EstablishingFirst = 0,
                            HoldWide = 0,
                            People = 0,
                        },
                        roles.Of(placements, at, 30),
                        bars,
                        seconds
                    )
                );
            }
        ).Run();
    }

    // One clip for each slot.
    private static List<Placement> Filled(
        double[] energies,
        float[] actions,
        int kept = -1,
        int repeated = -1,
        Func<int, double>? room = null,
        Func<int, int>? frames = null
    )
    {
        List<Placement> placements = [];
        long at = 0;
        for (int i = 0; i < energies.Length; i++)
        {
            long end = at + (frames?.Invoke(i) ?? 30);
            placements.Add(
                new Placement(
                    new Slot(
                        new FrameRange(at, end),
                        energies[i],
                        SectionKind.Verse,
                        new CutMoment(s_rate.SecondsAt(at), at, MomentKind.Beat, 0, 1),
                        []
                    )
                )
                {
                    Kept = i == kept,
                    Freshness = i == repeated ? Freshness.Repeated : Freshness.UnusedShot,
                    Choice = new Candidate
                    {
                        Clip = i,
                        Shot = i,
                        In = MediaTime.FromSeconds(2, new(1, 30000)),
                        Room = room?.Invoke(i) ?? 20,
                        Action = actions[i],
                        Place = 0,
                        FramesAfterKey = 0,
                        DoubtAfter = float.PositiveInfinity,
                    },
                }
            );
            at = end;
        }

        return placements;
    }
}
