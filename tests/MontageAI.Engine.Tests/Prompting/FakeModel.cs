using System.Net;
using System.Text;
using System.Text.Json;

namespace MontageAI.Engine.Tests.Prompting;

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
    {
        using System.Net.Sockets.TcpListener free = new(IPAddress.Loopback, 0);
        free.Start();
        int port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        Address = new Uri($"http://127.0.0.1:{port}/v1");
        _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        _listener.Start();
        _serving = ServeAsync(content, status, raw);
    }

    /// <summary>Base address.</summary>
    public Uri Address { get; }

    /// <summary>Bodies of the requests that came.</summary>
    public List<string> Requests { get; } = [];

    public async ValueTask DisposeAsync()
    {
        _ending.TrySetResult();
        _listener.Close();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ServeAsync(string? content, int status, bool raw)
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context = await _listener.GetContextAsync();
            using (StreamReader reader = new(context.Request.InputStream))
            {
                Requests.Add(context.Request.Url!.AbsolutePath + "\n" + await reader.ReadToEndAsync());
            }

            if (content is null)
            {
                await _ending.Task;
                return;
            }

            // As recorded from such endpoints, with the members that clients look at.
            string body = raw
                ? content
                : JsonSerializer.Serialize(
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
            byte[] bytes = Encoding.UTF8.GetBytes(body);
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            await context.Response.OutputStream.WriteAsync(bytes);
            context.Response.Close();
        }
    }
}
