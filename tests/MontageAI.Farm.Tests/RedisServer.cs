using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MontageAI.Testing;

namespace MontageAI.Farm.Tests;

/// <summary>A real Redis on a free port, which keeps a log.</summary>
internal sealed class RedisServer : IDisposable
{
    private readonly TempFolder _folder = new();
    private Process? _process;

    /// <summary>Its port.</summary>
    public int Port { get; } = FreePort();

    /// <summary>Its address.</summary>
    public string Url => string.Create(CultureInfo.InvariantCulture, $"redis://127.0.0.1:{Port}");

    /// <summary>Starts it, again too.</summary>
    public async Task StartAsync()
    {
        ProcessStartInfo info = new("redis-server") { RedirectStandardOutput = true };
        foreach (
            string argument in (string[])
                [
                    "--port",
                    Port.ToString(CultureInfo.InvariantCulture),
                    "--bind",
                    "127.0.0.1",
                    "--save",
                    "",
                    "--appendonly",
                    "yes",
                    "--appendfsync",
                    "always",
                    "--dir",
                    _folder.Path,
                ]
        )
        {
            info.ArgumentList.Add(argument);
        }

        _process = Process.Start(info)!;
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Contains("Ready to accept connections", StringComparison.Ordinal))
            {
                _ = _process.StandardOutput.ReadToEndAsync();
                return;
            }
        }

        throw new InvalidOperationException("redis-server ended at once.");
    }

    /// <summary>Ends it as a power cut does.</summary>
    public void Kill()
    {
        _process?.Kill();
        _process?.WaitForExit();
        _process?.Dispose();
        _process = null;
    }

    /// <summary>A port that nobody listens on.</summary>
    public static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Kill();
        _folder.Dispose();
    }
}
