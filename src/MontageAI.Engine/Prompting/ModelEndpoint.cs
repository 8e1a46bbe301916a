using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using MontageAI.Engine.Settings;

namespace MontageAI.Engine.Prompting;

/// <summary>
/// One question to a language model and its answer. A status that means "later" (429, 5xx) is asked once more, after the time that the
/// endpoint names; redirects are not followed, since the key would travel with them; what is read is limited; and nothing that the
/// endpoint answers brings the key into a message.
/// </summary>
/// <param name="model">The model.</param>
internal sealed class ModelEndpoint(LanguageModel model)
{
    /// <summary>Longest answer that is read, in bytes; a full answer in the schema has about 10,000.</summary>
    public const int LargestAnswer = 1 << 20;

    private const int LongestReason = 200;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Asks.</summary>
    /// <param name="task">What the model is to do.</param>
    /// <param name="text">What it is to do it with.</param>
    /// <param name="schemaName">Name of the schema.</param>
    /// <param name="schema">JSON schema of the answer.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What the model said; never empty.</returns>
    /// <exception cref="ModelFailedException">No answer in time, a refusal, or something that is no completion.</exception>
    public async Task<string> AskAsync(string task, string text, string schemaName, string schema, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(model.TimeLimit);
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(
            new ChatRequest(
                model.Model,
                0,
                [new ChatMessage("system", task), new ChatMessage("user", text)],
                new ChatFormat("json_schema", new ChatSchema(schemaName, JsonElement.Parse(schema), Strict: true))
            ),
            ChatJson.Default.ChatRequest
        );
#pragma warning disable RS0030 // One of the three places that may open a connection; here only to whom the user named.
        using HttpMessageInvoker? own = model.Client is null
            ? new HttpMessageInvoker(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
            : null;
#pragma warning restore RS0030
        try
        {
            return Said(await AskTwiceAsync(model.Client ?? own!, body, limit.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ModelFailedException($"it gave no answer within {model.TimeLimit.TotalSeconds:0.#} s");
        }
        catch (HttpRequestException e) when (e.HttpRequestError is not HttpRequestError.InvalidResponse)
        {
            throw new ModelFailedException($"it cannot be reached ({Short(e.Message)})");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException)
        {
            throw new ModelFailedException($"its answer cannot be read ({Short(e.Message)})");
        }
    }

    private async Task<byte[]> AskTwiceAsync(HttpMessageInvoker client, byte[] body, CancellationToken cancellationToken)
    {
        for (bool again = false; ; again = true)
        {
            using HttpRequestMessage request = Request(body);
            using HttpResponseMessage response = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
            int status = (int)response.StatusCode;
            if (response.IsSuccessStatusCode)
            {
                return await ReadAsync(response.Content, cancellationToken).ConfigureAwait(false);
            }

            if (status is >= 300 and < 400)
            {
                throw new ModelFailedException($"it points elsewhere (status {status}), and redirects are not followed");
            }

            bool later = response.StatusCode == HttpStatusCode.TooManyRequests || status >= 500;
            TimeSpan pause = Pause(response.Headers);
            if (!later || again || pause >= model.TimeLimit)
            {
                string wait = later && pause > s_pause ? $"; it asks to wait {pause.TotalSeconds:0} s" : "";
                byte[] said = await ReadAsync(response.Content, cancellationToken).ConfigureAwait(false);
                throw new ModelFailedException($"it answered with status {status} ({Reason(said, response)}){wait}");
            }

            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
        }
    }

    private HttpRequestMessage Request(byte[] body)
    {
        UriBuilder address = new(model.Endpoint) { UserName = "", Password = "" };
        address.Path = address.Path.TrimEnd('/') + "/chat/completions";
        HttpRequestMessage request = new(HttpMethod.Post, address.Uri) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (model.Key is { } key)
        {
            // The framework's own complaint about such a header would repeat the key.
            if (key.Any(c => c is <= ' ' or > '~'))
            {
                throw new ModelFailedException("its key holds spaces or other characters that a key cannot have");
            }

            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        return request;
    }

    // A point in time is read on the endpoint's own clock.
    private static TimeSpan Pause(HttpResponseHeaders headers) =>
        headers.RetryAfter?.Delta is { } delta ? delta
        : headers.RetryAfter?.Date - headers.Date is { Ticks: > 0 } until ? until
        : s_pause;

    private static async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        Stream stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using MemoryStream all = new();
            byte[] part = new byte[16384];
            for (int n; (n = await stream.ReadAsync(part, cancellationToken).ConfigureAwait(false)) > 0; )
            {
                if (all.Length + n > LargestAnswer)
                {
                    throw new ModelFailedException($"its answer is longer than {LargestAnswer >> 20} MiB");
                }

                all.Write(part, 0, n);
            }

            return all.ToArray();
        }
    }

    private string Said(byte[] answer)
    {
        ChatCompletion? completion = JsonSerializer.Deserialize(answer, ChatJson.Default.ChatCompletion);
        return (completion?.Choices is { Count: > 0 } choices ? choices[0] : null) switch
        {
            { Message.Refusal: { Length: > 0 } refusal } => throw new ModelFailedException($"it refused: {Short(refusal)}"),
            { FinishReason: "content_filter" } => throw new ModelFailedException("its answer was withheld by a filter"),
            { FinishReason: "length" } => throw new ModelFailedException("its answer was cut off at the longest it may give"),
            { Message.Content: { Length: > 0 } content } => content,
            _ => throw new ModelFailedException("its answer is empty"),
        };
    }

    private string Reason(byte[] body, HttpResponseMessage response)
    {
        try
        {
            if (JsonSerializer.Deserialize(body, ChatJson.Default.ChatFailure)?.Error?.Message is { Length: > 0 } message)
            {
                return Short(message);
            }
        }
        catch (JsonException)
        {
            // Not every endpoint answers a failure with JSON; the status says enough.
        }

        return Short(response.ReasonPhrase is { Length: > 0 } phrase ? phrase : "no reason given");
    }

    private string Short(string message)
    {
        string line = message.Trim().Split('\n', 2)[0].Trim().TrimEnd('.');
        line = model.Key is { Length: > 0 } key ? line.Replace(key, "(the key)", StringComparison.Ordinal) : line;
        return line.Length <= LongestReason ? line : line[..LongestReason] + " ...";
    }
}
