using System.Globalization;
using MontageAI.FFmpeg.Decoding.Audio;
using MontageAI.FFmpeg.Processes;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Audio;

/// <summary>The filters that turn the decoded song into the bed: the right stretch, loops, exact length, fades.</summary>
internal static class SongChain
{
    // A song that starts or ends in the middle of a wave clicks; these are too short to be heard as fades. Chosen by hand.
    private const double ShortestFadeIn = 0.001;
    private const double ShortestFadeOut = 0.010;

    /// <summary>
    /// From decoder output to 48 kHz stereo floats, with sample 0 at second 0 of the file: where the sound starts later, silence stands
    /// before it, as in the analysis of the same file.
    /// </summary>
    public const string Format = "aresample=48000:async=1:first_pts=0,aformat=sample_fmts=fltp:channel_layouts=stereo";

    /// <summary>Adds the song to a run, as its first inputs and as the pad "[song]"; nothing where there is none.</summary>
    /// <returns>How many inputs it takes.</returns>
    public static async Task<int> AddAsync(
        FFmpegTools tools,
        AudioBedRequest request,
        string folder,
        List<string> arguments,
        List<string> chains,
        CancellationToken cancellationToken
    )
    {
        if (request.Music is not { } music)
        {
            return 0;
        }

        int inputs = 1;
        arguments.AddRange(InputFile.Arguments(music.Path, "-vn", "-sn", "-dn"));
        if (music.LoopEnd is not null)
        {
            string loop = await SongLoop.CutAsync(tools, music, folder, cancellationToken).ConfigureAwait(false);
            arguments.AddRange(["-stream_loop", "-1", "-i", InputFile.Url(loop)]);
            inputs = 2;
        }

        chains.Add(Filters(request, music) + "[song]");
        return inputs;
    }

    /// <summary>
    /// Filters from inputs 0 (the song) and 1 (its loop, repeated for ever, where there is one). Positions are counted in samples from
    /// second 0 of the file, as a player counts: encoder delay is already taken off.
    /// </summary>
    public static string Filters(AudioBedRequest request, MusicBed music)
    {
        long samples = AudioGrid.SampleAt(request.Frames, request.Rate);
        long start = AudioGrid.SampleAt(music.Start);
        double seconds = (double)samples / AudioGrid.SampleRate;
        double fadeIn = Math.Max(music.FadeIn, ShortestFadeIn);
        double fadeOut = Math.Min(Math.Max(music.FadeOut, ShortestFadeOut), seconds);
        string head = music.LoopEnd is { } loopEnd
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{SoundPad.Of(0, music.SoundTracks)}{Format},"
                    + $"atrim=start_sample={start}:end_sample={Math.Max(start + 1, AudioGrid.SampleAt(loopEnd))},"
                    + $"asetpts=N/SR/TB[first];[1:a:0]{Format}[again];[first][again]concat=n=2:v=0:a=1,atrim=end_sample={samples}"
            )
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{SoundPad.Of(0, music.SoundTracks)}{Format},atrim=start_sample={start}:end_sample={start + samples}"
            );
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{head},asetpts=N/SR/TB,apad=whole_len={samples},atrim=end_sample={samples},afade=t=in:d={fadeIn:0.######},"
                + $"afade=t=out:st={seconds - fadeOut:0.######}:d={fadeOut:0.######}"
        );
    }
}
