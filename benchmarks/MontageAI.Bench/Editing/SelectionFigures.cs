using System.Diagnostics;
using System.Globalization;
using MontageAI.Editing;
using MontageAI.Editing.Drafts;
using MontageAI.Editing.Materials;
using MontageAI.Editing.Planning;
using MontageAI.Editing.Selection;
using MontageAI.Editing.Styles;
using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Bench.Editing;

/// <summary>What choosing costs with libraries of up to 100,000 shots, of synthetic features: the whole plan, scan against tree, vectors
/// against scalars, the Bloom filter.</summary>
internal static class SelectionFigures
{
    private const int ShotsPerClip = 100;
    private const double Seconds = 180;

    private static readonly int[] s_sizes = [1_000, 10_000, 100_000];

    /// <summary>Prints the figures.</summary>
    public static Task RunAsync(EditBenchContext context)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        Plans();
        Steps();
        ScanAgainstTree();
        VectorsAgainstScalars();
        Filter();
        return Task.CompletedTask;
    }

    private static void Plans()
    {
        Console.WriteLine($"A plan of {Seconds:0} s (median of 5; target: 100,000 shots in less than 1 s)");
        Console.WriteLine("    shots   CPU s   wall s   allocated MiB   held after MiB   shots of the montage");
        foreach (int size in s_sizes)
        {
            List<ClipMaterial> library = Library(size);
            List<double> wall = [],
                cpu = [];
            long allocated = 0;
            Timeline? plan = null;
            for (int run = 0; run < 6; run++)
            {
                GC.Collect();
                long before = GC.GetTotalAllocatedBytes(precise: true);
                TimeSpan processor = Process.GetCurrentProcess().TotalProcessorTime;
                long start = Stopwatch.GetTimestamp();
                plan = new Planner(Request(), library, Song()).Plan();
                if (run > 0)
                {
                    wall.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
                    cpu.Add((Process.GetCurrentProcess().TotalProcessorTime - processor).TotalSeconds);
                    allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
                }
            }

            // What is still held is the library and the plan; the library is measured alone.
            long withPlan = GC.GetTotalMemory(forceFullCollection: true);
            int shots = plan!.Shots.Count;
            plan = null;
            long held = withPlan - GC.GetTotalMemory(forceFullCollection: true);
            GC.KeepAlive(library);
            Console.WriteLine(
                $"{size, 9:N0} {Statistics.Median(cpu), 7:0.00} {Statistics.Median(wall), 8:0.00} {allocated / 1048576.0, 15:0.0} "
                    + $"{held / 1048576.0, 16:0.0} {shots, 12}"
            );
        }
    }

    private static void Steps()
    {
        List<ClipMaterial> library = Library(100_000);
        PlanDraft draft = null!;
        IReadOnlyList<Placement> slots = [];
        CandidateFinder finder = null!;
        Selector selector = null!;
        (string Name, Action Work)[] steps =
        [
            ("usable stretches, song, energy", () => draft = PlanDraft.Start(Request(), library, Song())),
            ("pacing", () => slots = draft.Pace()),
            (
                "places and what is known of them",
                () => finder = new CandidateFinder(library, draft.Stretches, 0.35, [.. Enumerable.Range(0, library.Count)])
            ),
            ("columns and tree", () => selector = new Selector(draft.Request, finder, slots)),
            ("choice", () => selector.Fill()),
        ];
        Console.WriteLine(
            "Steps of the plan from 100,000 shots, ms (median of 5): "
                + string.Join(
                    ", ",
                    Enumerable
                        .Range(0, 6)
                        .SelectMany(_ => steps.Select(s => (s.Name, Time: Milliseconds(s.Work))))
                        .Skip(steps.Length)
                        .GroupBy(s => s.Name)
                        .Select(g => $"{g.Key} {Statistics.Median(g.Select(s => s.Time)):0}")
                )
        );
    }

    private static void ScanAgainstTree()
    {
        Console.WriteLine();
        Console.WriteLine("Choosing for all slots, the tree's building included (median of 5)");
        Console.WriteLine(
            "    shots   places   scan ms   tree ms   of that building   scan/tree   loss of the tree's choice against the scan's"
        );
        foreach (int size in (int[])[1_000, 3_000, 10_000, 30_000, 100_000])
        {
            List<ClipMaterial> library = Library(size);
            PlanDraft draft = PlanDraft.Start(Request(), library, Song());
            CandidateFinder finder = new(library, draft.Stretches, 0.35, [.. Enumerable.Range(0, library.Count)]);
            (double scan, double scanLoss) = Choose(draft, finder, int.MaxValue);
            (double tree, double treeLoss) = Choose(draft, finder, 0);
            float[] points = [.. finder.Candidates.SelectMany(c => new[] { c.Energy ?? 0.5f, c.Quality ?? 0.5f, c.Action ?? 0.5f })];
            double building = Statistics.Median(Enumerable.Range(0, 5).Select(_ => Milliseconds(() => GC.KeepAlive(new KdTree(points)))));
            Console.WriteLine(
                $"{size, 9:N0} {finder.Candidates.Count, 8:N0} {scan, 9:0.0} {tree, 9:0.0} {building, 18:0.0} {scan / tree, 11:0.00} "
                    + $"{treeLoss - scanLoss, 12:+0.000;-0.000} per slot"
            );
        }

        Console.WriteLine($"The program scans below {Selector.TreeThreshold:N0} places and asks the tree from there on.");
    }

    /// <summary>Milliseconds to choose for all slots of a plan from so many shots: by scanning all places, and by the tree, its building
    /// included.</summary>
    internal static (double Scan, double Tree) ChoosingFrom(int shots)
    {
        List<ClipMaterial> library = Library(shots);
        PlanDraft draft = PlanDraft.Start(Request(), library, Song());
        CandidateFinder finder = new(library, draft.Stretches, 0.35, [.. Enumerable.Range(0, library.Count)]);
        return (Choose(draft, finder, int.MaxValue, runs: 1).Milliseconds, Choose(draft, finder, 0, runs: 1).Milliseconds);
    }

    private static (double Milliseconds, double Loss) Choose(PlanDraft draft, CandidateFinder finder, int threshold, int runs = 5)
    {
        IReadOnlyList<Placement> filled = [];
        double time = Statistics.Median(
            Enumerable
                .Range(0, runs + 1)
                .Select(_ => Milliseconds(() => filled = new Selector(draft.Request, finder, draft.Pace(), null, threshold).Fill()))
                .Skip(1)
        );
        SelectionStyle style = draft.Request.Style.Selection;
        double loss = filled.Average(p =>
            (style.Quality * (1 - (p.Choice!.Quality ?? 0.6)))
            + (
                p.Slot.Energy is { } wished
                    ? (style.EnergyMatch * Math.Abs((p.Choice.Energy ?? 0) - wished))
                        + (style.ActionMatch * (p.Choice.Action is { } action ? Math.Abs(action - wished) : 0.65))
                    : 0
            )
        );
        return (time, loss);
    }

    private static void VectorsAgainstScalars()
    {
        Console.WriteLine();
        Console.WriteLine("Scoring all places for one slot (median of 21)");
        Console.WriteLine("   places   scalar us   vector us   ratio");
        foreach (int size in s_sizes)
        {
            (int places, double scalar, double vector) = Scoring(size);
            Console.WriteLine($"{places, 9:N0} {scalar, 11:0} {vector, 11:0} {scalar / vector, 7:0.0}");
        }
    }

    /// <summary>Microseconds to score all places of so many shots for one slot, one by one and by vectors.</summary>
    internal static (int Places, double Scalar, double Vector) Scoring(int shots)
    {
        List<ClipMaterial> library = Library(shots);
        PlanDraft draft = PlanDraft.Start(Request(), library, Song());
        CandidateColumns columns = new(
            new CandidateFinder(library, draft.Stretches, 0.35, [.. Enumerable.Range(0, library.Count)]).Candidates,
            1
        );
        SlotWish wish = new(0.6f, 0.5f, 1, 0.8f, 0.8f, 0, 0.25f, 0.1f);
        float[] scores = new float[columns.Count];
        double vector = Statistics.Median(
            Enumerable.Range(0, 21).Select(_ => 1000 * Milliseconds(() => BatchScorer.Score(columns, wish, scores)))
        );
        double scalar = Statistics.Median(
            Enumerable
                .Range(0, 21)
                .Select(_ =>
                    1000
                    * Milliseconds(() =>
                    {
                        for (int i = 0; i < scores.Length; i++)
                        {
                            scores[i] = BatchScorer.ScoreOne(columns, wish, i);
                        }
                    })
                )
        );
        return (columns.Count, scalar, vector);
    }

    private static void Filter()
    {
        Console.WriteLine();
        Console.WriteLine($"Bloom filter of what is shown: stated rate {FootageUsage.FalsePositiveRate:P0}");
        foreach (int slots in (int[])[30, 120, 600])
        {
            double seconds = slots * 1.5;
            FootageUsage usage = new(2, slots, seconds);
            Random random = new(slots);
            for (int i = 0; i < slots; i++)
            {
                double at = 3 * i;
                usage.Add(0, i, i, at, at + 1.5);
            }

            // Windows of the other clip are never shown.
            const int Asked = 200_000;
            (int Clip, double At)[] windows = [.. Enumerable.Range(0, Asked).Select(_ => (1, random.NextDouble() * 36000))];
            int wrong = windows.Count(w => !usage.IsSurelyUnused(w.Clip, w.At, w.At + 0.4));
            (double Start, double End)[] list = [.. Enumerable.Range(0, slots).Select(i => (3.0 * i, (3.0 * i) + 1.5))];
            double[] inside = [.. Enumerable.Range(0, Asked).Select(i => ((i % (slots - 1)) * 3) + 2.05)];
            double filter = Statistics.Median(
                Enumerable
                    .Range(0, 5)
                    .Select(_ =>
                        Milliseconds(() =>
                        {
                            foreach (double at in inside)
                            {
                                usage.IsSurelyUnused(1, at, at + 0.4);
                            }
                        })
                    )
            );
            double exact = Statistics.Median(
                Enumerable
                    .Range(0, 5)
                    .Select(_ =>
                        Milliseconds(() =>
                        {
                            foreach (double at in inside)
                            {
                                Count(list, at, at + 0.4);
                            }
                        })
                    )
            );
            Console.WriteLine(
                $"  {slots, 4} shots on the timeline: {100.0 * wrong / Asked:0.00} % of windows of one or two half seconds taken for "
                    + $"shown; {1e6 * filter / Asked:0} ns a question, looking through all windows {1e6 * exact / Asked:0} ns"
            );
        }
    }

    private static int Count((double Start, double End)[] windows, double start, double end)
    {
        int count = 0;
        foreach ((double from, double to) in windows)
        {
            count += start < to && from < end ? 1 : 0;
        }

        return count;
    }

    private static double Milliseconds(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static PlanRequest Request() =>
        new()
        {
            Rate = new FrameRate(30),
            Aspect = new Rational(16, 9),
            DurationSeconds = Seconds,
            Style = StyleLibrary.Find("mtv"),
            Seed = 1,
        };

    private static MusicMaterial Song()
    {
        List<MusicSection> sections =
        [
            .. Enumerable
                .Range(0, 15)
                .Select(i => new MusicSection(
                    i * 16,
                    (i + 1) * 16,
                    i % 3 == 2 ? SectionKind.Chorus : SectionKind.Verse,
                    i % 3 == 2 ? 0.9f : 0.4f
                )),
        ];
        return new MusicMaterial
        {
            File = new SourceFile("/song", 1, DateTime.UnixEpoch, "song"),
            TrackSeconds = 240,
            Analysis = new MusicAnalysis
            {
                Algorithm = "bench",
                AnalysedEnd = 240,
                Strategy = RhythmStrategy.Beats,
                Confidence = 1,
                Reason = "Made for a benchmark.",
                TempoBpm = 120,
                BeatsPerBar = 4,
                Beats = [.. Enumerable.Range(0, 480).Select(i => new Beat(i * 0.5, (i % 4) + 1, i % 4 == 0 ? 1 : 0.6f))],
                Energy = new EnergyProfile(0.1, [.. Enumerable.Range(0, 2400).Select(i => sections[Math.Min(14, i / 160)].Energy)]),
                Sections = sections,
            },
        };
    }

    // Shots of 2 to 6 s with a key frame each and one second later; every second one measured for motion.
    private static List<ClipMaterial> Library(int shots)
    {
        Rational clock = new(1, 30);
        FrameRate rate = new(30);
        Random random = new(shots);
        List<ClipMaterial> clips = [];
        for (int made = 0; made < shots; made += ShotsPerClip)
        {
            List<Shot> list = [];
            List<KeyFrame> keys = [];
            List<MotionFeatures> motion = [];
            long at = 0;
            for (int i = 0; i < ShotsPerClip; i++)
            {
                long length = random.Next(60, 180);
                list.Add(
                    new Shot
                    {
                        Start = new(at, clock),
                        End = new(at + length, clock),
                        StartKind = BoundaryKind.Cut,
                        EndKind = BoundaryKind.Cut,
                    }
                );
                ulong print = (ulong)random.NextInt64() ^ ((ulong)random.NextInt64() << 1);
                keys.Add(new KeyFrame(new(at, clock), Picture(random, print), 0.4f));
                keys.Add(new KeyFrame(new(at + 30, clock), Picture(random, print ^ 3), 0.1f * random.NextSingle()));
                if (i % 2 == 0)
                {
                    motion.Add(
                        new MotionFeatures
                        {
                            Start = new(at, clock),
                            End = new(at + 12, clock),
                            Amount = random.NextSingle(),
                            PanX = random.NextSingle() - 0.5f,
                            PanY = 0,
                            Shake = 0,
                            ObjectMotion = random.NextSingle(),
                        }
                    );
                }

                at += length;
            }

            string id = $"c{clips.Count:0000}";
            clips.Add(
                new ClipMaterial
                {
                    Id = id,
                    File = new SourceFile($"/{id}.mp4", 1, DateTime.UnixEpoch, id),
                    Info = new MediaInfo
                    {
                        Path = $"/{id}.mp4",
                        Container = "mp4",
                        Video =
                        [
                            new VideoStreamInfo
                            {
                                Index = 0,
                                Codec = "h264",
                                Width = 1920,
                                Height = 1080,
                                TimeBase = clock,
                                BaseRate = rate,
                                AverageRate = rate,
                            },
                        ],
                    },
                    Analysis = new ClipAnalysis
                    {
                        Algorithm = "bench",
                        FirstFrame = new(0, clock),
                        End = new(at, clock),
                        KeyFrames = keys,
                        Shots = new ShotList { Algorithm = "bench", Shots = list },
                        Motion = motion,
                    },
                }
            );
        }

        return clips;
    }

    private static PictureFeatures Picture(Random random, ulong print) =>
        new()
        {
            Luma = 0.2f + (0.5f * random.NextSingle()),
            Contrast = 0.05f + (0.2f * random.NextSingle()),
            Sharpness = random.NextSingle(),
            BlackShare = 0,
            WhiteShare = 0,
            Saturation = random.NextSingle(),
            ChromaBlue = (0.2f * random.NextSingle()) - 0.1f,
            ChromaRed = (0.2f * random.NextSingle()) - 0.1f,
            Fingerprint = print,
            Closeness = random.NextSingle(),
            People = random.Next(4) == 0 ? 0.1f : 0,
        };
}
