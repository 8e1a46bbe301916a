using MontageAI.Engine.Jobs;
using MontageAI.Errors;
using MontageAI.FFmpeg.Probing;
using MontageAI.Media;
using MontageAI.Storage.Keys;

namespace MontageAI.Engine.Intake;

/// <summary>Says who a file is and what its container holds (L0); both are remembered.</summary>
internal sealed class FileIntake(JobContext context)
{
    private readonly MediaProbe _probe = new(context.Tools);

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
        MediaInfo info = await context
            .Store.Results.GetOrAddAsync(
                KeyOf(file),
                StoreJson.Default.MediaInfo,
                ct => _probe.ProbeAsync(file.Path, ct),
                cancellationToken
            )
            .ConfigureAwait(false);
        // The same content may lie somewhere else than when it was probed.
        return (file, info with { Path = file.Path });
    }

    /// <summary>What a file's container holds if that is known, or can be found out without starting a process; else null. Problems are
    /// left to whoever takes the file in.</summary>
    public async Task<MediaInfo?> GlanceAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            SourceFile file = await context.Store.Sources.IdentifyAsync(path, cancellationToken).ConfigureAwait(false);
            ContentKey key = KeyOf(file);
            if (context.Store.Results.TryGet(key, StoreJson.Default.MediaInfo, out MediaInfo? known))
            {
                return known;
            }

            MediaInfo? info = await _probe.GlanceAsync(file.Path, cancellationToken).ConfigureAwait(false);
            if (info is not null)
            {
                context.Store.Results.Put(key, info, StoreJson.Default.MediaInfo);
            }

            return info;
        }
        catch (MediaException)
        {
            return null;
        }
    }

    private ContentKey KeyOf(SourceFile file) =>
        ContentKey.For("probe", "3").With("source", file.Fingerprint).With("tool", context.ToolVersion).Build();
}
