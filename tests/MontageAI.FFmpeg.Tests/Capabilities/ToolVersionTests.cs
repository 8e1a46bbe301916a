using MontageAI.FFmpeg.Capabilities;

namespace MontageAI.FFmpeg.Tests.Capabilities;

public sealed class ToolVersionTests
{
    private const string Debian = """
        ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000-2026 the FFmpeg developers
        built with gcc 12 (Debian 12.2.0-14+deb12u1)
        configuration: --prefix=/usr --extra-version=0+deb12u1 --enable-libx264
        libavutil      57. 28.100 / 57. 28.100
        libavcodec     59. 37.100 / 59. 37.100
        libavformat    59. 27.100 / 59. 27.100
        libavfilter     8. 44.100 /  8. 44.100
        libswscale      6.  7.100 /  6.  7.100
        libswresample   4.  7.100 /  4.  7.100
        """;

    [Fact]
    public void Parse_Release_NamesWhatItsResultsDependOn()
    {
        ToolVersion version = ToolVersion.Parse(Debian);

        Assert.Equal(("ffmpeg version 5.1.9-0+deb12u1", 5), (version.Line, version.Major));
        Assert.Equal("libavformat 59.27 libavcodec 59.37", version.Reading);
        Assert.Equal("libavformat 59.27 libavcodec 59.37 libavfilter 8.44 libswscale 6.7", version.Pictures);
        Assert.Equal("libavformat 59.27 libavcodec 59.37 libavfilter 8.44 libswresample 4.7", version.Sound);
        Assert.Equal("libavformat 59.27 libavcodec 59.37 libavfilter 8.44 libswscale 6.7 libswresample 4.7", version.Rendering);
    }

    [Theory]
    [InlineData("5.1.9-0+deb12u1", "5.1.10-0+deb12u2")]
    [InlineData("gcc 12 (Debian 12.2.0-14+deb12u1)", "clang 19")]
    [InlineData("--enable-libx264", "--enable-libx264 --enable-libaom")]
    [InlineData("59. 37.100 / 59. 37.100", "59. 37.100 / 59. 37.102")]
    [InlineData("59. 37.100 / 59. 37.100", "59. 36.100 / 59. 37.100")]
    public void Parse_SecurityUpdate_KeepsEverything(string before, string after)
    {
        Assert.Contains(before, Debian, StringComparison.Ordinal);
        ToolVersion old = ToolVersion.Parse(Debian),
            updated = ToolVersion.Parse(Debian.Replace(before, after, StringComparison.Ordinal));

        Assert.Equal(
            (old.Reading, old.Pictures, old.Sound, old.Rendering),
            (updated.Reading, updated.Pictures, updated.Sound, updated.Rendering)
        );
    }

    [Theory]
    [InlineData("59. 37.100 / 59. 37.100", "59. 37.100 / 59. 54.100", true, true, true)]
    [InlineData("59. 27.100 / 59. 27.100", "60. 16.100 / 60. 16.100", true, true, true)]
    [InlineData("6.  7.100 /  6.  7.100", "6.  7.100 /  6.  8.100", false, true, false)]
    [InlineData("4.  7.100 /  4.  7.100", "4. 10.100 /  4. 10.100", false, false, true)]
    public void Parse_OtherLibrary_ChangesWhatDependsOnIt(string before, string after, bool reading, bool pictures, bool sound)
    {
        ToolVersion old = ToolVersion.Parse(Debian),
            other = ToolVersion.Parse(Debian.Replace(before, after, StringComparison.Ordinal));

        Assert.Equal((reading, pictures, sound), (old.Reading != other.Reading, old.Pictures != other.Pictures, old.Sound != other.Sound));
        Assert.NotEqual(old.Rendering, other.Rendering);
    }

    [Theory]
    [InlineData("ffmpeg version N-110072-g073ec3b9da Copyright (c) 2000-2026 the FFmpeg developers")]
    [InlineData("ffmpeg version git-2026-01-01-abcdef Copyright (c) 2000-2026 the FFmpeg developers")]
    public void Parse_Snapshot_NamesItsWholeLine(string line)
    {
        ToolVersion version = ToolVersion.Parse(Debian.Replace(Debian.Split('\n')[0], line, StringComparison.Ordinal));

        Assert.Equal(line.Split(" Copyright")[0], version.Pictures);
        Assert.Equal(version.Line, version.Reading);
    }

    [Fact]
    public void Parse_TextOfAVersion_GivesTheSame()
    {
        ToolVersion version = ToolVersion.Parse(Debian),
            again = ToolVersion.Parse(version.Text);

        Assert.Equal((version.Line, version.Major, version.Rendering), (again.Line, again.Major, again.Rendering));
        Assert.Equal(version.Text, again.Text);
    }
}
