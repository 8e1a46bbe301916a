using MontageAI.Containers.Mp4;
using MontageAI.FFmpeg.Processes;

namespace MontageAI.Rendering.Cutting;

/// <summary>
/// Runs an encoding of stretches and sees whether every frame came. From some key frames decoding begins with frames that are not whole yet
/// and are left out (intra refresh, recovery points); then once more from the file's beginning.
/// </summary>
internal static class CutRun
{
    /// <summary>Runs it.</summary>
    /// <param name="task">What is done, for messages.</param>
    /// <param name="stretches">Positions, and the files that are written.</param>
    /// <param name="command">The run; told whether to decode from the file's beginning.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What was written for each stretch; null where that has no picture.</returns>
    public static async Task<Mp4Track?[]> EncodeAsync(
        string task,
        IReadOnlyList<(int First, int End, string Path)> stretches,
        Func<bool, ToolCommand> command,
        CancellationToken cancellationToken
    )
    {
        Mp4Track?[] tracks = await OnceAsync(false).ConfigureAwait(false);
        return tracks.Zip(stretches).All(t => t.First?.Count == t.Second.End - t.Second.First)
            ? tracks
            : await OnceAsync(true).ConfigureAwait(false);

        async Task<Mp4Track?[]> OnceAsync(bool fromStart)
        {
            await ToolProcess.RunAsync(task, command(fromStart), cancellationToken).ConfigureAwait(false);
            Mp4Track?[] written = new Mp4Track?[stretches.Count];
            for (int i = 0; i < stretches.Count; i++)
            {
                written[i] = (await Mp4File.ReadAsync(stretches[i].Path, cancellationToken).ConfigureAwait(false)).Video;
            }

            return written;
        }
    }
}
