using MontageAI.Analysis.Clips;
using MontageAI.Analysis.Clips.Shots;
using MontageAI.Analysis.Tests.Clips.Faults;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.FFmpeg.Probing;
using MontageAI.FFmpeg.Processes;
using MontageAI.Results;

namespace MontageAI.Bench.Features;

/// <summary>Good pieces of real clips, 2 s each, as they are and spoilt by FFmpeg: what the planning scan and motion windows
/// reject.</summary>
internal sealed class FaultTrial(FFmpegTools tools, string media, string folder)
{
    /// <summary>Tries every fault.</summary>
    public async Task<IReadOnlyList<FaultRate>> RunAsync(CancellationToken cancellationToken)
    {
        List<FaultRate> rates = [];
        foreach ((string name, string filter) in PlantedFaults.Faults.Select(f => (f.Name, f.Filter)).Prepend(("none", "null")))
        {
            bool[] rejected = await RejectedAsync(filter, cancellationToken).ConfigureAwait(false);
            string[] wrong =
            [
                .. PlantedFaults.Pieces.Where((_, i) => rejected[i] == (name == "none")).Select(p => Path.GetFileName(p.File)),
            ];
            rates.Add(new FaultRate(name, rejected.Length, rejected.Count(r => r), wrong));
        }

        return rates;
    }

    // Per piece, whether more than half of it is rejected.
    private async Task<bool[]> RejectedAsync(string filter, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, "planted.mp4");
        await ToolProcess
            .RunAsync(
                "Spoiling good pieces",
                tools.Command(["-y", .. PlantedFaults.Arguments(PlantedFaults.Pieces, f => Path.Combine(media, f), filter), path]),
                cancellationToken
            )
            .ConfigureAwait(false);
        FFmpegClipFrames source = new(tools, await new MediaProbe(tools).ProbeAsync(path, cancellationToken).ConfigureAwait(false));
        ClipAnalyzer analyzer = new();
        ClipAnalysis scan = await analyzer
            .ScanAsync(source, new ClipScanOptions { ForPlanning = true }, cancellationToken)
            .ConfigureAwait(false);
        ClipAnalysis analysis = await analyzer
            .MeasureAsync(source, scan, PlantedFaults.Windows(PlantedFaults.Pieces.Count, source.Stream.TimeBase), 1, cancellationToken)
            .ConfigureAwait(false);
        File.Delete(path);
        return [.. PlantedFaults.Pieces.Select((_, i) => PlantedFaults.Verdict(analysis, i) is not null)];
    }
}
