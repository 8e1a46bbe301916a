using System.Globalization;
using MontageAI.FFmpeg.Probing;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Requests;
using MontageAI.Rendering.Shots;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Bench.Gallery;

/// <summary>One picture of a sheet.</summary>
/// <param name="Video">File that it is taken from.</param>
/// <param name="Frame">Which of its frames.</param>
/// <param name="Label">What is written on it; empty for nothing.</param>
internal sealed record GalleryCell(string Video, long Frame, string Label);

/// <summary>What the parts of the gallery work with: clips, the renderer, and a maker of sheets.</summary>
/// <param name="tools">FFmpeg.</param>
/// <param name="clips">Clips to show effects on, two or more.</param>
/// <param name="folder">Where sheets go.</param>
internal sealed class GalleryContext(FFmpegTools tools, IReadOnlyList<string> clips, string folder) : IDisposable
{
    // What a page may load without being slow.
    private const int MostBytes = 150 * 1000;

    private readonly DirectoryInfo _work = Directory.CreateTempSubdirectory("montage-gallery-");
    private readonly Dictionary<string, MediaInfo> _probed = [];
    private int _count;

    /// <summary>Clips to show effects on.</summary>
    public IReadOnlyList<string> Clips => clips;

    /// <summary>Whether the clips are the user's own rather than synthetic ones.</summary>
    public bool IsOwn { get; init; }

    /// <summary>FFmpeg.</summary>
    public FFmpegTools Tools => tools;

    /// <summary>Grid, canvas and profile of all sheets.</summary>
    public FilmFormat Format { get; init; } =
        new(new FrameRate(30), new Canvas(640, 360), RenderProfile.High with { ShortSide = 360, Preset = "veryfast" });

    /// <summary>A clip of a sky and a colour chart, to show colours on.</summary>
    public async Task<string> ChartAsync()
    {
        string path = Path.Combine(_work.FullName, "chart.mp4");
        await RunAsync([
                "-f",
                "lavfi",
                "-i",
                "gradients=s=640x360:c0=0x20508c:c1=0xe8c8a8:x0=0:y0=0:x1=0:y1=359:nb_colors=2:speed=0.00001:r=30",
                "-f",
                "lavfi",
                "-i",
                "colorchart=patch_size=56x56:r=30",
                "-filter_complex",
                "[0][1]overlay=x=(W-w)/2:y=(H-h)/2,scale=out_color_matrix=bt709:out_range=tv,format=yuv420p",
                "-frames:v",
                "120",
                "-c:v",
                "libx264",
                "-crf",
                "6",
                "-colorspace",
                "bt709",
                "-color_primaries",
                "bt709",
                "-color_trc",
                "bt709",
                "-color_range",
                "tv",
                path,
            ])
            .ConfigureAwait(false);
        return path;
    }

    /// <summary>A shot of a clip.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="seconds">Where in it.</param>
    /// <param name="frames">How long.</param>
    public async Task<ShotRequest> ShotAsync(string clip, double seconds, int frames)
    {
        if (!_probed.TryGetValue(clip, out MediaInfo? info))
        {
            info = await new MediaProbe(tools).ProbeAsync(clip, CancellationToken.None).ConfigureAwait(false);
            _probed[clip] = info;
        }

        VideoStreamInfo video = info.MainVideo!;
        long frame = (long)Math.Round(seconds * (video.AverageRate?.Value ?? 30));
        return new ShotRequest
        {
            Index = _count,
            SourcePath = clip,
            Container = info.Container,
            Video = video,
            Shot = new TimelineShot
            {
                Record = new FrameRange(0, frames),
                Source = clip,
                In = new MediaTime(
                    (video.StartPts ?? 0) + MediaTime.FromSeconds(frame / (video.AverageRate?.Value ?? 30), video.TimeBase).Ticks,
                    video.TimeBase
                ),
            },
            OutputPath = Path.Combine(_work.FullName, string.Create(CultureInfo.InvariantCulture, $"{_count++:0000}.mp4")),
        };
    }

    /// <summary>Renders shots; gives their files in the same order.</summary>
    public async Task<IReadOnlyList<string>> RenderAsync(IReadOnlyList<ShotRequest> jobs, FilmFormat? format = null)
    {
        using ShotRenderer renderer = new(tools);
        return
        [
            .. (await renderer.RenderAsync(jobs, format ?? Format, null, null, CancellationToken.None).ConfigureAwait(false)).Select(s =>
                s.Path
            ),
        ];
    }

    /// <summary>Puts pictures into one JPEG.</summary>
    /// <param name="name">File name in the gallery.</param>
    /// <param name="columns">Pictures beside each other.</param>
    /// <param name="width">Width of one picture in pixels.</param>
    /// <param name="cells">The pictures, row by row.</param>
    public async Task SheetAsync(string name, int columns, int width, IReadOnlyList<GalleryCell> cells)
    {
        DirectoryInfo pictures = _work.CreateSubdirectory("sheet" + _count++.ToString(CultureInfo.InvariantCulture));
        for (int i = 0; i < cells.Count; i++)
        {
            GalleryCell cell = cells[i];
            string label = cell
                .Label.Replace("'", "", StringComparison.Ordinal)
                .Replace(":", "\\:", StringComparison.Ordinal)
                .Replace("%", "\\%", StringComparison.Ordinal);
            string text =
                label.Length == 0
                    ? ""
                    : $",drawtext=text='{label}':x=6:y=h-th-6:fontsize=14:fontcolor=white:box=1:boxcolor=black@0.55:boxborderw=4";
            await RunAsync([
                    .. InputFile.Arguments(cell.Video),
                    "-vf",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"select='eq(n,{cell.Frame})',scale={width}:-2:flags=lanczos{text},pad=iw+2:ih+2:1:1"
                    ),
                    "-frames:v",
                    "1",
                    Path.Combine(pictures.FullName, string.Create(CultureInfo.InvariantCulture, $"{i:0000}.png")),
                ])
                .ConfigureAwait(false);
        }

        string sheet = Path.Combine(folder, name);
        int rows = (cells.Count + columns - 1) / columns;
        int quality = 3;
        do
        {
            quality++;
            await RunAsync([
                    "-framerate",
                    "1",
                    "-i",
                    Path.Combine(pictures.FullName, "%04d.png"),
                    "-vf",
                    string.Create(CultureInfo.InvariantCulture, $"tile={columns}x{rows}"),
                    "-frames:v",
                    "1",
                    "-q:v",
                    quality.ToString(CultureInfo.InvariantCulture),
                    "-map_metadata",
                    "-1",
                    "-fflags",
                    "+bitexact",
                    "-flags:v",
                    "+bitexact",
                    sheet,
                ])
                .ConfigureAwait(false);
        } while (new FileInfo(sheet).Length > MostBytes && quality < 16);

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sheet}  {new FileInfo(sheet).Length / 1024} kB"));
    }

    /// <inheritdoc/>
    public void Dispose() => _work.Delete(recursive: true);

    private async Task RunAsync(IReadOnlyList<string> arguments)
    {
        await using ToolProcess process = await ToolProcess
            .StartAsync(tools.Command(["-y", .. arguments]), pipeOutput: false)
            .ConfigureAwait(false);
        await process.ExpectSuccessAsync("Making a sheet", CancellationToken.None).ConfigureAwait(false);
    }
}
