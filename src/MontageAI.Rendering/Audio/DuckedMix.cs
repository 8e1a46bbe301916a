using System.Globalization;
using MontageAI.FFmpeg.Processes;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Audio;

/// <summary>
/// The mix of song and clip sound as a sound plan wants it: clip sounds cross at cuts, the song goes down where somebody speaks, and what
/// is spoken is raised until it is
/// understood over it. How loud both are is measured first, so the gains are known before anything is mixed, and the song is down when the
/// first word begins.
/// </summary>
internal sealed class DuckedMix(FFmpegTools tools, AudioBedRequest request, SoundPlan plan, string folder, List<string> notes)
{
    // As short as the fade of a song that has none.
    private const double ShortestFadeOut = 0.010;

    /// <summary>Makes everything that the mix needs.</summary>
    /// <param name="mix">File that the run will write.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The run that mixes and measures.</returns>
    public async Task<ToolCommand> CommandAsync(string mix, CancellationToken cancellationToken)
    {
        double seconds = (double)AudioGrid.SampleAt(request.Frames, request.Rate) / AudioGrid.SampleRate;
        IReadOnlyList<string>[] layers = await Task.WhenAll(
                SoundPieces
                    .Crossed(request, plan)
                    .Select(
                        (pieces, i) =>
                            new ClipSoundTrack(tools, folder, i == 0 ? "even" : "odd", "pcm_f32le", notes).RenderAsync(
                                pieces,
                                cancellationToken
                            )
                    )
            )
            .ConfigureAwait(false);
        List<string> arguments = ["-y"];
        List<string> chains = [];
        int inputs = await SongChain.AddAsync(tools, request, folder, arguments, chains, cancellationToken).ConfigureAwait(false);
        (string? song, string? clips) = (null, null);
        if (plan.Speech.Count > 0)
        {
            Task<MomentaryLoudness?> songLevel = MeasureAsync(arguments, chains, "[song]", request.Music is not null, cancellationToken);
            List<string> clipArguments = ["-y"],
                clipChains = [];
            Add(layers, 0, clipArguments, clipChains);
            Task<MomentaryLoudness?> clipLevel = MeasureAsync(clipArguments, clipChains, "[clips]", true, cancellationToken);
            MomentaryLoudness?[] levels = await Task.WhenAll(songLevel, clipLevel).ConfigureAwait(false);
            clips = Path.Combine(folder, "clips.gain");
            await SpeechMix.Clips(request, plan, levels[0], levels[1]!).WriteAsync(clips, seconds, cancellationToken).ConfigureAwait(false);
            if (request.Music is not null)
            {
                song = Path.Combine(folder, "song.gain");
                await SpeechMix.Song(request, plan).WriteAsync(song, seconds, cancellationToken).ConfigureAwait(false);
            }
        }

        inputs += Add(layers, inputs, arguments, chains);
        string songPad = song is null ? "[song]" : Curved("[song]", song, ref inputs, arguments, chains);
        string clipPad = clips is null ? Constant(chains) : Curved("[clips]", clips, ref inputs, arguments, chains);
        double fadeOut = Math.Min(Math.Max(request.Music?.FadeOut ?? 0, ShortestFadeOut), seconds);
        chains.Add(
            string.Create(CultureInfo.InvariantCulture, $"{clipPad}afade=t=out:st={seconds - fadeOut:0.######}:d={fadeOut:0.######}[faded]")
        );
        chains.Add(request.Music is null ? "[faded]anull[mix]" : songPad + "[faded]amix=inputs=2:duration=first:normalize=0[mix]");
        return AudioBedRenderer.Mixing(tools, arguments, chains, mix);
    }

    private string Constant(List<string> chains)
    {
        chains.Add(string.Create(CultureInfo.InvariantCulture, $"[clips]volume={request.ClipSoundDb:0.00}dB[level]"));
        return "[level]";
    }

    // Both layers, added up, as "[clips]".
    private static int Add(IReadOnlyList<string>[] layers, int inputs, List<string> arguments, List<string> chains)
    {
        int at = inputs;
        for (int layer = 0; layer < layers.Length; layer++)
        {
            string all = "";
            foreach (string file in layers[layer])
            {
                arguments.AddRange(["-i", InputFile.Url(file)]);
                all += string.Create(CultureInfo.InvariantCulture, $"[{at++}:a:0]");
            }

            chains.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{all}concat=n={layers[layer].Count}:v=0:a=1,aformat=sample_fmts=fltp:channel_layouts=stereo[layer{layer}]"
                )
            );
        }

        chains.Add("[layer0][layer1]amix=inputs=2:duration=longest:normalize=0[clips]");
        return at - inputs;
    }

    private static string Curved(string pad, string curve, ref int inputs, List<string> arguments, List<string> chains)
    {
        string name = Path.GetFileNameWithoutExtension(curve);
        arguments.AddRange([
            "-f",
            "f32le",
            "-ar",
            GainCurve.ValuesPerSecond.ToString(CultureInfo.InvariantCulture),
            "-ac",
            "1",
            "-i",
            InputFile.Url(curve),
        ]);
        chains.Add(
            string.Create(
                CultureInfo.InvariantCulture,
                $"[{inputs}:a:0]aresample={AudioGrid.SampleRate},pan=stereo|c0=c0|c1=c0,"
                    + $"aformat=sample_fmts=fltp:channel_layouts=stereo[{name}gain];{pad}[{name}gain]amultiply[{name}level]"
            )
        );
        inputs++;
        return $"[{name}level]";
    }

    private async Task<MomentaryLoudness?> MeasureAsync(
        IReadOnlyList<string> arguments,
        IReadOnlyList<string> chains,
        string pad,
        bool there,
        CancellationToken cancellationToken
    )
    {
        if (!there)
        {
            return null;
        }

        ToolCommand command = tools.Command([
            .. arguments,
            "-filter_complex",
            $"{string.Join(';', chains)};{pad}{LoudnessMeter.Filters}[measured]",
            "-map",
            "[measured]",
            "-f",
            "null",
            "-",
        ]);
        await using ToolProcess process = await ToolProcess.StartAsync(command, pipeOutput: true).ConfigureAwait(false);
        MomentaryLoudness loudness = await LoudnessMeter.ReadMomentsAsync(process.Output, cancellationToken).ConfigureAwait(false);
        await process.ExpectSuccessAsync("Measuring the sound", cancellationToken).ConfigureAwait(false);
        return loudness;
    }
}
