using System.Numerics;

namespace MontageAI.Editing.Selection;

/// <summary>
/// The part of a score that does not depend on neighbouring shots, for all candidates at once: the negative sum of weighted losses (1 -
/// quality, distances to the wished energy, action and place, price of the in-point, the seed's dislike, whose turn it is). The vector path
/// does the same operations on the same numbers in the same order as the scalar one, element by element, so both give the same bits at
/// every vector width.
/// </summary>
internal static class BatchScorer
{
    /// <summary>Scores all candidates.</summary>
    /// <param name="columns">Their numbers.</param>
    /// <param name="wish">What is wished for.</param>
    /// <param name="scores">Receives one score per candidate, 0 at best; at least as long as there are candidates.</param>
    public static void Score(CandidateColumns columns, in SlotWish wish, Span<float> scores)
    {
        int lanes = Vector<float>.Count;
        int i = 0;
        Vector<float> one = Vector<float>.One;
        Vector<float> missing = new(SlotWish.MissingLoss);
        Vector<float> missingAction = new(SlotWish.MissingActionLoss);
        Vector<float> energy = new(wish.Energy);
        Vector<float> place = new(wish.Place);
        for (; i <= columns.Count - lanes; i += lanes)
        {
            Vector<float> qualityKnown = new(columns.QualityKnown, i);
            Vector<float> energyKnown = new(columns.EnergyKnown, i);
            Vector<float> actionKnown = new(columns.ActionKnown, i);
            Vector<float> quality = (qualityKnown * (one - new Vector<float>(columns.Quality, i))) + ((one - qualityKnown) * missing);
            Vector<float> energyLoss =
                (energyKnown * Vector.Abs(new Vector<float>(columns.Energy, i) - energy)) + ((one - energyKnown) * missing);
            Vector<float> actionLoss =
                (actionKnown * Vector.Abs(new Vector<float>(columns.Action, i) - energy)) + ((one - actionKnown) * missingAction);
            Vector<float> loss = wish.QualityWeight * quality;
            loss += wish.EnergyWeight * energyLoss;
            loss += wish.ActionWeight * actionLoss;
            loss += wish.PlaceWeight * Vector.Abs(new Vector<float>(columns.Place, i) - place);
            loss += wish.SeekWeight * new Vector<float>(columns.Seek, i);
            loss += wish.SurpriseWeight * new Vector<float>(columns.Surprise, i);
            loss += SlotWish.TurnLoss * new Vector<float>(columns.Turn, i);
            (-loss).CopyTo(scores[i..]);
        }

        for (; i < columns.Count; i++)
        {
            scores[i] = ScoreOne(columns, wish, i);
        }
    }

    /// <summary>The score of one candidate: the reference that the vector path equals.</summary>
    public static float ScoreOne(CandidateColumns columns, in SlotWish wish, int i)
    {
        float loss = wish.QualityWeight * QualityLoss(columns, i);
        loss += wish.EnergyWeight * EnergyLoss(columns, wish, i);
        loss += wish.ActionWeight * ActionLoss(columns, wish, i);
        loss += wish.PlaceWeight * Math.Abs(columns.Place[i] - wish.Place);
        loss += wish.SeekWeight * columns.Seek[i];
        loss += wish.SurpriseWeight * columns.Surprise[i];
        loss += SlotWish.TurnLoss * columns.Turn[i];
        return -loss;
    }

    /// <summary>1 - quality, or the loss of the unknown.</summary>
    public static float QualityLoss(CandidateColumns columns, int i) =>
        (columns.QualityKnown[i] * (1 - columns.Quality[i])) + ((1 - columns.QualityKnown[i]) * SlotWish.MissingLoss);

    /// <summary>Distance to the wished energy, or the loss of the unknown.</summary>
    public static float EnergyLoss(CandidateColumns columns, in SlotWish wish, int i) =>
        (columns.EnergyKnown[i] * Math.Abs(columns.Energy[i] - wish.Energy)) + ((1 - columns.EnergyKnown[i]) * SlotWish.MissingLoss);

    /// <summary>Distance of action to the wished energy, or the loss of the unknown.</summary>
    public static float ActionLoss(CandidateColumns columns, in SlotWish wish, int i) =>
        (columns.ActionKnown[i] * Math.Abs(columns.Action[i] - wish.Energy)) + ((1 - columns.ActionKnown[i]) * SlotWish.MissingActionLoss);
}
