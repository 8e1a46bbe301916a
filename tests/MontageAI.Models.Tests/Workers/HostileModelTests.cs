using System.Globalization;
using System.Security.Cryptography;
using MontageAI.Errors;
using MontageAI.Models.Catalogue;
using MontageAI.Models.Workers;
using MontageAI.Testing;

namespace MontageAI.Models.Tests.Workers;

/// <summary>Files that claim to be models and are not, or do harm: each ends in a sentence, within bounds of time and memory.</summary>
public sealed class HostileModelTests
{
    // MONTAGE_MUTATIONS=500 for the long form.
    private const int Mutations = 40;

    private const double MostMiB = 1500;

    private static readonly WorkerLimits s_limits = new() { Load = TimeSpan.FromSeconds(20), Run = TimeSpan.FromSeconds(3) };

    public static TheoryData<string, string> Files =>
        new()
        {
            { "empty", "it is empty" },
            { "html", "web page" },
            { "lfs", "Git LFS" },
            { "zeros", "nothing but zeros" },
            { "trunc", "no ONNX model, or only a part" },
            { "external_abs", "outside of it" },
            { "external_up", "outside of it" },
            { "unknown_op", "" },
            { "nan", "Incompatible dimensions" },
            { "wrong_output", "should take" },
            { "string_out", "should take" },
            { "endless_loop", "" },
            { "alloc_8g", "" },
            { "alloc_bomb", "" },
        };

    internal static string Sum(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

    [MediaTheory]
    [MemberData(nameof(Files))]
    public async Task Trial_HostileFile_IsRefusedByName(string name, string why)
    {
        string path = TestMedia.File($"models/hostile/{name}.onnx");
        foreach (ModelKind kind in (ModelKind[])[ModelKind.Faces, ModelKind.Upscale])
        {
            await using WorkerRun run = new(s_limits);

            MontageException e = Assert.ThrowsAny<MontageException>(() => Try(path, kind, run));

            Assert.Equal(ErrorCode.ModelInvalid, e.Code);
            Assert.Contains($"{name}.onnx", e.Message, StringComparison.Ordinal);
            Assert.True(kind != ModelKind.Faces || e.Message.Contains(why, StringComparison.Ordinal), e.Message);
            if (run.Started > 0)
            {
                Assert.InRange(await run.PeakAsync(), 1, MostMiB);
            }
        }
    }

    [Fact]
    public async Task Trial_ModelThatGivesNoNumbers_IsRefused()
    {
        using TempFolder folder = new();
        string path = folder.File("log.onnx");
        // Of 0 and less there is no logarithm.
        File.WriteAllBytes(path, TinyModel.Of("Neg", "Log", "Flatten"));
        await using WorkerRun run = new(s_limits);

        MontageException e = Assert.ThrowsAny<MontageException>(() => Try(path, ModelKind.Clip, run));

        Assert.Contains("log.onnx", e.Message, StringComparison.Ordinal);
        Assert.Contains("no numbers", e.Message, StringComparison.Ordinal);

        File.WriteAllBytes(path, TinyModel.Of("Neg", "Exp", "Flatten"));
        Try(path, ModelKind.Clip, run);
    }

    // What endless loops and huge tensors do when they are run and not refused by their form before.
    [MediaTheory]
    [InlineData("endless_loop")]
    [InlineData("alloc_8g")]
    [InlineData("alloc_bomb")]
    public async Task Run_HostileFile_EndsWithinItsBounds(string name)
    {
        string path = TestMedia.File($"models/hostile/{name}.onnx");
        await using WorkerRun run = new(s_limits);

        MontageException e = Assert.ThrowsAny<MontageException>(() =>
        {
            WorkerSession session = new(run.Worker, Path.GetFileName(path), path, Sum(path));
            session.Run(
                [.. session.Inputs.Select(i => ModelForms.Neutral(i, ModelKind.Upscale))],
                [.. session.Outputs.Select(o => o.Name)]
            );
        });

        Assert.Contains($"{name}.onnx", e.Message, StringComparison.Ordinal);
        Assert.InRange(await run.PeakAsync(), 1, MostMiB);
    }

    [MediaFact]
    public async Task Trial_MutatedModels_AreRefusedOrRun()
    {
        byte[] sound = await File.ReadAllBytesAsync(TestMedia.File("models/face_detection_yunet_2026may.onnx"));
        string folder = Directory.CreateTempSubdirectory("mutations-").FullName;
        int count = int.Parse(Environment.GetEnvironmentVariable("MONTAGE_MUTATIONS") ?? $"{Mutations}", CultureInfo.InvariantCulture);
        Random random = new(13);
        await using WorkerRun run = new(s_limits);
        int refused = 0;
        for (int i = 0; i < count; i++)
        {
            byte[] mutated = Mutate(sound, random);
            string path = Path.Combine(folder, $"mutation{i}.onnx");
            await File.WriteAllBytesAsync(path, mutated);
            try
            {
                Try(path, ModelKind.Faces, run);
            }
            catch (MontageException e)
            {
                refused++;
                Assert.Contains($"mutation{i}.onnx", e.Message, StringComparison.Ordinal);
            }

            File.Delete(path);
        }

        Directory.Delete(folder);
        TestContext.Current.SendDiagnosticMessage($"{refused} of {count} refused, {run.Started} processes");
        Assert.InRange(refused, 1, count);
        Assert.InRange(await run.PeakAsync(), 1, MostMiB);
    }

    private static void Try(string path, ModelKind kind, WorkerRun run) =>
        ModelTrial.Check(
            new InstalledModel(
                "own",
                kind,
                null,
                Path.GetDirectoryName(path)!,
                [new InstalledFile(Path.GetFileName(path), new FileInfo(path).Length, Sum(path))]
            ),
            path,
            run.Worker
        );

    // Some bytes changed, most of them where the graph stands and not its weights; or a stretch cut out, doubled or lost at the end.
    private static byte[] Mutate(byte[] sound, Random random)
    {
        byte[] bytes = [.. sound];
        switch (random.Next(5))
        {
            case 0:
                int at = random.Next(bytes.Length - 1000),
                    length = random.Next(1, 1000);
                return [.. bytes[..at], .. bytes[(at + length)..]];
            case 1:
                return bytes[..random.Next(bytes.Length)];
            case 2:
                int from = random.Next(bytes.Length - 1000);
                return [.. bytes[..from], .. bytes[(from - Math.Min(from, 500))..]];
            default:
                for (int n = random.Next(1, 12); n > 0; n--)
                {
                    int place =
                        random.Next(3) == 0 ? random.Next(bytes.Length)
                        : random.Next(2) == 0 ? random.Next(20_000)
                        : bytes.Length - 1 - random.Next(4_000);
                    bytes[place] = (byte)random.Next(256);
                }

                return bytes;
        }
    }
}
