using System.Globalization;
using System.Text.Json.Serialization;
using MontageAI.Analysis.Speech;
using MontageAI.Detection;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Resources;
using MontageAI.FFmpeg.Decoding.Audio;
using MontageAI.Keys;
using MontageAI.Results;

namespace MontageAI.Engine.Listening;

/// <summary>A stretch of sound to listen to.</summary>
/// <param name="Range">The stretch.</param>
/// <param name="Fingerprint">Identity of its file's content.</param>
internal sealed record SoundToHear(SoundRange Range, string Fingerprint)
{
    /// <summary>What names the sound in keys.</summary>
    public ContentKeyBuilder In(ContentKeyBuilder key) =>
        key.With("source", Fingerprint)
            .With("tracks", [.. (Range.Tracks ?? []).Select(t => t.ToString(CultureInfo.InvariantCulture))])
            .With("start", Range.Start)
            .With("seconds", Range.Seconds);
}

/// <summary>What is remembered of a stretch of sound.</summary>
/// <param name="Stretches">Where somebody speaks, from its start; null where it could not be read.</param>
internal sealed record HeardSpeech(IReadOnlyList<SpeechStretch>? Stretches);

/// <summary>Listens where somebody speaks; what was heard once is remembered.</summary>
internal sealed class SpeechListener
{
    private const int RangesAtOnce = 12;

    private readonly JobContext _context;
    private readonly ISpeechDetector _detector;
    private readonly SteadySources _steady;

    /// <summary>Chooses what listens. Where the learned network is not there, energy and rhythm do, and the report says so.</summary>
    public SpeechListener(JobContext context, SpeechMethod method)
    {
        _context = context;
        _steady = new SteadySources(context);
        if (method == SpeechMethod.Energy)
        {
            _detector = new ModulationSpeechDetector();
            return;
        }

        (ISpeechDetector? learned, string? problem) = context.Models.Speech;
        if (learned is null)
        {
            context.Recorder.Degrade(
                "speech is found by energy and rhythm instead of the learned model",
                $"{problem}.",
                "Loud music or rain under a voice can hide it."
            );
        }

        IsLearned = learned is not null;
        _detector = learned ?? new ModulationSpeechDetector();
    }

    /// <summary>Whether the learned network listens.</summary>
    public bool IsLearned { get; }

    /// <summary>What listens, in a sentence: "found by ...".</summary>
    public string Means => IsLearned ? "the learned model" : "energy and rhythm";

    /// <summary>Listens.</summary>
    /// <param name="asked">What to listen to; the same may be asked more than once.</param>
    /// <param name="phase">Told of the seconds.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What was heard, one by one.</returns>
    public async Task<IReadOnlyList<HeardSpeech>> HearAsync(
        IReadOnlyList<SoundToHear> asked,
        RunRecorder.Phase phase,
        CancellationToken cancellationToken
    )
    {
        Dictionary<ContentKey, HeardSpeech> heard = [];
        List<SoundToHear> unknown = [];
        foreach (SoundToHear one in asked)
        {
            ContentKey key = KeyOf(one);
            if (heard.ContainsKey(key))
            {
                continue;
            }

            HeardSpeech? before = await _context
                .Store.Results.TryGetAsync(key, SpeechJson.Default.HeardSpeech, cancellationToken)
                .ConfigureAwait(false);
            bool known = before is not null;
            heard[key] = before ?? new HeardSpeech(null);
            phase.Count((long)Math.Round(one.Range.Seconds), known ? (long)Math.Round(one.Range.Seconds) : 0);
            if (!known)
            {
                unknown.Add(one);
            }
        }

        foreach (SoundToHear[] batch in unknown.Chunk(RangesAtOnce))
        {
            using IDisposable slot = await _context.Budget.EnterAsync(cancellationToken, Urgency.Opening).ConfigureAwait(false);
            IReadOnlyList<float[]?> samples = await new SoundRangeReader(_context.Tools)
                .ReadAsync([.. batch.Select(b => b.Range)], _detector.SampleRate, cancellationToken)
                .ConfigureAwait(false);
            int[] read = [.. Enumerable.Range(0, batch.Length).Where(i => samples[i] is not null)];
            IReadOnlyList<IReadOnlyList<SpeechStretch>> found = _detector.FindAll([.. read.Select(i => (ReadOnlyMemory<float>)samples[i])]);
            foreach ((int i, IReadOnlyList<SpeechStretch> stretches) in read.Zip(found))
            {
                ContentKey key = KeyOf(batch[i]);
                heard[key] = new HeardSpeech(stretches);
                if (await _steady.IsAsync(batch[i].Range.Path, batch[i].Fingerprint, cancellationToken).ConfigureAwait(false))
                {
                    await _context
                        .Store.Results.PutAsync(key, heard[key], SpeechJson.Default.HeardSpeech, cancellationToken)
                        .ConfigureAwait(false);
                }
            }
        }

        return [.. asked.Select(a => heard[KeyOf(a)])];
    }

    private ContentKey KeyOf(SoundToHear one) =>
        one.In(
                ContentKey
                    .For("speech", _context.Rungs, Rung.Speech)
                    .With("detector", _detector.Algorithm)
                    .With("tool", _context.ToolVersion.Sound)
            )
            .Build();
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HeardSpeech))]
[JsonSerializable(typeof(WrittenSpeech))]
internal sealed partial class SpeechJson : JsonSerializerContext;
