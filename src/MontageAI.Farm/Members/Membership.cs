using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text.Json;
using MontageAI.Errors;
using MontageAI.Farm.Settings;

#pragma warning disable RS0030 // One of the three places that may open a connection; here only to the host of a link, by its certificate.

namespace MontageAI.Farm.Members;

/// <summary>
/// Being a member of a farm whose host keeps the queue: a user and a secret of one's own, and the way to its files. The owner disposes it,
/// which gives the membership back.
/// </summary>
internal sealed class Membership : IAsyncDisposable
{
    private const string NoAnswer = "The host of the farm did not answer as it should.";

    private const int MostReplyBytes = 8 << 20;

    private static readonly TimeSpan s_answer = TimeSpan.FromSeconds(20);

    private readonly HttpClient _http;

    private Membership(HttpClient http, JoinReply reply) => (_http, Reply) = (http, reply);

    /// <summary>What the host said.</summary>
    public JoinReply Reply { get; }

    /// <summary>Becomes a member.</summary>
    /// <param name="link">The farm.</param>
    /// <param name="asked">Name that is wished for, and what it is for.</param>
    /// <exception cref="MontageException">The host cannot be reached, or refuses.</exception>
    public static async Task<Membership> JoinAsync(FarmLink link, JoinRequest asked)
    {
        HttpClient http = ClientOf(link, link.JoinSecret);
        try
        {
            using CancellationTokenSource limit = new(s_answer);
            using HttpRequestMessage request = new(HttpMethod.Post, "/join")
            {
                Content = JsonContent.Create(asked, MemberJson.Default.JoinRequest),
            };
            using HttpResponseMessage answer = await http.SendAsync(request, limit.Token).ConfigureAwait(false);
            if (answer.IsSuccessStatusCode)
            {
                JoinReply reply = (
                    await answer.Content.ReadFromJsonAsync(MemberJson.Default.JoinReply, limit.Token).ConfigureAwait(false)
                )!;
                http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", reply.Secret);
                return new Membership(http, reply);
            }

            throw await RefusedAsync(answer).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException or MontageException)
        {
            http.Dispose();
            throw e is MontageException ? e : Unreachable(link, e);
        }
    }

    /// <summary>Has a host take a member's rights away.</summary>
    /// <param name="link">The farm.</param>
    /// <param name="keeper">The host's own secret.</param>
    /// <param name="name">The member.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="MontageException">The host cannot be reached.</exception>
    public static async Task<bool> RemoveAsync(FarmLink link, string keeper, string name)
    {
        using HttpClient http = ClientOf(link, keeper);
        try
        {
            using CancellationTokenSource limit = new(s_answer);
            using HttpResponseMessage answer = await http.PostAsJsonAsync(
                    new Uri("/remove", UriKind.Relative),
                    new JoinRequest(name, null),
                    MemberJson.Default.JoinRequest,
                    limit.Token
                )
                .ConfigureAwait(false);
            return answer.IsSuccessStatusCode ? true
                : answer.StatusCode == HttpStatusCode.NotFound ? false
                : throw await RefusedAsync(answer).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            throw Unreachable(link, e);
        }
    }

    /// <summary>Whether the host still knows this member; true where it cannot be asked.</summary>
    public async Task<bool> IsKnownAsync()
    {
        try
        {
            using CancellationTokenSource limit = new(s_answer);
            using HttpResponseMessage answer = await _http.GetAsync(new Uri("/me", UriKind.Relative), limit.Token).ConfigureAwait(false);
            return answer.StatusCode != HttpStatusCode.Unauthorized;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            return true;
        }
    }

