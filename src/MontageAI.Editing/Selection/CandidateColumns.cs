namespace MontageAI.Editing.Selection;

/// <summary>
/// The numbers of all candidates as one array per measure, for scoring many at once. Beside each measure that may be missing stands a
/// column that is 1 where it is known and 0 where not; the measure's own column is 0 there and never read as a value.
/// </summary>
internal sealed class CandidateColumns
{
    /// <summary>Frames after a key frame at which an in-point counts as fully expensive: ten seconds at 25 frames per second.</summary>
    private const double ExpensiveFrames = 250;

    private const long SurpriseStream = 2;

    // What a shot begins in is parted into pieces so long. The first seed may show all of them; of the seeds after it each three share them
    // among themselves, so that their films have nothing in common where there is enough footage.
    private const double TurnSeconds = 4;
    private const long TurnStream = 77;
    private const long FirstSeed = 1;
    private const int Shares = 3;
    private const int Seeds = 1 + (2 * Shares);

    /// <summary>Lays out the columns.</summary>
    public CandidateColumns(IReadOnlyList<Candidate> candidates, long seed)
    {
        Count = candidates.Count;
        (Quality, QualityKnown) = Split(candidates, c => c.Quality);
        (Energy, EnergyKnown) = Split(candidates, c => c.Energy);
        (Action, ActionKnown) = Split(candidates, c => c.Action);
        Seek = [.. candidates.Select(c => (float)Math.Min(1, (c.FramesAfterKey ?? ExpensiveFrames) / ExpensiveFrames))];
        Place = [.. candidates.Select(c => c.Place)];

        // By place, not by number, so that measuring or excluding something elsewhere does not change it.
        Surprise = [.. candidates.Select(c => SeededNoise.Unit(seed, SurpriseStream + c.Clip, c.In.Ticks))];
        Turn = [.. candidates.Select(c => IsTurn(c, seed) ? 0f : 1f)];
    }

    /// <summary>Number of candidates.</summary>
    public int Count { get; }

    /// <summary>Quality, 0 to 1.</summary>
    public float[] Quality { get; }

    /// <summary>1 where quality is known.</summary>
    public float[] QualityKnown { get; }

    /// <summary>Energy, 0 to 1.</summary>
    public float[] Energy { get; }

    /// <summary>1 where energy is known.</summary>
    public float[] EnergyKnown { get; }

    /// <summary>Action, 0 to 1.</summary>
    public float[] Action { get; }

    /// <summary>1 where action is known.</summary>
    public float[] ActionKnown { get; }

    /// <summary>Price of the in-point, 0 (key frame) to 1.</summary>
    public float[] Seek { get; }

    /// <summary>Place in the order of the footage, 0 to 1.</summary>
    public float[] Place { get; }

    /// <summary>The seed's own liking, 0 to 1.</summary>
    public float[] Surprise { get; }

    /// <summary>1 where it is not a place's turn with this seed, so that other seeds show other footage; else 0.</summary>
    public float[] Turn { get; }

    private static bool IsTurn(Candidate candidate, long seed)
    {
        int turn = (int)((((seed - FirstSeed) % Seeds) + Seeds) % Seeds);
        if (turn == 0)
        {
            return true;
        }

        long piece = (long)Math.Floor(candidate.InSeconds / TurnSeconds);
        ulong share = SeededNoise.Hash(TurnStream + ((turn - 1) / Shares), candidate.Clip, piece) % Shares;
        return share == (ulong)((turn - 1) % Shares);
    }

    private static (float[] Values, float[] Known) Split(IReadOnlyList<Candidate> candidates, Func<Candidate, float?> measure) =>
        ([.. candidates.Select(c => measure(c) ?? 0)], [.. candidates.Select(c => measure(c).HasValue ? 1f : 0f)]);

    /// <summary>A tree over energy, quality and action, with whose help few of many are scored.</summary>
    public KdTree Tree()
    {
        // A missing measure sits where it is neither a match nor the worst mismatch; the exact score afterwards knows that it is missing.
        float[] points = new float[Count * 3];
        for (int i = 0; i < Count; i++)
        {
            points[i * 3] = EnergyKnown[i] > 0 ? Energy[i] : 0.5f;
            points[(i * 3) + 1] = QualityKnown[i] > 0 ? Quality[i] : 1 - SlotWish.MissingLoss;
            points[(i * 3) + 2] = ActionKnown[i] > 0 ? Action[i] : 0.5f;
        }

        return new KdTree(points);
    }
}
