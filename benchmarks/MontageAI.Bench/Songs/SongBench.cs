using System.Diagnostics;
using MontageAI.Analysis.Music;
using MontageAI.Bench.Inputs;
using MontageAI.Editing.Pacing;
using MontageAI.Editing.Styles;
using MontageAI.FFmpeg.Processes;
using MontageAI.Models;
using MontageAI.Models.Shipped;
using MontageAI.Models.Speech;
using MontageAI.Results;
using static System.FormattableString;

namespace MontageAI.Bench.Songs;

/// <summary>How well the part of a song is chosen: sung lines that its edges cut, sections that match the words, cost of listening for
/// voices. "styles" asks for what every style takes; "fit" fits the weights first.</summary>
internal static class SongBench
{
    private static readonly double[] s_seconds = [10, 15, 20, 25, 30, 40, 45, 60, 75, 90];

    // A line is cut where more of it lies on either side; words are written down no more exactly than that, some files 0.25 s early.
    private const double Cut = 0.3;

    /// <summary>Runs over the songs with words of MEDIA/music and of the folders that are named.</summary>
    public static async Task<int> RunAsync(FFmpegTools tools, IReadOnlyList<string> args)
    {
        KnownSongs known = new(tools);
        string music = Path.Combine(BenchPaths.Media, "music");
        List<KnownSong> songs = [];
        foreach (string folder in args.Where(Directory.Exists).Prepend(music))
        {
            songs.AddRange(await known.ReadAsync(folder).ConfigureAwait(false));
        }

        if (args.Contains("fit"))
        {
            await FitAsync(known, music, songs).ConfigureAwait(false);
            return 0;
        }

        using LearnedModels models = new();
        if (args.Contains("styles"))
        {
            OfStyles(songs, models);
            return 0;
        }

        (int Edges, int Cut, int Blind)[] sums = new (int, int, int)[2];
        foreach (KnownSong song in songs)
        {
            MusicAnalysis analysis = MusicAnalyzer.Analyze(song.Samples, new MusicOptions());
            Stopwatch clock = Stopwatch.StartNew();
            TimeSpan before = Environment.CpuUsage.TotalTime;
            IReadOnlyList<SpeechStretch> voices = models.SongVoices.Detector!.Find(song.Samples);
            TimeSpan cpu = Environment.CpuUsage.TotalTime - before;
            Console.WriteLine(
                Invariant($"{song.Name}{(song.IsFitted ? " (fitted)" : "")}: {song.Lines.Count} lines, {voices.Count} stretches of voice, ")
                    + Invariant($"{1000 * cpu.TotalSeconds / analysis.AnalysedEnd:0.0} ms of CPU per second, ")
                    + Invariant($"{clock.Elapsed.TotalSeconds:0.0} s; {analysis.Reason}")
            );
            Console.WriteLine("  " + string.Join(" ", analysis.Sections.Select(s => Invariant($"{s.Start:0.0} {s.Kind} {s.Energy:0.00}"))));
            Console.WriteLine("  voices " + string.Join(" ", voices.Select(v => Invariant($"{v.Start:0.0}-{v.End:0.0}"))));
            Console.WriteLine("  " + WordSections.Compare(song.Lines, analysis));
            foreach (double seconds in s_seconds)
            {
                SongExcerpt blind = SongExcerpt.Choose(analysis, seconds),
                    part = SongExcerpt.Choose(analysis with { Voices = voices }, seconds);
                (string start, string end) = (CutAt(song.Lines, part.Start), CutAt(song.Lines, part.End));
                ref (int Edges, int Cut, int Blind) sum = ref sums[song.IsFitted ? 0 : 1];
                sum.Edges += 2;
                sum.Cut += (start.Length > 0 ? 1 : 0) + (end.Length > 0 ? 1 : 0);
                sum.Blind += (CutAt(song.Lines, blind.Start).Length > 0 ? 1 : 0) + (CutAt(song.Lines, blind.End).Length > 0 ? 1 : 0);
                Console.WriteLine(Invariant($"  {seconds, 3}: {part.Start, 6:0.00}{start} to {part.End, 6:0.00}{end}; {part.Reason}"));
            }
        }

        foreach ((string name, (int edges, int cut, int blind)) in new[] { "fitted", "kept aside" }.Zip(sums))
        {
            Console.WriteLine(Invariant($"{name}: {cut} of {edges} edges cut a sung line by more than {Cut} s ({blind} without voices)"));
        }

        return 0;
    }

