using System.Net;
using System.Text;
using System.Text.Json;

namespace MontageAI.Engine.Tests.Prompting;

/// <summary>What the server answers to one request.</summary>
/// <param name="Content">Text of the model's message; null never answers.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Raw">Whether the text is the whole body instead of the message.</param>
/// <param name="Headers">Headers beside it.</param>
internal sealed record FakeAnswer(string? Content, int Status = 200, bool Raw = false, params (string Name, string Value)[] Headers)
{
    /// <summary>After how many bytes of the body nothing comes any more; null sends all.</summary>
    public int? StopsAfter { get; init; }
}

/// <summary>A server on this machine that speaks like an OpenAI-compatible endpoint and answers what it is told to, or never.</summary>
internal sealed class FakeModel : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly TaskCompletionSource _ending = new();
    private readonly Task _serving;

    /// <summary>Starts it.</summary>
    /// <param name="content">Text of the model's message; null never answers.</param>
    /// <param name="status">HTTP status.</param>
    /// <param name="raw">Whether the text is the whole body instead of the message.</param>
    public FakeModel(string? content, int status = 200, bool raw = false)
        : this(new FakeAnswer(content, status, raw)) { }

    /// <summary>Starts it.</summary>
    /// <param name="answers">What it answers, one request after the other; the last one ever after.</param>
    public FakeModel(params FakeAnswer[] answers)
    {
        using System.Net.Sockets.TcpListener free = new(IPAddress.Loopback, 0);
        free.Start();
        int port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        Address = new Uri($"http://127.0.0.1:{port}/v1");
        _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        _listener.Start();
        _serving = ServeAsync(answers);
    }

    /// <summary>Base address.</summary>
    public Uri Address { get; }

    /// <summary>Path and body of the requests that came.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>The Authorization headers of the requests that came.</summary>
    public List<string?> Authorizations { get; } = [];

    public async ValueTask DisposeAsync()
    {
        _ending.TrySetResult();
        _listener.Close();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ServeAsync(FakeAnswer[] answers)
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context = await _listener.GetContextAsync();
            FakeAnswer answer = answers[Math.Min(Requests.Count, answers.Length - 1)];
            using (StreamReader reader = new(context.Request.InputStream))
            {
                Authorizations.Add(context.Request.Headers["Authorization"]);
                Requests.Add(context.Request.Url!.PathAndQuery + "\n" + await reader.ReadToEndAsync());
            }

            if (answer.Content is not { } content)
            {
                await _ending.Task;
                return;
            }

            byte[] bytes = Encoding.UTF8.GetBytes(answer.Raw ? content : Completion(content));
            context.Response.StatusCode = answer.Status;
            context.Response.ContentType = "application/json";
            foreach ((string name, string value) in answer.Headers)
            {
                context.Response.AddHeader(name, value);
            }

            try
            {
                if (answer.StopsAfter is { } stop)
                {
                    context.Response.ContentLength64 = bytes.Length;
                    await context.Response.OutputStream.WriteAsync(bytes.AsMemory(0, stop));
                    await context.Response.OutputStream.FlushAsync();
                    await _ending.Task;
                    return;
                }

                await context.Response.OutputStream.WriteAsync(bytes);
                context.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or IOException or ObjectDisposedException)
            {
                // Whoever asked has read enough and gone.
            }
        }
    }

    // As recorded from such endpoints, with the members that clients look at.
    private static string Completion(string content) =>
        JsonSerializer.Serialize(
            new
            {
                id = "chatcmpl-1",
                @object = "chat.completion",
                created = 1_760_000_000,
                model = "test-model",
                choices = new[]
                {
                    new
                    {
                        index = 0,
                        finish_reason = "stop",
                        message = new
                        {
                            role = "assistant",
                            content,
                            refusal = (string?)null,
                        },
                    },
                },
                usage = new
                {
                    prompt_tokens = 10,
                    completion_tokens = 10,
                    total_tokens = 20,
                },
            }
        );
}
