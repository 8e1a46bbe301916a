using MontageAI.Detection;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Resources;
using MontageAI.FFmpeg.Decoding.Audio;
using MontageAI.Keys;
using MontageAI.Results;

namespace MontageAI.Engine.Listening;

/// <summary>What is remembered of a stretch of speech.</summary>
/// <param name="Lines">What was written down, times from its start.</param>
internal sealed record WrittenSpeech(IReadOnlyList<SpokenLine> Lines);

/// <summary>Writes down what is said; what was written down once is remembered under the model's hash.</summary>
internal sealed class SpeechWriter(JobContext context, ITranscriber transcriber)
{
    // So much around a stretch, so that no word loses its ends.
    private const double MarginSeconds = 0.2;

    private readonly SteadySources _steady = new(context);

    /// <summary>Parts stretches of speech into pieces that are written down at once: as many stretches as fit, with the pauses between
    /// them; a stretch that is too long alone is parted evenly.</summary>
    /// <param name="stretches">The stretches, in order.</param>
    /// <param name="seconds">Length of the sound.</param>
    /// <param name="most">Seconds of a piece at most.</param>
    public static IReadOnlyList<(double Start, double End)> Pieces(IReadOnlyList<SpeechStretch> stretches, double seconds, double most)
    {
        List<(double Start, double End)> pieces = [];
        foreach (SpeechStretch stretch in stretches)
        {
            double start = Math.Max(0, stretch.Start - MarginSeconds),
                end = Math.Min(seconds, stretch.End + MarginSeconds);
            if (pieces.Count > 0 && end - pieces[^1].Start <= most)
            {
                pieces[^1] = (pieces[^1].Start, end);
                continue;
            }

            start = pieces.Count > 0 ? Math.Max(start, pieces[^1].End) : start;
            int parts = Math.Max(1, (int)Math.Ceiling((end - start) / most));
            for (int i = 0; i < parts; i++)
            {
                pieces.Add((start + ((end - start) * i / parts), start + ((end - start) * (i + 1) / parts)));
            }
        }

        return pieces;
    }

    /// <summary>What is said in a sound.</summary>
    /// <param name="sound">The sound.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Lines, times from its start; null where it cannot be read.</returns>
    public async Task<IReadOnlyList<SpokenLine>?> WriteDownAsync(SoundToHear sound, CancellationToken cancellationToken)
    {
        ContentKey key = sound
            .In(
                ContentKey
                    .For("transcript", context.Rungs, Rung.Transcript)
                    .With("model", transcriber.Algorithm)
                    .With("tool", context.ToolVersion.Sound)
            )
            .Build();
        WrittenSpeech? before = await context
            .Store.Results.TryGetAsync(key, SpeechJson.Default.WrittenSpeech, cancellationToken)
            .ConfigureAwait(false);
        if (before is not null)
        {
            return before.Lines;
        }

        using IDisposable slot = await context.Budget.EnterAsync(cancellationToken, Urgency.Opening).ConfigureAwait(false);
        IReadOnlyList<float[]?> samples = await new SoundRangeReader(context.Tools)
            .ReadAsync([sound.Range], transcriber.SampleRate, cancellationToken)
            .ConfigureAwait(false);
        if (samples[0] is not { } read)
        {
            return null;
        }

        WrittenSpeech written = new(await transcriber.WriteDownAsync(read, cancellationToken).ConfigureAwait(false));
        if (await _steady.IsAsync(sound.Range.Path, sound.Fingerprint, cancellationToken).ConfigureAwait(false))
        {
            await context.Store.Results.PutAsync(key, written, SpeechJson.Default.WrittenSpeech, cancellationToken).ConfigureAwait(false);
        }

        return written.Lines;
    }
}
