using System.Globalization;
using MontageAI.Engine.Handoffs;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Outputs;
using MontageAI.Engine.Reporting;
using MontageAI.Errors;
using MontageAI.FFmpeg.Processes;
using MontageAI.Keys;
using MontageAI.Media;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Engine.Packaging;

/// <summary>
/// Smaller stand-ins of a package's media for editing programs: the same frames at the same moments, the same timecode, sound tracks and
/// base name. Each is compared with its file; where it does not hold the same frames there is none.
/// </summary>
internal sealed class PackageProxies(JobContext context)
{
    private const string Folder = "proxies";
    private const string Phase = "proxies for editing programs";
    private const int MostLines = 540;
    private const int MostTicks = 1_000_000;

    // 45 Mbit/s of 1920x1080 at 29.97, as Apple's white paper says of ProRes 422 Proxy.
    private const double BitsPerPixel = 0.75;

    // Half a frame at 240 frames per second.
    private const double SameSeconds = 0.002;

    private static readonly string[] s_encoding =
    [
        "-c:v",
        "prores_ks",
        "-profile:v",
        "proxy",
        "-vendor",
        "apl0",
        "-pix_fmt",
        "yuv422p10le",
        "-color_range",
        "tv",
        "-c:a",
        "pcm_s16le",
        "-fps_mode",
        "passthrough",
        "-map_metadata",
        "-1",
        "-flags",
        "+bitexact",
    ];

    /// <summary>Writes them.</summary>
    /// <param name="packed">The package's timeline.</param>
    /// <param name="media">Its media.</param>
    /// <param name="there">The package.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The media with their stand-ins.</returns>
    public async Task<IReadOnlyList<PackagedMedia>> WriteAsync(
        Timeline packed,
        IReadOnlyList<PackagedMedia> media,
        string there,
        CancellationToken cancellationToken
    )
    {
        string folder = Path.Combine(there, Folder);
        Directory.CreateDirectory(folder);
        using RunRecorder.Phase phase = context.Recorder.Begin(Phase, "files");
        using KeptMovies kept = new(context);
        FlatNames names = new();
        List<PackagedMedia> done = [];
        int known = 0;
        foreach (PackagedMedia file in media)
        {
            TimelineSource source = packed.Sources.First(s => s.Id == file.Source);
            if (source.Still == true)
            {
                done.Add(file);
                continue;
            }

            string path = Path.GetFullPath(source.Path, there),
                name = names.Next(Path.GetFileNameWithoutExtension(path) + ".mov"),
                output = Path.Combine(folder, name);
            (bool isMade, bool isKnown) = await MakeAsync(path, source, kept, output, cancellationToken).ConfigureAwait(false);
            known += isKnown ? 1 : 0;
            done.Add(isMade ? file with { Proxy = $"{Folder}/{name}" } : file);
            phase.Advance(done.Count, media.Count);
        }

        phase.Count(done.Count(f => f.Proxy is not null), known);
        if (!Directory.EnumerateFiles(folder).Any())
        {
            Directory.Delete(folder);
        }

        return done;
    }

    private async Task<(bool IsMade, bool IsKnown)> MakeAsync(
        string path,
        TimelineSource source,
        KeptMovies kept,
        string output,
        CancellationToken cancellationToken
    )
    {
        (SourceFile file, MediaInfo info) = await new FileIntake(context).TakeInAsync(path, cancellationToken).ConfigureAwait(false);
        VideoStreamInfo video = info.Video.First(v => v.Index == source.VideoStream);
        double scale = Math.Min(0.5, (double)MostLines / Math.Min(video.DisplayWidth, video.DisplayHeight));
        (int width, int height) = (Even(video.DisplayWidth * scale), Even(video.DisplayHeight * scale));
        FilePacket[] wanted = await FilePacket.ReadAsync(context, path, video.Index, cancellationToken).ConfigureAwait(false);
        OutputRoom.Require(output, (long)(wanted.Length * (double)width * height * BitsPerPixel / 8));
        string filter = string.Create(
            CultureInfo.InvariantCulture,
            $"bwdif=mode=send_frame:parity=auto:deint=interlaced,scale={width}:{height}:out_range=tv,setsar=1,format=yuv422p10le"
        );
        // Whole frames where the file has a rate; else its own ticks, so that every frame keeps its moment.
        FrameRate? rate = source.VariableRate ? null : source.Rate;
        long timescale = rate?.Timescale ?? Math.Min(video.TimeBase.Denominator, MostTicks);
        string ticks = rate is { } known ? $"{known.Fraction.Denominator}/{known.Fraction.Numerator}" : "-1";
        string[] encoding = ["-vf", filter, .. s_encoding, "-enc_time_base", ticks, .. KeptMovies.Container(timescale)];
        ContentKey key = ContentKey
            .For("editing-proxy", context.Rungs, Rung.Proxies)
            .With("tool", context.ToolVersion.Rendering)
            .With("source", file.Fingerprint)
            .With("stream", video.Index)
            .With("encode", encoding)
            .Build();
        bool isKnown = await kept.WriteAsync(key, EncodeAsync, source.StartTimecode, timescale, output, cancellationToken)
            .ConfigureAwait(false);
        FilePacket[] made = await FilePacket.ReadAsync(context, output, 0, cancellationToken).ConfigureAwait(false);
        if (AreSame(wanted, made))
        {
            return (true, isKnown);
        }

        File.Delete(output);
        context.Recorder.Degrade(
            $"'{Path.GetFileName(path)}' has no proxy in the package",
            $"of its {wanted.Length} frames {made.Length} can be shown at their moments.",
            "Editing programs show the file itself."
        );
        return (false, isKnown);

        async Task EncodeAsync(string to)
        {
            using IDisposable slot = await context.Budget.EnterAsync(cancellationToken).ConfigureAwait(false);
            await ToolProcess
                .RunAsync(
                    "Making a proxy for editing programs",
                    context.Tools.Command([
                        "-y",
                        .. InputFile.Arguments(path),
                        "-map",
                        string.Create(CultureInfo.InvariantCulture, $"0:{video.Index}"),
                        "-map",
                        "0:a?",
                        .. encoding,
                        InputFile.Url(to),
                    ]),
                    cancellationToken
                )
                .ConfigureAwait(false);
            await new SteadySources(context).RequireAsync(file, cancellationToken).ConfigureAwait(false);
        }
    }

    // As many frames at the same distances, in the order in which they are shown.
    private static bool AreSame(FilePacket[] wanted, FilePacket[] made)
    {
        if (wanted.Length == 0 || wanted.Length != made.Length)
        {
            return false;
        }

        double[] before = [.. wanted.Select(p => p.Time).Order()],
            after = [.. made.Select(p => p.Time).Order()];
        return before.Zip(after).All(t => Math.Abs(t.First - before[0] - (t.Second - after[0])) < SameSeconds);
    }

    private static int Even(double pixels) => Math.Max(2, 2 * (int)Math.Round(pixels / 2));
}
