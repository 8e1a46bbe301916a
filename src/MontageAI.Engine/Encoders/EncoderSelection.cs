using System.Globalization;
using System.Text.Json.Serialization;
using MontageAI.Engine.Jobs;
using MontageAI.Errors;
using MontageAI.FFmpeg.Capabilities;
using MontageAI.Keys;
using MontageAI.Rendering.Encoders;
using MontageAI.Rendering.Hardware;
using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Requests;
using MontageAI.Storage.Files;
using MontageAI.Time;

namespace MontageAI.Engine.Encoders;

/// <summary>
/// Chooses what encodes a film. Hardware is used only after a trial with the film's own profile, canvas and rate; its outcome is kept in
/// the store under FFmpeg, device and driver, a failure until the end of the day.
/// </summary>
/// <param name="context">The job.</param>
/// <param name="root">Folder below which device files are looked for; "/" but for tests.</param>
/// <param name="time">The clock; null takes the system's.</param>
internal sealed class EncoderSelection(JobContext context, string root = "/", TimeProvider? time = null)
{
    // Raised whenever a trial may come out differently.
    private const string Version = "1";

    /// <summary>The look with an encoder in it.</summary>
    /// <param name="format">Rate, canvas and profile.</param>
    /// <param name="wish">What the user asked for.</param>
    /// <param name="cancellationToken">Ends a trial.</param>
    /// <exception cref="ConfigurationException">Hardware was named and does not pass its trial.</exception>
    public async Task<FilmFormat> ChooseAsync(FilmFormat format, EncoderWish wish, CancellationToken cancellationToken)
    {
        // A preview's shots join with proxies, which x264 made; and at its size starting a device takes longer than encoding.
        bool software = wish.Kind == EncoderKind.Software || (wish.Kind is null && format.Profile == RenderProfile.Preview);
        FilmFormat chosen = software
            ? format with
            {
                Encoder = VideoEncoder.Software,
            }
            : format with
            {
                Encoder = await FindAsync(format, wish, cancellationToken).ConfigureAwait(false),
            };
        context.Recorder.Encoder = chosen.Encoder.IsSoftware ? "software" : $"{chosen.Encoder.Label} ({chosen.Encoder.Identity})";
        return chosen;
    }

    /// <summary>
    /// Refuses at once, before anything else is done, hardware that was named and cannot be used at all: a trial with a small picture.
    /// </summary>
    /// <param name="wish">What the user asked for.</param>
    /// <param name="cancellationToken">Ends the trial.</param>
    /// <exception cref="ConfigurationException">It does not pass.</exception>
    public async Task RefuseAsync(EncoderWish wish, CancellationToken cancellationToken)
    {
        if (wish.Kind is not (null or EncoderKind.Software))
        {
            await FindAsync(new FilmFormat(new FrameRate(30), new Canvas(320, 180), RenderProfile.Preview), wish, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private async Task<VideoEncoder> FindAsync(FilmFormat format, EncoderWish wish, CancellationToken cancellationToken)
    {
        IReadOnlyList<HardwareDevice> devices = wish.Kind is { } kind
            ? HardwareDevices.Named(kind, wish.Device, root)
            : HardwareDevices.Find(root);
        List<EncoderTrial> failed = [];
        foreach (HardwareDevice device in devices)
        {
            EncoderTrial trial = await TryAsync(format, device, cancellationToken).ConfigureAwait(false);
            if (!trial.Works)
            {
                failed.Add(trial);
            }
            else if (wish.Kind is not null || trial.FramesPerSecond >= trial.SoftwareFramesPerSecond)
            {
                return trial.Encoder;
            }
        }

        if (wish.Kind is { } named)
        {
            throw new ConfigurationException(
                ErrorCode.HardwareUnusable,
                $"'{named.ToString().ToLowerInvariant()}' cannot be used here: "
                    + $"{string.Join("; ", failed.Select(f => $"{f.Encoder.Label}: {f.Problem}"))}. {failed[^1].Remedy}",
                Field.Encoder
            );
        }

        foreach (EncoderTrial trial in failed)
        {
            context.Recorder.Degrade(
                $"encoded in software instead of by {trial.Encoder.Label}",
                $"its trial failed: {trial.Problem}.",
                "Rendering takes longer; the picture is the same or better."
            );
        }

        return VideoEncoder.Software;
    }

    private async Task<EncoderTrial> TryAsync(FilmFormat format, HardwareDevice device, CancellationToken cancellationToken)
    {
        ContentKeyBuilder Key() =>
            ContentKey
                .For("encoder-trial", context.ToolVersion.Line + "/" + Version)
                .With("kind", device.Kind.ToString())
                .With("device", device.Device)
                .With("identity", device.Identity)
                .With("profile", string.Join(' ', format.Profile.Word, format.Profile.Preset, format.Profile.Crf))
                .With("canvas", format.Canvas.ToString())
                .With("rate", format.Rate.ToString());
        ContentKey good = Key().Build();
        ContentKey bad = Key()
            .With("day", (time ?? TimeProvider.System).GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
            .Build();
        JobResults results = context.Store.Results;
        if (
            (
                await results.TryGetAsync(good, TrialJson.Default.EncoderTrial, cancellationToken).ConfigureAwait(false)
                ?? await results.TryGetAsync(bad, TrialJson.Default.EncoderTrial, cancellationToken).ConfigureAwait(false)
            ) is
            { } known
        )
        {
            return known;
        }

        using Reporting.RunRecorder.Phase phase = context.Recorder.Begin("try the encoder", subject: device.Candidate.Title);
        await using ScratchSpace scratch = ScratchSpace.Create(context.Scratch);
        string folder = Path.GetDirectoryName(scratch.NewFile(".mp4", 64L << 20))!;
        EncoderTrial trial = await new EncoderTester(context.Tools, format, folder)
            .TryAsync(device.Candidate, cancellationToken)
            .ConfigureAwait(false);
        await results.PutAsync(trial.Works ? good : bad, trial, TrialJson.Default.EncoderTrial, cancellationToken).ConfigureAwait(false);
        return trial;
    }
}

[JsonSourceGenerationOptions(IgnoreReadOnlyProperties = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(EncoderTrial))]
internal sealed partial class TrialJson : JsonSerializerContext;
