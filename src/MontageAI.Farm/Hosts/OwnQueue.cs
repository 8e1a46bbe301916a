using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Garnet;
using MontageAI.Errors;
using MontageAI.Farm.Settings;

namespace MontageAI.Farm.Hosts;

/// <summary>
/// The queue of a farm inside the host's own process (Garnet), so that a farm needs nothing installed. It keeps its log in a folder and goes
/// on from it after whatever ended it. The owner disposes it, which ends it.
/// </summary>
internal sealed class OwnQueue : IDisposable
{
    /// <summary>User that does everything: the host itself.</summary>
    private const string Keeper = "host";

    /// <summary>User of links: everything but to administer the queue and to empty it.</summary>
    private const string Member = "member";

    private const string MemberRights = "+@all -@admin -@dangerous +info";
    private const int MostLogMegabytes = 64;

    private readonly GarnetServer _server;

    private OwnQueue(GarnetServer server, FarmLink keeper, FarmLink members) =>
        (_server, KeeperLink, MemberLink) = (server, keeper, members);

    /// <summary>How the host reaches it.</summary>
    public FarmLink KeeperLink { get; }

    /// <summary>How everybody else does.</summary>
    public FarmLink MemberLink { get; }

    /// <summary>Starts it on the loopback address.</summary>
    /// <param name="folder">Its log and its secrets; readable by the user alone.</param>
    /// <param name="port">Port, 1 to 65535.</param>
    /// <param name="megabytes">Memory for what it holds, MiB; what is more lies in the folder.</param>
    /// <exception cref="MontageException">The port is taken, or the folder cannot be written.</exception>
    public static OwnQueue Start(string folder, int port, int megabytes)
    {
        string where = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
        try
        {
            RequireFree(port);
            FarmSecrets secrets = FarmSecrets.Of(folder);
            string users = Path.Combine(folder, "users.acl");
            string log = Path.Combine(folder, "queue");
            PrivateFile.Write(
                users,
                $"user default off\nuser {Keeper} on #{Hash(secrets.Keeper)} +@all\n"
                    + $"user {Member} on #{Hash(secrets.Member)} {MemberRights}\n"
            );
            GarnetServer server = new([
                "--bind",
                "127.0.0.1",
                "--port",
                Text(port),
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
                users,
                "-q",
                "true",
                "--logger-level",
                "Error",
            ]);
            server.Start();
            return new OwnQueue(
                server,
                new FarmLink("127.0.0.1", port, secrets.Id, Keeper, secrets.Keeper),
                new FarmLink("127.0.0.1", port, secrets.Id, Member, secrets.Member)
            );
        }
        catch (SocketException e)
        {
            throw new MontageException(
                ErrorCode.FarmFailed,
                $"The farm's queue cannot listen at {where}: {e.Message.TrimEnd('.')}. Name another port by --port, or end what uses it."
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
    public void Dispose() => _server.Dispose();

    // Before anything is written into a folder that may be another host's.
    private static void RequireFree(int port)
    {
        using TcpListener listener = new(IPAddress.Loopback, port) { ExclusiveAddressUse = true };
        listener.Start();
    }

    private static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
