using MontageAI.Containers.Joining;
using MontageAI.FFmpeg.Probing;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Requests;
using MontageAI.Rendering.Shots;
using MontageAI.Testing;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Tests;

/// <summary>A small montage for a test: sources in a temporary folder, shots rendered from them, joined.</summary>
internal sealed class Scene : IDisposable
{
    private readonly Dictionary<string, MediaInfo> _probed = [];
    private readonly List<ShotRequest> _jobs = [];

    public static FFmpegTools Tools { get; } = FFmpegTools.Locate(null, Environment.GetEnvironmentVariable("PATH"));

    public TempFolder Folder { get; } = new();

    public FilmFormat Format { get; set; } = new(new FrameRate(30), new Canvas(64, 36), RenderProfile.Preview);

    public IReadOnlyList<ShotRequest> Jobs => _jobs;

    public long Frames => _jobs.Sum(j => j.Shot.Record.Length);

    public static FrameRate Rate(string text) => FrameRate.TryParse(text, out FrameRate rate) ? rate : throw new ArgumentException(text);

    /// <summary>Makes a source from FFmpeg arguments that end before the output's name.</summary>
    public string Source(string name, params IEnumerable<string> arguments)
    {
        string path = Folder.File(name);
        TestTools.FFmpeg([.. arguments, path]);
        return path;
    }

    /// <summary>A source whose frame n has luma 20 + 10 x (n mod 20), so that every frame can be told from its neighbours.</summary>
    public string Counter(string name, string rate, int frames, params IEnumerable<string> encode) =>
        Source(
            name,
            [
                "-f",
                "lavfi",
                "-i",
                $"color=gray:size=64x36:rate={rate},geq=lum='20+10*mod(N,20)':cb=128:cr=128,"
                    + $"setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709",
                "-frames:v",
                $"{frames}",
                "-pix_fmt",
                "yuv420p",
                .. encode,
            ]
        );

    public MediaInfo Probe(string path)
    {
        if (!_probed.TryGetValue(path, out MediaInfo? info))
        {
            info = new MediaProbe(Tools).ProbeAsync(path, CancellationToken.None).GetAwaiter().GetResult();
            _probed[path] = info;
        }

        return info;
    }

    /// <summary>Appends a shot that starts at a PTS in ticks of the source's main video stream.</summary>
    public ShotRequest Add(string path, long inTicks, int frames, Rational? speed = null, VideoStreamInfo? video = null)
    {
        VideoStreamInfo stream = video ?? Probe(path).MainVideo!;
        ShotRequest job = new()
        {
            Index = _jobs.Count,
            SourcePath = path,
            Video = stream,
            Container = Probe(path).Container,
            OutputPath = Folder.File($"shot{_jobs.Count:000}.mp4"),
            Shot = new TimelineShot
            {
                Record = new FrameRange(Frames, Frames + frames),
                Source = path,
                In = new MediaTime(inTicks, stream.TimeBase),
                Speed = speed ?? new Rational(1),
            },
        };
        _jobs.Add(job);
        return job;
    }

    /// <summary>Appends a shot that starts at a frame of a constant-rate source.</summary>
    public ShotRequest AddAtFrame(string path, long frame, int frames, Rational? speed = null)
    {
        VideoStreamInfo stream = Probe(path).MainVideo!;
        double seconds = stream.AverageRate!.Value.SecondsAt(frame);
        return Add(path, (stream.StartPts ?? 0) + MediaTime.FromSeconds(seconds, stream.TimeBase).Ticks, frames, speed);
    }

    /// <summary>Puts another job in the place of one.</summary>
    public ShotRequest Change(int index, Func<ShotRequest, ShotRequest> change) => _jobs[index] = change(_jobs[index]);

    public Task<IReadOnlyList<RenderedShot>> RenderAsync(
        ShotRenderResources? resources = null,
        IProgress<long>? frames = null,
        Action<RenderedShot>? onShot = null,
        CancellationToken cancel = default
    ) => new ShotRenderer(Tools, resources).RenderAsync(_jobs, Format, frames, onShot, cancel);

    public async Task<string> FilmAsync(string? audio = null)
    {
        IReadOnlyList<RenderedShot> shots = await RenderAsync();
        JoinRequest request = new()
        {
            Rate = Format.Rate,
            Parts = [.. shots.Select(s => new JoinPart(s.Path, s.Frames))],
            AudioPath = audio,
            OutputPath = Folder.File("film.mp4"),
            Overwrite = true,
        };
        return (await new Joiner().JoinAsync(request, CancellationToken.None)).Path;
    }

    public void Dispose() => Folder.Dispose();
}
