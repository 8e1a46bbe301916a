using MontageAI.Errors;
using MontageAI.FFmpeg.Processes;
using MontageAI.Rendering.Tests;
using MontageAI.Testing;

namespace MontageAI.Rendering.Tests.Processes;

public sealed class NamedPipeTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Pipe_FromUsToFFmpegAndBack_CarriesEveryByte()
    {
        byte[] sent = new byte[1_000_000 * 4];
        new Random(7).NextBytes(sent);
        using NamedPipe input = NamedPipe.Create(_folder.File("in"));
        using NamedPipe output = NamedPipe.Create(_folder.File("out"));
        ToolCommand copy = Scene.Tools.Command(
            "-y",
            "-f",
            "s32le",
            "-ar",
            "48000",
            "-ac",
            "1",
            "-i",
            InputFile.Url(input.Path),
            "-f",
            "s32le",
            "-c:a",
            "copy",
            InputFile.Url(output.Path)
        );
        await using ToolProcess process = await ToolProcess.StartAsync(copy, pipeOutput: false);
        Task<int> end = process.WaitAsync(CancellationToken.None);

        Task write = Task.Run(async () =>
        {
            await using Stream to = await input.OpenAsync(FileAccess.Write, end);
            await to.WriteAsync(sent);
        });
        using MemoryStream received = new();
        await using (Stream from = await output.OpenAsync(FileAccess.Read, end))
        {
            await from.CopyToAsync(received);
        }

        await write;
        Assert.Equal(0, await end);
        Assert.Equal(sent, received.ToArray());
    }

    [Fact]
    public async Task Pipe_BetweenTwoProcesses_GivesTheSameFileAsATemporaryOne()
    {
        string[] tone = ["-f", "lavfi", "-i", "sine=440:d=20:r=48000"];
        string[] encode = ["-c:a", "aac", "-flags:a", "+bitexact", "-fflags", "+bitexact", "-f", "mp4"];
        TestTools.FFmpeg([.. tone, "-f", "wav", _folder.File("temporary.wav")]);
        TestTools.FFmpeg(["-i", _folder.File("temporary.wav"), .. encode, _folder.File("expected.m4a")]);

        using NamedPipe pipe = NamedPipe.Create(_folder.File("pcm"));
        await Task.WhenAll(
            ToolProcess.RunAsync(
                "Writing",
                Scene.Tools.Command([.. tone, "-y", "-f", "wav", InputFile.Url(pipe.Path)]),
                CancellationToken.None
            ),
            ToolProcess.RunAsync(
                "Reading",
                Scene.Tools.Command(["-f", "wav", "-i", InputFile.Url(pipe.Path), .. encode, InputFile.Url(_folder.File("piped.m4a"))]),
                CancellationToken.None
            )
        );

        Assert.Equal(await File.ReadAllBytesAsync(_folder.File("expected.m4a")), await File.ReadAllBytesAsync(_folder.File("piped.m4a")));
    }

    [Theory]
    [InlineData(FileAccess.Read)]
    [InlineData(FileAccess.Write)]
    public async Task Open_WhenOtherProcessEndsWithoutOpening_DoesNotWaitForever(FileAccess access)
    {
        using NamedPipe pipe = NamedPipe.Create(_folder.File("pipe"));
        await using ToolProcess process = await ToolProcess.StartAsync(
            Scene.Tools.Command("-i", InputFile.Url(_folder.File("missing.wav")), "-f", "null", "-"),
            pipeOutput: false
        );

        await using Stream end = await pipe.OpenAsync(access, process.WaitAsync(CancellationToken.None));

        if (access == FileAccess.Read)
        {
            Assert.Equal(0, await end.ReadAsync(new byte[10]));
        }
        else
        {
            await Assert.ThrowsAsync<IOException>(async () => await end.WriteAsync(new byte[10]));
        }
    }

    [Fact]
    public void Create_WhereSomethingIs_IsRefused()
    {
        File.WriteAllText(_folder.File("taken"), "precious");

        MontageException e = Assert.Throws<MontageException>(() => NamedPipe.Create(_folder.File("taken")));

        Assert.Contains("taken", e.Message, StringComparison.Ordinal);
        Assert.Equal("precious", File.ReadAllText(_folder.File("taken")));
    }

    public void Dispose() => _folder.Dispose();
}
