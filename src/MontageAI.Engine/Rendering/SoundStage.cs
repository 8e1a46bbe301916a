using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Resources;
using MontageAI.Engine.Stored;
using MontageAI.Keys;
using MontageAI.Media;
using MontageAI.Rendering.Audio;
using MontageAI.Rendering.Profiles;
using MontageAI.Storage.Files;
using MontageAI.Stores;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Engine.Rendering;

/// <summary>A finished sound track.</summary>
/// <param name="Path">File (AAC in MP4).</param>
/// <param name="LoudnessLufs">Integrated loudness; null when there is none to measure.</param>
/// <param name="TruePeakDb">True peak in dBTP; null when silent.</param>
internal sealed record SoundTrack(string Path, double? LoudnessLufs, double? TruePeakDb);

/// <summary>What is remembered about a sound track beside its file.</summary>
/// <param name="LoudnessLufs">Integrated loudness.</param>
/// <param name="TruePeakDb">True peak.</param>
/// <param name="Notes">What the listener should know.</param>
internal sealed record SoundFacts(double? LoudnessLufs, double? TruePeakDb, IReadOnlyList<string> Notes);

/// <summary>How a sound track in the store was faded.</summary>
/// <param name="In">Seconds at the start.</param>
/// <param name="Out">Seconds at the end.</param>
internal sealed record SoundFades(double In, double Out);

/// <summary>Brings a timeline's sound into being, or takes it from the store.</summary>
internal sealed class SoundStage(JobContext context, IArtifactLease lease)
{
    // 48 kHz stereo floats.
    private const long PcmBytesPerSecond = 48000 * 2 * 4;

