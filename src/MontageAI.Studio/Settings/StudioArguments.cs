using System.Globalization;
using System.Net;
using MontageAI.Cli.Hosting;
using MontageAI.Engine.Settings;
using MontageAI.Errors;

namespace MontageAI.Studio.Settings;

/// <summary>Reads the server's options; those of <c>montage-ai serve</c>, which explains them.</summary>
internal static class StudioArguments
{
    private const string FarmName = "--farm";

    /// <summary>Reads them.</summary>
    /// <exception cref="ConfigurationException">An option is not known, or its value is not what it must be.</exception>
    public static StudioOptions Read(IReadOnlyList<string> args)
    {
        Dictionary<string, List<string>> given = Collect(args);
        EngineSettings engine = HostEnvironment.Read(One(given, "--cache-dir"), Whole(given, "--cores", 1, 1024)) with { FollowUps = true };
        HostEnvironment.NameRuntime(engine);
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        IPAddress address = One(given, "--listen") is { } listen
            ? IPAddress.TryParse(listen, out IPAddress? parsed)
                ? parsed
                : throw Wrong("--listen", listen, "must be an address such as 0.0.0.0 or 192.168.1.20")
            : IPAddress.Loopback;
        StudioOptions options = new()
        {
            Engine = engine,
            Roots = [.. (given.GetValueOrDefault("--root") ?? DefaultRoots(home)).Select(Path.GetFullPath).Distinct()],
            Projects = Path.GetFullPath(One(given, "--projects") ?? Path.Combine(DefaultParent(home), "Montages")),
            State = Path.Combine(engine.CacheFolder, "studio"),
            Port = Whole(given, "--port", 0, 65535) ?? StudioOptions.DefaultPort,
            Address = address,
            HostNames = given.GetValueOrDefault("--host-name") ?? [],
            Certificate = One(given, "--certificate"),
            CertificateKey = One(given, "--key"),
            Open = given.ContainsKey("--open"),
            Farm = FarmOf(given),
            Telemetry =
                One(given, "--otlp") is not { } otlp ? null
                : Uri.TryCreate(otlp, UriKind.Absolute, out Uri? to) && to.Scheme is "http" or "https" ? to
                : throw Wrong("--otlp", otlp, "must be an address such as http://localhost:4317"),
        };
        if (options.Certificate is null != options.CertificateKey is null)
        {
            throw new ConfigurationException(ErrorCode.Conflict, "--certificate and --key belong together. Give both, or neither.");
        }

        if (!IPAddress.IsLoopback(address) && options.Certificate is null && !given.ContainsKey("--plain-network"))
        {
            throw new ConfigurationException(
                ErrorCode.Conflict,
                $"--listen {address} can be read by everybody on that network. Give --certificate and --key, or say --plain-network if "
                    + "that is meant."
            );
        }

        return options.Roots.FirstOrDefault(r => !Directory.Exists(r)) is { } missing
            ? throw new ConfigurationException(ErrorCode.FileMissing, $"--root '{missing}' is no folder. Check the path.")
            : options;
    }

    // What a farm that is made beside the server is told, under the names that its own command has for it.
    private static readonly (string Option, string OfHost)[] s_ofHost =
    [
        ("--farm-listen", "--listen"),
        ("--farm-port", "--port"),
        ("--farm-redis", "--redis"),
        ("--farm-store", "--store"),
    ];

    private static readonly string[] s_values =
    [
        "--root",
        "--projects",
        "--port",
        "--listen",
        "--host-name",
        "--certificate",
        "--key",
        "--otlp",
        "--cache-dir",
        "--cores",
        .. s_ofHost.Select(o => o.Option),
    ];

    private static readonly string[] s_flags = ["--open", "--plain-network"];

    private static Dictionary<string, List<string>> Collect(IReadOnlyList<string> args)
    {
        Dictionary<string, List<string>> given = new(StringComparer.Ordinal);
        for (int i = 0; i < args.Count; i++)
        {
            string name = args[i];
            if (s_flags.Contains(name))
            {
                given[name] = [];
            }
            else if (name == FarmName)
            {
                given[name] = i + 1 < args.Count && IsLink(args[i + 1]) ? [args[++i]] : [];
            }
            else if (s_values.Contains(name) && i + 1 < args.Count && args[i + 1].Length > 0)
            {
                if (!given.TryGetValue(name, out List<string>? values))
                {
                    given[name] = values = [];
                }

                values.Add(args[++i]);
            }
            else
            {
                throw new ConfigurationException(
                    ErrorCode.Usage,
                    s_values.Contains(name) ? $"{name} needs a value." : $"'{name}' is not known. Run 'montage-ai serve --help'."
                );
            }
        }

        return given;
    }

    private static FarmChoice? FarmOf(Dictionary<string, List<string>> given)
    {
        (string Option, string OfHost)[] said = [.. s_ofHost.Where(o => given.ContainsKey(o.Option))];
        if (given.GetValueOrDefault(FarmName) is not { } farm)
        {
            return said is [var first, ..]
                ? throw new ConfigurationException(
                    ErrorCode.Conflict,
                    $"{first.Option} is for a farm beside the server. Say {FarmName}, too."
                )
                : null;
        }

        if (farm.Count > 0 && said is [var other, ..])
        {
            throw new ConfigurationException(
                ErrorCode.Conflict,
                $"{other.Option} is for a farm that is made beside the server. Leave it out, or leave out the link of {FarmName}."
            );
        }

        return new FarmChoice(farm.Count > 0 ? farm[0] : "", [.. said.SelectMany(o => (string[])[o.OfHost, One(given, o.Option)!])]);
    }

    private static bool IsLink(string text) => text.StartsWith("montage-farm:", StringComparison.Ordinal) || text.StartsWith('@');

    private static string? One(Dictionary<string, List<string>> given, string name) => given.GetValueOrDefault(name)?[^1];

    private static int? Whole(Dictionary<string, List<string>> given, string name, int least, int most) =>
        One(given, name) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most ? value
        : throw Wrong(name, text, string.Create(CultureInfo.InvariantCulture, $"must be {least} to {most}"));

    private static ConfigurationException Wrong(string name, string text, string rule) => new(ErrorCode.Range, $"{name}: '{text}' {rule}.");

    private static List<string> DefaultRoots(string home)
    {
        string[] own =
        [
            Environment.GetFolderPath(Environment.SpecialFolder.MyVideos),
            Environment.GetFolderPath(Environment.SpecialFolder.MyMusic),
            Environment.GetFolderPath(Environment.SpecialFolder.MyPictures),
        ];
        return [.. own.Append(Environment.CurrentDirectory).Where(f => f.Length > 0 && f != home && Directory.Exists(f))];
    }

    private static string DefaultParent(string home) =>
        Environment.GetFolderPath(Environment.SpecialFolder.MyVideos) is { Length: > 0 } videos && Directory.Exists(videos) ? videos : home;
}
