using MontageAI.Detection;
using MontageAI.Media;

namespace MontageAI.Engine.Searching;

/// <summary>Sees things of a fixed list: of a picture is kept how surely each is in it, and it fits words by the things that they
/// name.</summary>
internal sealed class ObjectSight(IObjectDetector detector) : IPictureSight
{
    // What is less sure is not said to be there: chosen on half of the labelled clips (`./bench models objects`).
    internal const float LeastScore = 0.55f;

    private readonly ObjectWords _words = new(detector.Labels);

    /// <inheritdoc/>
    public string Name => detector.Name;

    /// <inheritdoc/>
    public string Algorithm => detector.Algorithm;

    /// <inheritdoc/>
    public int LongSide(VideoStreamInfo stream) => detector.Side;

    /// <inheritdoc/>
    public byte[] See(SmallFrame picture)
    {
        // Two bytes a thing: what, and how sure in 250ths.
        byte[] surest = new byte[detector.Labels.Count];
        foreach (DetectedObject found in detector.Find(picture))
        {
            surest[found.Label] = Math.Max(surest[found.Label], (byte)MathF.Round(found.Score * 250));
        }

        return surest;
    }

    /// <inheritdoc/>
    public PictureQuestion Ask(string words)
    {
        (IReadOnlyList<IReadOnlyList<int>> things, IReadOnlyList<string> unknown) = _words.Read(words);
        return new PictureQuestion(Score, things.Count > 0, unknown);

        // Every thing that was named counts the same; of those that one word may mean, the surest.
        float Score(byte[] kept)
        {
            float sum = 0;
            foreach (IReadOnlyList<int> any in things)
            {
                float surest = any.Max(label => kept[label]) / 250f;
                sum += surest >= LeastScore ? surest : 0;
            }

            return MathF.Round(sum / things.Count, 3);
        }
    }
}
