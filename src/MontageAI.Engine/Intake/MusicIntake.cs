using System.Runtime.CompilerServices;
using MontageAI.Analysis.Music;
using MontageAI.Editing.Materials;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Resources;
using MontageAI.Errors;
using MontageAI.FFmpeg.Decoding.Audio;
using MontageAI.Keys;
using MontageAI.Media;
using MontageAI.Results;

namespace MontageAI.Engine.Intake;

/// <summary>Listens to a song: decodes as much of it as is needed, analyses it, and remembers the result.</summary>
public sealed class MusicIntake(JobContext context)
{
    /// <summary>A montage of D seconds chooses its stretch from the song's first max(120, 4 x D) seconds of music (A3).</summary>
    private const double LeastSeconds = 120;
    private const double SecondsPerMontageSecond = 4;

    // So much of what was asked for may be silence or noise; else as much more is listened to, in steps that are not too small.
    private const double SpareSeconds = 4;
    private const double StepSeconds = 20;

    private readonly FileIntake _files = new(context);
    private readonly SteadySources _steady = new(context);

    /// <summary>Which sound track of a file with several is the song, from 1; 0 is all together; null the first that is not
    /// silent.</summary>
    internal int? SoundTrack { get; init; }

    /// <summary>Whether voices are listened for as well, so that none is cut off.</summary>
    public bool HearsVoices { get; init; }

    /// <summary>Whether there is anything that hears voices in a song.</summary>
    public bool CanHearVoices => context.Models.SongVoices.Detector is not null;

    /// <summary>How much of a song is listened to for a montage.</summary>
    /// <param name="montageSeconds">Its length; null for the whole song.</param>
    internal static double? SecondsNeeded(double? montageSeconds) =>
        montageSeconds is { } d ? Math.Max(LeastSeconds, SecondsPerMontageSecond * d) : null;

    /// <summary>Analyses a song.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxSeconds">Only the first seconds of music; what is silence or noise before and between is listened to beside them.
    /// Null for all.</param>
    /// <param name="options">Choices of the analysis.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MediaException">The file has no sound that can be decoded.</exception>
    public async Task<MusicMaterial> ListenAsync(string path, double? maxSeconds, MusicOptions options, CancellationToken cancellationToken)
    {
        using RunRecorder.Phase phase = context.Recorder.Begin("listen to the song", "seconds of sound");
        // Everything waits for the song: where a core is idle it is kept from the beginning, lest clips take it while the file is probed.
        using Seat seat = new(context.Budget);
        seat.TryTake();
        (SourceFile file, MediaInfo info) = await _files.TakeInAsync(path, cancellationToken).ConfigureAwait(false);
        AudioStreamInfo audio =
            info.MainAudio
            ?? throw new MediaException(
                ErrorCode.NoSound,
                file.Path,
                "has no sound, so it cannot be the music.",
                "Give a sound file, or a video with sound."
            );
        if (info.Audio.Count > 1)
        {
            // Which of its tracks is the song takes a turn of its own.
            seat.Leave();
        }

        IReadOnlyList<int>? tracks = await new SoundTrackStage(context, SoundTrack)
            .ChooseAsync(file, info, cancellationToken)
            .ConfigureAwait(false);
        double? trackSeconds = info.DurationSeconds ?? audio.DurationSeconds;
        double? bound = maxSeconds is { } m && (trackSeconds is null || m < trackSeconds) ? m : null;
        ContentKey key = ContentKey
            .For("music", context.Rungs, Rung.Music)
            .With("source", file.Fingerprint)
            .With("tool", context.ToolVersion.Sound)
            .With("tracks", string.Join('+', tracks ?? []))
            .With("seconds", bound ?? -1)
            .With("slowest", options.MinBpm)
            .With("fastest", options.MaxBpm)
            .With("known", options.KnownBpm ?? -1)
            .With("least", options.MinConfidence)
            .With("grid", options.SteadyGridSeconds ?? -1)
            .Build();
        bool made = false;
        SongSound? sound = HearsVoices ? new SongSound() : null;
        await using ConfiguredAsyncDisposable ending = (sound ?? new SongSound()).ConfigureAwait(false);
        MusicAnalysis analysis = await context
            .Store.Results.GetOrAddAsync(
                key,
                StoreJson.MusicAnalysis,
                async ct =>
                {
                    made = true;
                    return await _steady
                        .MakeAsync(file, () => AnalyseAsync(file.Path, tracks, bound, trackSeconds, options, sound, phase, seat, ct), ct)
                        .ConfigureAwait(false);
                },
                // Whoever makes it may wait for the very core that is kept here.
                seat.Leave,
                cancellationToken
            )
            .ConfigureAwait(false);
        if (sound is not null)
        {
            analysis = await new VoiceStage(context)
                .ListenAsync(file, tracks, analysis, made ? sound : null, seat, cancellationToken)
                .ConfigureAwait(false);
        }

        long seconds = (long)Math.Round(analysis.AnalysedEnd);
        phase.Count(seconds, made ? 0 : seconds);
        return new MusicMaterial
        {
            File = file,
            Analysis = analysis,
            SoundTracks = tracks,
            TrackSeconds = trackSeconds,
        };
    }

    private static double Missing(double seconds) => seconds > SpareSeconds ? Math.Max(seconds, StepSeconds) : 0;

    private async Task<MusicAnalysis> AnalyseAsync(
        string path,
        IReadOnlyList<int>? tracks,
        double? bound,
        double? trackSeconds,
        MusicOptions options,
        SongSound? sound,
        RunRecorder.Phase phase,
        Seat seat,
        CancellationToken cancellationToken
    )
    {
        await seat.TakeAsync(Urgency.Opening, cancellationToken).ConfigureAwait(false);
        MusicAnalyzer analyzer = new(options);
        long total = (long)Math.Round(bound ?? trackSeconds ?? 0);
        long samples = 0;
        phase.Advance(0, total);
        PcmSummary summary = await new PcmReader(context.Tools)
            .ReadAsync(
                path,
                new PcmOptions
                {
                    SampleRate = MusicAnalyzer.SampleRate,
                    MaxSeconds = bound,
                    Tracks = tracks,
                    More = bound is { } wanted ? () => Missing(wanted - analyzer.MusicSeconds()) : null,
                },
                block =>
                {
                    analyzer.Append(block);
                    sound?.Append(block);
                    samples += block.Length;
                    phase.Advance(Math.Min(total, samples / MusicAnalyzer.SampleRate), total);
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        if (summary.Problem is { } problem)
        {
            context.Recorder.Degrade(
                $"only part of the song '{Path.GetFileName(path)}' could be decoded",
                problem,
                "The rest of it was not listened to."
            );
        }

        if (sound is not null)
        {
            new VoiceStage(context).Begin(sound);
        }

        return analyzer.Finish();
    }
}
