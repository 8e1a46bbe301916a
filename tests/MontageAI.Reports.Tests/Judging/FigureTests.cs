using MontageAI.Reports.Judging;
using MontageAI.Results;

namespace MontageAI.Reports.Tests.Judging;

/// <summary>Figures of montages whose truth is known because they are made up.</summary>
public sealed class FigureTests
{
    private const double Rate = 25;

    [Fact]
    public void Judge_CutsOnBeatsAndOffThem_GivesTheirDistances()
    {
        // Beats every half second; one cut on a beat, one a frame late, one 0.2 s late, one a frame early.
        MontageJudgement judgement = MontageJudge.Judge(Montage(10, [1, 2.04, 4.2, 5.96]));

        Assert.NotNull(judgement.Beats);
        Assert.Equal(40, judgement.Beats.ErrorMs.Median, 3);
        Assert.Equal(200, judgement.Beats.ErrorMs.P95, 3);
        Assert.Equal(70, judgement.Beats.ErrorMs.Mean, 3);
        Assert.Equal(1, judgement.Beats.ErrorFrames.Median, 3);
        Assert.Equal(20, judgement.Beats.BiasMs, 3);
        Assert.Equal(0.75, judgement.Beats.OnBeat);

        // Downbeats every two seconds: 2.04 and 5.96 are on one.
        Assert.Equal(0.5, judgement.Beats.OnDownbeat);
        Assert.Equal(5, judgement.Subject.Shots);
        Assert.Equal(24, judgement.Pace.CutsPerMinute);
    }

    [Fact]
    public void Judge_RandomCuts_IsAtChance()
    {
        uint state = 7;
        double Next()
        {
            state = (state * 1664525) + 1013904223;
            return state / (double)uint.MaxValue;
        }

        double[] cuts =
        [
            .. Enumerable.Range(0, 4000).Select(_ => Math.Round(Next() * 599 * Rate) / Rate).Where(c => c > 0).Distinct().Order(),
        ];

        BeatFigures beats = MontageJudge.Judge(Montage(600, cuts)).Beats!;

        Assert.InRange(beats.OnBeat, beats.OnBeatChance - 0.03, beats.OnBeatChance + 0.03);
        Assert.InRange(beats.OnDownbeat!.Value, beats.OnDownbeatChance!.Value - 0.03, beats.OnDownbeatChance!.Value + 0.03);
        Assert.InRange(beats.ErrorMs.Median, beats.ChanceMs.Median - 12, beats.ChanceMs.Median + 12);
        Assert.InRange(beats.ErrorMs.Mean, beats.ChanceMs.Mean - 6, beats.ChanceMs.Mean + 6);
    }

    // The music slows down: its last bar lasts longer than those before it, and the film ends with it.
    [Theory]
    [InlineData(10.4, true)]
    [InlineData(10, false)]
    [InlineData(9.4, false)]
    public void Judge_EndOfMusicThatSlowsDown_IsABarLineInThePaceOfTheLastBar(double seconds, bool onBar)
    {
        JudgedMontage montage = Montage(seconds, [4]);
        double[] beats = [.. Enumerable.Range(0, 16).Select(i => i / 2.0), 8, 8.6, 9.2, 9.8];
        montage = montage with
        {
            Music = montage.Music! with { Beats = [.. beats.Select((b, i) => (b, (i % 4) + 1)).Where(b => b.b < seconds)] },
        };

        Assert.Equal(onBar, MontageJudge.Judge(montage).Sound.EndsOnDownbeat);
    }

    [Fact]
    public void Judge_SectionsInside_CountsThoseWithACut()
    {
        JudgedMontage montage = Montage(20, [5, 9, 12.5]);
        montage = montage with
        {
            Music = montage.Music! with
            {
                Sections =
                [
                    new(0, 5, SectionKind.Intro, 0.2f),
                    new(5, 10, SectionKind.Verse, 0.5f),
                    new(10, 12.5, SectionKind.Build, 0.6f),
                    new(12.5, 20, SectionKind.Chorus, 1),
                ],
            },
        };

        BeatFigures beats = MontageJudge.Judge(montage).Beats!;

        Assert.Equal(3, beats.SectionChanges);
        Assert.Equal(2 / 3.0, beats.SectionChangesCut!.Value, 3);
        Assert.Equal(2 / 3.0, beats.CutsOnSectionChange!.Value, 3);
    }

