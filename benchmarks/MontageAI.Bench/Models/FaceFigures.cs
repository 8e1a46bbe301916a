using System.Diagnostics;
using MontageAI.Analysis.Clips.Pictures;
using MontageAI.Bench.Inputs;
using MontageAI.Media;
using MontageAI.Models.Faces;
using MontageAI.Models.Runtime;
using MontageAI.Models.Shipped;
using MontageAI.Results;

namespace MontageAI.Bench.Models;

/// <summary>
/// Which detector finds the faces of labelled frames, and what it takes for one: skin colour, the model that ships, the one that can be
/// added. Every second clip is there for choosing scores; the figures are of the others.
/// </summary>
internal static class FaceFigures
{
    private const string YuNet = "face_detection_yunet_2026may.onnx";

    // Boxes are kept down to this score, so that limits can be tried afterwards.
    private const float Lowest = 0.2f;

    // Share of the frames without a face in which one may be found, when a limit is chosen.
    private const double MostFalse = 0.02;

    private static readonly string[] s_parts = ["--labels", "--heads", "--wishes"];
    private static readonly float[] s_limits = [0.3f, 0.4f, 0.5f, 0.55f, 0.6f, 0.65f, 0.7f, 0.75f, 0.8f, 0.85f];

    /// <summary>Measures and prints.</summary>
    public static async Task RunAsync(ModelsBenchContext context)
    {
        string version = ModelRuntime.Instance.Version ?? throw new InvalidOperationException(ModelRuntime.Instance.Problem);
        byte[] blaze = ShippedModel.Faces.Read() ?? throw new InvalidOperationException("The program was built without models.");
        byte[] yunet = await File.ReadAllBytesAsync(Path.Combine(BenchPaths.Media, "models", YuNet)).ConfigureAwait(false);
        using BlazeFaceDetector shipped = new(blaze, version);
        using YuNetFaceDetector added = new(yunet, new string('0', 64), version);
        if (Wants("--labels"))
        {
            await LabelsAsync(context, blaze, yunet, version).ConfigureAwait(false);
        }

        if (Wants("--heads"))
        {
            Console.WriteLine("heads wholly inside a 9:16 view of wide clips, of frames that show one face");
            FaceDetectorPair both = new(added, shipped); // disposed one by one
            await HeadFigures
                .RunAsync(context.Tools, added, [("without faces", null), ("BlazeFace", shipped), ("YuNet", added), ("both", both)])
                .ConfigureAwait(false);
        }

        if (Wants("--wishes"))
        {
            Console.WriteLine("plans of set M, by wishes");
            await PeopleFigures.RunAsync(context.Tools, added).ConfigureAwait(false);
        }

        bool Wants(string part) => context.Arguments.Contains(part) || !context.Arguments.Intersect(s_parts).Any();
    }

    private static async Task LabelsAsync(ModelsBenchContext context, byte[] blaze, byte[] yunet, string version)
    {
        IReadOnlyList<LabelledFrame> small = await LabelledFrames.ReadAsync(context.Tools, 320).ConfigureAwait(false),
            large = await LabelledFrames.ReadAsync(context.Tools, 640).ConfigureAwait(false);
        using BlazeFaceDetector shipped = new(blaze, version, Lowest);
        using YuNetFaceDetector net = new(yunet, new string('0', 64), version, Lowest);
        HashSet<string> tuning = [.. small.Select(f => f.File).Distinct().Where((_, i) => i % 2 == 0)];
        Console.WriteLine(
            $"{small.Count(f => f.HasFace)} frames with a face, {small.Count(f => !f.HasFace)} without; found and false of the clips that "
                + "chose no limit, then of those that did"
        );
        SkinMeter skin = new();
        Print("skin colour, 320 pixels", small, f => skin.Measure(f) > 0 ? [new FaceBox(0, 0, 1, 1, 1)] : [], tuning, context);
        Print("BlazeFace, 320", small, shipped.Find, tuning, context);
        Print("BlazeFace, 640", large, shipped.Find, tuning, context);
        Print("YuNet, 320", small, net.Find, tuning, context);
        Print("YuNet, 640", large, net.Find, tuning, context);
    }

    private static void Print(
        string name,
        IReadOnlyList<LabelledFrame> frames,
        Func<SmallFrame, IReadOnlyList<FaceBox>> find,
        HashSet<string> tuning,
        ModelsBenchContext context
    )
    {
        find(frames[0].Picture);
        TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
        (LabelledFrame Frame, IReadOnlyList<FaceBox> Boxes)[] seen = [.. frames.Select(f => (f, find(f.Picture)))];
        double cost = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalMilliseconds / frames.Count;
        (LabelledFrame Frame, IReadOnlyList<FaceBox> Boxes)[] chosenBy = [.. seen.Where(s => tuning.Contains(s.Frame.File))],
            others = [.. seen.Where(s => !tuning.Contains(s.Frame.File))];

        // The lowest limit that hardly ever takes something else for a face; where none is that good, the highest.
        float limit = s_limits.FirstOrDefault(l => False(chosenBy, l) <= MostFalse, s_limits[^1]);
        Console.WriteLine(
            $"{name, -24} score > {limit:0.00}: found {100 * Found(others, limit), 3:0} %, false {100 * False(others, limit), 3:0} %; "
                + $"chosen by {100 * Found(chosenBy, limit), 3:0} %, {100 * False(chosenBy, limit), 3:0} %; {cost:0.0} ms a frame"
        );
        if (context.Arguments.Contains("--limits"))
        {
            foreach (float l in s_limits)
            {
                Console.WriteLine($"    > {l:0.00}: found {100 * Found(seen, l), 3:0} %, false {100 * False(seen, l), 3:0} % of all");
            }
        }

        foreach ((LabelledFrame frame, IReadOnlyList<FaceBox> boxes) in context.Arguments.Contains("--errors") ? seen : [])
        {
            if (boxes.Any(b => b.Score >= limit) != frame.HasFace)
            {
                Console.WriteLine($"    {(frame.HasFace ? "missed" : "false")} {frame.File} {frame.Seconds:0.00}");
            }
        }
    }

    private static double Found((LabelledFrame Frame, IReadOnlyList<FaceBox> Boxes)[] seen, float limit) =>
        Share(seen.Where(s => s.Frame.HasFace), limit);

    private static double False((LabelledFrame Frame, IReadOnlyList<FaceBox> Boxes)[] seen, float limit) =>
        Share(seen.Where(s => !s.Frame.HasFace), limit);

    private static double Share(IEnumerable<(LabelledFrame Frame, IReadOnlyList<FaceBox> Boxes)> seen, float limit) =>
        seen.Select(s => s.Boxes.Any(b => b.Score >= limit) ? 1.0 : 0).DefaultIfEmpty().Average();
}
