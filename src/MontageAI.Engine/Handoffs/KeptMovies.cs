using System.Globalization;
using MontageAI.Engine.Jobs;
using MontageAI.FFmpeg.Processes;
using MontageAI.Keys;
using MontageAI.Stores;

namespace MontageAI.Engine.Handoffs;

/// <summary>
/// QuickTime files that are rendered for editing programs, kept in the store without timecode: another export takes the same pictures from
/// there, wherever they stand in it. Safe for threads.
/// </summary>
internal sealed class KeptMovies(JobContext context) : IDisposable
{
    private readonly IArtifactLease _lease = context.Store.Artifacts.BeginJob();

    /// <summary>Writes one, from the store where that has it.</summary>
    /// <param name="key">What it is made from.</param>
    /// <param name="make">Makes it, at the path that it gets.</param>
    /// <param name="timecode">Timecode of its first frame; null for none.</param>
    /// <param name="timescale">Ticks per second of its pictures.</param>
    /// <param name="output">Where it goes.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Whether the store had it.</returns>
    public async Task<bool> WriteAsync(
        ContentKey key,
        Func<string, Task> make,
        string? timecode,
        long timescale,
        string output,
        CancellationToken cancellationToken
    )
    {
        string? kept = await context.Store.Artifacts.TryGetAsync(key, _lease, cancellationToken).ConfigureAwait(false);
        bool isFound = kept is not null;
        if (kept is null)
        {
            string made = _lease.NewFile(".mov");
            await make(made).ConfigureAwait(false);
            kept = await context.Store.Artifacts.AddAsync(key, made, _lease, cancellationToken).ConfigureAwait(false);
        }

        await ToolProcess
            .RunAsync(
                "Copying a file that was rendered for editing programs",
                context.Tools.Command([
                    "-y",
                    .. InputFile.Arguments(kept),
                    "-map",
                    "0:v:0",
                    "-map",
                    "0:a?",
                    "-c",
                    "copy",
                    "-map_metadata",
                    "-1",
                    .. timecode is null ? new[] { "-write_tmcd", "0" } : ["-timecode", timecode],
                    .. Container(timescale),
                    InputFile.Url(output),
                ]),
                cancellationToken
            )
            .ConfigureAwait(false);
        return isFound;
    }

    /// <summary>Arguments of a file that is the same to the byte whenever it is made.</summary>
    public static string[] Container(long timescale) =>
        ["-fflags", "+bitexact", "-video_track_timescale", timescale.ToString(CultureInfo.InvariantCulture), "-f", "mov"];

    /// <inheritdoc/>
    public void Dispose() => _lease.Dispose();
}
