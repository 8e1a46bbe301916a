using MontageAI.Engine.Intake;

namespace MontageAI.Engine.Tests.Intake;

public sealed class RecordingOrderTests
{
    [Theory]
    [InlineData("/a/GH010123.MP4", "/a/GH020123.MP4", "/a/GH010124.MP4")]
    [InlineData("/a/GOPR0123.MP4", "/a/GP010123.MP4", "/a/GP020123.MP4", "/a/GOPR0124.MP4")]
    [InlineData("/a/GX019999.MP4", "/a/GX029999.MP4", "/b/GX010001.MP4")]
    [InlineData("/a/A.mp4", "/a/GX010001.MP4", "/a/GX020001.MP4", "/a/GX010002.MP4", "/a/H.mp4", "/a/clip.mp4")]
    [InlineData("/a/GH010123 copy.mp4", "/a/GH010124 copy.mp4", "/a/GH020123 copy.mp4")]
    [InlineData("/a/Gallery1.mp4", "/a/Gallery2.mp4")]
    public void Sort_Names_AsRecorded(params string[] right)
    {
        string[] names = [.. right.OrderByDescending(n => n, StringComparer.Ordinal)];

        Assert.Equal(right, names.Order(RecordingOrder.Instance));
        Assert.Equal(right, names.Reverse().Order(RecordingOrder.Instance));
    }
}
