using MontageAI.Analysis.Clips.Motion;
using MontageAI.Detection;
using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Analysis.Clips.Subjects;

/// <summary>Measures where the eye is drawn in stretches of a clip. Deterministic; decodes each stretch once, small.</summary>
public static class SubjectTracker
{
    // Twice what motion is measured at.
    private const int FaceSize = 2 * FrameShrinker.LongSide;

    /// <summary>What is asked of a clip.</summary>
    /// <param name="windows">Half-open stretches in ascending order that do not overlap.</param>
    /// <param name="seekPoints">Where decoding can start, as far as known.</param>
    /// <param name="faces">Whether faces are looked for, which takes larger pictures.</param>
    public static FrameRequest Request(IReadOnlyList<MediaRange> windows, IReadOnlyList<MediaTime> seekPoints, bool faces) =>
        new()
        {
            Selection = FrameSelection.Windows,
            Windows = windows,
            SeekPoints = seekPoints,
            LongSide = faces ? FaceSize : FrameShrinker.LongSide,
        };

    /// <summary>Measures.</summary>
    /// <param name="source">The clip.</param>
    /// <param name="windows">As for <see cref="Request"/>.</param>
    /// <param name="seekPoints">As for <see cref="Request"/>.</param>
    /// <param name="faces">What finds faces; null looks for none.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>One per window in their order; without frames where none could be decoded.</returns>
    public static async Task<IReadOnlyList<SubjectTrack>> MeasureAsync(
        IClipFrameSource source,
        IReadOnlyList<MediaRange> windows,
        IReadOnlyList<MediaTime> seekPoints,
        IFaceDetector? faces,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(windows);
        SubjectMeter[] meters = [.. windows.Select(w => new SubjectMeter(w.Start, w.End, faces))];
        IFrameReader reader = await source
            .OpenAsync(Request(windows, seekPoints, faces is not null), cancellationToken)
            .ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                meters[reader.Current.Window].Add(reader.Current);
            }
        }

        return [.. meters.Select(m => m.Finish())];
    }
}
