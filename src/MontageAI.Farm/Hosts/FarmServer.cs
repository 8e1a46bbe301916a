using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using MontageAI.Errors;
using MontageAI.Farm.Files;
using MontageAI.Farm.Members;
using MontageAI.Farm.Queue;
using MontageAI.Farm.Settings;
using MontageAI.Media;
using MontageAI.Tasks;
using StackExchange.Redis;

namespace MontageAI.Farm.Hosts;

/// <summary>
/// What a host says over HTTPS beside its queue: takes members in, hands out parts of the files that running jobs read, takes rendered
/// shots. Who asks shows a secret; files are named by their fingerprint alone. The owner disposes it.
/// </summary>
internal sealed class FarmServer : IAsyncDisposable
{
    private const int MostJsonBytes = 1 << 20;
    private const int MostConnections = 256;
    private const long MostShotBytes = 4L << 30;
    private const string NoFile = "The host has no such file for a job that runs.";
    private const string LookAt = "look at its disk, memory and FFmpeg, then join again.";

    private readonly WebApplication _app;
    private readonly OwnQueue _queue;
    private readonly FarmStore _store;
    private readonly FarmFacts _facts;
    private readonly HostFiles _files;
    private readonly Action<string> _log;
    private readonly BadResults _bad = new();

    private FarmServer(WebApplication app, OwnQueue queue, FarmStore store, FarmFacts facts, HostFiles files, Action<string> log) =>
        (_app, _queue, _store, _facts, _files, _log) = (app, queue, store, facts, files, log);

