using Microsoft.ML.OnnxRuntime;
using MontageAI.Errors;
using MontageAI.Models.Catalogue;
using MontageAI.Models.Runtime;
using MontageAI.Models.Workers;
using MontageAI.Testing;

namespace MontageAI.Models.Tests.Workers;

/// <summary>A model that runs in a process of its own.</summary>
public sealed class ModelWorkerTests
{
    private static readonly WorkerLimits s_limits = new() { Load = TimeSpan.FromSeconds(30), Run = TimeSpan.FromSeconds(30) };

    [MediaFact]
    public async Task Run_YuNet_GivesWhatItGivesInThisProcess()
    {
        string path = TestMedia.File("models/face_detection_yunet_2026may.onnx");
        await using WorkerRun run = new(s_limits);
        WorkerSession session = Open(run, path);
        float[] picture = [.. Enumerable.Range(0, 3 * 64 * 96).Select(i => i * 31 % 256f)];
        string[] names = [.. session.Outputs.Select(o => o.Name)];

        IReadOnlyList<ModelTensor> there = session.Run([ModelTensor.Of("input", picture, 1, 3, 64, 96)], names);

        using ModelSession here = new(File.ReadAllBytes(path));
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(picture, [1, 3, 64, 96]);
        using var expected = here.Run(["input"], [input], names);
        Assert.Equal(12, names.Length);
        Assert.All(names, (name, i) => Assert.Equal(expected[i].GetTensorDataAsSpan<float>().ToArray(), there[i].Floats.ToArray()));
        Assert.Equal(1, run.Started);
    }

    [MediaFact]
    public async Task Run_ProcessKilledBetween_IsStartedAnewOnce()
    {
        await using WorkerRun run = new(s_limits);
        WorkerSession session = Open(run, TestMedia.File("models/toyclip_vision.onnx"));
        ModelTensor picture = ModelTensor.Of("pixel_values", new float[3 * 224 * 224], 1, 3, 224, 224);
        float[] before = session.Run([picture], ["image_embeds"])[0].Floats.ToArray();

        run.KillRunning();

        Assert.Equal(before, session.Run([picture], ["image_embeds"])[0].Floats.ToArray());
        Assert.Equal(2, run.Started);
        Assert.Null(session.Lost);
    }

    [MediaFact]
    public async Task Run_ModelThatNeverEnds_IsGivenUpAndOthersGoOn()
    {
        await using WorkerRun run = new(s_limits with { Run = TimeSpan.FromSeconds(1) });
        WorkerSession good = Open(run, TestMedia.File("models/toyclip_vision.onnx"));
        WorkerSession endless = Open(run, TestMedia.File("models/hostile/endless_loop.onnx"));
        ModelTensor[] inputs = [.. endless.Inputs.Select(i => ModelForms.Neutral(i, ModelKind.Upscale))];
        string[] outputs = [.. endless.Outputs.Select(o => o.Name)];

        MontageException first = Assert.ThrowsAny<MontageException>(() => endless.Run(inputs, outputs));
        int started = run.Started;
        Assert.ThrowsAny<MontageException>(() => endless.Run(inputs, outputs));

        Assert.Contains("endless_loop.onnx", first.Message, StringComparison.Ordinal);
        Assert.Equal(started, run.Started);
        ModelTensor picture = ModelTensor.Of("pixel_values", new float[3 * 224 * 224], 1, 3, 224, 224);
        Assert.Equal(4, good.Run([picture], ["image_embeds"])[0].Floats.Length);
    }

    [MediaFact]
    public async Task Load_FileThatIsNotTheOneAdded_IsRefused()
    {
        await using WorkerRun run = new(s_limits);

        MontageException e = Assert.ThrowsAny<MontageException>(() =>
            new WorkerSession(run.Worker, "net.onnx", TestMedia.File("models/toyclip_vision.onnx"), new string('0', 64))
        );

        Assert.Contains("no longer the file that was added", e.Message, StringComparison.Ordinal);
    }

    private static WorkerSession Open(WorkerRun run, string path) =>
        new(run.Worker, Path.GetFileName(path), path, HostileModelTests.Sum(path));
}
