using System.Text.Json.Serialization;
using MontageAI.Editing.Materials;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Resources;
using MontageAI.FFmpeg.Decoding.Audio;
using MontageAI.Keys;
using MontageAI.Media;
using MontageAI.Timelines;

namespace MontageAI.Engine.Intake;

/// <summary>
/// Which sound tracks of a file are heard. Of several (game and microphone recorded apart, a second language) the first that is not silent,
/// unless the request names one or wants all of them together. Files with one track cost nothing.
/// </summary>
/// <param name="context">The job.</param>
/// <param name="wished">Number of the track from 1, 0 for all together; null leaves it open.</param>
internal sealed class SoundTrackStage(JobContext context, int? wished)
{
    private const int Rate = 8000;
    private const int Places = 4;
    private const double Seconds = 4;

    // -60 dB of full scale: the noise of an open microphone lies above.
    private const float Silence = 0.001f;

    private readonly SteadySources _steady = new(context);

    /// <summary>The plan with the tracks whose sound its shots keep; as it is where clip sound is left out.</summary>
    public async Task<Timeline> ChooseAsync(Timeline timeline, IReadOnlyList<ClipMaterial> clips, CancellationToken cancellationToken)
    {
        if (timeline.Music?.ClipSoundDb is null)
        {
            return timeline;
        }

        Dictionary<string, ClipMaterial> byId = clips.ToDictionary(c => c.Id);
        List<TimelineSource> sources = [];
        foreach (TimelineSource source in timeline.Sources)
        {
            sources.Add(
                byId.TryGetValue(source.Id, out ClipMaterial? clip) && clip.Info.Audio.Count > 1
                    ? source with
                    {
                        SoundTracks = await ChooseAsync(clip.File, clip.Info, cancellationToken).ConfigureAwait(false),
                    }
                    : source
            );
        }

        return timeline with
        {
            Sources = sources,
        };
    }

    /// <summary>Places of the tracks to hear among a file's sound tracks; null for the first.</summary>
    public async Task<IReadOnlyList<int>?> ChooseAsync(SourceFile file, MediaInfo info, CancellationToken cancellationToken)
    {
        int[] usable = [.. Enumerable.Range(0, info.Audio.Count).Where(i => info.Audio[i].IsUsable)];
        if (usable.Length < 2)
        {
            return Of(info.MainAudioPlace);
        }

        if (wished == 0)
        {
            return usable;
        }

        if (wished is { } number)
        {
            if (usable.Contains(number - 1))
            {
                return Of(number - 1);
            }

            context.Recorder.Degrade(
                $"another sound track of '{Path.GetFileName(file.Path)}' is heard",
                $"it has no sound track {number}",
                "The first that is not silent was taken."
            );
        }

        foreach (int place in usable)
        {
            if (await IsHeardAsync(file, info, place, cancellationToken).ConfigureAwait(false))
            {
                return Of(place);
            }
        }

        return Of(info.MainAudioPlace);
    }

    private static IReadOnlyList<int>? Of(int place) => place == 0 ? null : [place];

    private async Task<bool> IsHeardAsync(SourceFile file, MediaInfo info, int place, CancellationToken cancellationToken)
    {
        ContentKey key = ContentKey
            .For("sound-track", context.Rungs, Rung.Sound)
            .With("source", file.Fingerprint)
            .With("tool", context.ToolVersion.Sound)
            .With("place", place)
            .Build();
        HeardTrack heard = await context
            .Store.Results.GetOrAddAsync(
                key,
                SoundTrackJson.Default.HeardTrack,
                ct => _steady.MakeAsync(file, () => ListenAsync(file.Path, info, place, ct), ct),
                cancellationToken
            )
            .ConfigureAwait(false);
        return heard.IsHeard;
    }

    // A few seconds at places spread over the file.
    private async Task<HeardTrack> ListenAsync(string path, MediaInfo info, int place, CancellationToken cancellationToken)
    {
        using IDisposable slot = await context.Budget.EnterAsync(cancellationToken, Urgency.Opening).ConfigureAwait(false);
        double seconds = info.DurationSeconds ?? Seconds;
        SoundRange[] ranges =
        [
            .. Enumerable
                .Range(0, seconds > Places * Seconds ? Places : 1)
                .Select(i => new SoundRange(
                    path,
                    (info.StartSeconds ?? 0) + (seconds > Places * Seconds ? (seconds * (i + 0.5) / Places) - (Seconds / 2) : 0),
                    Math.Max(0.1, Math.Min(seconds, seconds > Places * Seconds ? Seconds : Places * Seconds))
                )
                {
                    Tracks = [place],
                }),
        ];
        IReadOnlyList<float[]?> read = await new SoundRangeReader(context.Tools)
            .ReadAsync(ranges, Rate, cancellationToken)
            .ConfigureAwait(false);
        return new HeardTrack(read.Any(r => r?.Any(s => Math.Abs(s) > Silence) == true));
    }
}

/// <summary>What is remembered of a sound track.</summary>
/// <param name="IsHeard">Whether there is anything above silence.</param>
internal sealed record HeardTrack(bool IsHeard);

[JsonSerializable(typeof(HeardTrack))]
internal sealed partial class SoundTrackJson : JsonSerializerContext;
