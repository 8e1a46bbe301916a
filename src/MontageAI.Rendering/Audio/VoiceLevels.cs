using MontageAI.FFmpeg.Processes;
using MontageAI.Time;

namespace MontageAI.Rendering.Audio;

/// <summary>How loud somebody who speaks is in a montage.</summary>
/// <param name="Record">Frames in which somebody speaks.</param>
/// <param name="OverSongLu">Loudness of the voice, without its pauses, over that of the song at the same time, in loudness units.</param>
/// <param name="Lufs">Its loudness in the whole, LUFS.</param>
public sealed record VoiceLevel(FrameRange Record, double OverSongLu, double Lufs);

/// <summary>
/// Measures voices and song of a montage apart (momentary loudness, ITU-R BS.1770-4), each with its gain in the mix. The sound of the
/// shots and the song's part are decoded once; memory does not depend on their length.
/// </summary>
public sealed class VoiceLevels(FFmpegTools tools)
{
    /// <summary>Measures them.</summary>
    /// <param name="request">The sound track; nothing is written to its output.</param>
    /// <param name="cancellationToken">Ends the processes and removes unfinished files.</param>
    /// <returns>One for each stretch of speech that is heard; none where clips or song are not heard, or nobody speaks.</returns>
    /// <exception cref="Errors.MontageException">Song or clip cannot be read.</exception>
    public async Task<IReadOnlyList<VoiceLevel>> MeasureAsync(AudioBedRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Sound is not { Speech.Count: > 0 } plan || request.ClipSoundDb is null || request.ClipSounds.Count == 0)
        {
            return [];
        }

        DirectoryInfo folder = Directory.CreateTempSubdirectory("montage-voices-");
        try
        {
            return await new DuckedMix(tools, request, plan, folder.FullName, []).VoicesAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
