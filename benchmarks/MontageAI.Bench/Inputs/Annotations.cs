using System.Globalization;

namespace MontageAI.Bench.Inputs;

/// <summary>Reads the truth that lies beside the test media: shots/NAME.cuts and shots/NAME.shots.tsv.</summary>
internal static class Annotations
{
    /// <summary>Cuts in seconds of the stream's clock and gradual transitions by frame; without cuts where the clip is no annotated
    /// one.</summary>
    /// <param name="media">The media folder.</param>
    /// <param name="clip">File name of the clip.</param>
    public static ShotTruth Read(string media, string clip)
    {
        string cuts = Path.Combine(media, "shots", clip + ".cuts");
        double[]? seconds = File.Exists(cuts)
            ? [.. File.ReadAllLines(cuts).Where(l => l.Length > 0).Select(l => double.Parse(l, CultureInfo.InvariantCulture))]
            : null;
        return new ShotTruth(seconds, ByFrame(media, clip).Gradual);
    }

    /// <summary>Frame counts: all of the clip, cuts, and gradual transitions. Zero frames where there is no list.</summary>
    public static (int Frames, IReadOnlyList<int> Cuts, IReadOnlyList<GradualTruth> Gradual) ByFrame(string media, string clip)
    {
        string list = Path.Combine(media, "shots", clip + ".shots.tsv");
        if (!File.Exists(list))
        {
            return (0, [], []);
        }

        string[] lines = File.ReadAllLines(list);
        int frames = int.Parse(lines[0].Split("frames=")[1].Split(' ')[0], CultureInfo.InvariantCulture);
        List<int> cuts = [];
        List<GradualTruth> gradual = [];
        foreach (string[] fields in lines.Skip(2).Where(l => l.Length > 0).Select(l => l.Split('\t')))
        {
            int first = int.Parse(fields[1], CultureInfo.InvariantCulture),
                last = int.Parse(fields[2], CultureInfo.InvariantCulture);
            if (fields[0] == "cut")
            {
                cuts.Add(first);
            }
            else
            {
                gradual.Add(new GradualTruth(first, last + 1, fields[0] == "dissolve" ? "dissolve" : "fade"));
            }
        }

        return (frames, cuts, gradual);
    }
}
