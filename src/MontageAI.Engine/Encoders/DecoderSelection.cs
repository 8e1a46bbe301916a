using System.Globalization;
using System.Text.Json.Serialization;
using MontageAI.Engine.Jobs;
using MontageAI.Errors;
using MontageAI.FFmpeg.Capabilities;
using MontageAI.Keys;
using MontageAI.Media;
using MontageAI.Rendering.Decoders;
using MontageAI.Rendering.Hardware;
using MontageAI.Rendering.Requests;
using MontageAI.Rendering.Shots;

namespace MontageAI.Engine.Encoders;

/// <summary>
/// Chooses what decodes a film's sources. Hardware is used for a kind of stream (codec, pixel format, size) only after it has decoded the
/// beginning of such a source to the same bits as software, and, unless it was named, faster. Outcomes are kept as those of encoders are.
/// </summary>
/// <param name="context">The job.</param>
/// <param name="root">Folder below which device files are looked for; "/" but for tests.</param>
/// <param name="time">The clock; null takes the system's.</param>
internal sealed class DecoderSelection(JobContext context, string root = "/", TimeProvider? time = null)
{
    // Raised whenever a trial may come out differently.
    private const string Version = "1";

    /// <summary>A decoder that covers what it has passed for, or null to decode on the processor.</summary>
    /// <param name="format">The look; profiles that skip deblocking decode on the processor.</param>
    /// <param name="sources">Path and stream of every source that is shown.</param>
    /// <param name="wish">"auto" or null, "software", or a kind of hardware, with ":" and a device where there are several.</param>
    /// <param name="cancellationToken">Ends a trial.</param>
    /// <exception cref="ConfigurationException">Hardware was named and cannot decode even one of the sources.</exception>
    public async Task<HardwareDecoder?> ChooseAsync(
        FilmFormat format,
        IEnumerable<(string Path, VideoStreamInfo Video)> sources,
        string? wish,
        CancellationToken cancellationToken
    )
    {
        HardwareDecoder? decoder = await FindAsync(format, sources, wish, cancellationToken).ConfigureAwait(false);
        context.Recorder.Decoder = decoder is null
            ? "software"
            : $"{decoder.Label} ({string.Join(", ", decoder.Streams.Order(StringComparer.Ordinal))})";
        return decoder;
    }

    private async Task<HardwareDecoder?> FindAsync(
        FilmFormat format,
        IEnumerable<(string Path, VideoStreamInfo Video)> sources,
        string? wish,
        CancellationToken cancellationToken
    )
    {
        (DecoderKind? kind, string? named) = DecoderNames.Parse(wish);
        if (kind == DecoderKind.Software || format.Profile.SkipLoopFilter)
        {
            if (kind is not (null or DecoderKind.Software))
            {
                context.Recorder.Degrade(
                    $"decoded in software instead of by {wish}",
                    "previews skip deblocking, which hardware decoders cannot.",
                    ""
                );
            }

            return null;
        }

        (string Path, VideoStreamInfo Video)[] kinds = [.. sources.DistinctBy(s => HardwareDecoder.StreamKind(s.Video))];
        List<DecoderTrial> failed = [];
        foreach (HardwareDecoder candidate in Candidates(kind, named))
        {
            HashSet<string> streams = [];
            foreach ((string path, VideoStreamInfo video) in kinds)
            {
                DecoderTrial trial = await TryAsync(candidate, path, video, cancellationToken).ConfigureAwait(false);
                if (trial.Wins || (trial.Works && kind is not null))
                {
                    streams.Add(trial.Stream);
                }
                else if (!trial.Works)
                {
                    failed.Add(trial);
                }
            }

            if (streams.Count > 0)
            {
                return candidate with { Streams = streams };
            }
        }

        return kind is null || kinds.Length == 0
            ? null
            : throw new ConfigurationException(
                ErrorCode.HardwareUnusable,
                $"'{wish}' cannot be used here: {string.Join("; ", failed.Select(f => $"{f.Stream}: {f.Problem}"))}. "
                    + $"Check the driver, or {Remedy.DecodeInSoftware}.",
                Field.Decoder
            );
    }

    private HardwareDecoder[] Candidates(DecoderKind? kind, string? device)
    {
        HardwareDecoder[] found =
        [
            .. HardwareDevices.Find(root).Select(d => d.Decoder).OfType<HardwareDecoder>().Where(d => kind is null || d.Kind == kind),
        ];
        return (kind, device) switch
        {
            (null, _) => found,
            ({ } named, { } name) => [found.FirstOrDefault(d => d.Device == name) ?? new HardwareDecoder(named, name, "")],
            ({ } named, null) => found.Length > 0 ? found : [new HardwareDecoder(named, null, "")],
        };
    }

    private async Task<DecoderTrial> TryAsync(
        HardwareDecoder decoder,
        string path,
        VideoStreamInfo video,
        CancellationToken cancellationToken
    )
    {
        ContentKeyBuilder Key() =>
            ContentKey
                .For("decoder-trial", context.ToolVersion.Line + "/" + Version)
                .With("kind", decoder.Kind.ToString())
                .With("device", decoder.Device)
                .With("identity", decoder.Identity)
                .With("stream", HardwareDecoder.StreamKind(video));
        ContentKey good = Key().Build();
        ContentKey bad = Key()
            .With("day", (time ?? TimeProvider.System).GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
            .Build();
        JobResults results = context.Store.Results;
        if (
            (
                await results.TryGetAsync(good, DecoderTrialJson.Default.DecoderTrial, cancellationToken).ConfigureAwait(false)
                ?? await results.TryGetAsync(bad, DecoderTrialJson.Default.DecoderTrial, cancellationToken).ConfigureAwait(false)
            ) is
            { } known
        )
        {
            return known;
        }

        using Reporting.RunRecorder.Phase phase = context.Recorder.Begin("try the decoder");
        DecoderTrial trial = await DecoderTrial.RunAsync(context.Tools, decoder, path, video, cancellationToken).ConfigureAwait(false);
        await results
            .PutAsync(trial.Works ? good : bad, trial, DecoderTrialJson.Default.DecoderTrial, cancellationToken)
            .ConfigureAwait(false);
        return trial;
    }
}

[JsonSourceGenerationOptions(IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(DecoderTrial))]
internal sealed partial class DecoderTrialJson : JsonSerializerContext;