    /// <summary>Makes the sound track.</summary>
    /// <param name="timeline">The plan.</param>
    /// <param name="media">Facts of its sources by id.</param>
    /// <param name="profile">Bit rate and effort.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The track; null for a film without sound.</returns>
    public async Task<SoundTrack?> MakeAsync(
        Timeline timeline,
        IReadOnlyDictionary<string, MediaInfo> media,
        RenderProfile profile,
        CancellationToken cancellationToken
    )
    {
        AudioBedRequest request = AudioBedRequest.For(timeline, id => media[id].Path, timeline.Music?.Path, profile, lease.NewFile(".m4a"));
        return await MakeAsync(timeline, request, profile, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Makes the song alone, faded as in this montage, where the clips' own sound is mixed into it and the store has no such track: what
    /// <see cref="StandInAsync"/> finds for other montages of the song.
    /// </summary>
    /// <param name="timeline">The plan.</param>
    /// <param name="profile">Bit rate and effort.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task KeepSongAsync(Timeline timeline, RenderProfile profile, CancellationToken cancellationToken)
    {
        if (
            timeline.Music is { ClipSoundDb: not null } music
            && await StandInAsync(timeline, profile, cancellationToken).ConfigureAwait(false) is null
        )
        {
            Timeline alone = Faded(timeline, new SoundFades(music.FadeIn, music.FadeOut));
            AudioBedRequest request = RequestOf(alone, profile) with { OutputPath = lease.NewFile(".m4a") };
            await MakeAsync(alone, request, profile, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<SoundTrack?> MakeAsync(
        Timeline timeline,
        AudioBedRequest request,
        RenderProfile profile,
        CancellationToken cancellationToken
    )
    {
        using RunRecorder.Phase phase = context.Recorder.Begin("make the sound", "seconds of sound");
        ContentKey key = KeyOf(timeline, request);
        long seconds = (long)Math.Round(timeline.Rate.SecondsAt(timeline.Frames));
        if (
            await context.Store.Results.TryGetAsync(key, SoundJson.SoundFacts, cancellationToken).ConfigureAwait(false) is { } known
            && await context.Store.Artifacts.TryGetAsync(key, lease, cancellationToken).ConfigureAwait(false) is { } found
        )
        {
            phase.Count(seconds, seconds);
            Note(known);
            return new SoundTrack(found, known.LoudnessLufs, known.TruePeakDb);
        }

        using IDisposable slot = await context.Budget.EnterAsync(cancellationToken, Urgency.Opening).ConfigureAwait(false);
        // PCM in between is written once, read two or three times and thrown away: a case for memory.
        long pcmBytes = (long)(timeline.Rate.SecondsAt(timeline.Frames) * PcmBytesPerSecond);
        await using ScratchSpace scratch = ScratchSpace.Create(context.Scratch);
        request = request with { WorkFolder = Path.GetDirectoryName(scratch.NewFile(".wav", pcmBytes)) };
        AudioBed bed = await new AudioBedRenderer(context.Tools).RenderAsync(request, cancellationToken).ConfigureAwait(false);
        phase.Count(seconds);
        SoundFacts facts = new(bed.After?.IntegratedLufs, bed.After?.TruePeakDb, bed.Notes);
        Note(facts);
        if (bed.Path is null)
        {
            return null;
        }

        string path = await context.Store.Artifacts.AddAsync(key, bed.Path, lease, cancellationToken).ConfigureAwait(false);
        await context.Store.Results.PutAsync(key, facts, SoundJson.SoundFacts, cancellationToken).ConfigureAwait(false);
        if (timeline.Music is { ClipSoundDb: null } music)
        {
            SoundFades fades = new(music.FadeIn, music.FadeOut);
            await context
                .Store.Results.PutAsync(BedKey(timeline, profile), fades, SoundJson.SoundFades, cancellationToken)
                .ConfigureAwait(false);
        }

        return new SoundTrack(path, facts.LoudnessLufs, facts.TruePeakDb);
    }

    /// <summary>
    /// The sound of the same stretch of the same song at the same loudness, with other fades and without the clips' own sound, where the
    /// store has one: for listening until the montage's own is made. Starts no process.
    /// </summary>
    /// <param name="timeline">The plan.</param>
    /// <param name="profile">Bit rate and effort.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<SoundTrack?> StandInAsync(Timeline timeline, RenderProfile profile, CancellationToken cancellationToken)
    {
        if (
            timeline.Music is null
            || await context
                .Store.Results.TryGetAsync(BedKey(timeline, profile), SoundJson.SoundFades, cancellationToken)
                .ConfigureAwait(false)
                is not { } fades
        )
        {
            return null;
        }

        Timeline other = Faded(timeline, fades);
        return
            await context
                .Store.Artifacts.TryGetAsync(KeyOf(other, RequestOf(other, profile)), lease, cancellationToken)
                .ConfigureAwait(false)
                is { } found
            ? new SoundTrack(found, null, null)
            : null;
    }

    /// <summary>A montage's own sound where the store has it. Starts no process.</summary>
    /// <param name="timeline">The plan.</param>
    /// <param name="profile">Bit rate and effort.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<(ContentKey Key, string? Path)> FindAsync(
        Timeline timeline,
        RenderProfile profile,
        CancellationToken cancellationToken
    )
    {
        ContentKey key = KeyOf(timeline, RequestOf(timeline, profile));
        return (key, await context.Store.Artifacts.TryGetAsync(key, lease, cancellationToken).ConfigureAwait(false));
    }

    private static AudioBedRequest RequestOf(Timeline timeline, RenderProfile profile) =>
        AudioBedRequest.For(timeline, _ => "", timeline.Music?.Path, profile, "");

    // The song alone.
    private static Timeline Faded(Timeline timeline, SoundFades fades) =>
        timeline with
        {
            Music = timeline.Music! with { FadeIn = fades.In, FadeOut = fades.Out, ClipSoundDb = null },
            Sound = null,
        };

    private ContentKey BedKey(Timeline timeline, RenderProfile profile)
    {
        Timeline bare = Faded(timeline, new SoundFades(0, 0));
        return ContentKey.For("sound-bed", "1").With("bare", KeyOf(bare, RequestOf(bare, profile)).ToString()).Build();
    }

    private void Note(SoundFacts facts)
    {
        foreach (string note in facts.Notes)
        {
            context.Recorder.Degrade("sound", note, "");
        }
    }

    private static string Text(IReadOnlyList<int>? tracks) => string.Join('+', tracks ?? []);

    private ContentKey KeyOf(Timeline timeline, AudioBedRequest request)
    {
        Dictionary<string, string> fingerprints = timeline.Sources.ToDictionary(s => s.Id, s => s.Fingerprint);
        MusicBed? music = timeline.Music;
        bool clips = request.ClipSoundDb is not null;
        ContentKeyBuilder key = ContentKey
            .For("sound", context.Rungs, Rung.Sound)
            .With("tool", context.ToolVersion.Rendering)
            .With("rate", timeline.Rate.ToString())
            .With("frames", timeline.Frames)
            .With("music", music?.Fingerprint)
            .With("music tracks", Text(music?.SoundTracks))
            .With("start", music?.Start ?? 0)
            .With("loop from", music?.LoopStart ?? 0)
            .With("loop to", music?.LoopEnd ?? -1)
            .With("fade in", music?.FadeIn ?? 0)
            .With("fade out", music?.FadeOut ?? 0)
            .With("loudness", request.LoudnessLufs)
            .With("bit rate", request.Kilobits)
            .With("fast", request.FastEncoding)
            .With("clip gain", request.ClipSoundDb ?? double.NegativeInfinity)
            .With(
                "clips",
                clips
                    ?
                    [
                        .. timeline
                            .Shots.Where(s => timeline.Sources.First(x => x.Id == s.Source).HasAudio)
                            .Select(s =>
                                string.Create(
                                    CultureInfo.InvariantCulture,
                                    $"{fingerprints[s.Source]} {Text(timeline.Sources.First(x => x.Id == s.Source).SoundTracks)} "
                                        + $"{s.In} {s.Record.Start} {s.Record.End} "
                                        + $"{s.Speed}{(ShotClock.IsNatural(s) == (s.Speed == new Rational(1)) ? "" : " ramp")}"
                                )
                            ),
                    ]
                    : Array.Empty<string>()
            );
        if (clips && request.Sound is { } plan)
        {
            key = key.With("mix", context.Rungs[Rung.Mix])
                .With("speech", [.. plan.Speech.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Start} {s.End}"))])
                .With("duck", plan.DuckDb)
                .With("attack", plan.DuckAttackSeconds)
                .With("release", plan.DuckReleaseSeconds)
                .With("cross", plan.CrossfadeSeconds)
                .With(
                    "handles",
                    [
                        .. request.ClipSounds.Select(s =>
                            string.Create(CultureInfo.InvariantCulture, $"{s.Before:0.######} {s.After:0.######} {s.CrossSeconds:0.######}")
                        ),
                    ]
                );
        }

        return key.Build();
    }
}

/// <summary>How facts of sound are written into the store, and read from it.</summary>
internal static class SoundJson
{
    /// <summary>Facts of a sound track.</summary>
    public static JsonTypeInfo<SoundFacts> SoundFacts { get; } =
        StoredReader<SoundFacts>.Make(
            of =>
                new(
                    of.MaybeDouble(nameof(Rendering.SoundFacts.LoudnessLufs)),
                    of.MaybeDouble(nameof(Rendering.SoundFacts.TruePeakDb)),
                    of.List(nameof(Rendering.SoundFacts.Notes), n => n.GetString() ?? "")
                ),
            () => SoundJsonContext.Default.SoundFacts
        );

    /// <summary>How a sound track was faded.</summary>
    public static JsonTypeInfo<SoundFades> SoundFades { get; } =
        StoredReader<SoundFades>.Make(
            of => new(of.Double(nameof(Rendering.SoundFades.In)), of.Double(nameof(Rendering.SoundFades.Out))),
            () => SoundJsonContext.Default.SoundFades
        );
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SoundFacts))]
[JsonSerializable(typeof(SoundFades))]
internal sealed partial class SoundJsonContext : JsonSerializerContext;