    /// <summary>Says which files the tasks of a running job read; good for some seconds.</summary>
    /// <exception cref="HttpRequestException">The host cannot be reached.</exception>
    public async Task OfferAsync(OfferedSource[] sources, CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await _http
            .PostAsJsonAsync(new Uri("/sources", UriKind.Relative), sources, MemberJson.Default.OfferedSourceArray, cancellationToken)
            .ConfigureAwait(false);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Fetches parts of a file in one request.</summary>
    /// <param name="wanted">Which.</param>
    /// <param name="takeAsync">Reads them, one after the other.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HttpRequestException">The host cannot be reached, or has no such file for a running job.</exception>
    public Task FetchAsync(BlocksRequest wanted, Func<Stream, Task> takeAsync, CancellationToken cancellationToken) =>
        FetchAsync("/blocks", JsonContent.Create(wanted, MemberJson.Default.BlocksRequest), takeAsync, cancellationToken);

    private async Task FetchAsync(string path, HttpContent asked, Func<Stream, Task> takeAsync, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, path) { Content = asked };
        using HttpResponseMessage answer = await _http
            .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
            .ConfigureAwait(false);
        await RequireAsync(answer).ConfigureAwait(false);
        Stream body = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            await takeAsync(body).ConfigureAwait(false);
        }
    }

    /// <summary>Fetches what a task takes of its clips and is not here, in one request.</summary>
    /// <param name="wanted">The clips, and what is here.</param>
    /// <param name="takeAsync">Reads what comes, as it says.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HttpRequestException">The host cannot be reached, or has no such clip for a running job.</exception>
    /// <exception cref="IOException">The answer ended before its end.</exception>
    public Task FetchAsync(ClipsRequest wanted, Func<ClipsReply, Stream, Task> takeAsync, CancellationToken cancellationToken) =>
        FetchAsync(
            "/clips",
            JsonContent.Create(wanted, MemberJson.Default.ClipsRequest),
            async body => await takeAsync(await ReplyAsync(body, cancellationToken).ConfigureAwait(false), body).ConfigureAwait(false),
            cancellationToken
        );

    /// <summary>Gives a rendered shot to the host.</summary>
    /// <param name="task">Key of the task.</param>
    /// <param name="shot">Key of the shot.</param>
    /// <param name="file">The shot.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HttpRequestException">The host cannot be reached, or refuses it.</exception>
    public async Task PutAsync(string task, string shot, string file, CancellationToken cancellationToken)
    {
        FileStream stream = File.OpenRead(file);
        await using (stream.ConfigureAwait(false))
        {
            string hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
            stream.Position = 0;
            using HttpRequestMessage request = new(HttpMethod.Put, $"/shots/{task}/{shot}") { Content = new StreamContent(stream) };
            request.Headers.Add("X-Content-SHA256", hash);
            using HttpResponseMessage answer = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            await RequireAsync(answer).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            using CancellationTokenSource limit = new(TimeSpan.FromSeconds(2));
            using HttpResponseMessage answer = await _http.DeleteAsync(new Uri("/me", UriKind.Relative), limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            // The host forgets it some day.
        }

        _http.Dispose();
    }

    private static async Task<ClipsReply> ReplyAsync(Stream body, CancellationToken cancellationToken)
    {
        byte[] length = new byte[sizeof(int)];
        await body.ReadExactlyAsync(length, cancellationToken).ConfigureAwait(false);
        int bytes = BinaryPrimitives.ReadInt32LittleEndian(length);
        byte[] text = bytes is > 0 and <= MostReplyBytes ? new byte[bytes] : throw new HttpRequestException(NoAnswer);
        await body.ReadExactlyAsync(text, cancellationToken).ConfigureAwait(false);
        try
        {
            return JsonSerializer.Deserialize(text, MemberJson.Default.ClipsReply) ?? throw new HttpRequestException(NoAnswer);
        }
        catch (JsonException e)
        {
            throw new HttpRequestException(NoAnswer, e);
        }
    }

    private static HttpClient ClientOf(FarmLink link, string secret)
    {
        SocketsHttpHandler handler = new()
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            ConnectTimeout = s_answer,
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                    certificate is not null && HostCertificate.PinOf(certificate) == link.Pin,
            },
        };
        HttpClient http = new(handler)
        {
            BaseAddress = new UriBuilder("https", link.Host, link.Port + 1).Uri,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return http;
    }

    private static MontageException Unreachable(FarmLink link, Exception e) =>
        new(
            ErrorCode.FarmFailed,
            e.GetBaseException() is AuthenticationException
                ? $"Who answers at {link.Where} is not the host of the link: its certificate is another. Take the link that 'farm host' "
                    + "prints now, and ask who answers there if it is the same."
                : $"No farm answers at {link.Where}. Run 'montage-ai farm host' there; its port and the next one must be reachable."
        );

    private static async Task RequireAsync(HttpResponseMessage answer)
    {
        if (!answer.IsSuccessStatusCode)
        {
            MontageException why = await RefusedAsync(answer).ConfigureAwait(false);
            throw new HttpRequestException(why.Message);
        }
    }

    private static async Task<MontageException> RefusedAsync(HttpResponseMessage answer)
    {
        Refusal? refusal = null;
        if (answer.Content.Headers.ContentType?.MediaType == "application/json")
        {
            refusal = await answer.Content.ReadFromJsonAsync(MemberJson.Default.Refusal).ConfigureAwait(false);
        }

        return new MontageException(
            ErrorCode.FarmFailed,
            refusal?.Why ?? string.Create(CultureInfo.InvariantCulture, $"The host of the farm answered {(int)answer.StatusCode}.")
        );
    }
}
