using System.Globalization;
using System.Text;
using MontageAI.FFmpeg.Processes;

namespace MontageAI.FFmpeg.Capabilities;

/// <summary>
/// Samples how busy graphics processors are while they encode or decode: NVIDIA's by nvidia-smi, AMD's by the kernel's figure. Where
/// neither tells (Intel, Apple, Windows without nvidia-smi) there is no figure.
/// </summary>
public sealed class GpuMeter : IAsyncDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(0.5);

    private readonly CancellationTokenSource _end = new();
    private readonly Lock _lock = new();
    private readonly Task _sampling;
    private double _sum;
    private int _samples;

    private GpuMeter() => _sampling = Task.CompletedTask;

    private GpuMeter(string[] files) => _sampling = SampleAsync(files, _end.Token);

    private GpuMeter(ToolCommand command) => _sampling = SampleAsync(command, _end.Token);

    /// <summary>Begins sampling.</summary>
    /// <param name="root">Folder below which sys and usr lie; "/" but for tests.</param>
    public static GpuMeter Start(string root = "/")
    {
        ArgumentNullException.ThrowIfNull(root);
        string drm = Path.Combine(root, "sys/class/drm");
        string[] files = Directory.Exists(drm)
            ? [.. Directory.EnumerateDirectories(drm, "card*").Select(c => Path.Combine(c, "device/gpu_busy_percent")).Where(File.Exists)]
            : [];
        string nvidia = Path.Combine(root, "usr/bin/nvidia-smi");
        return files.Length > 0 ? new GpuMeter(files)
            : File.Exists(nvidia)
                ? new GpuMeter(new ToolCommand(nvidia, ["--query-gpu=utilization.gpu", "--format=csv,noheader,nounits", "--loop-ms=500"]))
            : new GpuMeter();
    }

    /// <summary>Mean busy share in percent so far, of all processors that tell; null when none did.</summary>
    public double? MeanPercent
    {
        get
        {
            lock (_lock)
            {
                return _samples == 0 ? null : _sum / _samples;
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _sampling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task SampleAsync(string[] files, CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(s_interval);
        do
        {
            foreach (string file in files)
            {
                Add(await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false));
            }
        } while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
    }

    private async Task SampleAsync(ToolCommand command, CancellationToken cancellationToken)
    {
        await using ToolProcess process = await ToolProcess.StartAsync(command, pipeOutput: true).ConfigureAwait(false);
        using StreamReader lines = new(process.Output, Encoding.ASCII, leaveOpen: true);
        while (await lines.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            Add(line);
        }
    }

    // "[N/A]" and error messages are no figures.
    private void Add(string text)
    {
        if (double.TryParse(text.Trim(), CultureInfo.InvariantCulture, out double percent) && percent is >= 0 and <= 100)
        {
            lock (_lock)
            {
                _sum += percent;
                _samples++;
            }
        }
    }
}
