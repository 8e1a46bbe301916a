using MontageAI.Analysis.Clips;
using MontageAI.Engine.Jobs;
using MontageAI.Keys;
using MontageAI.Media;
using MontageAI.Results;
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
    public ValueTask<MeasuredWindow?> TryGetAsync(MediaRange window, CancellationToken cancellationToken) =>
        context.Store.Results.TryGetAsync(KeyOf(window), StoreJson.MeasuredWindow, cancellationToken);

    /// <summary>Remembers a window.</summary>
    public ValueTask PutAsync(MeasuredWindow window, CancellationToken cancellationToken) =>
        context.Store.Results.PutAsync(
            KeyOf(new MediaRange(window.Start, window.End)),
            window,
            StoreJson.MeasuredWindow,
            cancellationToken
        );

    private ContentKey KeyOf(MediaRange window) =>
        ContentKey
            .For("window", context.Rungs, Rung.Windows)
            .With("source", file.Fingerprint)
            .With("stream", stream)
            .With("tool", context.ToolVersion.Pictures)
            .With("sharpness", _usual)
            .With("start", window.Start.ToString())
            .With("end", window.End.ToString())
            .Build();
}