    /// <summary>Starts it beside the queue.</summary>
    /// <exception cref="MontageException">The port is taken.</exception>
    public static async Task<FarmServer> StartAsync(OwnQueue queue, FarmStore store, FarmFacts facts, HostFiles files, Action<string> log)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.AddServerHeader = false;
            k.Limits.MaxConcurrentConnections = MostConnections;
            k.Limits.MaxRequestBodySize = MostJsonBytes;
            k.Listen(
                queue.Address,
                queue.Link.Port + 1,
                l =>
                {
                    l.Protocols = HttpProtocols.Http1;
                    l.UseHttps(queue.Certificate);
                }
            );
        });
        WebApplication app = builder.Build();
        FarmServer server = new(app, queue, store, facts, files, log);
        app.Run(server.AnswerAsync);
        try
        {
            await app.StartAsync().ConfigureAwait(false);
        }
        catch (IOException e)
        {
            await app.DisposeAsync().ConfigureAwait(false);
            throw new MontageException(
                ErrorCode.FarmFailed,
                $"The farm cannot listen at port {queue.Link.Port + 1}: {e.Message.TrimEnd('.')}. Name another port by --port."
            );
        }

        return server;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource at = new();
        await at.CancelAsync().ConfigureAwait(false);
        // What is on its way is asked for again.
        await _app.StopAsync(at.Token).ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        try
        {
            await RouteAsync(context).ConfigureAwait(false);
        }
        catch (Exception e) when (e is RedisException or TimeoutException or MontageException or IOException or UnauthorizedAccessException)
        {
            _log($"{context.Request.Method} {Printable.Of(context.Request.Path.Value ?? "")}: {Printable.Of(e.Message)}");
            if (context.Response.HasStarted)
            {
                // Half an answer is none.
                context.Abort();
            }
            else
            {
                await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, $"The host of the farm could not do it: {e.Message}")
                    .ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Who asked has gone.
        }
    }

    private Task RouteAsync(HttpContext context)
    {
        string secret =
            context.Request.Headers.Authorization.ToString() is { } text && text.StartsWith("Bearer ", StringComparison.Ordinal)
                ? text["Bearer ".Length..]
                : "";
        string path = context.Request.Path.Value ?? "";
        Member? member = secret.Length > 0 ? _queue.Members.Of(secret) : null;
        return (context.Request.Method, path) switch
        {
            ("POST", "/join") when Is(secret, _queue.Secrets.Join) => JoinAsync(context),
            ("POST", "/remove") when Is(secret, _queue.Secrets.Keeper) => RemoveAsync(context),
            ("GET", "/me") when member is not null => StatusAsync(context, StatusCodes.Status204NoContent),
            ("DELETE", "/me") when member is not null => LeaveAsync(context, member),
            ("POST", "/sources") when member is { Works: false } => OfferAsync(context),
            ("POST", "/blocks") when member is not null => BlocksAsync(context),
            ("POST", "/clips") when member is { Works: true } => ClipsAsync(context),
            ("PUT", _) when member is { Works: true } && path.StartsWith("/shots/", StringComparison.Ordinal) => ShotAsync(
                context,
                member,
                path.Split('/')
            ),
            ("POST", "/join") => RefuseAsync(
                context,
                StatusCodes.Status401Unauthorized,
                "The secret of this link is not good any more. Take the link that 'montage-ai farm host' prints now."
            ),
            _ => StatusAsync(context, member is null ? StatusCodes.Status401Unauthorized : StatusCodes.Status404NotFound),
        };
    }

    private async Task JoinAsync(HttpContext context)
    {
        if (await ReadAsync(context, MemberJson.Default.JoinRequest).ConfigureAwait(false) is not { } asked)
        {
            return;
        }

        if (asked.Build is { } build && build != _facts.Build)
        {
            _log($"refused: '{Printable.Of(asked.Name)}' has {Printable.Of(build)}");
            await RefuseAsync(context, StatusCodes.Status409Conflict, FarmFacts.OtherBuild(_facts.Build, build)).ConfigureAwait(false);
            return;
        }

        string? secret = await _queue.Members.AddAsync(asked, _store.Redis).ConfigureAwait(false);
        if (secret is not null && asked is { Build: not null, Place: { } place })
        {
            await _store.Nodes.TakeBackAsync(place).ConfigureAwait(false);
        }

        await (
            secret is null
                ? RefuseAsync(context, StatusCodes.Status409Conflict, "The name of this machine is none, or another's. Join again.")
                : context.Response.WriteAsJsonAsync(new JoinReply(asked.Name, secret, _facts), MemberJson.Default.JoinReply)
        ).ConfigureAwait(false);
    }

    private async Task LeaveAsync(HttpContext context, Member member)
    {
        await _queue.Members.RemoveAsync(member.Name, _store.Redis).ConfigureAwait(false);
        await StatusAsync(context, StatusCodes.Status204NoContent).ConfigureAwait(false);
    }

    private async Task RemoveAsync(HttpContext context)
    {
        if (await ReadAsync(context, MemberJson.Default.JoinRequest).ConfigureAwait(false) is { } asked)
        {
            bool isGone = await _queue.Members.RemoveAsync(asked.Name, _store.Redis).ConfigureAwait(false);
            if (isGone)
            {
                await _store.Nodes.LeaveAsync(asked.Name).ConfigureAwait(false);
                _log($"{asked.Name} was removed");
            }

            await StatusAsync(context, isGone ? StatusCodes.Status204NoContent : StatusCodes.Status404NotFound).ConfigureAwait(false);
        }
    }

    private async Task OfferAsync(HttpContext context)
    {
        if (await ReadAsync(context, MemberJson.Default.OfferedSourceArray).ConfigureAwait(false) is { } sources)
        {
            _files.Offers.Take(sources);
            await StatusAsync(context, StatusCodes.Status204NoContent).ConfigureAwait(false);
        }
    }

    private async Task BlocksAsync(HttpContext context)
    {
        if (await ReadAsync(context, MemberJson.Default.BlocksRequest).ConfigureAwait(false) is not { } wanted)
        {
            return;
        }

        OfferedSource? source = await _files.FindAsync(wanted, context.RequestAborted).ConfigureAwait(false);
        if (source is null)
        {
            await RefuseAsync(context, StatusCodes.Status404NotFound, NoFile).ConfigureAwait(false);
            return;
        }

        context.Response.ContentType = "application/octet-stream";
        context.Response.ContentLength = Blocks.BytesOf(source.Size, wanted.Blocks);
        IEnumerable<ByteRange> ranges = wanted.Blocks.Select(b => Blocks.RangeOf(source.Size, b));
        await HostFiles.SendAsync(source.Path, ranges, context.Response.Body, context.RequestAborted).ConfigureAwait(false);
    }

    private async Task ClipsAsync(HttpContext context)
    {
        if (await ReadAsync(context, MemberJson.Default.ClipsRequest).ConfigureAwait(false) is not { } wanted)
        {
            return;
        }

        TaskSpec spec;
        try
        {
            spec = await _store.Tasks.SpecAsync(wanted.Task).ConfigureAwait(false);
        }
        catch (TaskRefusedException e)
        {
            await RefuseAsync(context, StatusCodes.Status404NotFound, e.Message).ConfigureAwait(false);
            return;
        }

        if (await _files.PartsAsync(spec, wanted, context.RequestAborted).ConfigureAwait(false) is not { } clips)
        {
            await RefuseAsync(context, StatusCodes.Status404NotFound, NoFile).ConfigureAwait(false);
            return;
        }

        byte[] reply = JsonSerializer.SerializeToUtf8Bytes(new ClipsReply([.. clips.Select(c => c.Parts)]), MemberJson.Default.ClipsReply);
        byte[] length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, reply.Length);
        context.Response.ContentType = "application/octet-stream";
        context.Response.ContentLength =
            length.Length + reply.Length + clips.Sum(c => c.Parts.Head.Sum(r => r.Length) + Blocks.BytesOf(c.Size, c.Parts.Blocks));
        await context.Response.Body.WriteAsync(length, context.RequestAborted).ConfigureAwait(false);
        await context.Response.Body.WriteAsync(reply, context.RequestAborted).ConfigureAwait(false);
        foreach ((string path, long size, ClipParts parts) in clips)
        {
            IEnumerable<ByteRange> ranges = parts.Head.Concat(parts.Blocks.Select(b => Blocks.RangeOf(size, b)));
            await HostFiles.SendAsync(path, ranges, context.Response.Body, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private async Task ShotAsync(HttpContext context, Member member, string[] path)
    {
        if (path is not ["", "shots", var task, var shot] || context.Request.ContentLength is not (> 0 and <= MostShotBytes))
        {
            await StatusAsync(context, StatusCodes.Status400BadRequest).ConfigureAwait(false);
            return;
        }

        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = MostShotBytes;
        string hash = context.Request.Headers["X-Content-SHA256"].ToString();
        string? wrong;
        try
        {
            wrong = await _files.TakeAsync(_store, task, shot, hash, context.Request.Body, context.RequestAborted).ConfigureAwait(false);
        }
        catch (TaskRefusedException e)
        {
            wrong = e.Message;
        }

        if (wrong is null)
        {
            await StatusAsync(context, StatusCodes.Status204NoContent).ConfigureAwait(false);
            return;
        }

        _log($"refused: a shot of task {Printable.Of(task)} by {member.Name}: {Printable.Of(wrong)}");
        bool isLast = _bad.Add(member.Name);
        string more = isLast ? $" It was the third bad one, so the host {BadResults.SetAside}; {LookAt}" : "";
        await RefuseAsync(context, StatusCodes.Status422UnprocessableEntity, $"The host refused a shot: {wrong}{more}")
            .ConfigureAwait(false);
        if (isLast)
        {
            await context.Response.CompleteAsync().ConfigureAwait(false);
            await SetAsideAsync(member, wrong).ConfigureAwait(false);
        }
    }

    // Its rights end, so that what it does counts for nothing, whatever it is; what it had is done elsewhere.
    private async Task SetAsideAsync(Member member, string wrong)
    {
        string why = $"it gave back three bad results; the last: {wrong.TrimEnd('.')}. {char.ToUpperInvariant(LookAt[0])}{LookAt[1..]}";
        await _store.Nodes.SetAsideAsync(new AsideFacts(member.Name, why, member.Place ?? member.Name)).ConfigureAwait(false);
        await _queue.Members.RemoveAsync(member.Name, _store.Redis).ConfigureAwait(false);
        await _store.Nodes.LeaveAsync(member.Name).ConfigureAwait(false);
        _log($"{member.Name} is set aside: {Printable.Of(why)}");
    }

    private static async Task<T?> ReadAsync<T>(HttpContext context, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            if (
                await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted).ConfigureAwait(false) is { } value
            )
            {
                return value;
            }
        }
        catch (Exception e) when (e is JsonException or Microsoft.AspNetCore.Http.BadHttpRequestException)
        {
            // Told below.
        }

        await StatusAsync(context, StatusCodes.Status400BadRequest).ConfigureAwait(false);
        return null;
    }

    private static Task StatusAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static Task RefuseAsync(HttpContext context, int status, string why)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new Refusal(why), MemberJson.Default.Refusal);
    }

    private static bool Is(string given, string secret) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(secret));
}
