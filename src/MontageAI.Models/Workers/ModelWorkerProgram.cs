using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MontageAI.Models.Runtime;

namespace MontageAI.Models.Workers;

/// <summary>
/// The other side of models that users bring: a process that does nothing but load and run them, within bounds of time and memory, as it
/// is told through its standard input. A host that offers such models starts itself, or any program that calls this, as a child.
/// </summary>
public static class ModelWorkerProgram
{
    // What a model's tensors may take.
    private const uint ArenaBytes = 1u << 30;

    // Beside them: this program, and the file's own weights, which are held twice while it is loaded.
    private const long OtherBytes = 256L << 20;

    /// <summary>Answers until its input ends.</summary>
    /// <param name="input">Questions.</param>
    /// <param name="output">Answers; nothing else may be written there.</param>
    public static void Run(Stream input, Stream output)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        MemoryLimit.NoDumps();
        MemoryLimit.Set(ArenaBytes + OtherBytes);
        Dictionary<int, InferenceSession> sessions = [];
        OrtArenaCfg? arena = null;
        try
        {
            while (WorkerProtocol.Receive(input) is { } question)
            {
                string? problem = null;
                try
                {
                    arena ??= Bound();
                    Action<BinaryWriter> answer = Answer(question, sessions);
                    WorkerProtocol.Send(output, answer);
                }
                catch (Exception e) when (IsRefusal(e))
                {
                    problem = (e.InnerException ?? e).Message;
                }

                if (problem is not null)
                {
                    WorkerProtocol.Send(
                        output,
                        writer =>
                        {
                            writer.Write(false);
                            writer.Write(problem);
                        }
                    );
                }
            }
        }
        finally
        {
            foreach (InferenceSession session in sessions.Values)
            {
                session.Dispose();
            }

            arena?.Dispose();
        }
    }

    // What says that the model or its file is at fault; anything else ends the process.
    private static bool IsRefusal(Exception e) =>
        e
            is OnnxRuntimeException
                or IOException
                or UnauthorizedAccessException
                or InvalidDataException
                or OutOfMemoryException
                or ArgumentException
                or NotSupportedException
                or OverflowException
                or TypeInitializationException
                or DllNotFoundException;

    private static OrtArenaCfg Bound()
    {
        EnvironmentCreationOptions options = new()
        {
            logId = "montage-ai",
            logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
            loggingFunction = static (_, _, _, _, _, _) => { },
        };
        Telemetry.TurnOff();
        OrtEnv environment = OrtEnv.CreateInstanceWithOptions(ref options);
        environment.DisableTelemetryEvents();
        // As much as is asked for and no more, instead of powers of two.
        OrtArenaCfg arena = new(ArenaBytes, arenaExtendStrategy: 1, initialChunkSizeBytes: -1, maxDeadBytesPerChunk: -1);
        using OrtMemoryInfo memory = new(OrtMemoryInfo.allocatorCPU, OrtAllocatorType.ArenaAllocator, 0, OrtMemType.Default);
        environment.CreateAndRegisterAllocator(memory, arena);
        return arena;
    }

    private static Action<BinaryWriter> Answer(BinaryReader question, Dictionary<int, InferenceSession> sessions)
    {
        WorkerQuestion asked = (WorkerQuestion)question.ReadByte();
        int number = question.ReadInt32();
        return asked switch
        {
            WorkerQuestion.Load => Load(question, number, sessions),
            WorkerQuestion.Run => Run(
                question,
                sessions.GetValueOrDefault(number) ?? throw new InvalidDataException("no model was loaded under that number")
            ),
            WorkerQuestion.Close => Close(number, sessions),
            _ => throw new InvalidDataException("a question of an unknown kind"),
        };
    }

    private static Action<BinaryWriter> Load(BinaryReader question, int number, Dictionary<int, InferenceSession> sessions)
    {
        string path = question.ReadString();
        string sum = question.ReadString();
        using (FileStream file = File.OpenRead(path))
        {
            MemoryLimit.Set(ArenaBytes + OtherBytes + (2 * file.Length));
            if (Convert.ToHexStringLower(SHA256.HashData(file)) != sum)
            {
                throw new InvalidDataException("it is no longer the file that was added");
            }
        }

        using SessionOptions options = new()
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        options.AddSessionConfigEntry("session.use_env_allocators", "1");
        InferenceSession session = new(path, options);
        Close(number, sessions);
        sessions.Add(number, session);
        TensorFacts[] inputs = [.. session.InputMetadata.Select(Facts)],
            outputs = [.. session.OutputMetadata.Select(Facts)];
        return writer =>
        {
            writer.Write(true);
            WriteAll(writer, inputs, WorkerProtocol.Write);
            WriteAll(writer, outputs, WorkerProtocol.Write);
        };
    }

    private static Action<BinaryWriter> Close(int number, Dictionary<int, InferenceSession> sessions)
    {
        if (sessions.Remove(number, out InferenceSession? session))
        {
            session.Dispose();
        }

        return writer => writer.Write(true);
    }

    private static Action<BinaryWriter> Run(BinaryReader question, InferenceSession session)
    {
        double seconds = question.ReadDouble();
        ModelTensor[] inputs = WorkerProtocol.ReadAll(question, WorkerProtocol.ReadTensor);
        string[] names = WorkerProtocol.ReadAll(question, r => r.ReadString());
        List<OrtValue> values = [];
        List<GCHandle> pinned = [];
        using RunOptions run = new();
        using Timer limit = new(_ => run.Terminate = true, null, TimeSpan.FromSeconds(seconds), Timeout.InfiniteTimeSpan);
        try
        {
            foreach (ModelTensor input in inputs)
            {
                GCHandle handle = GCHandle.Alloc(input.Bytes, GCHandleType.Pinned);
                pinned.Add(handle);
                values.Add(
                    OrtValue.CreateTensorValueWithData(
                        OrtMemoryInfo.DefaultInstance,
                        (TensorElementType)input.Numbers,
                        input.Shape,
                        handle.AddrOfPinnedObject(),
                        input.Bytes.Length
                    )
                );
            }

            using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(run, [.. inputs.Select(i => i.Name)], values, names);
            ModelTensor[] given = [.. outputs.Select((o, i) => Tensor(names[i], o))];
            return writer =>
            {
                writer.Write(true);
                WriteAll(writer, given, WorkerProtocol.Write);
            };
        }
        finally
        {
            limit.Change(Timeout.Infinite, Timeout.Infinite);
            values.ForEach(v => v.Dispose());
            pinned.ForEach(h => h.Free());
        }
    }

    private static ModelTensor Tensor(string name, OrtValue value)
    {
        if (!value.IsTensor)
        {
            throw new NotSupportedException($"its output '{name}' is no tensor");
        }

        OrtTensorTypeAndShapeInfo facts = value.GetTensorTypeAndShape();
        TensorNumbers numbers = (TensorNumbers)facts.ElementDataType;
        if (!Enum.IsDefined(numbers) || WorkerProtocol.Count(facts.Shape) is null)
        {
            throw new NotSupportedException($"its output '{name}' is of a kind or size that this program does not know");
        }

        byte[] bytes = numbers switch
        {
            TensorNumbers.Float32 => MemoryMarshal.AsBytes(value.GetTensorDataAsSpan<float>()).ToArray(),
            TensorNumbers.Int64 => MemoryMarshal.AsBytes(value.GetTensorDataAsSpan<long>()).ToArray(),
            TensorNumbers.Int32 => MemoryMarshal.AsBytes(value.GetTensorDataAsSpan<int>()).ToArray(),
            _ => value.GetTensorDataAsSpan<byte>().ToArray(),
        };
        return new ModelTensor(name, numbers, facts.Shape, bytes);
    }

    private static TensorFacts Facts(KeyValuePair<string, NodeMetadata> node)
    {
        TensorNumbers numbers = node.Value.IsTensor ? (TensorNumbers)node.Value.ElementDataType : 0;
        return new TensorFacts(
            node.Key,
            Enum.IsDefined(numbers) ? numbers : null,
            node.Value.IsTensor ? [.. node.Value.Dimensions.Select(d => (long)d)] : []
        );
    }

    private static void WriteAll<T>(BinaryWriter writer, T[] all, Action<BinaryWriter, T> write)
    {
        writer.Write(all.Length);
        foreach (T one in all)
        {
            write(writer, one);
        }
    }
}
