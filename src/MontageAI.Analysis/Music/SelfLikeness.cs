namespace MontageAI.Analysis.Music;

/// <summary>How much a song is like itself at other moments: what is heard again, and where something that was heard before begins or
/// ends.</summary>
/// <remarks>
/// Units (bars) are compared with the three after them, so that a chord alone is no repetition. Likeness is 1 less the squared distance
/// over the mean one of all pairs: 1 for the same, about 0 for any two. Boundaries by repetition are those of Serra et al., "Unsupervised
/// detection of music boundaries by time series structure features", AAAI 2012: changes of the smoothed time-lag matrix. Cost and memory
/// grow with the square of the number of units.
/// </remarks>
internal sealed class SelfLikeness
{
    // Units that are compared together.
    private const int Together = 4;

    // Nearest neighbours that count as repetitions: this share of all units, at least so many.
    private const double NeighbourShare = 0.06;
    private const int LeastNeighbours = 2;

    // Repetitions are blurred over so many units and lags to either side.
    private const int BlurUnits = 4;
    private const int BlurLags = 1;

    private readonly int _units;
    private readonly float[] _likeness;

    private SelfLikeness(int units, float[] likeness) => (_units, _likeness) = (units, likeness);

    /// <summary>Compares all units.</summary>
    /// <param name="features">Their features, one unit after the other, scaled so that distances mean the same in all of them.</param>
    /// <param name="width">Features of a unit.</param>
    public static SelfLikeness Of(double[] features, int width)
    {
        int units = features.Length / width;
        float[] distance = new float[units * units];
        double mean = 0;
        for (int i = 0; i < units; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double sum = 0;
                for (int v = 0; v < width; v++)
                {
                    double apart = features[(i * width) + v] - features[(j * width) + v];
                    sum += apart * apart;
                }

                distance[(i * units) + j] = distance[(j * units) + i] = (float)sum;
                mean += sum;
            }
        }

        mean /= Math.Max(1, units * (units - 1) / 2.0);
        float[] likeness = new float[units * units];
        for (int i = 0; i < units; i++)
        {
            for (int j = 0; j < units; j++)
            {
                int count = Math.Min(Together, units - Math.Max(i, j));
                double sum = 0;
                for (int k = 0; k < count; k++)
                {
                    sum += distance[((i + k) * units) + j + k];
                }

                likeness[(i * units) + j] = mean < 1e-12 ? 1 : (float)(1 - (sum / count / mean));
            }
        }

        return new SelfLikeness(units, likeness);
    }

    /// <summary>How alike two stretches are, at the best of the ways to lay the shorter on the longer; -infinity where one is shorter than
    /// what is compared together.</summary>
    public double Of(int firstStart, int firstEnd, int secondStart, int secondEnd)
    {
        int length = Math.Min(firstEnd - firstStart, secondEnd - secondStart);
        double best = double.NegativeInfinity;
        for (int a = firstStart; a + length <= firstEnd; a++)
        {
            for (int b = secondStart; b + length <= secondEnd; b++)
            {
                double sum = 0;
                int count = Math.Max(1, length - Together + 1);
                for (int k = 0; k < count; k++)
                {
                    sum += _likeness[((a + k) * _units) + b + k];
                }

                best = Math.Max(best, sum / count);
            }
        }

        return best;
    }

    /// <summary>How much what is repeated changes at each unit, 0 to 1 at the largest change; all 0 where nothing is heard again.</summary>
    public double[] Changes()
    {
        float[] smooth = Smoothed(Repeated());
        double[] changes = new double[_units];
        for (int u = 1; u < _units; u++)
        {
            double sum = 0;
            for (int lag = 0; lag < _units; lag++)
            {
                double apart = smooth[(u * _units) + lag] - smooth[((u - 1) * _units) + lag];
                sum += apart * apart;
            }

            changes[u] = Math.Sqrt(sum);
        }

        double largest = changes.Length == 0 ? 0 : changes.Max();
        return largest < 1e-9 ? changes : Array.ConvertAll(changes, c => c / largest);
    }

    // Row of a unit, column of a lag (wrapped around): 1 where each is among the other's nearest.
    private float[] Repeated()
    {
        int neighbours = Math.Max(LeastNeighbours, (int)(NeighbourShare * _units));
        float[] least = new float[_units];
        float[] row = new float[_units];
        for (int i = 0; i < _units; i++)
        {
            _likeness.AsSpan(i * _units, _units).CopyTo(row);
            row[i] = float.NegativeInfinity;
            Array.Sort(row);
            least[i] = row[Math.Max(0, _units - neighbours)];
        }

        float[] repeated = new float[_units * _units];
        for (int i = 0; i < _units; i++)
        {
            for (int j = 0; j < _units; j++)
            {
                float like = _likeness[(i * _units) + j];
                if (i != j && like >= least[i] && like >= least[j])
                {
                    repeated[(i * _units) + ((j - i + _units) % _units)] = 1;
                }
            }
        }

        return repeated;
    }

    private float[] Smoothed(float[] repeated)
    {
        float[] smooth = new float[repeated.Length];
        for (int u = 0; u < _units; u++)
        {
            for (int lag = 0; lag < _units; lag++)
            {
                if (repeated[(u * _units) + lag] == 0)
                {
                    continue;
                }

                for (int du = -BlurUnits; du <= BlurUnits; du++)
                {
                    if (u + du < 0 || u + du >= _units)
                    {
                        continue;
                    }

                    for (int dl = -BlurLags; dl <= BlurLags; dl++)
                    {
                        float weight = (1 - (Math.Abs(du) / (BlurUnits + 1f))) * (1 - (Math.Abs(dl) / (BlurLags + 1f)));
                        smooth[((u + du) * _units) + ((lag + dl + _units) % _units)] += weight;
                    }
                }
            }
        }

        return smooth;
    }
}
