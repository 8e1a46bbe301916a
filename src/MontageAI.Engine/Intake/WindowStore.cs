using MontageAI.Analysis.Clips;
using MontageAI.Engine.Jobs;
using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Storage.Keys;
using MontageAI.Time;

namespace MontageAI.Engine.Intake;

/// <summary>Remembers measured windows one by one: another style that wants some of the same does not measure them again.</summary>
/// <param name="context">The job.</param>
/// <param name="file">The clip.</param>
/// <param name="stream">Its video stream.</param>
/// <param name="analysis">What is known of it; the judgement of a window depends on how sharp the clip usually is.</param>
internal sealed class WindowStore(JobContext context, SourceFile file, int stream, ClipAnalysis analysis)
{
    private readonly double _usual = ClipAnalyzer.UsualSharpness(analysis) ?? -1;

    /// <summary>A window if it was measured before, else null.</summary>
    public MeasuredWindow? TryGet((MediaTime Start, MediaTime End) window) =>
        context.Store.Results.TryGet(KeyOf(window), StoreJson.Default.MeasuredWindow, out MeasuredWindow? found) ? found : null;

    /// <summary>Remembers a window.</summary>
    public void Put(MeasuredWindow window) =>
        context.Store.Results.Put(KeyOf((window.Start, window.End)), window, StoreJson.Default.MeasuredWindow);

    private ContentKey KeyOf((MediaTime Start, MediaTime End) window) =>
        ContentKey
            .For("window", ClipAnalyzer.Algorithm)
            .With("source", file.Fingerprint)
            .With("stream", stream)
            .With("tool", context.ToolVersion)
            .With("sharpness", _usual)
            .With("start", window.Start.ToString())
            .With("end", window.End.ToString())
            .Build();
}
