using MontageAI.Time;

namespace MontageAI.Engine.Searching;

/// <summary>A shot that was found.</summary>
/// <param name="Clip">Index of its clip.</param>
/// <param name="Shot">Index of the shot in its clip.</param>
/// <param name="Time">PTS of its picture that fits best.</param>
/// <param name="Score">How well that fits.</param>
internal readonly record struct FoundPicture(int Clip, int Shot, MediaTime Time, float Score);

/// <summary>The pictures of many clips, to be asked questions. A question costs one product per picture.</summary>
/// <param name="clips">What was seen of each clip.</param>
internal sealed class PictureIndex(IReadOnlyList<SeenClip> clips)
{
    /// <summary>Number of pictures.</summary>
    public int Pictures => clips.Sum(c => c.Pictures.Count);

    /// <summary>Number of shots that have a picture.</summary>
    public int Shots => clips.Sum(c => c.Pictures.Select(p => p.Shot).Distinct().Count());

    /// <summary>The shots that fit best, best first; of equal ones the earlier in the order of the clips. Shots that do not fit at all
    /// (0 and less) are left out.</summary>
    /// <param name="question">The question.</param>
    /// <param name="most">At most so many.</param>
    public IReadOnlyList<FoundPicture> Find(PictureQuestion question, int most)
    {
        List<FoundPicture> best = [];
        for (int c = 0; c < clips.Count; c++)
        {
            int last = -1;
            foreach (SeenPicture picture in clips[c].Pictures)
            {
                float score = question.Score(picture.Kept);
                if (score <= 0)
                {
                    continue;
                }

                // Pictures of one shot come in a row.
                FoundPicture found = new(c, picture.Shot, picture.Time, score);
                if (last != picture.Shot)
                {
                    best.Add(found);
                }
                else if (score > best[^1].Score)
                {
                    best[^1] = found;
                }

                last = picture.Shot;
            }
        }

        return [.. best.OrderByDescending(f => f.Score).Take(most)];
    }
}
