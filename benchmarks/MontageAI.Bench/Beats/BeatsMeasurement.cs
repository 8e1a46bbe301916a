using System.Globalization;
using MontageAI.Analysis.Music;
using MontageAI.Analysis.Music.Spectra;
using MontageAI.FFmpeg.Decoding.Audio;
using MontageAI.FFmpeg.Processes;
using MontageAI.Results;

namespace MontageAI.Bench.Beats;

/// <summary>
/// How right beats and downbeats are on annotated music, per source of activation with the same decoder, and how fast they are found,
/// decoding included; aubio on the same excerpts where it is installed.
/// </summary>
internal static class BeatsMeasurement
{
    /// <summary>Songs at least this long make the group "long songs".</summary>
    private const double LongSeconds = 100;

    /// <summary>Measures everything over MEDIA/music.</summary>
    /// <param name="tools">FFmpeg.</param>
    /// <param name="media">Folder that holds music/.</param>
    /// <param name="progress">Told of every track and source as it is done; null for none.</param>
    /// <param name="cancellationToken">Ends it between tracks.</param>
    public static async Task<BeatsFigures> MeasureAsync(
        FFmpegTools tools,
        string media,
        Action<TrackFigure>? progress,
        CancellationToken cancellationToken
    )
    {
        IReadOnlyList<AnnotatedTrack> tracks = AnnotatedTrack.Find(media);
        List<TrackFigure> figures = [];
        List<(string Group, double Music, double Cpu)> runs = [];
        await AnalyseAsync(tools, tracks[0].File, cancellationToken).ConfigureAwait(false);
        foreach (AnnotatedTrack track in tracks)
        {
            double cpu = CpuClock.Seconds();
            MusicAnalysis analysis = await AnalyseAsync(tools, track.File, cancellationToken).ConfigureAwait(false);
            cpu = CpuClock.Seconds() - cpu;
            runs.Add((track.Group, analysis.AnalysedEnd, cpu));
            Add(track, BeatsFigures.Default, analysis);
            float[] samples = await DecodeAsync(tools, track.File, cancellationToken).ConfigureAwait(false);
            foreach (BeatSource source in Enum.GetValues<BeatSource>())
            {
                Add(track, source.ToString().ToLowerInvariant(), Analyse(samples, source));
            }
        }

        (double? f, double? speed) = await AubioAsync(tracks, runs, cancellationToken).ConfigureAwait(false);
        float[] longest = await DecodeAsync(tools, tracks[runs.IndexOf(runs.MaxBy(r => r.Music))].File, cancellationToken)
            .ConfigureAwait(false);
        return new BeatsFigures(figures, [.. Speeds(runs)], f, speed, FrontEndSpeed.EnergyLead(longest));

        void Add(AnnotatedTrack track, string source, MusicAnalysis analysis)
        {
            string verdict = string.Create(
                CultureInfo.InvariantCulture,
                $"{analysis.Strategy} {analysis.TempoBpm:0.0} BPM, confidence {analysis.Confidence:0.00}"
            );
            figures.Add(new TrackFigure(track, source, BeatScore.Of(track, analysis), verdict));
            progress?.Invoke(figures[^1]);
        }
    }

    private static IEnumerable<SpeedFigure> Speeds(List<(string Group, double Music, double Cpu)> runs)
    {
        foreach (IGrouping<string, (string Group, double Music, double Cpu)> group in runs.GroupBy(r => r.Group))
        {
            yield return new SpeedFigure(group.Key, group.Count(), group.Sum(r => r.Music), group.Sum(r => r.Cpu));
        }

        (string Group, double Music, double Cpu)[] songs = [.. runs.Where(r => r.Music >= LongSeconds)];
        yield return new SpeedFigure("long songs", songs.Length, songs.Sum(r => r.Music), songs.Sum(r => r.Cpu));
    }

    private static async Task<MusicAnalysis> AnalyseAsync(FFmpegTools tools, string file, CancellationToken cancellationToken)
    {
        MusicAnalyzer analyzer = new(new MusicOptions());
        await new PcmReader(tools).ReadAsync(file, new PcmOptions(), analyzer.Append, cancellationToken).ConfigureAwait(false);
        return analyzer.Finish();
    }

    private static MusicAnalysis Analyse(float[] samples, BeatSource source)
    {
        // Without the gate: other trackers have none, and it would hide what the sources are worth.
        MusicAnalyzer analyzer = new(new MusicOptions { MinConfidence = 0 }, new FrontEndTuning(), TrackerTuning.Of(source));
        analyzer.Append(samples);
        return analyzer.Finish();
    }

    /// <summary>The samples that the analysis hears.</summary>
    internal static async Task<float[]> DecodeAsync(FFmpegTools tools, string file, CancellationToken cancellationToken)
    {
        List<float> samples = [];
        await new PcmReader(tools)
            .ReadAsync(file, new PcmOptions(), piece => samples.AddRange(piece), cancellationToken)
            .ConfigureAwait(false);
        return [.. samples];
    }

    private static async Task<(double? F70, double? Speed)> AubioAsync(
        IReadOnlyList<AnnotatedTrack> tracks,
        List<(string Group, double Music, double Cpu)> runs,
        CancellationToken cancellationToken
    )
    {
        List<BeatScore> scores = [];
        (double music, double cpu) = (0, 0);
        for (int i = 0; i < tracks.Count; i++)
        {
            bool scored = tracks[i].Group == AnnotatedTrack.Gtzan && tracks[i].IsTest,
                timed = runs[i].Music >= LongSeconds;
            if (!scored && !timed)
            {
                continue;
            }

            double before = CpuClock.Seconds();
            if (await Aubio.BeatsAsync(tracks[i].File, cancellationToken).ConfigureAwait(false) is not { } beats)
            {
                return (null, null);
            }

            if (scored)
            {
                scores.Add(BeatScore.Of(tracks[i], beats, []));
            }

            if (timed)
            {
                (music, cpu) = (music + runs[i].Music, cpu + CpuClock.Seconds() - before);
            }
        }

        return (BeatScore.Mean(scores).F70, music / cpu);
    }
}
