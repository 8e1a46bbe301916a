using System.Text.Json.Serialization;
using MontageAI.Analysis.Music;
using MontageAI.Detection;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Resources;
using MontageAI.FFmpeg.Decoding.Audio;
using MontageAI.Keys;
using MontageAI.Media;
using MontageAI.Results;

namespace MontageAI.Engine.Intake;

/// <summary>Listens where a voice sings in a song, so that the part of it that is played neither begins nor ends within a line. What was
/// heard once is remembered.</summary>
internal sealed class VoiceStage(JobContext context)
{
    private readonly SteadySources _steady = new(context);

    /// <summary>Begins to hear the voices of a song that was just decoded, while its beats are still being found, where a core is idle that
    /// nobody waits for. What is heard is the same.</summary>
    /// <param name="sound">Its sound, which must not grow any more.</param>
    public void Begin(SongSound sound)
    {
        if (context.Budget.TryEnter() is { } slot)
        {
            sound.Hear(samples =>
            {
                using (slot)
                {
                    return context.Models.SongVoices.Detector?.Find(samples);
                }
            });
        }
    }

    /// <summary>The analysis with its voices.</summary>
    /// <param name="file">The song.</param>
    /// <param name="tracks">Its sound tracks.</param>
    /// <param name="analysis">What was measured of it.</param>
    /// <param name="sound">Its sound where it was decoded just now; null decodes it again if need be.</param>
    /// <param name="seat">The core that the song has, or is to have.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<MusicAnalysis> ListenAsync(
        SourceFile file,
        IReadOnlyList<int>? tracks,
        MusicAnalysis analysis,
        SongSound? sound,
        Seat seat,
        CancellationToken cancellationToken
    )
    {
        if (analysis.IsSilent)
        {
            return analysis;
        }

        (ISpeechDetector? detector, string? problem) = context.Models.SongVoices;
        if (detector is null)
        {
            context.Recorder.Degrade(
                "nobody listened for voices in the song",
                $"{problem}.",
                "The part of it that is played may begin or end within a sung line."
            );
            return analysis;
        }

        ContentKey key = ContentKey
            .For("voices", context.Rungs, Rung.Speech)
            .With("source", file.Fingerprint)
            .With("tool", context.ToolVersion.Sound)
            .With("tracks", string.Join('+', tracks ?? []))
            .With("seconds", analysis.AnalysedEnd)
            .With("detector", detector.Algorithm)
            .Build();
        SongVoices voices = await context
            .Store.Results.GetOrAddAsync(
                key,
                VoiceJson.Default.SongVoices,
                ct =>
                    _steady.MakeAsync(
                        file,
                        async () =>
                        {
                            await seat.TakeAsync(Urgency.Opening, ct).ConfigureAwait(false);
                            sound ??= await DecodeAsync(file, tracks, analysis.AnalysedEnd, ct).ConfigureAwait(false);
                            return new SongVoices(await sound.HeardAsync().ConfigureAwait(false) ?? detector.Find(sound.Samples));
                        },
                        ct
                    ),
                seat.Leave,
                cancellationToken
            )
            .ConfigureAwait(false);
        return analysis with { Voices = voices.Stretches };
    }

    private async Task<SongSound> DecodeAsync(
        SourceFile file,
        IReadOnlyList<int>? tracks,
        double seconds,
        CancellationToken cancellationToken
    )
    {
        SongSound sound = new();
        // Not a sample more than was analysed, whatever the division made of their number.
        await new PcmReader(context.Tools)
            .ReadAsync(
                file.Path,
                new PcmOptions
                {
                    SampleRate = MusicAnalyzer.SampleRate,
                    MaxSeconds = Math.Min(seconds, SongSound.MostSeconds) - (0.5 / MusicAnalyzer.SampleRate),
                    Tracks = tracks,
                },
                sound.Append,
                cancellationToken
            )
            .ConfigureAwait(false);
        return sound;
    }
}

/// <summary>What is remembered of a song's voices.</summary>
/// <param name="Stretches">Where they are heard.</param>
internal sealed record SongVoices(IReadOnlyList<SpeechStretch> Stretches);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SongVoices))]
internal sealed partial class VoiceJson : JsonSerializerContext;
