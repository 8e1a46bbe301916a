using System.Globalization;
using MontageAI.Errors;
using MontageAI.FFmpeg.Decoding.Audio;
using MontageAI.FFmpeg.Processes;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Audio;

/// <summary>
/// Cuts the repeated stretch of a song to PCM, exact to the sample, so that FFmpeg can repeat it without a gap (-stream_loop); a
/// compressed file repeated as it is would bring its encoder's padding along.
/// </summary>
internal static class SongLoop
{
    /// <summary>Writes the stretch.</summary>
    /// <returns>The PCM file.</returns>
    public static async Task<string> CutAsync(FFmpegTools tools, MusicBed music, string folder, CancellationToken cancellationToken)
    {
        long start = AudioGrid.SampleAt(music.LoopStart);
        long end = AudioGrid.SampleAt(music.LoopEnd!.Value);
        if (end - start < AudioGrid.SampleRate / 10)
        {
            throw new ConfigurationException(
                ErrorCode.Range,
                $"the song's loop from {music.LoopStart} s to {music.LoopEnd} s is shorter than 0.1 s; give it a longer stretch."
            );
        }

        string loop = Path.Combine(folder, "loop.wav");
        ToolCommand command = tools.Command([
            "-y",
            .. InputFile.Arguments(music.Path, "-vn", "-sn", "-dn"),
            "-filter_complex",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{SoundPad.Of(0, music.SoundTracks)}{SongChain.Format},atrim=start_sample={start}:end_sample={end},asetpts=N/SR/TB[out]"
            ),
            "-map",
            "[out]",
            "-c:a",
            "pcm_f32le",
            "-f",
            "wav",
            InputFile.Url(loop),
        ]);
        await ToolProcess.RunAsync($"Reading '{music.Path}'", command, cancellationToken).ConfigureAwait(false);
        return loop;
    }
}
