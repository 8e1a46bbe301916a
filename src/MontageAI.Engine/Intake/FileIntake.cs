using MontageAI.Engine.Jobs;
using MontageAI.Errors;
using MontageAI.FFmpeg.Probing;
using MontageAI.Keys;
using MontageAI.Media;

namespace MontageAI.Engine.Intake;

/// <summary>Says who a file is and what its container holds (L0); both are remembered.</summary>
public sealed class FileIntake(JobContext context)
{
    private readonly MediaProbe _probe = new(context.Tools);
    private readonly KnownFailures _failures = new(context);
    private readonly SteadySources _steady = new(context);

    /// <summary>Identifies and probes a file.</summary>
    /// <exception cref="Errors.MediaException">The file is missing, empty, or no media file.</exception>
    public async Task<(SourceFile File, MediaInfo Info)> TakeInAsync(string path, CancellationToken cancellationToken)
    {
        // .NET shows bytes of a name that are no UTF-8 as U+FFFD; the file is there, but not under that name.
        if (path.Contains('\uFFFD', StringComparison.Ordinal) && !File.Exists(path))
        {
            throw new MediaException(
                ErrorCode.FileName,
                path,
                "its name holds bytes that are not UTF-8 text, so it cannot be opened.",
                "Rename the file."
            );
        }

        SourceFile file = await context.Store.Sources.IdentifyAsync(path, cancellationToken).ConfigureAwait(false);
        JobResults results = context.Store.Results;
        // What cannot be ours is not looked for under our name first, so that a known file is a hit and nothing else.
        MediaInfo? ours = MayBeRead(path)
            ? await results.TryGetAsync(KeyOf(file.Fingerprint, asked: false), StoreJson.MediaInfo, cancellationToken).ConfigureAwait(false)
            : null;
        MediaInfo info =
            ours
            ?? await results.TryGetAsync(KeyOf(file.Fingerprint, asked: true), StoreJson.MediaInfo, cancellationToken).ConfigureAwait(false)
            ?? await ReadAsync(file, cancellationToken).ConfigureAwait(false);
        // The same content may lie somewhere else than when it was probed.
        return (file, info with { Path = file.Path });
    }

    private async Task<MediaInfo> ReadAsync(SourceFile file, CancellationToken cancellationToken)
    {
        ContentKey key = KeyOf(file.Fingerprint, asked: true);
        await _failures.ThrowAsync(key, file.Path, cancellationToken).ConfigureAwait(false);
        return await GlanceAsync(file, cancellationToken).ConfigureAwait(false)
            ?? await context
                .Store.Results.GetOrAddAsync(
                    key,
                    StoreJson.MediaInfo,
                    ct => _failures.TryAsync(key, file, () => _probe.ProbeAsync(file.Path, ct), ct),
                    cancellationToken
                )
                .ConfigureAwait(false);
    }

    /// <summary>What a file's container holds if that can be found out without starting a process, whatever the store knows; else null.
    /// Problems are left to whoever takes the file in.</summary>
    internal async Task<MediaInfo?> GlanceAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            SourceFile file = await context.Store.Sources.IdentifyAsync(path, cancellationToken).ConfigureAwait(false);
            return await context
                    .Store.Results.TryGetAsync(KeyOf(file.Fingerprint, asked: false), StoreJson.MediaInfo, cancellationToken)
                    .ConfigureAwait(false)
                ?? await GlanceAsync(file, cancellationToken).ConfigureAwait(false);
        }
        catch (MediaException)
        {
            return null;
        }
    }

    /// <summary>What is remembered of a content, whether a file holds it now or not; null where nothing is.</summary>
    /// <param name="path">Where it was.</param>
    /// <param name="fingerprint">The content.</param>
    /// <param name="cancellationToken">Stops it.</param>
    internal async Task<MediaInfo?> RememberedAsync(string path, string fingerprint, CancellationToken cancellationToken)
    {
        JobResults results = context.Store.Results;
        MediaInfo? info =
            await results.TryGetAsync(KeyOf(fingerprint, asked: false), StoreJson.MediaInfo, cancellationToken).ConfigureAwait(false)
            ?? await results.TryGetAsync(KeyOf(fingerprint, asked: true), StoreJson.MediaInfo, cancellationToken).ConfigureAwait(false);
        return info is null ? null : info with { Path = path };
    }

    private static bool MayBeRead(string path) =>
        Path.GetExtension(path).ToLowerInvariant() is ".mp4" or ".mov" or ".m4v" or ".m4a" or ".qt" or ".3gp";

    private async Task<MediaInfo?> GlanceAsync(SourceFile file, CancellationToken cancellationToken)
    {
        MediaInfo? info = await _probe.GlanceAsync(file.Path, cancellationToken).ConfigureAwait(false);
        if (info is not null)
        {
            await _steady.RequireAsync(file, cancellationToken).ConfigureAwait(false);
            await context
                .Store.Results.PutAsync(KeyOf(file.Fingerprint, asked: false), info, StoreJson.MediaInfo, cancellationToken)
                .ConfigureAwait(false);
        }

        return info;
    }

    // What we read ourselves is the same with every FFmpeg.
    private ContentKey KeyOf(string fingerprint, bool asked) =>
        ContentKey
            .For("probe", context.Rungs, Rung.Probe)
            .With("source", fingerprint)
            .With("tool", asked ? context.ToolVersion.Reading : null)
            .Build();
}
