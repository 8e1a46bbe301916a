using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MontageAI.Testing;
using StackExchange.Redis;

namespace MontageAI.Farm.Tests;

/// <summary>A real Redis on a free port, for one test class.</summary>
internal sealed class RedisServer : IDisposable
{
    private readonly Process _process;
    private readonly TempFolder _folder = new();

    private RedisServer(int port)
    {
        Port = port;
        ProcessStartInfo info = new("redis-server") { RedirectStandardOutput = true };
        foreach (
            string argument in (string[])
                ["--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--dir", _folder.Path]
        )
        {
            info.ArgumentList.Add(argument);
        }

        _process = Process.Start(info)!;
    }

    /// <summary>Its port.</summary>
    public int Port { get; }

    /// <summary>Its address.</summary>
    public string Url => string.Create(CultureInfo.InvariantCulture, $"redis://127.0.0.1:{Port}");

    /// <summary>Starts one.</summary>
    public static async Task<RedisServer> StartAsync()
    {
        RedisServer server = new(FreePort());
        while (await server._process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Contains("Ready to accept connections", StringComparison.Ordinal))
            {
                _ = server._process.StandardOutput.ReadToEndAsync();
                return server;
            }
        }

        throw new InvalidOperationException("redis-server ended at once.");
    }

    /// <summary>A port that nobody listens on.</summary>
    public static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Connects as whoever likes may.</summary>
    public Task<ConnectionMultiplexer> ConnectAsync() =>
        ConnectionMultiplexer.ConnectAsync(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port},allowAdmin=true"));

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _folder.Dispose();
    }
}
