using System.Numerics;
using MontageAI.Editing.Materials;
using MontageAI.Results;

namespace MontageAI.Editing.Selection;

/// <summary>
/// Finds shots of different clips that show the same recording: copies under another name, encoded anew, scaled or trimmed. Two shots are
/// twins when a key frame of one and a key frame of the other differ in at most six bits of their fingerprints and hardly in colour. Of the
/// test media no two different recordings come closer than 14 bits. Candidates for a pair are found by equal quarters of the fingerprint,
/// so the cost is that of sorting.
/// </summary>
internal sealed class TwinShots
{
    // Bits of 64, and distance of mean luma and chroma, up to which two pictures are of the same frame.
    private const int MostBits = 6;
    private const float MostColour = 0.06f;

    // A picture with less contrast has no fingerprint to speak of.
    private const float LeastContrast = 0.03f;

    // So many of those with an equal quarter are compared: enough for copies, and no more work where thousands are alike.
    private const int Compared = 8;

    private readonly Dictionary<int, int> _first = [];

    /// <summary>Looks for them.</summary>
    public TwinShots(IReadOnlyList<ClipMaterial> clips, IReadOnlyList<UsableStretch> stretches)
    {
        List<(int Clip, int Shot, PictureFeatures Picture)> pictures = [];
        foreach (UsableStretch stretch in stretches)
        {
            IReadOnlyList<KeyFrame> keys = clips[stretch.Clip].Analysis.KeyFrames;
            for (int i = FirstAtOrAfter(keys, stretch.Start.Seconds); i < keys.Count && keys[i].Time.Seconds < stretch.End.Seconds; i++)
            {
                if (keys[i].Features.Contrast >= LeastContrast)
                {
                    pictures.Add((stretch.Clip, stretch.Shot, keys[i].Features));
                }
            }
        }

        ulong[] sorted = new ulong[pictures.Count];
        for (int quarter = 0; quarter < 4; quarter++)
        {
            // The quarter, and behind it the index, so that one sort of plain numbers does.
            for (int i = 0; i < sorted.Length; i++)
            {
                sorted[i] = ((pictures[i].Picture.Fingerprint >> (16 * quarter)) << 48 >> 16) | (uint)i;
            }

            Array.Sort(sorted);
            for (int i = 0; i < sorted.Length; i++)
            {
                for (int k = i + 1; k < sorted.Length && k <= i + Compared && sorted[k] >> 32 == sorted[i] >> 32; k++)
                {
                    (int Clip, int Shot, PictureFeatures Picture) a = pictures[(int)(uint)sorted[i]],
                        b = pictures[(int)(uint)sorted[k]];
                    if (a.Clip != b.Clip && AreAlike(a.Picture, b.Picture))
                    {
                        Join(a.Shot, b.Shot);
                    }
                }
            }
        }
    }

    /// <summary>The lowest number of the shots that show the same as a shot; its own number when it has no twin.</summary>
    public int FirstOf(int shot)
    {
        while (_first.TryGetValue(shot, out int lower))
        {
            shot = lower;
        }

        return shot;
    }

    private void Join(int a, int b)
    {
        (a, b) = (FirstOf(a), FirstOf(b));
        if (a != b)
        {
            _first[Math.Max(a, b)] = Math.Min(a, b);
        }
    }

    private static bool AreAlike(PictureFeatures a, PictureFeatures b) =>
        BitOperations.PopCount(a.Fingerprint ^ b.Fingerprint) <= MostBits
        && Math.Abs(a.Luma - b.Luma) + (2 * Math.Abs(a.ChromaBlue - b.ChromaBlue)) + (2 * Math.Abs(a.ChromaRed - b.ChromaRed))
            <= MostColour;

    private static int FirstAtOrAfter(IReadOnlyList<KeyFrame> keys, double seconds)
    {
        int low = 0,
            high = keys.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = keys[middle].Time.Seconds < seconds - 1e-9 ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
