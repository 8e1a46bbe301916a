using MontageAI.Errors;
using MontageAI.FFmpeg.Rendering.Decoders;
using MontageAI.FFmpeg.Rendering.Joining;
using MontageAI.FFmpeg.Rendering.Profiles;
using MontageAI.FFmpeg.Rendering.Shots;
using MontageAI.Media;
using MontageAI.Pipeline.Encoders;
using MontageAI.Pipeline.Rendering;
using MontageAI.Pipeline.Reporting;
using MontageAI.Storage.Artifacts;
using MontageAI.Storage.Files;
using MontageAI.Timelines;

namespace MontageAI.Pipeline.Jobs;

/// <summary>How a film is made.</summary>
/// <param name="Profile">Name of the profile; null chooses from the length.</param>
/// <param name="Fill">True crops, false pads, null follows the plan.</param>
/// <param name="Overwrite">Whether an existing film may be replaced.</param>
/// <param name="WithOpening">Whether the first ten seconds are also delivered early, in a file of their own.</param>
internal sealed record FilmOptions(string? Profile, bool? Fill, bool Overwrite, bool WithOpening)
{
    /// <summary>What encodes, in <see cref="EncoderNames.Words"/>; null leaves the choice to the program.</summary>
    public string? Encoder { get; init; }

    /// <summary>What decodes, in <see cref="DecoderNames.Words"/>; null leaves the choice to the program.</summary>
    public string? Decoder { get; init; }
}

/// <summary>A film that was made.</summary>
/// <param name="PlayableAfterSeconds">Seconds from the start of the program until the first ten seconds, or all, could be played.</param>
/// <param name="Opening">File of the first ten seconds, or null.</param>
/// <param name="LoudnessLufs">Integrated loudness of the sound; null without sound.</param>
/// <param name="TruePeakDb">True peak of the sound in dBTP; null without sound.</param>
/// <param name="Check">What the check found.</param>
internal sealed record FilmResult(double PlayableAfterSeconds, string? Opening, double? LoudnessLufs, double? TruePeakDb, CheckSummary Check);

/// <summary>From a timeline to a film: shots and sound made side by side, joined without encoding again, checked, and only then given its name.</summary>
internal sealed class FilmJob(JobContext context)
{
    private const double OpeningSeconds = 10;

    /// <summary>Makes the film.</summary>
    /// <param name="timeline">The plan.</param>
    /// <param name="media">Facts of its sources by id; more may be there.</param>
    /// <param name="options">How.</param>
    /// <param name="names">Where.</param>
    /// <param name="cancellationToken">Stops; finished shots are kept in the store.</param>
    /// <exception cref="MontageException">A shot or the sound cannot be made as planned.</exception>
    public async Task<FilmResult> RunAsync(
        Timeline timeline, IReadOnlyDictionary<string, MediaInfo> media, FilmOptions options, OutputNames names, CancellationToken cancellationToken)
    {
        ShotLook look = await new EncoderSelection(context).ChooseAsync(LookOf(timeline, media, options), EncoderNames.Parse(options.Encoder), cancellationToken).ConfigureAwait(false);
        HardwareDecoder? decoder = await new DecoderSelection(context).ChooseAsync(
            look, timeline.Sources.Select(s => (media[s.Id].Path, media[s.Id].Video.First(v => v.Index == s.VideoStream))), options.Decoder, cancellationToken).ConfigureAwait(false);
        using ArtifactLease lease = context.Store.Artifacts.BeginJob();
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<SoundTrack?> sound = new SoundStage(context, lease).MakeAsync(timeline, media, look.Profile, either.Token);
        double? playable = null;
        string? openingFile = null;
        Deliverer deliverer = new(context, lease, timeline.Rate);

        async Task DeliverOpeningAsync(IReadOnlyList<JoinPart> parts)
        {
            if (options.WithOpening && parts.Count < timeline.Shots.Count && await sound.ConfigureAwait(false) is var track)
            {
                await deliverer.DeliverOpeningAsync(parts, track, names.Opening, either.Token).ConfigureAwait(false);
                openingFile = names.Opening;
                playable = context.Recorder.Elapsed;
                context.Progress.Report(new JobProgress("Rendering", 0, 0, FormattableString.Invariant($"After {playable:0.0} s: the first ten seconds can be played: {openingFile}")));
            }
        }

        IReadOnlyList<JoinPart> parts;
        try
        {
            parts = await new ShotStage(context, lease) { Decoder = decoder }
                .MakeAsync(timeline, media, look, OpeningShots(timeline), DeliverOpeningAsync, either.Token).ConfigureAwait(false);
        }
        catch
        {
            await either.CancelAsync().ConfigureAwait(false);
            await ((Task)sound).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        SoundTrack? finished = await sound.ConfigureAwait(false);
        using PendingFile film = PendingFile.Create(names.Film, options.Overwrite);
        using PendingFile plan = PendingFile.Create(names.Timeline, overwrite: true);
        await File.WriteAllTextAsync(plan.TemporaryPath, TimelineJson.Write(timeline), cancellationToken).ConfigureAwait(false);
        CheckSummary check = await deliverer.DeliverAsync(timeline, parts, finished, film, plan, look.Profile, cancellationToken).ConfigureAwait(false);
        return new FilmResult(playable ?? context.Recorder.Elapsed, openingFile, finished?.LoudnessLufs, finished?.TruePeakDb, check);
    }

    private static int OpeningShots(Timeline timeline)
    {
        long frames = timeline.Rate.FrameAt(OpeningSeconds);
        int shots = timeline.Shots.TakeWhile(s => s.Record.Start < frames).Count();
        return Math.Max(1, shots);
    }

    private static ShotLook LookOf(Timeline timeline, IReadOnlyDictionary<string, MediaInfo> media, FilmOptions options)
    {
        RenderProfile profile = options.Profile is { } name
            ? RenderProfile.ByName(name) ?? throw new ConfigurationException($"--profile: there is no profile '{name}'; there are {string.Join(", ", RenderProfile.All.Select(p => p.Name))}.")
            : ProfileChooser.Choose(RenderIntent.Share, timeline.Rate.SecondsAt(timeline.Frames));
        int largest = timeline.Sources.Max(s => Math.Min(media[s.Id].MainVideo!.DisplayWidth, media[s.Id].MainVideo!.DisplayHeight));
        PictureFit fit = (options.Fill, timeline.Fit) switch
        {
            (true, _) or (null, "fill") => PictureFit.Fill,
            (false, _) or (null, "pad") => PictureFit.Pad,
            _ => PictureFit.Auto,
        };
        // Standard and high are a promise of 1080p; master follows the footage up to 4K.
        Canvas canvas = Canvas.For(timeline.Aspect, profile, profile.ShortSide > 1080 ? Math.Max(1080, largest) : null);
        return new ShotLook(timeline.Rate, canvas, profile, fit);
    }
}
