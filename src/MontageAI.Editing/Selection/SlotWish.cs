using MontageAI.Editing.Styles;

namespace MontageAI.Editing.Selection;

/// <summary>What a slot wishes for, as targets and weights of the batch score. A weight of 0 leaves its measure out.</summary>
/// <param name="Energy">Energy to match, 0 to 1.</param>
/// <param name="Place">Place in the footage's order to match, 0 to 1.</param>
/// <param name="QualityWeight">Weight of missing quality.</param>
/// <param name="EnergyWeight">Weight of the distance to <paramref name="Energy"/>.</param>
/// <param name="ActionWeight">Weight of the distance of motion to <paramref name="Energy"/>.</param>
/// <param name="PlaceWeight">Weight of the distance to <paramref name="Place"/>.</param>
/// <param name="SeekWeight">Weight of the price of the in-point.</param>
/// <param name="SurpriseWeight">Weight of the seed's liking.</param>
internal readonly record struct SlotWish(
    float Energy,
    float Place,
    float QualityWeight,
    float EnergyWeight,
    float ActionWeight,
    float PlaceWeight,
    float SeekWeight,
    float SurpriseWeight
)
{
    /// <summary>
    /// What a measure that is missing costs, as a share of its weight: a little more than a typical mismatch, so that a measured good match
    /// wins and a measured bad one loses against the unknown. Chosen by hand.
    /// </summary>
    public const float MissingLoss = 0.4f;

    /// <summary>
    /// The same for motion. It is measured only where a provisional plan nearly chose, so the unmeasured loses against all but bad matches:
    /// what is shown has then been looked at. Chosen by hand.
    /// </summary>
    public const float MissingActionLoss = 0.65f;

    /// <summary>What it costs a place that it is not its turn with this seed: more than most differences of quality. Chosen by
    /// hand.</summary>
    public const float TurnLoss = 1;

    /// <summary>
    /// Weight of the place when the user asks for the footage's order: being off by a thirtieth of the montage costs about as much as bad
    /// quality.
    /// </summary>
    public const float StrictPlaceWeight = 25;

    /// <summary>The wish of a slot.</summary>
    public static SlotWish For(double? energy, double place, SelectionStyle style, PlanRequest request) =>
        new(
            (float)(energy ?? 0),
            (float)place,
            (float)style.Quality,
            energy is null ? 0 : (float)style.EnergyMatch,
            energy is null ? 0 : (float)style.ActionMatch,
            (float)(request.Order == ClipOrder.Chronological ? Math.Max(style.Chronology, StrictPlaceWeight) : style.Chronology),
            (float)request.SeekCostWeight,
            (float)style.Surprise
        );
}