    // What every style takes, by default and to the frame.
    private static void OfStyles(IReadOnlyList<KnownSong> songs, LearnedModels models)
    {
        foreach (bool exact in (bool[])[false, true])
        {
            int edges = 0,
                cut = 0;
            double score = 0;
            foreach (KnownSong song in songs)
            {
                MusicAnalysis analysis = MusicAnalyzer.Analyze(song.Samples, new MusicOptions()) with
                {
                    Voices = models.SongVoices.Detector!.Find(song.Samples),
                };
                foreach (double seconds in s_seconds)
                {
                    Dictionary<(double Start, double End), List<string>> parts = [];
                    foreach (Style style in StyleLibrary.All)
                    {
                        MusicDemand demand = MusicDemand.Of(style);
                        ExcerptWish wish = new ExcerptWish
                        {
                            Course = demand.Course,
                            CourseStrength = demand.Strength,
                            NeedsDrop = demand.NeedsDrop,
                            IsExact = exact,
                        };
                        SongExcerpt part = SongExcerpt.Choose(analysis, seconds, wish);
                        edges += 2;
                        score += new ExcerptJudge(analysis with { Voices = [] }, [], wish).Of(part.Start, part.End).Score;
                        cut += (CutAt(song.Lines, part.Start).Length > 0 ? 1 : 0) + (CutAt(song.Lines, part.End).Length > 0 ? 1 : 0);
                        (parts.TryGetValue((part.Start, part.End), out List<string>? had) ? had : parts[(part.Start, part.End)] = []).Add(
                            style.Name
                        );
                    }

                    foreach (((double start, double end), List<string> styles) in parts)
                    {
                        Console.WriteLine(
                            Invariant($"{song.Name} {(exact ? "exact " : "")}{seconds}: {start:0.00}{CutAt(song.Lines, start)} to ")
                                + Invariant($"{end:0.00}{CutAt(song.Lines, end)} ({string.Join(", ", styles)})")
                        );
                    }
                }
            }

            Console.WriteLine(
                Invariant($"{StyleLibrary.All.Count} styles{(exact ? ", exact" : "")}: {cut} of {edges} edges cut a sung line by more ")
                    + Invariant($"than {Cut} s; without voices they would rate {2 * score / edges:0.000} in the mean")
            );
        }
    }

    private static string CutAt(IReadOnlyList<SungLine> lines, double time)
    {
        foreach (SungLine line in lines)
        {
            if (time > line.Start + Cut && time < line.End - Cut)
            {
                return Invariant($" [cuts {line.Start:0.0}-{line.End:0.0}]");
            }
        }

        return "";
    }

    private static async Task FitAsync(KnownSongs known, string music, IReadOnlyList<KnownSong> songs)
    {
        using SileroNetwork network = new(ShippedModel.Speech.Read()!);
        List<double[]> features = [];
        List<bool> sung = [];
        foreach (KnownSong song in songs.Where(s => s.IsFitted))
        {
            Add(song.Samples, song.Lines);
        }

        foreach (string name in KnownSongs.WithoutVoice)
        {
            Add(await known.SoundAsync(Path.Combine(music, name), 90).ConfigureAwait(false), []);
        }

        float[] weights = VoiceFit.Fit(features, sung);
        VoiceFit.Write("src/MontageAI.Models/Speech/sung.weights", weights);
        foreach (KnownSong song in songs)
        {
            (List<double[]> own, List<bool> truth) = VoiceFit.Windows(network, song.Samples, song.Lines);
            Console.WriteLine(
                Invariant($"{song.Name}{(song.IsFitted ? " (fitted)" : "")}: area {VoiceFit.Area(weights, own, truth):0.000}")
            );
        }

        void Add(float[] samples, IReadOnlyList<SungLine> lines)
        {
            (List<double[]> own, List<bool> truth) = VoiceFit.Windows(network, samples, lines);
            features.AddRange(own);
            sung.AddRange(truth);
        }
    }
}
