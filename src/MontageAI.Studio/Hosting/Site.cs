using System.Globalization;

namespace MontageAI.Studio.Hosting;

/// <summary>Where the server is: known when it listens.</summary>
internal sealed class Site
{
    private HashSet<string> _hosts = [];
    private HashSet<string> _origins = [];

    /// <summary>Name of the session's cookie; browsers keep cookies of all ports of a host together.</summary>
    public string CookieName { get; private set; } = "montage";

    /// <summary>Whether the server speaks TLS.</summary>
    public bool IsSecure { get; private set; }

    /// <summary>Says where the server listens.</summary>
    /// <param name="address">Its address for programs on this machine.</param>
    /// <param name="names">Names by which it may be called beside those of this machine.</param>
    public void Open(Uri address, IEnumerable<string> names)
    {
        string port = address.Port.ToString(CultureInfo.InvariantCulture);
        IsSecure = address.Scheme == "https";
        CookieName = "montage-" + port;
        HashSet<string> hosts = new(StringComparer.OrdinalIgnoreCase);
        foreach (string name in names.Append(address.Host).Concat(["127.0.0.1", "localhost", "[::1]"]))
        {
            hosts.Add($"{name}:{port}");
            if (address.IsDefaultPort)
            {
                hosts.Add(name);
            }
        }

        _origins = [.. hosts.Select(h => $"{address.Scheme}://{h}")];
        _hosts = hosts;
    }

    /// <summary>Whether the server knows where it listens. Before that it answers nobody.</summary>
    public bool IsReady => _hosts.Count > 0;

    /// <summary>Whether a host, with its port, is this server.</summary>
    public bool Knows(string? host) => host is not null && _hosts.Contains(host);

    /// <summary>Whether an origin is this server's page.</summary>
    public bool IsOwn(string origin) => _origins.Contains(origin);

    /// <summary>Whether somebody who is not signed in may ask: the page's files, signing in, and whether the server is there.</summary>
    public static bool IsOpen(HttpRequest request) =>
        (HttpMethods.IsPost(request.Method) && request.Path == "/api/session")
        || (
            (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            && (request.Path == "/api/health/live" || Page.Find(request.Path) is not null)
        );
}
