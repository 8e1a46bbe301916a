using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Garnet;
using Garnet.common;
using MontageAI.Errors;
using MontageAI.Farm.Members;
using MontageAI.Farm.Settings;

namespace MontageAI.Farm.Hosts;

/// <summary>
/// The queue of a farm inside the host's own process (Garnet), so that a farm needs nothing installed. It keeps its log in a folder and
/// goes on from it after whatever ended it. What is said to it is encrypted. The owner disposes it, which ends it.
/// </summary>
internal sealed class OwnQueue : IDisposable
{
    private const int MostLogMegabytes = 64;

    private readonly GarnetServer _server;

    private OwnQueue(
        GarnetServer server,
        FarmSecrets secrets,
        MemberTable members,
        X509Certificate2 certificate,
        FarmLink link,
        IPAddress address
    ) => (_server, Secrets, Members, Certificate, Link, Address) = (server, secrets, members, certificate, link, address);

    /// <summary>Its secrets.</summary>
    public FarmSecrets Secrets { get; }

    /// <summary>Who may use it.</summary>
    public MemberTable Members { get; }

    /// <summary>By what it is known.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The link that others join with.</summary>
    public FarmLink Link { get; }

    /// <summary>Where it listens.</summary>
    public IPAddress Address { get; }

    /// <summary>How the host itself reaches it.</summary>
    public FarmLink KeeperLink => Link with { Host = Address.ToString(), User = MemberTable.Keeper, Password = Secrets.Keeper };

    /// <summary>Starts it.</summary>
    /// <param name="folder">Its log and its secrets; readable by the user alone.</param>
    /// <param name="address">Address to listen at.</param>
    /// <param name="reachedAt">Name or address by which the others reach it; null for that address.</param>
    /// <param name="port">Port, 1 to 65534; the next one is for files and joining.</param>
    /// <param name="megabytes">Memory for what it holds, MiB; what is more lies in the folder.</param>
    /// <param name="isRotated">Whether links of before are not to be good for joining any more.</param>
    /// <exception cref="MontageException">The port is taken, or the folder cannot be written.</exception>
    public static OwnQueue Start(string folder, IPAddress address, string? reachedAt, int port, int megabytes, bool isRotated)
    {
        try
        {
            RequireFree(address, port);
            RequireFree(address, port + 1);
            FarmSecrets secrets = FarmSecrets.Of(folder, isRotated);
            MemberTable members = new(folder, secrets);
            string file = HostCertificate.FileOf(folder, secrets, TimeProvider.System);
            X509Certificate2 certificate = HostCertificate.Load(file, secrets);
            FarmLink link = new(reachedAt ?? address.ToString(), port, secrets.Id, null, null)
            {
                Pin = HostCertificate.PinOf(certificate),
                JoinSecret = secrets.Join,
            };
            GarnetServer server = new(Arguments(folder, address, port, file, secrets, members, megabytes));
            server.Start();
            return new OwnQueue(server, secrets, members, certificate, link, address);
        }
        catch (Exception e) when (e is SocketException or GarnetException)
        {
            throw new MontageException(
                ErrorCode.FarmFailed,
                $"The farm cannot listen at {address}, ports {Text(port)} and {Text(port + 1)}: "
                    + $"{e.GetBaseException().Message.TrimEnd('.')}. "
                    + "Name another port by --port, another address by --listen, or end what uses them."
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MontageException(
                ErrorCode.FileUnwritable,
                $"'{Printable.Of(folder)}', in which the farm's queue is kept, cannot be used: {e.Message.TrimEnd('.')}. "
                    + "Name another folder by --cache-dir."
            );
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _server.Dispose();
        Certificate.Dispose();
    }

    private static string[] Arguments(
        string folder,
        IPAddress address,
        int port,
        string certificate,
        FarmSecrets secrets,
        MemberTable members,
        int megabytes
    )
    {
        string log = Path.Combine(folder, "queue");
        return
        [
            "--bind",
            address.ToString(),
            "--port",
            Text(port),
            "--tls",
            "--cert-file-name",
            certificate,
            "--cert-password",
            secrets.Keeper,
            // Members are known by their secrets, not by certificates.
            "--client-certificate-required",
            "false",
            "--memory",
            $"{Text(megabytes)}m",
            "--page",
            "4m",
            "--index",
            "4m",
            "--aof-memory",
            "32m",
            "--aof-page-size",
            "8m",
            // Else the log grows as long as the host runs.
            "--aof-size-limit",
            $"{Text(MostLogMegabytes)}m",
            // The others ask for native libraries, which are left out.
            "--device-type",
            "RandomAccess",
            "--storage-tier",
            "--aof",
            "--aof-commit-freq",
            "100",
            "--recover",
            "--logdir",
            log,
            "--checkpointdir",
            log,
            "--auth",
            "ACL",
            "--acl-file",
            members.UsersFile,
            "-q",
            "true",
            "--logger-level",
            "Error",
        ];
    }

    // Before anything is written into a folder that may be another host's.
    private static void RequireFree(IPAddress address, int port)
    {
        using TcpListener listener = new(address, port) { ExclusiveAddressUse = true };
        listener.Start();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