    [Fact]
    public void Judge_MotionThatFollowsTheMusic_CorrelatesFully()
    {
        double[] course = [0.1, 0.3, 0.2, 0.8, 0.9, 0.5, 0.4, 0.6, 0.7, 0.05];
        JudgedMontage montage = Montage(10, [4]);
        montage = montage with
        {
            Music = montage.Music! with { Energy = [.. course.Select(c => (double?)c)] },
            Frames = Frames(montage, t => Picture((float)course[(int)t] / 2, 1)),
        };
        JudgedMontage contrary = montage with { Frames = Frames(montage, t => Picture(1 - (float)course[(int)t], 1)) };

        Assert.Equal(1, MontageJudge.Judge(montage).Energy!.Motion);
        Assert.Equal(-1, MontageJudge.Judge(contrary).Energy!.Motion);
    }

    [Fact]
    public void Judge_TheSameTakeTwice_IsARepeat()
    {
        JudgedMontage montage = Montage(8, [2, 4, 6]);
        montage = montage with
        {
            Shots = [new(0, 2, "a", 0, 2), new(2, 4, "b", 5, 7), new(4, 6, "a", 1, 3), new(6, 8, "b", 7, 9)],
            Frames = Frames(montage, t => Picture(0.1f, (ulong)Math.Round(t < 4 ? t * 25 : (t - 3) * 25) * 0x9E3779B97F4A7C15)),
        };

        VarietyFigures variety = MontageJudge.Judge(montage).Variety;

        // Half of the third shot was shown in the first; the fourth plays on from the second, but not seamlessly in the film.
        Assert.Equal(0.125, variety.RepeatedFrames);
        Assert.Equal(2, variety.Sources);
        Assert.Equal(1, variety.EntropyBits!.Value, 3);

        // Pictures of the third shot were in the first two, and of the fourth its first half in the second.
        Assert.Equal(0.375, variety.RepeatedPictures!.Value, 2);
    }

    [Fact]
    public void Judge_SameFramingAcrossACut_IsAJump()
    {
        JudgedMontage montage = Montage(6, [2, 4]);
        montage = montage with
        {
            Shots = [new(0, 2, "a", 0, 2), new(2, 4, "a", 3, 5), new(4, 6, "b", 0, 2)],
            Frames = Frames(montage, _ => Picture(0.1f, 0xF0F0F0F0F0F0F0F0)),
        };

        PictureJump jump = Assert.Single(MontageJudge.Judge(montage).Variety.JumpCuts!);
        Assert.Equal(2, jump.Seconds);
    }

    [Fact]
    public void Judge_PlaysOnAcrossTheCut_IsNoJump()
    {
        JudgedMontage montage = Montage(4, [2]);
        montage = montage with
        {
            Shots = [new(0, 2, "a", 0, 2), new(2, 4, "a", 2, 4)],
            Frames = Frames(montage, _ => Picture(0.1f, 0xF0F0F0F0F0F0F0F0)),
        };

        VarietyFigures variety = MontageJudge.Judge(montage).Variety;

        Assert.Empty(variety.JumpCuts!);
        Assert.Equal(1, variety.UnseenCuts);
    }

    [Fact]
    public void Judge_BadPictures_GivesTheirShares()
    {
        JudgedMontage montage = Montage(10, [2, 4, 6, 8]);
        montage = montage with
        {
            Frames = Frames(
                montage,
                t =>
                    (int)(t / 2) switch
                    {
                        0 => Picture(0, 1) with { Black = 1, Luma = 0 },
                        1 => Picture(0, 2),
                        2 => Picture(0.2f, 3) with { Shake = 0.5f },
                        3 => Picture(0.2f, 4) with { Sharpness = 0.1f },
                        _ => Picture(0.2f, 5) with { Frozen = t < 9 },
                    }
            ),
        };

        PictureFigures pictures = MontageJudge.Judge(montage).Pictures!;

        Assert.Equal(0.2, pictures.Black);
        Assert.Equal(0.2, pictures.Frozen, 2);
        Assert.Equal(0.2, pictures.Shaken);
        Assert.Equal(0.2, pictures.Blurred);
        Assert.Equal(1, pictures.Measured);
        Assert.Equal(0.1, pictures.FrozenInside);
        Assert.Equal(["black 1", "frozen 2", "shaken 3", "blurred 4", "frozen 5"], pictures.Faults.Select(f => $"{f.Kind} {f.Shot}"));
        Assert.Equal((4.0, 6.0), (pictures.Faults[2].From, pictures.Faults[2].To));
    }

