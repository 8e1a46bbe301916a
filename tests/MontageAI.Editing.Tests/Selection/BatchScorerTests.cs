using System.Numerics;
using MontageAI.Time;

namespace MontageAI.Editing.Selection;

public sealed class BatchScorerTests
{
    [Fact]
    public void Score_AnyCount_EqualsTheScalarReferenceToTheBit()
    {
        int lanes = Vector<float>.Count;
        foreach (int count in new[] { 0, 1, lanes - 1, lanes, lanes + 1, (4 * lanes) + 3, 1000 })
        {
            Random random = new(count);
            CandidateColumns columns = new([.. Enumerable.Range(0, count).Select(_ => RandomCandidate(random))], seed: 3);
            SlotWish wish = new(random.NextSingle(), random.NextSingle(), 1.1f, 0.8f, 0.7f, 0.3f, 0.25f, 0.1f);
            float[] scores = new float[count];

            BatchScorer.Score(columns, wish, scores);

            Assert.All(
                Enumerable.Range(0, count),
                i =>
                    Assert.Equal(
                        BitConverter.SingleToInt32Bits(BatchScorer.ScoreOne(columns, wish, i)),
                        BitConverter.SingleToInt32Bits(scores[i])
                    )
            );
        }
    }

    [Fact]
    public void Score_UnknownMeasure_LosesToAGoodMatchAndBeatsABadOne()
    {
        CandidateColumns columns = new([At(energy: 0.8f), At(energy: null), At(energy: 0.1f)], seed: 1);
        float[] scores = new float[3];

        BatchScorer.Score(columns, new SlotWish(0.75f, 0, 0, 1, 0, 0, 0, 0), scores);

        Assert.True(scores[0] > scores[1] && scores[1] > scores[2]);
    }

    private static Candidate At(float? energy) =>
        new()
        {
            Clip = 0,
            Shot = 0,
            In = new MediaTime(0, new Rational(1, 1000)),
            Room = 10,
            Place = 0,
            Energy = energy,
        };

    private static Candidate RandomCandidate(Random random) =>
        At(Maybe(random)) with
        {
            Quality = Maybe(random),
            Action = Maybe(random),
            Place = random.NextSingle(),
            FramesAfterKey = random.Next(3) == 0 ? null : random.Next(400),
        };

    private static float? Maybe(Random random) => random.Next(3) == 0 ? null : random.NextSingle();
}
