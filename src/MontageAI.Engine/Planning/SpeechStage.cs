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
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Engine.Planning;

/// <summary>What is remembered of a stretch of a clip's sound.</summary>
/// <param name="Stretches">Where somebody speaks, from its start; null where it could not be read.</param>
internal sealed record HeardSpeech(IReadOnlyList<SpeechStretch>? Stretches);

/// <summary>
/// Finds out where in a plan somebody speaks, so that the song can go down before. Listens only to what is heard of the chosen shots, and a
/// second on either side by which a voice is known; what was heard once is remembered. Does nothing where clip sound is left out.
/// </summary>
internal sealed class SpeechStage(JobContext context, ISpeechDetector? detector = null)
{
    private const double MarginSeconds = 1;
    private const int RangesAtOnce = 12;

    // Less of a word than this at a shot's edge is no reason to move the song.
    private const double ShortestSeconds = 0.15;

    private readonly SteadySources _steady = new(context);
    private ISpeechDetector _detector = detector ?? new ModulationSpeechDetector();

    /// <summary>The plan with its speech.</summary>
    public async Task<Timeline> ListenAsync(Timeline timeline, CancellationToken cancellationToken)
    {
        if (timeline.Sound is not { DuckDb: < 0 } sound || timeline.Music?.ClipSoundDb is null)
        {
            return timeline;
        }

        using RunRecorder.Phase phase = context.Recorder.Begin("listen for speech", "seconds of sound");
        Dictionary<string, TimelineSource> sources = timeline.Sources.ToDictionary(s => s.Id);
        List<Asked> asked = [];
        foreach (TimelineShot shot in timeline.Shots.Where(s => sources[s.Source].HasAudio && ShotClock.IsNatural(s)))
        {
            TimelineSource source = sources[shot.Source];
            double start = Math.Max(source.AvailableStart.Seconds, shot.In.Seconds - MarginSeconds);
            double end = Math.Min(
                source.AvailableEnd.Seconds,
                shot.In.Seconds + timeline.Rate.SecondsAt(shot.Record.Length) + MarginSeconds
            );
            asked.Add(
                new Asked(
                    shot,
                    new SoundRange(source.Path, start, Math.Max(0.1, end - start)) { Tracks = source.SoundTracks },
                    source.Fingerprint
                )
            );
        }

        ChooseDetector();
        Dictionary<ContentKey, HeardSpeech> heard = await HearAsync(asked, phase, cancellationToken).ConfigureAwait(false);
        List<FrameRange> speech = [];
        foreach (Asked one in asked)
        {
            HeardSpeech found = heard[KeyOf(one)];
            if (found.Stretches is null)
            {
                context.Recorder.Degrade(
                    $"nobody could listen for speech in '{Path.GetFileName(one.Range.Path)}'",
                    "its sound cannot be read.",
                    "The song does not go down there."
                );
            }

            speech.AddRange(InFrames(one, found.Stretches ?? [], timeline.Rate));
        }

        if (speech.Count == 0)
        {
            return timeline;
        }

        double seconds = speech.Sum(s => timeline.Rate.SecondsAt(s.Length));
        string note = string.Create(
            CultureInfo.InvariantCulture,
            $"Somebody seems to speak in {seconds:0.0} s of the montage; the song goes down there by {-sound.DuckDb:0.#} dB."
        );
        return timeline with { Sound = sound with { Speech = speech }, Notes = [.. timeline.Notes, note] };
    }

    // The learned detector; where it is not there, energy and rhythm, and the report says so.
    private void ChooseDetector()
    {
        if (detector is not null)
        {
            return;
        }

        (ISpeechDetector? learned, string? problem) = context.Models.Speech;
        if (learned is not null)
        {
            _detector = learned;
            return;
        }

        context.Recorder.Degrade(
            "speech is found by energy and rhythm instead of the learned model",
            $"{problem}.",
            "Loud music or rain under a voice can hide it."
        );
    }

    private async Task<Dictionary<ContentKey, HeardSpeech>> HearAsync(
        List<Asked> asked,
        RunRecorder.Phase phase,
        CancellationToken cancellationToken
    )
    {
        Dictionary<ContentKey, HeardSpeech> heard = [];
        List<Asked> unknown = [];
        foreach (Asked one in asked)
        {
            ContentKey key = KeyOf(one);
            if (heard.ContainsKey(key))
            {
                continue;
            }

            HeardSpeech? before = await context
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

        foreach (Asked[] batch in unknown.Chunk(RangesAtOnce))
        {
            using IDisposable slot = await context.Budget.EnterAsync(cancellationToken, Urgency.Opening).ConfigureAwait(false);
            IReadOnlyList<float[]?> samples = await new SoundRangeReader(context.Tools)
                .ReadAsync([.. batch.Select(b => b.Range)], _detector.SampleRate, cancellationToken)
                .ConfigureAwait(false);
            for (int i = 0; i < batch.Length; i++)
            {
                ContentKey key = KeyOf(batch[i]);
                if (samples[i] is { } sound)
                {
                    heard[key] = new HeardSpeech(_detector.Find(sound));
                    if (await _steady.IsAsync(batch[i].Range.Path, batch[i].Fingerprint, cancellationToken).ConfigureAwait(false))
                    {
                        await context
                            .Store.Results.PutAsync(key, heard[key], SpeechJson.Default.HeardSpeech, cancellationToken)
                            .ConfigureAwait(false);
                    }
                }
            }
        }

        return heard;
    }

    // What lies within the shot, on the grid.
    private static IEnumerable<FrameRange> InFrames(Asked one, IReadOnlyList<SpeechStretch> stretches, FrameRate rate)
    {
        double lead = one.Shot.In.Seconds - one.Range.Start;
        long at = one.Shot.Record.Start;
        foreach (SpeechStretch stretch in stretches)
        {
            long start = Math.Max(at, one.Shot.Record.Start + rate.FrameAt(stretch.Start - lead));
            long end = Math.Min(one.Shot.Record.End, one.Shot.Record.Start + rate.FrameAt(stretch.End - lead));
            if (end > start && rate.SecondsAt(end - start) >= ShortestSeconds)
            {
                yield return new FrameRange(start, end);
                at = end;
            }
        }
    }

    private ContentKey KeyOf(Asked one) =>
        ContentKey
            .For("speech", context.Rungs, Rung.Speech)
            .With("detector", _detector.Algorithm)
            .With("tool", context.ToolVersion.Sound)
            .With("source", one.Fingerprint)
            .With("tracks", [.. (one.Range.Tracks ?? []).Select(t => t.ToString(CultureInfo.InvariantCulture))])
            .With("start", one.Range.Start)
            .With("seconds", one.Range.Seconds)
            .Build();

    private sealed record Asked(TimelineShot Shot, SoundRange Range, string Fingerprint);
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HeardSpeech))]
internal sealed partial class SpeechJson : JsonSerializerContext;
