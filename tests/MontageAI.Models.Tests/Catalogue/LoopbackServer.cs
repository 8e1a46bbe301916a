using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MontageAI.Models.Tests.Catalogue;

/// <summary>A server of HTTP/1.1 on this machine: one request for each connection, answered in the order of a script.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Queue<Func<string, (string Head, byte[] Body)>> _script;

    public LoopbackServer(params Func<string, (string Head, byte[] Body)>[] script)
    {
        _script = new(script);
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/net.onnx");
        _ = AnswerAsync();
    }

    public Uri Address { get; }

    /// <summary>What was asked, heads of requests in their order.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>A whole file.</summary>
    public static Func<string, (string, byte[])> Whole(byte[] bytes) => _ => ($"200 OK\r\nContent-Length: {bytes.Length}", bytes);

    /// <summary>The begin of a file, though all of it is announced.</summary>
    public static Func<string, (string, byte[])> CutOff(byte[] bytes, int after) =>
        _ => ($"200 OK\r\nContent-Length: {bytes.Length}", bytes[..after]);

    /// <summary>The rest of a file from where it is asked for.</summary>
    public static Func<string, (string, byte[])> Rest(byte[] bytes) =>
        head =>
        {
            int from = int.Parse(head.Split("bytes=")[1].Split('-')[0], System.Globalization.CultureInfo.InvariantCulture);
            return (
                $"206 Partial Content\r\nContent-Range: bytes {from}-{bytes.Length - 1}/{bytes.Length}"
                    + $"\r\nContent-Length: {bytes.Length - from}",
                bytes[from..]
            );
        };

    /// <summary>Another place.</summary>
    public static Func<string, (string, byte[])> Elsewhere(string place) =>
        _ => ($"302 Found\r\nLocation: {place}\r\nContent-Length: 0", []);

    /// <summary>Nothing.</summary>
    public static Func<string, (string, byte[])> Status(string status) => _ => ($"{status}\r\nContent-Length: 0", []);

    public void Dispose() => _listener.Dispose();

    private async Task AnswerAsync()
    {
        while (_script.Count > 0)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }

            using (client)
            {
                NetworkStream stream = client.GetStream();
                StringBuilder head = new();
                byte[] one = new byte[1];
                while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one) > 0)
                {
                    head.Append((char)one[0]);
                }

                Asked.Add(head.ToString());
                (string answer, byte[] body) = _script.Dequeue()(head.ToString());
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {answer}\r\nConnection: close\r\n\r\n"));
                try
                {
                    await stream.WriteAsync(body);
                }
                catch (IOException)
                {
                    // Whoever asked has seen enough.
                }
            }
        }
    }
}
