using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using MontageAI.Testing;

namespace MontageAI.Studio.Tests;

/// <summary>Sends files by tus 1.0.0.</summary>
internal static class TusClient
{
    private const string Version = "1.0.0";

    /// <summary>Begins an upload.</summary>
    /// <returns>Its address.</returns>
    public static async Task<string> BeginAsync(HttpClient client, string project, string name, long bytes)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/api/uploads");
        request.Headers.Add("Tus-Resumable", Version);
        request.Headers.Add("Upload-Length", bytes.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("Upload-Metadata", $"filename {Base64(name)},project {Base64(project)}");
        using HttpResponseMessage answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return answer.Headers.Location!.ToString();
    }

    /// <summary>Sends a piece.</summary>
    /// <returns>Bytes that have come.</returns>
    public static async Task<long> AppendAsync(HttpClient client, string upload, long offset, ReadOnlyMemory<byte> piece)
    {
        using HttpRequestMessage request = Piece(upload, offset, new ReadOnlyMemoryContent(piece));
        using HttpResponseMessage answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        return long.Parse(answer.Headers.GetValues("Upload-Offset").Single(), CultureInfo.InvariantCulture);
    }

    /// <summary>Sends a piece, and hangs up in the middle of it, once some of it has come.</summary>
    public static async Task BreakOffAsync(HttpClient client, string upload, long offset, ReadOnlyMemory<byte> piece, int after)
    {
        using HttpRequestMessage request = Piece(upload, offset, new BrokenContent(piece, after, CameAsync));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.SendAsync(request));

        Task CameAsync() => Patience.UntilAsync("some of a piece", async () => await OffsetAsync(client, upload) > offset);
    }

    /// <summary>Sends all that has not come yet, however often that takes: the server may still be reading what was broken off.</summary>
    public static async Task FinishAsync(HttpClient client, string upload, ReadOnlyMemory<byte> file)
    {
        HttpStatusCode status;
        do
        {
            long at = await OffsetAsync(client, upload);
            using HttpRequestMessage request = Piece(upload, at, new ReadOnlyMemoryContent(file[(int)at..]));
            using HttpResponseMessage answer = await client.SendAsync(request);
            status = answer.StatusCode;
        } while (status is HttpStatusCode.Conflict or HttpStatusCode.Locked);

        Assert.Equal(HttpStatusCode.NoContent, status);
    }

    /// <summary>Bytes that have come. Another request may still be taking some in.</summary>
    public static async Task<long> OffsetAsync(HttpClient client, string upload)
    {
        using HttpRequestMessage request = new(HttpMethod.Head, upload);
        request.Headers.Add("Tus-Resumable", Version);
        using HttpResponseMessage answer = await client.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, answer.StatusCode.ToString());
        return long.Parse(answer.Headers.GetValues("Upload-Offset").Single(), CultureInfo.InvariantCulture);
    }

    private static HttpRequestMessage Piece(string upload, long offset, HttpContent content)
    {
        HttpRequestMessage request = new(HttpMethod.Patch, upload) { Content = content };
        content.Headers.ContentType = new MediaTypeHeaderValue("application/offset+octet-stream");
        request.Headers.Add("Tus-Resumable", Version);
        request.Headers.Add("Upload-Offset", offset.ToString(CultureInfo.InvariantCulture));
        return request;
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private sealed class BrokenContent(ReadOnlyMemory<byte> bytes, int after, Func<Task> cameAsync) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(bytes[..after]);
            await stream.FlushAsync();
            await cameAsync();
            throw new IOException("The line is cut.");
        }

        protected override bool TryComputeLength(out long length)
        {
            length = bytes.Length;
            return true;
        }
    }
}
