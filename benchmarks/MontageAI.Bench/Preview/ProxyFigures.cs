using System.Diagnostics;
using System.Globalization;
using MontageAI.Analysis.Clips;
using MontageAI.Bench.Beats;
using MontageAI.Bench.Inputs;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.FFmpeg.Probing;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Proxies;
using MontageAI.Rendering.Requests;
using MontageAI.Rendering.Sprites;
using MontageAI.Time;

namespace MontageAI.Bench.Preview;

/// <summary>
/// V4: one decode with three outputs against three passes, clip by clip and interleaved, one core; and what proxies weigh and take.
/// W1: see <see cref="ReplanFigures"/>.
/// </summary>
internal sealed class ProxyFigures(FFmpegTools tools, InputSets sets)
{
    // Every kind of camera of set M: edited, mirrorless, phone, HEVC, portrait, variable rate.
    private static readonly string[] s_clips = ["02_", "04_", "05_", "12_", "15_", "17_", "20_", "22_"];

    private readonly ClipAnalyzer _analyzer = new();
    private readonly ProxyRenderer _renderer = new(tools);

    /// <summary>Measures everything; some minutes.</summary>
    /// <param name="repeats">Interleaved repeats, 1 or more.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<PreviewFigure>> MeasureAsync(int repeats, CancellationToken cancellationToken) =>
        [
            .. await OneDecodeAsync(s_clips, repeats, cancellationToken).ConfigureAwait(false),
            .. await new ReplanFigures(tools, sets).MeasureAsync(repeats, cancellationToken).ConfigureAwait(false),
        ];

    /// <summary>One decode with three outputs against three passes.</summary>
    /// <param name="clips">How the names of the clips begin.</param>
    /// <param name="repeats">Interleaved repeats, 1 or more.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<PreviewFigure>> OneDecodeAsync(
        IReadOnlyList<string> clips,
        int repeats,
        CancellationToken cancellationToken
    )
    {
        string folder = await sets.GetAsync("M", cancellationToken).ConfigureAwait(false);
        string work = Directory.CreateTempSubdirectory("montage-proxies-").FullName;
        try
        {
            List<(double Wall, double Cpu)> together = [],
                apart = [];
            List<double> fromKeys = [],
                fromAll = [];
            SpriteMaker maker = new(tools);
            int suffice = 0;
            double footage = 0,
                bytes = 0;
            for (int r = 0; r < repeats; r++)
            {
                (double Wall, double Cpu) one = default,
                    three = default,
                    keys = default,
                    all = default;
                footage = bytes = suffice = 0;
                foreach (string clip in clips.Select(c => Directory.GetFiles(folder, c + "*.mp4").Single()))
                {
                    MediaInfo info = await new MediaProbe(tools).ProbeAsync(clip, cancellationToken).ConfigureAwait(false);
                    one = Add(
                        one,
                        await TimeAsync(async () => bytes += await TogetherAsync(info, work, cancellationToken).ConfigureAwait(false))
                            .ConfigureAwait(false)
                    );
                    three = Add(three, await TimeAsync(() => ApartAsync(info, work, cancellationToken)).ConfigureAwait(false));
                    if (await maker.KeyFramesSufficeAsync(info, info.MainVideo!, cancellationToken).ConfigureAwait(false))
                    {
                        suffice++;
                        keys = Add(keys, await TimeAsync(() => SpritesAsync(info, work, true, cancellationToken)).ConfigureAwait(false));
                        all = Add(all, await TimeAsync(() => SpritesAsync(info, work, false, cancellationToken)).ConfigureAwait(false));
                    }

                    footage += info.MainVideo!.DurationSeconds ?? info.DurationSeconds ?? 0;
                }

                together.Add(one);
                apart.Add(three);
                fromKeys.Add(keys.Cpu);
                fromAll.Add(all.Cpu);
            }

            string on = string.Create(
                CultureInfo.InvariantCulture,
                $"{clips.Count} clips of set M, {footage:0} s of 1080p, one after the other, median of {repeats}"
            );
            (double Wall, double Cpu) after = (
                Statistics.Median(together.Select(t => t.Wall)),
                Statistics.Median(together.Select(t => t.Cpu))
            );
            return
            [
                new PreviewFigure(
                    "V4 proxy + exact shots + sprites, processor seconds: three passes, one decode",
                    Statistics.Median(apart.Select(t => t.Cpu)),
                    after.Cpu,
                    on
                ),
                new PreviewFigure("V4 the same, seconds that passed", Statistics.Median(apart.Select(t => t.Wall)), after.Wall, on),
                new PreviewFigure(
                    "W1 proxies made, seconds of footage per processor second (shots and sprites included)",
                    null,
                    footage / after.Cpu,
                    on
                ),
                new PreviewFigure("W1 proxy, MB per minute of footage", null, bytes / 1e6 / (footage / 60), on),
                new PreviewFigure(
                    "W2 sprites without proxies, processor seconds: from all frames, from key frames",
                    Statistics.Median(fromAll),
                    Statistics.Median(fromKeys),
                    $"the {suffice} of them whose key frames suffice"
                ),
            ];
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static ProxyFileRequest Job(MediaInfo info, string work) =>
        new()
        {
            Source = info,
            Video = info.MainVideo!,
            Format = new FilmFormat(new FrameRate(30), Canvas.For(new Rational(16, 9), RenderProfile.Preview), RenderProfile.Preview),
            OutputPath = Path.Combine(work, "proxy.mp4"),
        };

    private async Task<long> TogetherAsync(MediaInfo info, string work, CancellationToken cancellationToken)
    {
        ProxyFileRequest job = Job(info, work) with
        {
            Sprites = new SpriteSheetRequest(
                SpriteLayout.For(info, info.MainVideo!, onlyKeyFrames: false),
                Path.Combine(work, "one.mjpeg")
            ),
        };
        ProxyFile proxy = await _renderer
            .RenderAsync(job, (frames, ct) => _analyzer.DetectExactAsync(frames, 1, ct), cancellationToken)
            .ConfigureAwait(false);
        return proxy.SizeBytes;
    }

    private async Task ApartAsync(MediaInfo info, string work, CancellationToken cancellationToken)
    {
        await _renderer.RenderAsync(Job(info, work), null, cancellationToken).ConfigureAwait(false);
        await _analyzer.DetectExactAsync(new FFmpegClipFrames(tools, info), 1, cancellationToken).ConfigureAwait(false);
        await SpritesAsync(info, work, onlyKeyFrames: false, cancellationToken).ConfigureAwait(false);
    }

    private Task<SpriteSheets> SpritesAsync(MediaInfo info, string work, bool onlyKeyFrames, CancellationToken cancellationToken) =>
        new SpriteMaker(tools).MakeAsync(
            info,
            info.MainVideo!,
            SpriteLayout.For(info, info.MainVideo!, onlyKeyFrames),
            Path.Combine(work, "alone.mjpeg"),
            1,
            cancellationToken
        );

    /// <summary>Times work by the wall's clock and by the processors', children included.</summary>
    internal static async Task<(double Wall, double Cpu)> TimeAsync(Func<Task> work)
    {
        double cpu = CpuClock.Seconds();
        Stopwatch watch = Stopwatch.StartNew();
        await work().ConfigureAwait(false);
        return (watch.Elapsed.TotalSeconds, CpuClock.Seconds() - cpu);
    }

    private static (double Wall, double Cpu) Add((double Wall, double Cpu) a, (double Wall, double Cpu) b) =>
        (a.Wall + b.Wall, a.Cpu + b.Cpu);
}
