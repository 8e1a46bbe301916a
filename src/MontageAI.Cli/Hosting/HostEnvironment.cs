using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using MontageAI.Engine.Settings;
using MontageAI.Errors;
using MontageAI.Models.Catalogue;
using MontageAI.Models.Runtime;
using MontageAI.Time;

namespace MontageAI.Cli.Hosting;

/// <summary>
/// The one place that reads the environment: MONTAGE_FFMPEG (ffmpeg or its folder), MONTAGE_CACHE (folder of the store), MONTAGE_MODELS
/// (folder of learned models that were added), MONTAGE_CORES (processors to use), MONTAGE_STALL_SECONDS (silence after which an FFmpeg
/// process is taken to hang, 300 by default), MONTAGE_LLM_URL, MONTAGE_LLM_MODEL, MONTAGE_LLM_KEY, MONTAGE_LLM_SECONDS (a language model
/// that reads --prompt; without the first two nothing leaves the machine), OTEL_EXPORTER_OTLP_ENDPOINT (a collector that figures are sent
/// to).
/// </summary>
internal static class HostEnvironment
{
    /// <summary>Version of this build.</summary>
    public static string Version { get; } =
        typeof(HostEnvironment).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>Settings from environment and command line; the command line wins.</summary>
    /// <param name="cacheFolder">Folder of the store from the command line, or null.</param>
    /// <param name="cores">Processors from the command line, or null.</param>
    public static EngineSettings Read(string? cacheFolder, int? cores)
    {
        return new EngineSettings
        {
            FFmpegPath = Variable("MONTAGE_FFMPEG"),
            SearchPath = Variable("PATH"),
            CacheFolder = Path.GetFullPath(cacheFolder ?? Variable("MONTAGE_CACHE") ?? DefaultCacheFolder()),
            ModelsFolder = Path.GetFullPath(Variable("MONTAGE_MODELS") ?? DefaultModelsFolder()),
            ModelWorker = OwnLine(WorkerCommand),
            RamFolder = OperatingSystem.IsLinux() && Directory.Exists("/dev/shm") ? "/dev/shm" : null,
            Cores = cores ?? (int?)Number("MONTAGE_CORES", 1, 1024, whole: true),
            StallLimit = TimeSpan.FromSeconds(Number("MONTAGE_STALL_SECONDS", 1, 86400) ?? 300),
            LanguageModel = ReadModel(),
            Version = Version,
        };
    }

    /// <summary>The one argument with which this program runs models for another instance of itself.</summary>
    public const string WorkerCommand = "model-worker";

    /// <summary>Whether a collector is named to which figures are sent (OTEL_EXPORTER_OTLP_ENDPOINT), and where it is.</summary>
    public static string? Collector { get; } = Variable("OTEL_EXPORTER_OTLP_ENDPOINT");

    /// <summary>Whether there is a desktop that can show a file.</summary>
    public static bool HasDesktop { get; } = !OperatingSystem.IsLinux() || (Variable("DISPLAY") ?? Variable("WAYLAND_DISPLAY")) is not null;

    /// <summary>Says where a library for graphics cards may lie, before anything asks for a model; whoever wants the processor does without
    /// it.</summary>
    public static void NameRuntime(EngineSettings settings)
    {
        if (settings.ModelSettings.Device is not ModelDevice.Cpu && settings.ModelsFolder is { } folder)
        {
            AppContext.SetData(ModelRuntime.FolderSetting, RuntimePackage.FolderIn(folder));
        }
    }

    /// <summary>Seconds since this program was started, less those in which the script that starts it built it.</summary>
    public static double SecondsOfProgram()
    {
        using Process self = Process.GetCurrentProcess();
        double.TryParse(Variable("MONTAGE_BUILD_SECONDS"), NumberStyles.Float, CultureInfo.InvariantCulture, out double building);
#pragma warning disable RS0030 // Compared with the start that the system noted.
        return Math.Max(0, (DateTime.Now - self.StartTime).TotalSeconds - building);
#pragma warning restore RS0030
    }

    private static LanguageModel? ReadModel()
    {
        (string? url, string? name) = (Variable("MONTAGE_LLM_URL"), Variable("MONTAGE_LLM_MODEL"));
        if (url is null && name is null)
        {
            return null;
        }

        if (name is null || !Uri.TryCreate(url, UriKind.Absolute, out Uri? endpoint) || endpoint.Scheme is not ("http" or "https"))
        {
            throw new ConfigurationException(
                ErrorCode.Conflict,
                "MONTAGE_LLM_URL must be an address such as http://localhost:11434/v1, and MONTAGE_LLM_MODEL the name of a model there. "
                    + "Set both, or neither."
            );
        }

        return new LanguageModel
        {
            Endpoint = endpoint,
            Model = name,
            Key = Variable("MONTAGE_LLM_KEY"),
            TimeLimit = Number("MONTAGE_LLM_SECONDS", 0.01, 86400) is { } seconds
                ? TimeSpan.FromSeconds(seconds)
                : LanguageModel.DefaultTimeLimit,
        };
    }

    // Nobody would notice that a variable which cannot be read does nothing.
    private static double? Number(string name, double least, double most, bool whole = false)
    {
        if (Variable(name) is not { } text)
        {
            return null;
        }

        string problem;
        double value;
        if (whole)
        {
            NumberText.TryWhole(text, out long number, out problem);
            value = number;
        }
        else
        {
            NumberText.TrySeconds(text, out value, out problem);
        }

        string range = string.Create(CultureInfo.InvariantCulture, $"it must be {least} to {most}");
        return problem.Length == 0 && value >= least && value <= most
            ? value
            : throw new ConfigurationException(
                ErrorCode.Range,
                $"{name}: '{Printable.Of(text)}' {(problem.Length > 0 ? problem + "; " : "")}{range}."
            );
    }

    private static string DefaultCacheFolder()
    {
        string? xdg = Variable("XDG_CACHE_HOME");
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return OperatingSystem.IsWindows()
                ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "MontageAI", "Cache")
            : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Caches", "montage-ai")
            : Path.Combine(xdg ?? Path.Combine(home, ".cache"), "montage-ai");
    }

    // This program once more; where it was started as "dotnet montage-ai.dll", in that way.
    private static string[]? OwnLine(string argument) =>
        Environment.ProcessPath is not { } program ? null
        : Environment.GetCommandLineArgs()[0] is { } own && own.EndsWith(".dll", StringComparison.Ordinal) && IsHost(program)
            ? [program, own, argument]
        : [program, argument];

    private static bool IsHost(string program) => Path.GetFileNameWithoutExtension(program) == "dotnet";

    private static string DefaultModelsFolder()
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return OperatingSystem.IsWindows()
                ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "MontageAI", "Models")
            : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Application Support", "montage-ai", "models")
            : Path.Combine(Variable("XDG_DATA_HOME") ?? Path.Combine(home, ".local", "share"), "montage-ai", "models");
    }

#pragma warning disable RS0030 // The one place that reads the environment.
    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
#pragma warning restore RS0030
}
