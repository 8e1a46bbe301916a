using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using MontageAI.Bench.Inputs;
using MontageAI.Models.Graphs;
using MontageAI.Models.Runtime;
using MontageAI.Models.Shipped;

namespace MontageAI.Bench.Models;

/// <summary>What giving a model several items at once gains, one thread, and what the repair of its file has to do with it.</summary>
internal static class BatchFigures
{
    private const int Runs = 5;

    private static readonly int[] s_sizes = [1, 2, 4, 8, 16, 32];

    /// <summary>Models for pictures, with what their inputs are like.</summary>
    internal static IReadOnlyList<(string Name, string File, TrialInput Trial)> Models { get; } =
    [
        ("YuNet 640x384", "face_detection_yunet_2026may.onnx", new TrialInput(255, 384, 640)),
        ("YuNet 320x192", "face_detection_yunet_2026may.onnx", new TrialInput(255, 192, 320)),
        ("NanoDet 416x416", "nanodet_m.onnx", new TrialInput()),
        ("UltraFace 320x240", "ultraface_RFB-320.onnx", new TrialInput()),
    ];

    /// <summary>Measures and prints.</summary>
    public static async Task RunAsync(ModelsBenchContext context)
    {
        _ = ModelRuntime.Instance.Version ?? throw new InvalidOperationException(ModelRuntime.Instance.Problem);
        Console.WriteLine($"items per second, by items at once: {string.Join(" / ", s_sizes)}");
        foreach ((string name, string file, TrialInput trial) in Models)
        {
            byte[] model = await ReadAsync(file).ConfigureAwait(false);
            byte[] weights = PreparedModel.Change(model, g => g.FixInitialisers() > 0) ?? model;
            byte[]? free = PreparedModel.Change(weights, BatchRepair.Apply);
            using IModelRunner came = OnnxRunner.Open(model, ModelDevice.Cpu);
            using IModelRunner fixedRunner = OnnxRunner.Open(weights, ModelDevice.Cpu);
            double before = BatchTrial.ItemsPerSecond(came, trial, 1),
                after = BatchTrial.ItemsPerSecond(fixedRunner, trial, 1);
            string? problem = free is null ? "its file cannot be changed" : BatchTrial.Problem(weights, free, new InferencePlace(), trial);
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name, -18} as it came {before, 6:0.0}, weights fixed {after, 6:0.0} ({after / before:0.00} times); "
                        + $"{(problem is null ? "two at once give the same bits" : $"one by one: {problem}")}"
                )
            );
            if (problem is null)
            {
                using IModelRunner many = OnnxRunner.Open(free!, ModelDevice.Cpu);
                Print([.. s_sizes.Select(s => BatchTrial.ItemsPerSecond(many, trial, s))]);
            }
        }

        string? blaze = ShippedModel.Faces.Read() is { } shipped
            ? BatchTrial.Problem(
                shipped,
                PreparedModel.Change(shipped, BatchRepair.Apply) ?? shipped,
                new InferencePlace(),
                new TrialInput()
            )
            : "not there";
        Console.WriteLine($"BlazeFace 256x256   one by one: {blaze}");
        Console.WriteLine("Silero, windows of 32 ms (its file takes any number)");
        byte[] silero = ShippedModel.Speech.Read() ?? throw new InvalidOperationException("The program was built without models.");
        using IModelRunner voice = OnnxRunner.Open(silero, ModelDevice.Cpu);
        Print([.. s_sizes.Select(s => Windows(voice, s))]);
    }

    /// <summary>A model's file.</summary>
    internal static Task<byte[]> ReadAsync(string file) => File.ReadAllBytesAsync(Path.Combine(BenchPaths.Media, "models", file));

    /// <summary>Windows of 32 ms that the voice detector hears in a second, one thread, so many at once.</summary>
    internal static double VoiceWindows(int atOnce)
    {
        _ = ModelRuntime.Instance.Version ?? throw new InvalidOperationException(ModelRuntime.Instance.Problem);
        byte[] silero = ShippedModel.Speech.Read() ?? throw new InvalidOperationException("The program was built without models.");
        using IModelRunner voice = OnnxRunner.Open(silero, ModelDevice.Cpu);
        return Windows(voice, atOnce);
    }

    private static double Windows(IModelRunner voice, int streams)
    {
        Random random = new(1);
        float[] sound = [.. Enumerable.Range(0, streams * 576).Select(_ => (random.NextSingle() - 0.5f) * 0.2f)];
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(sound, [streams, 576]);
        using OrtValue state = OrtValue.CreateTensorValueFromMemory(new float[2 * streams * 128], [2, streams, 128]);
        using OrtValue rate = OrtValue.CreateTensorValueFromMemory((long[])[16000], []);
        double best = double.MaxValue;
        for (int i = 0; i <= Runs; i++)
        {
            long started = Stopwatch.GetTimestamp();
            for (int k = 0; k < 20; k++)
            {
                voice.Run(["input", "state", "sr"], [input, state, rate], ["output", "stateN"]).Dispose();
            }

            best = i == 0 ? best : Math.Min(best, Stopwatch.GetElapsedTime(started).TotalSeconds / 20);
        }

        return streams / best;
    }

    private static void Print(double[] perSecond) =>
        Console.WriteLine(
            $"{"", -18} {string.Join(" / ", perSecond.Select(p => p.ToString("0.0", CultureInfo.InvariantCulture)))}; best "
                + string.Create(CultureInfo.InvariantCulture, $"{perSecond.Max() / perSecond[0]:0.00} times one by one")
        );
}
