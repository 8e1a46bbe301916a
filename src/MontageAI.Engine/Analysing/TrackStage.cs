using System.Text.Json.Serialization;
using MontageAI.Analysis.Music;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Errors;
using MontageAI.FFmpeg.Decoding.Audio;
using MontageAI.Keys;
using MontageAI.Media;
using MontageAI.Results;

namespace MontageAI.Engine.Analysing;

/// <summary>Listens to whole tracks: analysis and curves from one decode, remembered together.</summary>
public sealed class TrackStage(JobContext context)
{
    /// <summary>Listens to one file.</summary>
    /// <exception cref="MediaException">Its sound cannot be decoded.</exception>
    public async Task<AnalyzedTrack> ListenAsync(SourceFile file, MediaInfo info, CancellationToken cancellationToken)
    {
        IReadOnlyList<int>? tracks = await new SoundTrackStage(context, null)
            .ChooseAsync(file, info, cancellationToken)
            .ConfigureAwait(false);
        ContentKey key = ContentKey
            .For("track-view", context.Rungs, Rung.Music)
            .With("source", file.Fingerprint)
            .With("tool", context.ToolVersion.Sound)
            .With("tracks", string.Join('+', tracks ?? []))
            .Build();
        TrackView view = await context
            .Store.Results.GetOrAddAsync(
                key,
                TrackViewJson.Default.TrackView,
                ct => new SteadySources(context).MakeAsync(file, () => DecodeAsync(file.Path, tracks, ct), ct),
                cancellationToken
            )
            .ConfigureAwait(false);
        if (view.Problem is { } problem)
        {
            context.Recorder.Degrade(
                $"only part of '{file.Path}' could be listened to",
                problem,
                "Beats and sections end where the sound ends."
            );
        }

        return new AnalyzedTrack(file.Path, info.DurationSeconds ?? info.MainAudio?.DurationSeconds, view.Analysis, view.Curves);
    }

    private async Task<TrackView> DecodeAsync(string path, IReadOnlyList<int>? tracks, CancellationToken cancellationToken)
    {
        using IDisposable slot = await context.Budget.EnterAsync(cancellationToken).ConfigureAwait(false);
        MusicAnalyzer analyzer = new(new MusicOptions());
        WaveformMeter outline = new();
        PcmSummary summary = await new PcmReader(context.Tools)
            .ReadAsync(
                path,
                new PcmOptions { SampleRate = MusicAnalyzer.SampleRate, Tracks = tracks },
                block =>
                {
                    analyzer.Append(block);
                    outline.Append(block);
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        MusicAnalysis analysis = analyzer.Finish();
        OnsetStrength onsets = analyzer.OnsetStrength();
        Waveform waveform = outline.Finish();
        return new TrackView(
            analysis,
            new TrackCurves(
                waveform with
                {
                    Low = Rounded(waveform.Low),
                    High = Rounded(waveform.High),
                },
                onsets with
                {
                    Values = Rounded(onsets.Values),
                }
            ),
            summary.Problem
        );
    }

    // Curves are drawn: a thousandth is finer than a pixel, and a tenth of the text.
    private static float[] Rounded(IReadOnlyList<float> values) => [.. values.Select(v => MathF.Round(v, 3))];
}

/// <summary>What is remembered of a track.</summary>
/// <param name="Analysis">Beats, sections, energy.</param>
/// <param name="Curves">Waveform and onset strength.</param>
/// <param name="Problem">What the decoder complained about, or null.</param>
internal sealed record TrackView(MusicAnalysis Analysis, TrackCurves Curves, string? Problem);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(TrackView))]
internal sealed partial class TrackViewJson : JsonSerializerContext;