    [Fact]
    public void Judge_SmearsCardsAndCutsInside_GivesTheirShares()
    {
        JudgedMontage montage = Montage(10, [2, 4, 6, 8]);
        montage = montage with
        {
            Frames = Frames(
                montage,
                t =>
                    (int)(t / 2) switch
                    {
                        0 => Picture(0.4f, 1) with { Camera = 1.2f },
                        1 => Picture(0.4f, 2) with { Sharpness = 0.2f },
                        2 => Picture(0, 3) with { Card = 0.9f, Lettering = t < 5 ? 0.7f : 0.4f },
                        3 => Picture(0.2f, 4) with
                        {
                            Cut = Math.Abs(t - 7) < 1e-6,
                            Black = t is >= 7 and < 7.5 ? 1 : 0,
                            Luma = t is >= 7 and < 7.5 ? 0 : 0.5f,
                        },
                        _ => Picture(0.2f, 5) with { Black = t >= 9 ? 1 : 0, Luma = t >= 9 ? 0 : 0.5f },
                    }
            ),
        };

        PictureFigures pictures = MontageJudge.Judge(montage).Pictures!;

        // The first frame of a shot has no change, so one blurred frame is not called smeared.
        Assert.Equal(0.4, pictures.Smeared, 2);
        Assert.Equal(0.2, pictures.Cards);
        Assert.Equal(0.1, pictures.Lettering, 2);
        Assert.Equal(1, pictures.HiddenCuts);

        // Half a second in the middle; the second of black at the end is an ending.
        Assert.Equal(0.52, pictures.BlackInside, 2);
        Assert.Contains(pictures.Faults, f => f is { Kind: "smeared", Shot: 1 });
        Assert.Contains(pictures.Faults, f => f is { Kind: "card", Shot: 3 });
        Assert.Contains(pictures.Faults, f => f is { Kind: "letters", Shot: 3, From: 4 });
    }

    [Fact]
    public void Judge_NoMusic_SaysWhatIsMissing()
    {
        MontageJudgement judgement = MontageJudge.Judge(Montage(10, [5]) with { Music = null });

        Assert.Null(judgement.Beats);
        Assert.Null(judgement.Energy);
        Assert.Contains(judgement.Missing, m => m.Figure == "beats");
        Assert.Contains(judgement.Missing, m => m.Figure == "energy");
        Assert.Equal(6, judgement.Pace.CutsPerMinute);
    }

    [Theory]
    [InlineData(new double[] { 1, 2, 3, 4, 5, 6, 7, 8 }, 1.0)]
    [InlineData(new double[] { 8, 7, 6, 5, 4, 3, 2, 1 }, -1.0)]
    [InlineData(new double[] { 1, 1, 1, 1, 1, 1, 1, 1 }, null)]
    [InlineData(new double[] { 2, 1, 4, 3, 6, 5, 8, 7 }, 1 - (6.0 * 8 / (8 * 63)))]
    public void Spearman_KnownRanks_GivesTheTextbookValue(double[] values, double? expected)
    {
        double? found = Figures.Spearman([.. values.Select((v, i) => ((double)i, v))]);

        Assert.Equal(expected is null, found is null);
        Assert.Equal(expected ?? 0, found ?? 0, 9);
    }

    // Beats every half second, bars of four.
    private static JudgedMontage Montage(double seconds, double[] cuts)
    {
        double[] edges = [0, .. cuts, seconds];
        return new JudgedMontage
        {
            Subject = new JudgedSubject("made-up", "timeline", seconds, Rate, (long)(seconds * Rate), edges.Length - 1, null, null),
            Shots = [.. edges.Zip(edges.Skip(1), (a, b) => new JudgedShot(a, b))],
            Music = new JudgedMusic(
                "made up",
                [.. Enumerable.Range(0, (int)(seconds * 2)).Select(i => (i / 2.0, (i % 4) + 1))],
                120,
                null,
                [],
                []
            ),
            Transitions = new Dictionary<string, int>(),
            Sound = new SoundFigures(),
            Missing = [],
        };
    }

    private static FilmFrames Frames(JudgedMontage montage, Func<double, FilmPicture> picture)
    {
        List<FilmFrame> frames = [];
        int shot = 0;
        for (int f = 0; f < montage.Subject.Frames; f++)
        {
            double t = f / Rate;
            bool first = f == 0;
            while (shot + 1 < montage.Shots.Count && t >= montage.Shots[shot + 1].Start - 1e-9)
            {
                shot++;
                first = true;
            }

            FilmPicture shown = picture(t);
            frames.Add(new FilmFrame(t, shot, shown with { First = first, Amount = first ? 0 : shown.Amount }));
        }

        return new FilmFrames(frames);
    }

    private static FilmPicture Picture(float amount, ulong fingerprint) =>
        new(amount, 0.5f, 0.2f, 0.2f, 0, 0, 0.8f, 0.01f, fingerprint, false);
}
