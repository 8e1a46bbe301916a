using System.Globalization;
using MontageAI.Media;
using MontageAI.Models.Faces;
using MontageAI.Models.Runtime;
using MontageAI.Results;

namespace MontageAI.Bench.Models;

/// <summary>What half precision costs and saves: size, time, the largest difference, and whether the same faces are found.</summary>
internal static class PrecisionFigures
{
    private const string YuNet = "face_detection_yunet_2026may.onnx";

    /// <summary>Measures and prints.</summary>
    public static async Task RunAsync(ModelsBenchContext context)
    {
        string version = ModelRuntime.Instance.Version ?? throw new InvalidOperationException(ModelRuntime.Instance.Problem);
        InferencePlace place = new(ModelDevice.Cpu, ModelPrecision.Half, OnnxRunner.Open);
        foreach (
            (string name, string file, TrialInput trial) in (IEnumerable<(string, string, TrialInput)>)
                [.. BatchFigures.Models, ("ESRGAN slim 160x96", "esrgan_slim_x2.onnx", new TrialInput())]
        )
        {
            byte[] model = await BatchFigures.ReadAsync(file).ConfigureAwait(false);
            PreparedModel full = PreparedModel.Of(model, new InferencePlace(), trial, batches: false),
                half = PreparedModel.Of(model, place, trial, batches: false);
            using IModelRunner one = OnnxRunner.Open(full.File, ModelDevice.Cpu);
            using IModelRunner other = OnnxRunner.Open(half.File, ModelDevice.Cpu);
            double before = 1000 / BatchTrial.ItemsPerSecond(one, trial, 1),
                after = 1000 / BatchTrial.ItemsPerSecond(other, trial, 1);
            float difference = HalfTrial.LargestDifference(BatchTrial.Run(one, trial, 7, 1), BatchTrial.Run(other, trial, 7, 1));
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name, -18} {full.File.Length / 1e6:0.00} -> {half.File.Length / 1e6:0.00} MB, {before:0.0} -> {after:0.0} ms "
                        + $"({after / before:0.00} times), largest difference {difference:0.0000}, {(half.IsHalf ? "taken" : "refused")}"
                )
            );
        }

        foreach (ModelDeparture departure in place.Departures)
        {
            Console.WriteLine($"{departure.What}: {departure.Why}");
        }

        await FacesAsync(context, version, place).ConfigureAwait(false);
    }

    private static async Task FacesAsync(ModelsBenchContext context, string version, InferencePlace place)
    {
        byte[] model = await BatchFigures.ReadAsync(YuNet).ConfigureAwait(false);
        IReadOnlyList<LabelledFrame> frames = await LabelledFrames.ReadAsync(context.Tools, 640).ConfigureAwait(false);
        using YuNetFaceDetector full = new(model, new string('0', 64), version);
        using YuNetFaceDetector half = new(model, new string('0', 64), version, place: place);
        int same = 0;
        double worst = 0;
        foreach (SmallFrame picture in frames.Select(f => f.Picture))
        {
            IReadOnlyList<FaceBox> a = full.Find(picture),
                b = half.Find(picture);
            same += a.Count == b.Count ? 1 : 0;
            worst = a.Count == b.Count ? a.Zip(b, (x, y) => (double)Math.Abs(x.Score - y.Score)).Append(worst).Max() : worst;
        }

        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"YuNet on {frames.Count} labelled frames, 640 pixels: frames with a face found {Found(full, frames)} in 32 bits, "
                    + $"{Found(half, frames)} in 16; as many faces in {same} frames; scores differ by at most {worst:0.0000}"
            )
        );
    }

    private static string Found(YuNetFaceDetector detector, IReadOnlyList<LabelledFrame> frames) =>
        $"{frames.Count(f => f.HasFace && detector.Find(f.Picture).Count > 0)} of {frames.Count(f => f.HasFace)}, false "
        + $"{frames.Count(f => !f.HasFace && detector.Find(f.Picture).Count > 0)} of {frames.Count(f => !f.HasFace)}";
}
