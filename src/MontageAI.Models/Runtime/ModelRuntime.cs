using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace MontageAI.Models.Runtime;

/// <summary>
/// ONNX Runtime's native library, loaded when the first model is asked for and not before. Where it cannot be loaded (an old libc, a
/// machine that the package has no library for) the reason is kept, and the program goes on without learned models.
/// </summary>
public sealed class ModelRuntime
{
    /// <summary>
    /// Name of the value of <see cref="AppContext"/> that names a folder with another build of the library, for graphics cards. A host sets
    /// it before anything asks for a model; without it, or where nothing usable lies there, the library that came with the program is
    /// taken.
    /// </summary>
    public const string FolderSetting = "MontageAI.Models.RuntimeFolder";

    // A library is loaded once per process, whoever asks.
    private static readonly Lazy<ModelRuntime> s_instance = new(Load);

    private ModelRuntime(string? version, string? problem, RuntimeLog log) => (Version, Problem, Log) = (version, problem, log);

    /// <summary>Loads the library at its first call (about 70 ms), and gives the same answer ever after.</summary>
    public static ModelRuntime Instance => s_instance.Value;

    /// <summary>Version of the library, part of the keys of what is made with it; null where it could not be loaded.</summary>
    public string? Version { get; }

    /// <summary>Why the library could not be loaded; null where it was.</summary>
    public string? Problem { get; }

    /// <summary>File of the user's own build; null where the one of the program is used.</summary>
    public string? Library { get; private init; }

    /// <summary>Why the user's own build is not used; null where it is, or where there is none.</summary>
    public string? LibraryProblem { get; private init; }

    /// <summary>What the library says when it fails.</summary>
    internal RuntimeLog Log { get; }

    private static ModelRuntime Load()
    {
        RuntimeLog log = new();
        Telemetry.TurnOff();
        (RuntimeLibrary? own, string? ownProblem) =
            AppContext.GetData(FolderSetting) is string folder && !OrtEnv.IsCreated ? RuntimeLibrary.Open(folder) : (null, null);
        if (own is not null)
        {
            // The package's own search knows only the places of the package.
            OrtEnv.DisableDllImportResolver = true;
            NativeLibrary.SetDllImportResolver(typeof(OrtEnv).Assembly, (name, _, _) => name == "onnxruntime" ? own.Handle : 0);
        }

        try
        {
            EnvironmentCreationOptions options = new()
            {
                logId = "montage-ai",
                logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
                loggingFunction = log.Function,
            };
            OrtEnv environment = OrtEnv.IsCreated ? OrtEnv.Instance() : OrtEnv.CreateInstanceWithOptions(ref options);
            environment.DisableTelemetryEvents();
            return new ModelRuntime(environment.GetVersionString(), null, log) { Library = own?.Path, LibraryProblem = ownProblem };
        }
        catch (TypeInitializationException e)
        {
            return new ModelRuntime(null, Reason(e.InnerException ?? e), log) { LibraryProblem = ownProblem };
        }
        catch (TypeLoadException e)
        {
            // What DllNotFoundException and EntryPointNotFoundException are.
            return new ModelRuntime(null, Reason(e), log) { LibraryProblem = ownProblem };
        }
        catch (OnnxRuntimeException e)
        {
            return new ModelRuntime(null, Reason(e), log) { LibraryProblem = ownProblem };
        }
    }

    // The loader's own sentence lists every path it tried; the first line says what is wrong.
    private static string Reason(Exception e) =>
        e is DllNotFoundException ? RuntimeLibrary.LoaderReason(e.Message) : RuntimeLog.Short(e.Message);
}
