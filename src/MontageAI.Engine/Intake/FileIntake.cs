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
            throw new MediaException(path, "its name holds bytes that are not UTF-8 text, so it cannot be opened.", "Rename the file.");
        }

        SourceFile file = await context.Store.Sources.IdentifyAsync(path, cancellationToken).ConfigureAwait(false);
        ProbedFile probed = await context
            .Store.Results.GetOrAddAsync(KeyOf(file), StoreJson.Default.ProbedFile, ct => ProbeAsync(file.Path, ct), cancellationToken)
            .ConfigureAwait(false);
        // The same content may lie somewhere else than when it was probed.
        return (file, probed.Info with { Path = file.Path });
    }

    /// <summary>
    /// What a file's container holds if that can be told without a process, else null: the same answer whether the file is known or not.
    /// Problems are left to whoever takes the file in.
    /// </summary>
    public async Task<MediaInfo?> GlanceAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            SourceFile file = await context.Store.Sources.IdentifyAsync(path, cancellationToken).ConfigureAwait(false);
            ContentKey key = KeyOf(file);
            if (!context.Store.Results.TryGet(key, StoreJson.Default.ProbedFile, out ProbedFile? probed))
            {
                if (await _probe.GlanceAsync(file.Path, cancellationToken).ConfigureAwait(false) is not { } info)
                {
                    return null;
                }

                probed = new ProbedFile(info, TookProcess: false);
                context.Store.Results.Put(key, probed, StoreJson.Default.ProbedFile);
            }

            return probed.TookProcess ? null : probed.Info with { Path = file.Path };
        }
        catch (MediaException)
        {
            return null;
        }
    }

    private async Task<ProbedFile> ProbeAsync(string path, CancellationToken cancellationToken) =>
        await _probe.GlanceAsync(path, cancellationToken).ConfigureAwait(false) is { } info
            ? new ProbedFile(info, TookProcess: false)
            : new ProbedFile(await _probe.ProbeAsync(path, cancellationToken).ConfigureAwait(false), TookProcess: true);

    private ContentKey KeyOf(SourceFile file) =>
        ContentKey.For("probe", "3").With("source", file.Fingerprint).With("tool", context.ToolVersion).Build();
}

/// <summary>What is remembered of a file's container.</summary>
/// <param name="Info">What it holds.</param>
/// <param name="TookProcess">Whether FFmpeg had to be asked, which nothing but the file decides.</param>
internal sealed record ProbedFile(MediaInfo Info, bool TookProcess);
