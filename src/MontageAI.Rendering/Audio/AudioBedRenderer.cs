using System.Globalization;
using MontageAI.Errors;
using MontageAI.FFmpeg.Processes;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Audio;

/// <summary>
/// Makes the sound track of a montage: the song from its planned second on, looped where the plan says so, faded, the clips' own
/// sound under it where wanted, brought to the loudness asked for. AAC-LC, 48 kHz stereo, exactly as long as the picture. First the
/// mix is made and measured (ITU-R BS.1770-4), then one gain is applied to all of it, so that the song's dynamics stay; only
/// peaks that this would push over the ceiling are limited.
/// </summary>
public sealed class AudioBedRenderer(FFmpegTools tools)
{
    /// <summary>Highest true peak after gain, dBTP. AAC adds some tenths, so that a player meets at most -1.</summary>
    internal const double CeilingDb = -1.5;

    /// <summary>Largest gain, dB. More would raise a recording's noise rather than its music.</summary>
    internal const double LargestGainDb = 30;

    // Even raised by the largest gain nothing is heard of it.
    private const double InaudibleDb = -60 - LargestGainDb;

    private const int MostPasses = 4;
    private const double ToleranceLu = 0.3;

    /// <summary>Makes the track.</summary>
    /// <param name="request">What to make.</param>
    /// <param name="cancellationToken">Ends the processes and removes unfinished files.</param>
    /// <exception cref="MontageException">The song cannot be read.</exception>
    public async Task<AudioBed> RenderAsync(AudioBedRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        bool withClips = request.ClipSoundDb is not null && request.ClipSounds.Count > 0;
        if (request.Music is null && !withClips)
        {
            return new AudioBed { Notes = ["There is no music and no clip sound, so the film has no sound track."] };
        }

        string output = Path.GetFullPath(request.OutputPath);
        string folder = Path.Combine(request.WorkFolder ?? Path.GetDirectoryName(output)!, ".audio-" + Path.GetRandomFileName());
        string part = output + ".part";
        Directory.CreateDirectory(folder);
        try
        {
            List<string> notes = [];
            if (withClips)
            {
                notes.AddRange(
                    request
                        .ClipSounds.Where(s => !s.IsNatural)
                        .Select(s =>
                            string.Create(
                                CultureInfo.InvariantCulture,
                                $"The sound of the shot at frame {s.Record.Start} is left out, since the shot is not at natural speed."
                            )
                        )
                );
            }

            string mix = Path.Combine(folder, "mix.wav");
            ToolCommand command =
                withClips && request.Sound is { } plan
                    ? await new DuckedMix(tools, request, plan, folder, notes).CommandAsync(mix, cancellationToken).ConfigureAwait(false)
                    : await PlainMixAsync(request, withClips, folder, mix, notes, cancellationToken).ConfigureAwait(false);
            Loudness before = await MeasuredRunAsync("Mixing the sound", command, cancellationToken).ConfigureAwait(false);
            if (request.Music is null && (before.TruePeakDb ?? double.NegativeInfinity) < InaudibleDb)
            {
                return new AudioBed { Notes = [.. notes, "The shots' own sound is silent, so the film has no sound track."] };
            }

            AudioBed bed = await EncodeAsync(request, mix, before, part, notes, cancellationToken).ConfigureAwait(false);
            File.Move(part, output, overwrite: true);
            return bed with { Path = output };
        }
        finally
        {
            File.Delete(part);
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<ToolCommand> PlainMixAsync(
        AudioBedRequest request,
        bool withClips,
        string folder,
        string mix,
        List<string> notes,
        CancellationToken cancellationToken
    )
    {
        IReadOnlyList<string> clips = withClips
            ? await new ClipSoundTrack(tools, folder, "clips", "pcm_s16le", notes)
                .RenderAsync(SoundPieces.Joined(request), cancellationToken)
                .ConfigureAwait(false)
            : [];
        List<string> arguments = ["-y"];
        List<string> chains = [];
        int inputs = await SongChain.AddAsync(tools, request, folder, arguments, chains, cancellationToken).ConfigureAwait(false);
        if (clips.Count > 0)
        {
            foreach (string clip in clips)
            {
                arguments.AddRange(["-i", InputFile.Url(clip)]);
            }

            string all = string.Concat(clips.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"[{inputs + i}:a:0]")));
            chains.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{all}concat=n={clips.Count}:v=0:a=1,aformat=sample_fmts=fltp:channel_layouts=stereo,"
                        + $"volume={request.ClipSoundDb:0.00}dB[clips]"
                )
            );
            chains.Add(request.Music is null ? "[clips]anull[mix]" : "[song][clips]amix=inputs=2:duration=first:normalize=0[mix]");
        }
        else
        {
            chains.Add("[song]anull[mix]");
        }

        return Mixing(tools, arguments, chains, mix);
    }

    /// <summary>The run that writes what chains bring to "[mix]" and measures it on the way.</summary>
    internal static ToolCommand Mixing(FFmpegTools tools, List<string> arguments, List<string> chains, string mix)
    {
        chains.Add($"[mix]asplit[out][meter];[meter]{LoudnessMeter.Filters}[measured]");
        arguments.AddRange(["-filter_complex", string.Join(';', chains)]);
        arguments.AddRange([
            "-map",
            "[out]",
            "-c:a",
            "pcm_f32le",
            "-f",
            "wav",
            "-rf64",
            "auto",
            InputFile.Url(mix),
            "-map",
            "[measured]",
            "-f",
            "null",
            "-",
        ]);
        return tools.Command(arguments);
    }

    private async Task<AudioBed> EncodeAsync(
        AudioBedRequest request,
        string mix,
        Loudness before,
        string part,
        List<string> notes,
        CancellationToken cancellationToken
    )
    {
        long samples = AudioGrid.SampleAt(request.Frames, request.Rate);
        if (before.IntegratedLufs is not { } loudness)
        {
            notes.Add("The sound is silent or too short to measure; its loudness was left as it is.");
            await EncodeOnceAsync(request, mix, "anull", part, measure: false, cancellationToken).ConfigureAwait(false);
            return new AudioBed
            {
                Samples = samples,
                Before = before,
                After = before,
                Notes = notes,
            };
        }

        if (request.KeepsLevel)
        {
            await EncodeOnceAsync(request, mix, "anull", part, measure: false, cancellationToken).ConfigureAwait(false);
            return new AudioBed
            {
                Samples = samples,
                Before = before,
                After = before,
                Notes = notes,
            };
        }

        double gain = request.LoudnessLufs - loudness;
        if (gain > LargestGainDb)
        {
            notes.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The sound is very quiet ({loudness:0.0} LUFS); it was raised by {LargestGainDb} dB only."
                )
            );
            gain = LargestGainDb;
        }

        if (before.TruePeakDb + gain <= CeilingDb)
        {
            // One gain for everything: loudness and peaks move by exactly that much.
            await EncodeOnceAsync(request, mix, Volume(gain), part, measure: false, cancellationToken).ConfigureAwait(false);
            return new AudioBed
            {
                Samples = samples,
                Before = before,
                After = new(loudness + gain, before.TruePeakDb + gain),
                GainDb = gain,
                Notes = notes,
            };
        }

        // Limiting takes loudness away, so the gain is corrected by what is measured behind the limiter.
        double wanted = loudness + gain;
        Loudness after = before;
        for (int pass = 0; pass < MostPasses; pass++)
        {
            after = await EncodeOnceAsync(request, mix, Limiter(gain, samples), part, measure: true, cancellationToken)
                .ConfigureAwait(false);
            double missing = wanted - (after.IntegratedLufs ?? wanted);
            if (Math.Abs(missing) <= ToleranceLu || pass == MostPasses - 1)
            {
                break;
            }

            gain += missing;
        }

        if (after.IntegratedLufs is { } reached && Math.Abs(reached - request.LoudnessLufs) > 0.5)
        {
            notes.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The loudness reached is {reached:0.0} LUFS instead of {request.LoudnessLufs:0.0}, since more would distort."
                )
            );
        }

        return new AudioBed
        {
            Samples = samples,
            Before = before,
            After = after,
            GainDb = gain,
            Limited = true,
            Notes = notes,
        };
    }

    private async Task<Loudness> EncodeOnceAsync(
        AudioBedRequest request,
        string mix,
        string filters,
        string part,
        bool measure,
        CancellationToken cancellationToken
    )
    {
        // Who measures talks all the time; who does not says how far it is, so that a long encode is not taken to hang.
        List<string> arguments =
        [
            "-y",
            .. measure ? [] : (string[])["-progress", "pipe:1", "-stats_period", "0.5"],
            "-i",
            InputFile.Url(mix),
            "-filter_complex",
        ];
        arguments.Add(measure ? $"[0:a:0]{filters},asplit[out][meter];[meter]{LoudnessMeter.Filters}[measured]" : $"[0:a:0]{filters}[out]");
        arguments.AddRange(["-map", "[out]"]);
        arguments.AddRange(
            request.OutputPath.EndsWith(".wav", StringComparison.OrdinalIgnoreCase) ? Wave(request, part) : Aac(request, part)
        );
        if (measure)
        {
            arguments.AddRange(["-map", "[measured]", "-f", "null", "-"]);
        }

        return await MeasuredRunAsync("Encoding the sound", tools.Command(arguments), cancellationToken).ConfigureAwait(false);
    }

    private static string[] Wave(AudioBedRequest request, string part) =>
        [
            "-c:a",
            "pcm_s24le",
            "-flags:a",
            "+bitexact",
            "-fflags",
            "+bitexact",
            "-map_metadata",
            "-1",
            .. request.TimeReference is { } first
                ? ["-write_bext", "1", "-metadata", string.Create(CultureInfo.InvariantCulture, $"time_reference={first}")]
                : (string[])[],
            "-rf64",
            "auto",
            "-f",
            "wav",
            InputFile.Url(part),
        ];

    private static string[] Aac(AudioBedRequest request, string part) =>
        [
            "-c:a",
            "aac",
            "-b:a",
            string.Create(CultureInfo.InvariantCulture, $"{request.Kilobits}k"),
            "-aac_coder",
            request.FastEncoding ? "fast" : "twoloop",
            "-flags:a",
            "+bitexact",
            "-fflags",
            "+bitexact",
            "-map_metadata",
            "-1",
            "-f",
            "mp4",
            InputFile.Url(part),
        ];

    private static async Task<Loudness> MeasuredRunAsync(string task, ToolCommand command, CancellationToken cancellationToken)
    {
        await using ToolProcess process = await ToolProcess.StartAsync(command, pipeOutput: true).ConfigureAwait(false);
        Loudness loudness = await LoudnessMeter.ReadAsync(process.Output, cancellationToken).ConfigureAwait(false);
        await process.ExpectSuccessAsync(task, cancellationToken).ConfigureAwait(false);
        return loudness;
    }

    private static string Volume(double gain) => string.Create(CultureInfo.InvariantCulture, $"volume={gain:0.0000}dB");

    // At four times the rate sample peaks are true peaks within some tenths of a decibel.
    private static string Limiter(double gain, long samples)
    {
        double limit = Math.Pow(10, (CeilingDb - 0.2) / 20);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Volume(gain)},aresample={4 * AudioGrid.SampleRate},alimiter=limit={limit:0.000000}:attack=5:release=80:level=0:latency=1,"
                + $"aresample={AudioGrid.SampleRate},"
                + $"apad=whole_len={samples},atrim=end_sample={samples}"
        );
    }
}
