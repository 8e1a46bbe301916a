using System.Globalization;
using MontageAI.FFmpeg.Processes;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Audio;

/// <summary>
/// The mix of song and clip sound as a sound plan wants it: clip sounds cross at cuts, the song goes down where somebody speaks, and what
/// is spoken is raised until it is understood over it. How loud both are is measured first, so the gains are known before anything is
/// mixed, and the song is down when the first word begins.
/// </summary>
internal sealed class DuckedMix(FFmpegTools tools, AudioBedRequest request, SoundPlan plan, string folder, List<string> notes)
{
    // As short as the fade of a song that has none.
    private const double ShortestFadeOut = 0.010;

    private const string WholePad = "[whole]";

    /// <summary>Makes everything that the mix needs.</summary>
    /// <param name="mix">File that the run will write.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The run that mixes and measures.</returns>
    public async Task<ToolCommand> CommandAsync(string mix, CancellationToken cancellationToken)
    {
        double seconds = (double)AudioGrid.SampleAt(request.Frames, request.Rate) / AudioGrid.SampleRate;
        Sounds sounds = await SoundsAsync(cancellationToken).ConfigureAwait(false);
        (IReadOnlyList<string>[] layers, IReadOnlyList<string>? whole, List<string> arguments, List<string> chains, int inputs) = sounds;
        (string? song, string? clips, string? sentences) = (null, null, null);
        if (plan.Speech.Count > 0)
        {
            SpeechMix gains = await GainsAsync(sounds, cancellationToken).ConfigureAwait(false);
            clips = await WrittenAsync("clips", gains.Clips, seconds, cancellationToken).ConfigureAwait(false);
            song = request.Music is null ? null : await WrittenAsync("song", gains.Song, seconds, cancellationToken).ConfigureAwait(false);
            sentences = whole is null
                ? null
                : await WrittenAsync("whole", gains.Sentences, seconds, cancellationToken).ConfigureAwait(false);
        }

        inputs += Add(layers, inputs, arguments, chains);
        string songPad = song is null ? "[song]" : Curved("[song]", song, ref inputs, arguments, chains);
        string clipPad = clips is null ? Constant(chains) : Curved("[clips]", clips, ref inputs, arguments, chains);
        if (sentences is not null)
        {
            inputs += AddLayer(whole!, inputs, arguments, chains);
            chains.Add(
                $"{clipPad}{Curved(WholePad, sentences, ref inputs, arguments, chains)}amix=inputs=2:duration=longest:normalize=0[voiced]"
            );
            clipPad = "[voiced]";
        }

        double fadeOut = Math.Min(Math.Max(request.Music?.FadeOut ?? 0, ShortestFadeOut), seconds);
        chains.Add(
            string.Create(CultureInfo.InvariantCulture, $"{clipPad}afade=t=out:st={seconds - fadeOut:0.######}:d={fadeOut:0.######}[faded]")
        );
        chains.Add(request.Music is null ? "[faded]anull[mix]" : songPad + "[faded]amix=inputs=2:duration=first:normalize=0[mix]");
        return AudioBedRenderer.Mixing(tools, arguments, chains, mix);
    }

    /// <summary>How loud voices are in the mix and over the song, one for each stretch of speech that is heard; none without a
    /// song.</summary>
    public async Task<IReadOnlyList<VoiceLevel>> VoicesAsync(CancellationToken cancellationToken) =>
        plan.Speech.Count == 0 || request.Music is null
            ? []
            :
            [
                .. (
                    await GainsAsync(await SoundsAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false)
                ).Voices(),
            ];

    // The clips' sounds as files, and the run's beginning: the song as "[song]".
    private async Task<Sounds> SoundsAsync(CancellationToken cancellationToken)
    {
        string[] names = ["even", "odd", "whole"];
        IReadOnlyList<string>[] layers = await Task.WhenAll(
                SoundPieces
                    .Crossed(request, plan)
                    .Concat(request.Sentences.Count > 0 ? [SoundPieces.Alone(request)] : [])
                    .Select(
                        (pieces, i) =>
                            new ClipSoundTrack(tools, folder, names[i], "pcm_f32le", notes).RenderAsync(pieces, cancellationToken)
                    )
            )
            .ConfigureAwait(false);
        List<string> arguments = ["-y"];
        List<string> chains = [];
        int inputs = await SongChain.AddAsync(tools, request, folder, arguments, chains, cancellationToken).ConfigureAwait(false);
        return new Sounds(layers[..2], layers.Length > 2 ? layers[2] : null, arguments, chains, inputs);
    }

    private async Task<SpeechMix> GainsAsync(Sounds sounds, CancellationToken cancellationToken)
    {
        Task<MomentaryLoudness?> songLevel = MeasureAsync(
            sounds.Arguments,
            sounds.Chains,
            "[song]",
            request.Music is not null,
            cancellationToken
        );
        List<string> clipArguments = ["-y"],
            clipChains = [];
        Add(sounds.Layers, 0, clipArguments, clipChains);
        Task<MomentaryLoudness?> clipLevel = MeasureAsync(clipArguments, clipChains, "[clips]", true, cancellationToken);
        List<string> wholeArguments = ["-y"],
            wholeChains = [];
        AddLayer(sounds.Whole ?? [], 0, wholeArguments, wholeChains);
        Task<MomentaryLoudness?> wholeLevel = MeasureAsync(
            wholeArguments,
            wholeChains,
            WholePad,
            sounds.Whole is not null,
            cancellationToken
        );
        MomentaryLoudness?[] levels = await Task.WhenAll(songLevel, clipLevel, wholeLevel).ConfigureAwait(false);
        return new SpeechMix(request, plan, levels[0], levels[1]!, levels[2]);
    }

    private async Task<string> WrittenAsync(string name, GainCurve gain, double seconds, CancellationToken cancellationToken)
    {
        string file = Path.Combine(folder, name + ".gain");
        await gain.WriteAsync(file, seconds, cancellationToken).ConfigureAwait(false);
        return file;
    }

    // The sentences that are heard whole, as "[whole]"; nothing where there are none.
    private static int AddLayer(IReadOnlyList<string> files, int inputs, List<string> arguments, List<string> chains)
    {
        string all = "";
        for (int i = 0; i < files.Count; i++)
        {
            arguments.AddRange(["-i", InputFile.Url(files[i])]);
            all += string.Create(CultureInfo.InvariantCulture, $"[{inputs + i}:a:0]");
        }

        if (files.Count > 0)
        {
            chains.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{all}concat=n={files.Count}:v=0:a=1,aformat=sample_fmts=fltp:channel_layouts=stereo{WholePad}"
                )
            );
        }

        return files.Count;
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

    // The clips' two layers, the sentences in a layer of their own, and the arguments, filter chains and number of inputs so far.
    private sealed record Sounds(
        IReadOnlyList<string>[] Layers,
        IReadOnlyList<string>? Whole,
        List<string> Arguments,
        List<string> Chains,
        int Inputs
    );
}
