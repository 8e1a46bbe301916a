using MontageAI.Containers.Mp4;
using MontageAI.FFmpeg.Processes;

namespace MontageAI.Rendering.Checking;

/// <summary>
/// Looks at a rendered film before it is called done. Knows only the file and what was planned. A content shift of the sound inside
/// its track cannot be seen here, only offsets that the container states.
/// </summary>
public sealed class OutputCheck(FFmpegTools tools)
{
    /// <summary>Checks a film.</summary>
    /// <param name="path">MP4 file.</param>
    /// <param name="expected">What it must be.</param>
    /// <param name="depth">How closely to look.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    public async Task<CheckResult> CheckAsync(
        string path,
        OutputExpectation expected,
        CheckDepth depth,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(expected);
        List<string> done =
        [
            "frame count",
            "frame times",
            "key frames at cuts",
            "sound and picture start and end together",
            "packets of moving size",
        ];
        List<CheckFinding> findings = [];
        Mp4File file;
        try
        {
            file = await Mp4File.ReadAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return new CheckResult(depth, ["container"], [new(CheckKind.Damage, true, $"The film cannot be read: {e.Message}")]);
        }

        findings.AddRange(ContainerCheck.Find(file, expected));
        if (depth == CheckDepth.Container || file.Video is null)
        {
            return new CheckResult(depth, done, findings);
        }

        Task<IReadOnlyList<CheckFinding>> picture = new PictureCheck(tools).FindAsync(
            path,
            expected,
            depth == CheckDepth.KeyFrames,
            cancellationToken
        );
        Task<IReadOnlyList<CheckFinding>> sound = file.Audio is null
            ? Task.FromResult<IReadOnlyList<CheckFinding>>([])
            : new SoundCheck(tools).FindAsync(path, cancellationToken);
        done.Add(depth == CheckDepth.KeyFrames ? "black pictures (first of each shot)" : "black and frozen pictures (all)");
        if (file.Audio is not null)
        {
            done.Add("silence and clipping");
        }

        await Task.WhenAll(picture, sound).ConfigureAwait(false);
        findings.AddRange(await picture.ConfigureAwait(false));
        findings.AddRange(await sound.ConfigureAwait(false));
        return new CheckResult(depth, done, findings);
    }
}
