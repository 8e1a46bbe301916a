using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using MontageAI.Errors;

namespace MontageAI.Models.Catalogue;

/// <summary>
/// Fetches files of models, and nothing else in this program does so. What was fetched of a file is kept when the connection breaks and is
/// gone on with later; a file is only called whole when its size and sum are those of the catalogue. Proxies are those of the system
/// (HTTPS_PROXY). Redirects are followed by hand, and never to what is not encrypted.
/// </summary>
internal sealed class ModelDownload : IDisposable
{
    private const int MostRedirects = 5;

    // Attempts in a row in which not one byte came.
    private const int MostIdleAttempts = 3;

    private readonly HttpMessageInvoker _client;
    private readonly Func<Uri, bool> _mayBeAsked;
    private readonly TimeSpan _patience;

    /// <summary>Fetches from the network.</summary>
#pragma warning disable RS0030 // One of the three places that may open a connection; here only because the user said "add".
    public ModelDownload()
        : this(
            new HttpMessageInvoker(
                new SocketsHttpHandler
                {
                    AllowAutoRedirect = false,
                    UseCookies = false,
                    ConnectTimeout = TimeSpan.FromSeconds(30),
                }
            ),
            uri => uri.Scheme == Uri.UriSchemeHttps,
            TimeSpan.FromSeconds(60)
        ) { }
#pragma warning restore RS0030

    /// <summary>Fetches by means of one's own.</summary>
    /// <param name="client">What sends requests; belongs to this from now on.</param>
    /// <param name="mayBeAsked">Whether an address may be asked.</param>
    /// <param name="patience">Longest time without a byte.</param>
    public ModelDownload(HttpMessageInvoker client, Func<Uri, bool> mayBeAsked, TimeSpan patience) =>
        (_client, _mayBeAsked, _patience) = (client, mayBeAsked, patience);

    /// <summary>Fetches a file whose source, size and sum are known.</summary>
    /// <param name="file">The file.</param>
    /// <param name="target">Where to put it; what lies there already is taken for its beginning.</param>
    /// <param name="arrived">Told how many bytes are there.</param>
    /// <param name="cancellationToken">Stops it; what was fetched stays.</param>
    /// <exception cref="MontageException">It could not be fetched, or is another file.</exception>
    public async Task FetchAsync(CatalogueFile file, string target, IProgress<long>? arrived, CancellationToken cancellationToken)
    {
        FileStream stream = new(target, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        await using (stream.ConfigureAwait(false))
        {
            int idle = 0;
            while (stream.Length < file.Bytes)
            {
                long before = stream.Length;
                string? broken = await TryAsync(file, stream, arrived, cancellationToken).ConfigureAwait(false);
                idle = stream.Length > before ? 0 : idle + 1;
                if (broken is not null && idle == MostIdleAttempts)
                {
                    throw Failed(file, $"{broken}. What was fetched is kept; do the same again to go on.");
                }
            }

            stream.Position = 0;
            byte[] sum = await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false);
            if (stream.Length == file.Bytes && Convert.ToHexStringLower(sum) == file.Sha256)
            {
                return;
            }
        }

        File.Delete(target);
        throw Failed(file, $"it is another file than the one that the catalogue names (by its SHA-256), and was thrown away.");
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    // One request; says how the connection broke, or null where all came.
    private async Task<string?> TryAsync(
        CatalogueFile file,
        FileStream stream,
        IProgress<long>? arrived,
        CancellationToken cancellationToken
    )
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_patience);
        try
        {
            using HttpResponseMessage response = await AskAsync(file, stream.Length, limit.Token).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && stream.Length > 0)
            {
                stream.SetLength(0);
                return "the server does not go on where it stopped";
            }

            if (!response.IsSuccessStatusCode)
            {
                throw Failed(file, $"the server answered with status {(int)response.StatusCode}.");
            }

            if (response.StatusCode != HttpStatusCode.PartialContent || response.Content.Headers.ContentRange?.From != stream.Length)
            {
                stream.SetLength(0);
            }

            stream.Position = stream.Length;
            if (response.Content.Headers.ContentLength is { } length && stream.Length + length != file.Bytes)
            {
                throw Failed(file, $"the server has a file of {stream.Length + length} bytes there; the catalogue's has {file.Bytes}.");
            }

            await CopyAsync(response.Content, file, stream, arrived, limit).ConfigureAwait(false);
            return stream.Length < file.Bytes ? "the server ended before the file did" : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"nothing came for {_patience.TotalSeconds:0} s";
        }
        catch (HttpRequestException e)
        {
            return $"the connection failed ({Printable.Of(e.Message.TrimEnd('.'))})";
        }
        catch (HttpIOException e)
        {
            return $"the connection broke ({Printable.Of(e.Message.TrimEnd('.'))})";
        }
        catch (IOException e) when (e.InnerException is System.Net.Sockets.SocketException)
        {
            return $"the connection broke ({Printable.Of(e.Message.TrimEnd('.'))})";
        }
    }

    private async Task<HttpResponseMessage> AskAsync(CatalogueFile file, long from, CancellationToken cancellationToken)
    {
        Uri address = file.Source!;
        for (int redirects = 0; ; redirects++)
        {
            if (!_mayBeAsked(address))
            {
                throw Failed(file, $"the server points to '{Place(address)}', which is not encrypted. Nothing was fetched from there.");
            }

            using HttpRequestMessage request = new(HttpMethod.Get, address);
            request.Headers.UserAgent.Add(new ProductInfoHeaderValue("montage-ai", "1"));
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
            if (from > 0)
            {
                request.Headers.Range = new RangeHeaderValue(from, null);
            }

            HttpResponseMessage response = await _client.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } next)
            {
                return response;
            }

            response.Dispose();
            if (redirects == MostRedirects)
            {
                throw Failed(file, $"the server points elsewhere again and again.");
            }

            address = new Uri(address, next);
        }
    }

    private async Task CopyAsync(
        HttpContent content,
        CatalogueFile file,
        FileStream stream,
        IProgress<long>? arrived,
        CancellationTokenSource limit
    )
    {
        Stream body = await content.ReadAsStreamAsync(limit.Token).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            byte[] part = new byte[128 * 1024];
            for (int n; (n = await body.ReadAsync(part, limit.Token).ConfigureAwait(false)) > 0; )
            {
                limit.CancelAfter(_patience);
                if (stream.Length + n > file.Bytes)
                {
                    stream.SetLength(0);
                    throw Failed(file, $"the server sends more than the {file.Bytes} bytes of the catalogue's file.");
                }

                Write(file, stream, part.AsSpan(0, n));
                arrived?.Report(stream.Length);
            }
        }
    }

    private static void Write(CatalogueFile file, FileStream stream, ReadOnlySpan<byte> bytes)
    {
        try
        {
            stream.Write(bytes);
            stream.Flush();
        }
        catch (IOException e)
        {
            throw new MontageException(
                ErrorCode.FileUnwritable,
                $"'{file.Name}' cannot be written: {e.Message.TrimEnd('.')}. What was fetched is kept. Make room there, or "
                    + $"{Remedy.NameModelsFolder}.",
                e
            );
        }
    }

    private static MontageException Failed(CatalogueFile file, Phrase why) =>
        new(ErrorCode.DownloadFailed, $"'{file.Name}' of {Place(file.Source!)}: {why} Try later, or {Remedy.GiveModelFile}.");

    private static string Place(Uri address) => address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
}
