using System.Security.Cryptography;
using MontageAI.Errors;
using MontageAI.Models.Catalogue;

namespace MontageAI.Models.Tests.Catalogue;

/// <summary>Fetching a file from a server that behaves in every way that servers do.</summary>
public sealed class ModelDownloadTests : IDisposable
{
    private static readonly byte[] s_file = [.. Enumerable.Range(0, 400_000).Select(i => (byte)(i * 7 % 251))];

    private readonly string _folder = Directory.CreateTempSubdirectory("download-").FullName;

    private string Target => Path.Combine(_folder, "part");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Fetch_WholeFile_LiesThere()
    {
        using LoopbackServer server = new(LoopbackServer.Whole(s_file));

        await FetchAsync(server);

        Assert.Equal(s_file, await File.ReadAllBytesAsync(Target));
    }

    [Fact]
    public async Task Fetch_CutOffInTheMiddle_GoesOnByItself()
    {
        using LoopbackServer server = new(LoopbackServer.CutOff(s_file, 150_000), LoopbackServer.Rest(s_file));

        await FetchAsync(server);

        Assert.Equal(s_file, await File.ReadAllBytesAsync(Target));
        Assert.Contains("Range: bytes=150000-", server.Asked[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_PartOfAnEarlierRun_AsksForTheRestOnly()
    {
        await File.WriteAllBytesAsync(Target, s_file[..399_990]);
        using LoopbackServer server = new(LoopbackServer.Rest(s_file));

        await FetchAsync(server);

        Assert.Equal(s_file, await File.ReadAllBytesAsync(Target));
        Assert.Contains("Range: bytes=399990-", Assert.Single(server.Asked), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_ServerWithoutRanges_BeginsAnew()
    {
        await File.WriteAllBytesAsync(Target, new byte[1000]);
        using LoopbackServer server = new(LoopbackServer.Whole(s_file));

        await FetchAsync(server);

        Assert.Equal(s_file, await File.ReadAllBytesAsync(Target));
    }

    [Fact]
    public async Task Fetch_CutOffForGood_KeepsWhatCameAndSaysSo()
    {
        Func<string, (string, byte[])> nothing = _ => ($"206 Partial Content\r\nContent-Range: bytes 1234-399999/400000", []);
        using LoopbackServer server = new(LoopbackServer.CutOff(s_file, 1234), nothing, nothing, nothing);

        string said = await RefusedAsync(server);

        Assert.Contains("go on", said, StringComparison.Ordinal);
        Assert.Equal(s_file[..1234], await File.ReadAllBytesAsync(Target));
    }

    [Fact]
    public async Task Fetch_AnotherFileOfThatSize_IsThrownAway()
    {
        byte[] other = [.. s_file];
        other[77]++;
        using LoopbackServer server = new(LoopbackServer.Whole(other));

        string said = await RefusedAsync(server);

        Assert.Contains("another file", said, StringComparison.Ordinal);
        Assert.False(File.Exists(Target));
    }

    [Fact]
    public async Task Fetch_LargerThanTheCatalogueSays_IsNotTakenIn()
    {
        using LoopbackServer announced = new(LoopbackServer.Whole([.. s_file, 1]));
        Assert.Contains("400001 bytes", await RefusedAsync(announced), StringComparison.Ordinal);

        // Without saying how much it will be.
        using LoopbackServer silent = new(_ => ("200 OK", [.. s_file, .. s_file]));
        Assert.Contains("more than", await RefusedAsync(silent), StringComparison.Ordinal);
        Assert.True(new FileInfo(Target).Length <= s_file.Length);
    }

    [Fact]
    public async Task Fetch_RedirectToWhatIsNotEncrypted_IsNotFollowed()
    {
        using LoopbackServer server = new(LoopbackServer.Elsewhere("http://example.org/net.onnx"));

        string said = await RefusedAsync(server);

        Assert.Contains("'http://example.org', which is not encrypted", said, StringComparison.Ordinal);
        Assert.Single(server.Asked);
    }

    [Fact]
    public async Task Fetch_Redirects_AreFollowedAFewTimes()
    {
        using LoopbackServer server = new(LoopbackServer.Elsewhere("/elsewhere"), LoopbackServer.Whole(s_file));
        await FetchAsync(server);
        Assert.StartsWith("GET /elsewhere ", server.Asked[1], StringComparison.Ordinal);

        File.Delete(Target);
        using LoopbackServer circle = new([.. Enumerable.Repeat(LoopbackServer.Elsewhere("/again"), 9)]);
        Assert.Contains("again and again", await RefusedAsync(circle), StringComparison.Ordinal);
        Assert.Equal(6, circle.Asked.Count);
    }

    [Fact]
    public async Task Fetch_Refusal_NamesItsStatus()
    {
        using LoopbackServer server = new(LoopbackServer.Status("403 Forbidden"));

        Assert.Contains("status 403", await RefusedAsync(server), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_NoServer_SaysThatTheConnectionFailed()
    {
        LoopbackServer server = new();
        server.Dispose();

        Assert.Contains("connection failed", await RefusedAsync(server), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_Product_AsksNothingThatIsNotEncrypted()
    {
        using LoopbackServer server = new(LoopbackServer.Whole(s_file));
        using ModelDownload download = new();

        MontageException e = await Assert.ThrowsAsync<MontageException>(() =>
            download.FetchAsync(Facts(server), Target, null, TestContext.Current.CancellationToken)
        );

        Assert.Contains("not encrypted", e.Message, StringComparison.Ordinal);
        Assert.Empty(server.Asked);
    }

    private static CatalogueFile Facts(LoopbackServer server) =>
        new("net.onnx", s_file.Length) { Source = server.Address, Sha256 = Convert.ToHexStringLower(SHA256.HashData(s_file)) };

    private async Task FetchAsync(LoopbackServer server)
    {
        using ModelDownload download = new(
            new HttpMessageInvoker(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }),
            address => address.Host == "127.0.0.1",
            TimeSpan.FromMinutes(1)
        );
        await download.FetchAsync(Facts(server), Target, null, TestContext.Current.CancellationToken);
    }

    private async Task<string> RefusedAsync(LoopbackServer server)
    {
        MontageException e = await Assert.ThrowsAsync<MontageException>(() => FetchAsync(server));
        Assert.Equal(ErrorCode.DownloadFailed, e.Code);
        Assert.Contains("net.onnx", e.Message, StringComparison.Ordinal);
        return e.Message;
    }
}
