using MontageAI.Editing.Prompts;
using MontageAI.Editing.Styles;
using MontageAI.Errors;
using MontageAI.Results;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing;

/// <summary>In which order clips appear.</summary>
public enum ClipOrder
{
    /// <summary>Whatever suits the music; the style's chronology parameter still pulls.</summary>
    Free,

    /// <summary>In the order of recording, shot by shot: what containers state, else the files' times, then the numbers in their
    /// names.</summary>
    Chronological,

    /// <summary>In chapters as recorded (days, places: whatever long pauses part), free inside each; free where the times tell no
    /// story.</summary>
    Story,
}

/// <summary>What is asked of a plan. Everything here changes the result and belongs into its cache key.</summary>
public sealed record PlanRequest
{
    /// <summary>The grid of the timeline.</summary>
    public required FrameRate Rate { get; init; }

    /// <summary>Shape of the canvas, width to height, above 0.</summary>
    public required Rational Aspect { get; init; }

    /// <summary>
    /// Length in seconds, above 0; null lets the footage and the song suggest one (see <c>DurationAdvisor</c>). Where a song stretch is
    /// given, its length holds, since it ends on a bar.
    /// </summary>
    public double? DurationSeconds { get; init; }

    /// <summary>The style; see <see cref="StyleLibrary"/>.</summary>
    public Style Style { get; init; } = StyleLibrary.Default;

    /// <summary>Another seed gives another plan, the same seed the same one.</summary>
    public long Seed { get; init; }

    /// <summary>Order of clips.</summary>
    public ClipOrder Order { get; init; } = ClipOrder.Free;

    /// <summary>How pictures of another shape will be put on the canvas; null as in <see cref="Timeline.Fit"/>. Camera moves keep
    /// to it.</summary>
    public PictureFit? Fit { get; init; }

    /// <summary>Gain of the clips' own sound under the song in decibels, -60 to 12; null leaves it to the style.</summary>
    public double? ClipSoundDb { get; init; }

    /// <summary>
    /// Weight of the price of an in-point, 0 to 2: starting long after a key frame costs decoding that nobody sees. Of equally good shots
    /// the cheap one wins; higher values give up more beauty for speed. At 1.5 a whole preview costs a tenth more than with
    /// key frames alone.
    /// </summary>
    public double SeekCostWeight { get; init; } = 1.5;

    /// <summary>
    /// Seconds of each chosen shot beyond its length that are measured and within which its in-point may move to a better moment, 0 to 5. 0
    /// measures the first 0.4 s of winners that are cheap to reach and moves nothing, which is what previews do. See docs/decisions/0014.
    /// </summary>
    public double CloserLookSeconds { get; init; }

    /// <summary>What the user decided in earlier montages; tips the choice among good shots by at most half of what bad quality costs.
    /// Empty remembers nothing.</summary>
    public IReadOnlyList<RememberedShot> Memory { get; init; } = [];

    /// <summary>What pictures should show, or should not; weighed against the other rules where clips tell how well their pictures fit
    /// (<see cref="Materials.ClipMaterial.Wished"/>).</summary>
    public IReadOnlyList<PictureWish> Wishes { get; init; } = [];

    /// <summary>Clips that must not be used, by <see cref="Materials.ClipMaterial.Id"/>.</summary>
    public IReadOnlyList<string> ExcludedClips { get; init; } = [];

    /// <summary>Everything that is wrong, a sentence each; empty when the request is sound.</summary>
    public IReadOnlyList<Problem> Validate()
    {
        List<Problem> problems = [];
        if (Rate.Fraction.Numerator <= 0)
        {
            problems.Add(new Problem(ErrorCode.Range, "a frame rate above 0 is needed, for example 30 or 30000/1001.", Field.Rate));
        }

        if (Aspect <= new Rational(0))
        {
            problems.Add(new Problem(ErrorCode.Range, $"{Aspect} must be above 0, for example 16/9.", Field.Aspect));
        }

        if (DurationSeconds is { } seconds && !(seconds > 0 && seconds <= 24 * 3600))
        {
            problems.Add(new Problem(ErrorCode.Range, $"{seconds} s must be above 0 and at most a day.", Field.Duration));
        }

        if (ClipSoundDb is { } gain && !(gain >= -60 && gain <= 12))
        {
            problems.Add(new Problem(ErrorCode.Range, $"{gain} dB must lie between -60 and 12.", Field.ClipSound));
        }

        if (!(SeekCostWeight >= 0 && SeekCostWeight <= 2))
        {
            problems.Add(new Problem(ErrorCode.Range, $"{SeekCostWeight} must lie between 0 and 2.", Field.SeekCostWeight));
        }

        if (!(CloserLookSeconds >= 0 && CloserLookSeconds <= 5))
        {
            problems.Add(new Problem(ErrorCode.Range, $"{CloserLookSeconds} s must lie between 0 and 5.", Field.CloserLook));
        }

        problems.AddRange(Problem.Of(ErrorCode.StyleInvalid, Style.Validate()));
        return problems;
    }
}
