namespace MontageAI.FFmpeg.Processes;

/// <summary>
/// Files of which FFmpeg gets the bytes from a server on this machine, not the disk. Commands name such a file by its path as ever; the
/// address takes its place when the process is started, and the path the address' in what it says. FFmpeg reaches every host of HTTP
/// through the server, as a proxy whose password stands in its environment: so no input can have it open an address elsewhere, and no list
/// of processes shows what would open these. Safe for threads.
/// </summary>
public sealed class ServedInputs
{
    // FFmpeg's buffer for a connection; what lies in it was asked for in vain when it goes elsewhere in the file.
    private const string BufferBytes = "16384";

    private const string Protocols = "-protocol_whitelist";

    private readonly Dictionary<string, string> _addresses;
    private readonly Dictionary<string, string?> _variables;

    /// <summary>Takes the files.</summary>
    /// <param name="proxy">The server as FFmpeg takes a proxy: "http://USER:PASSWORD@ADDRESS:PORT".</param>
    /// <param name="addresses">HTTP address of each file by its full path.</param>
    public ServedInputs(string proxy, IReadOnlyDictionary<string, string> addresses)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        _addresses = addresses.ToDictionary(a => "file:" + a.Key, a => a.Value, StringComparer.Ordinal);
        _variables = new Dictionary<string, string?> { ["http_proxy"] = proxy, ["no_proxy"] = null };
    }

    /// <summary>A command's arguments as its process gets them, and the variables that go with them; null where it reads no such
    /// file.</summary>
    internal (IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string?> Variables)? For(IReadOnlyList<string> arguments)
    {
        List<string> served = [];
        int protocols = -1;
        bool any = false;
        for (int i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] == Protocols)
            {
                protocols = served.Count + 1;
            }
            else if (i > 0 && arguments[i - 1] == "-i")
            {
                if (_addresses.TryGetValue(arguments[i], out string? address))
                {
                    any = true;
                    Serve(served, protocols);
                    served.Add(address);
                    protocols = -1;
                    continue;
                }

                // Options count for the next input alone.
                protocols = -1;
            }

            served.Add(arguments[i]);
        }

        return any ? (served, _variables) : null;
    }

    /// <summary>What a process said, with paths in the place of addresses.</summary>
    internal string Told(string said) =>
        _addresses.Aggregate(said, (text, file) => text.Replace(file.Value, file.Key["file:".Length..], StringComparison.Ordinal));

    private static void Serve(List<string> arguments, int protocols)
    {
        if (protocols >= 0)
        {
            arguments[protocols] = "http,tcp";
        }
        else
        {
            arguments.InsertRange(arguments.Count - 1, [Protocols, "http,tcp"]);
        }

        arguments.InsertRange(arguments.Count - 1, ["-recv_buffer_size", BufferBytes]);
    }
}
