namespace MontageAI.Editing.Selection;

public sealed class KdTreeTests
{
    [Fact]
    public void Nearest_RandomPoints_EqualsALinearScan()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            Random random = new(seed);
            int count = random.Next(0, 400);

            // Few distinct values, so that equal distances occur.
            float[] points = [.. Enumerable.Range(0, count * 3).Select(_ => random.Next(12) / 11f)];
            float[] target = [random.NextSingle(), 1, random.NextSingle()];
            float[] weights = [random.NextSingle(), random.Next(2), random.NextSingle()];
            bool Accept(int i) => i % 3 != 0;

            IReadOnlyList<int> found = new KdTree(points).Nearest(target, weights, 9, Accept);

            IEnumerable<int> expected = Enumerable
                .Range(0, count)
                .Where(Accept)
                .OrderBy(i => Distance(points, i, target, weights))
                .ThenBy(i => i)
                .Take(9);
            Assert.Equal(expected, found);
        }
    }

    [Fact]
    public void Nearest_ManyPoints_LooksAtFewOfThem()
    {
        Random random = new(1);
        KdTree tree = new([.. Enumerable.Range(0, 3 * 100_000).Select(_ => random.NextSingle())]);
        long visited = 0;

        for (int i = 0; i < 100; i++)
        {
            tree.Nearest([random.NextSingle(), random.NextSingle(), random.NextSingle()], [1, 1, 1], 16, _ => true);
            visited += tree.Visited;
        }

        Assert.InRange(visited / 100, 16, 2000);
    }

    [Fact]
    public void Create_NotThreeNumbersPerPoint_Throws() => Assert.Throws<ArgumentException>(() => new KdTree(new float[4]));

    private static float Distance(float[] points, int i, float[] target, float[] weights)
    {
        float sum = 0;
        for (int d = 0; d < 3; d++)
        {
            sum += weights[d] * Math.Abs(target[d] - points[(i * 3) + d]);
        }

        return sum;
    }
}
