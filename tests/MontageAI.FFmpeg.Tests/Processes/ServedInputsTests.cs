using MontageAI.FFmpeg.Processes;

namespace MontageAI.FFmpeg.Tests.Processes;

/// <summary>What a process gets in the place of files whose bytes a server has.</summary>
public sealed class ServedInputsTests
{
    private static readonly ServedInputs s_served = new(
        "http://user:secret@127.0.0.1:9",
        new Dictionary<string, string> { ["/clips/a.mp4"] = "http://clips.invalid/1/clip.mp4" }
    );

    [Theory]
    [InlineData(
        "-protocol_whitelist file,pipe,fd -threads 1 -i file:/clips/a.mp4 -f null -",
        "-protocol_whitelist http,tcp -threads 1 -recv_buffer_size 16384 -i http://clips.invalid/1/clip.mp4 -f null -"
    )]
    [InlineData(
        "-protocol_whitelist file,pipe,fd -i file:/b.mp4 -protocol_whitelist file,pipe,fd -i file:/clips/a.mp4 file:/out.mp4",
        "-protocol_whitelist file,pipe,fd -i file:/b.mp4 -protocol_whitelist http,tcp -recv_buffer_size 16384 "
            + "-i http://clips.invalid/1/clip.mp4 file:/out.mp4"
    )]
    [InlineData(
        "-protocol_whitelist file,pipe,fd -i file:/b.mp4 -i file:/clips/a.mp4",
        "-protocol_whitelist file,pipe,fd -i file:/b.mp4 -protocol_whitelist http,tcp -recv_buffer_size 16384 "
            + "-i http://clips.invalid/1/clip.mp4"
    )]
    public void Command_ThatReadsAServedFile_GetsItsAddress(string arguments, string expected)
    {
        (IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string?> Variables)? given = s_served.For(arguments.Split(' '));

        Assert.Equal(expected, string.Join(' ', given!.Value.Arguments));
        Assert.Equal("http://user:secret@127.0.0.1:9", given.Value.Variables["http_proxy"]);
        Assert.Null(given.Value.Variables["no_proxy"]);
    }

    [Theory]
    [InlineData("-protocol_whitelist file,pipe,fd -i file:/clips/b.mp4")]
    [InlineData("-y file:/clips/a.mp4")]
    [InlineData("")]
    public void Command_ThatReadsNone_StaysAsItIs(string arguments) => Assert.Null(s_served.For(arguments.Split(' ')));

    [Fact]
    public void Command_Told_NamesFilesAndNoAddresses()
    {
        FFmpegTools tools = new("/bin/ffmpeg", "/bin/ffprobe") { Served = s_served };
        ToolCommand command = tools.Command("-i", "file:/clips/a.mp4");

        Assert.DoesNotContain("clips.invalid", command.ToString(), StringComparison.Ordinal);
        Assert.Equal("/clips/a.mp4: broken", command.Told("http://clips.invalid/1/clip.mp4: broken"));
        Assert.DoesNotContain("secret", $"{tools} {command}", StringComparison.Ordinal);
    }
}
