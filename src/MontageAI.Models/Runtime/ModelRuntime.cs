using Microsoft.ML.OnnxRuntime;

namespace MontageAI.Models.Runtime;

/// <summary>
/// ONNX Runtime's native library, loaded when the first model is asked for and not before. Where it cannot be loaded (an old libc, a
/// machine that the package has no library for) the reason is kept, and the program goes on without learned models.
/// </summary>
public sealed class ModelRuntime
{
    // A library is loaded once per process, whoever asks.
    private static readonly Lazy<ModelRuntime> s_instance = new(Load);

    private ModelRuntime(string? version, string? problem) => (Version, Problem) = (version, problem);

    /// <summary>Loads the library at its first call (about 70 ms), and gives the same answer ever after.</summary>
    public static ModelRuntime Instance => s_instance.Value;

    /// <summary>Version of the library, part of the keys of what is made with it; null where it could not be loaded.</summary>
    public string? Version { get; }

    /// <summary>Why the library could not be loaded; null where it was.</summary>
    public string? Problem { get; }

    private static ModelRuntime Load()
    {
        try
        {
            EnvironmentCreationOptions options = new()
            {
                logId = "montage-ai",
                logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
                // Nothing is written to the user's terminal by the library; what fails is said by its exception.
                loggingFunction = static (_, _, _, _, _, _) => { },
            };
            OrtEnv environment = OrtEnv.IsCreated ? OrtEnv.Instance() : OrtEnv.CreateInstanceWithOptions(ref options);
            environment.DisableTelemetryEvents();
            return new ModelRuntime(environment.GetVersionString(), null);
        }
        catch (TypeInitializationException e)
        {
            return new ModelRuntime(null, Reason(e.InnerException ?? e));
        }
        catch (TypeLoadException e)
        {
            // What DllNotFoundException and EntryPointNotFoundException are.
            return new ModelRuntime(null, Reason(e));
        }
        catch (OnnxRuntimeException e)
        {
            return new ModelRuntime(null, Reason(e));
        }
    }

    // The loader's own sentence lists every path it tried; the first line says what is wrong.
    private static string Reason(Exception e) => e.Message.Split('\n')[0].Trim().TrimEnd('.', ':');
}
