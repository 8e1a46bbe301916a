using System.Net;
using MontageAI.Engine.Settings;

namespace MontageAI.Studio.Settings;

/// <summary>What is decided before the server starts.</summary>
internal sealed record StudioOptions
{
    /// <summary>How the engine runs.</summary>
    public required EngineSettings Engine { get; init; }

    /// <summary>Folders whose files may be used, full paths.</summary>
    public required IReadOnlyList<string> Roots { get; init; }

    /// <summary>Folder of the projects.</summary>
    public required string Projects { get; init; }

    /// <summary>Folder of the server's own state, such as its token.</summary>
    public required string State { get; init; }

    /// <summary>Port; 0 takes one that is free.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>Address to listen on.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Names by which browsers may call the server beside those of this machine.</summary>
    public IReadOnlyList<string> HostNames { get; init; } = [];

    /// <summary>Certificate (PEM) for TLS; null speaks plainly.</summary>
    public string? Certificate { get; init; }

    /// <summary>Its key (PEM).</summary>
    public string? CertificateKey { get; init; }

    /// <summary>Whether a browser is opened.</summary>
    public bool Open { get; init; }

    /// <summary>Shows a file in this machine's file manager and says whether it could; null where nobody sits before it.</summary>
    public Func<string, bool>? Show { get; init; }

    /// <summary>Largest file that may be uploaded, bytes.</summary>
    public long MostUploadBytes { get; init; } = 64L << 30;

    /// <summary>Bytes that stay free on the disk of the projects whatever is uploaded.</summary>
    public long DiskReserveBytes { get; init; } = 1L << 30;

    /// <summary>Where traces and figures are sent (OTLP); null sends nothing.</summary>
    public Uri? Telemetry { get; init; }

    /// <summary>The farm that films are rendered by; null renders them on this machine.</summary>
    public FarmChoice? Farm { get; init; }

    /// <summary>Jobs that wait per project.</summary>
    public int WaitingPerProject { get; init; } = 64;

    /// <summary>Jobs that wait in all.</summary>
    public int WaitingInAll { get; init; } = 256;

    /// <summary>Requests that a client may make at once, before <see cref="RequestsPerSecond"/> counts.</summary>
    public int RequestBurst { get; init; } = 4000;

    /// <summary>Requests that a client may make per second in the long run; five at least.</summary>
    public int RequestsPerSecond { get; init; } = 1000;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Port that is tried where none is named.</summary>
    public const int DefaultPort = 8765;
}
