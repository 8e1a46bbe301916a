using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using MontageAI.Errors;
using MontageAI.FFmpeg.Processes;

namespace MontageAI.Farm.Files;

/// <summary>
/// Gives FFmpeg on this machine the bytes of clips by their place (HTTP/1.1, GET and HEAD, ranges), on the loopback address only. It is
/// asked as a proxy with a password, so it hears of every address that an input would have FFmpeg open, and opens none. Each clip of a
/// task has an address that cannot be guessed. Safe for threads; the owner disposes it.
/// </summary>
internal sealed class BlockServer : IAsyncDisposable
{
    // Not to be found by any name service.
    private const string Authority = "clips.invalid";
    private const string User = "clips";

    private const int MostAhead = 8;

    // Little on its way, since FFmpeg often goes elsewhere in the file.
    private const int PieceBytes = 16 * 1024;
    private const int MostConnections = 1024;

    // What FFmpeg does not want any more it leaves at once; what is on its way to it is fetched for nothing.
    private static readonly TimeSpan s_doubt = TimeSpan.FromMilliseconds(40);

    private readonly WebApplication _app;
    private readonly string _password = Token();
    private readonly Action<string> _log;
    private readonly ConcurrentDictionary<string, (WorkClip Clip, ClipUse Use)> _served = new(StringComparer.Ordinal);

    private BlockServer(WebApplication app, Action<string> log) => (_app, _log) = (app, log);

    /// <summary>How FFmpeg is told of it.</summary>
    public string Proxy => $"http://{User}:{_password}@127.0.0.1:{new Uri(_app.Urls.First()).Port}";

    /// <summary>Starts one.</summary>
    /// <param name="log">Gets a line for each thing that a reader should know.</param>
    public static async Task<BlockServer> StartAsync(Action<string> log)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSockets(s =>
            s.CreateBoundListenSocket = endpoint =>
            {
#pragma warning disable RS0030 // Listens on the loopback address; connects to nobody.
                Socket socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
                socket.SendBufferSize = PieceBytes;
#pragma warning restore RS0030
                return socket;
            }
        );
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.AddServerHeader = false;
            k.AllowHostHeaderOverride = true;
            k.Limits.MaxConcurrentConnections = MostConnections;
            k.Limits.MaxRequestBodySize = 0;
            k.Limits.MaxResponseBufferSize = PieceBytes;
            // FFmpeg reads as quickly as it encodes.
            k.Limits.MinResponseDataRate = null;
            k.Listen(IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http1);
        });
        WebApplication app = builder.Build();
        BlockServer server = new(app, log);
        app.Run(server.AnswerAsync);
        await app.StartAsync().ConfigureAwait(false);
        return server;
    }

    /// <summary>Serves clips from now on.</summary>
    /// <param name="clips">The clips, of whose files only the heads are on the disk.</param>
    /// <param name="use">Counts.</param>
    /// <returns>The clips for FFmpeg; they are served until this is given to <see cref="End"/>.</returns>
    public (ServedInputs Inputs, IReadOnlyList<string> Tokens) Begin(IEnumerable<WorkClip> clips, ClipUse use)
    {
        List<string> tokens = [];
        Dictionary<string, string> addresses = [];
        foreach (WorkClip clip in clips)
        {
            string token = Token();
            tokens.Add(token);
            _served[token] = (clip, use);
            addresses[clip.File] = $"http://{Authority}/{token}/clip{Path.GetExtension(clip.File)}";
        }

        return (new ServedInputs(Proxy, addresses), tokens);
    }

    /// <summary>Serves clips no more.</summary>
    public void End(IReadOnlyList<string> tokens)
    {
        foreach (string token in tokens)
        {
            _served.TryRemove(token, out _);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource at = new();
        await at.CancelAsync().ConfigureAwait(false);
        await _app.StopAsync(at.Token).ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
    }

    private static string Token() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    private async Task AnswerAsync(HttpContext context)
    {
        if (!IsKnown(context.Request.Headers.ProxyAuthorization.ToString()))
        {
            context.Response.Headers.ProxyAuthenticate = $"Basic realm=\"{User}\"";
            context.Response.StatusCode = StatusCodes.Status407ProxyAuthenticationRequired;
            return;
        }

        if (context.Request.Host.Host != Authority)
        {
            _log($"refused: an input would have FFmpeg ask '{Printable.Of(context.Request.Host.Value ?? "")}'");
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        if (
            (context.Request.Path.Value ?? "").Split('/') is not ["", var token, _]
            || !_served.TryGetValue(token, out (WorkClip Clip, ClipUse Use) served)
        )
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        long size = served.Clip.Id.Size;
        string range = context.Request.Headers.Range.ToString();
        (long from, long to) = (0, size - 1);
        context.Response.Headers.AcceptRanges = "bytes";
        if (range.Length > 0)
        {
            if (RangeOf(range, size) is not { } asked)
            {
                context.Response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
                context.Response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes */{size}");
                return;
            }

            (from, to) = asked;
            context.Response.StatusCode = StatusCodes.Status206PartialContent;
            context.Response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {from}-{to}/{size}");
        }

        context.Response.ContentType = "application/octet-stream";
        context.Response.ContentLength = to - from + 1;
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await SendAsync(context, served.Clip, served.Use, from, to).ConfigureAwait(false);
        }
    }

    private static async Task SendAsync(HttpContext context, WorkClip clip, ClipUse use, long from, long to)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Blocks.Size);
        int held = -1;
        int ahead = 1;
        try
        {
            for (long at = from; at <= to; )
            {
                ReadOnlyMemory<byte> bytes = clip.Head?.At(at) ?? default;
                if (bytes.IsEmpty)
                {
                    int block = (int)(at / Blocks.Size);
                    Memory<byte> whole = buffer.AsMemory(0, Blocks.BytesOf(clip.Id.Size, block));
                    if (block != held)
                    {
                        if (!clip.IsHere(block))
                        {
                            await Task.Delay(s_doubt, context.RequestAborted).ConfigureAwait(false);
                        }

                        bool came = await clip.ReadAsync(block, ahead, whole, use, context.RequestAborted).ConfigureAwait(false);
                        held = block;
                        // Who reads on and on will go on.
                        ahead = came ? Math.Min(MostAhead, 2 * ahead) : ahead;
                    }

                    bytes = whole[(int)(at % Blocks.Size)..];
                }

                bytes = bytes[..(int)Math.Min(Math.Min(bytes.Length, PieceBytes), to - at + 1)];
                await context.Response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
                at += bytes.Length;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or HttpRequestException or ObjectDisposedException)
        {
            // Half an answer is none: gone elsewhere in the file, or the clip cannot be had, which is told where the task ends.
            context.Abort();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private bool IsKnown(string given)
    {
        byte[] expected = Encoding.UTF8.GetBytes("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{_password}")));
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), expected);
    }

    private static (long From, long To)? RangeOf(string text, long size) =>
        RangeHeaderValue.TryParse(text, out RangeHeaderValue? ranges)
        && ranges is { Unit: "bytes", Ranges: { Count: 1 } list }
        && list.First() is { From: { } from } range
        && from < size
            ? (from, Math.Min(range.To ?? long.MaxValue, size - 1))
            : null;
}
