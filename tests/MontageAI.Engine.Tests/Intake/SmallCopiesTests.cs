using MontageAI.Engine.Intake;

namespace MontageAI.Engine.Tests.Intake;

public sealed class SmallCopiesTests
{
    // Recordings that are there, and a file beside them.
    [Theory]
    [InlineData("a/DJI_1.MP4", "a/DJI_1.LRF", true)]
    [InlineData("a/DJI_1.MP4", "b/DJI_1.LRF", false)]
    [InlineData("a/DJI_1.JPG", "a/DJI_1.LRF", false)]
    [InlineData("a/GX010001.MP4", "a/GL010001.LRV", true)]
    [InlineData("a/GX010001.MP4", "a/GL020001.LRV", false)]
    [InlineData("a/GS010001.360", "a/GL010001.LRV", true)]
    [InlineData("a/VID_20240131_120000_10_023.insv", "a/LRV_20240131_120000_11_023.insv", true)]
    [InlineData("a/PRO_VID_20240131_120000_00_023.mp4", "a/LRV_20240131_120000_01_023.lrv", true)]
    [InlineData("a/VID_20240131_120000_00_024.mp4", "a/LRV_20240131_120000_01_023.lrv", false)]
    [InlineData("M4ROOT/CLIP/C0001.MP4", "M4ROOT/SUB/C0001S03.MP4", true)]
    [InlineData("M4ROOT/Clip/C0001.MXF", "M4ROOT/Sub/C0001S03.MP4", true)]
    [InlineData("M4ROOT/CLIP/C0001.MP4", "M4ROOT/THMBNL/C0001T01.JPG", true)]
    [InlineData("a/C0001.MP4", "a/C0001S03.MP4", true)]
    [InlineData("a/holiday.mp4", "a/holidayS03.mp4", false)]
    [InlineData("a/C0001.MP4", "a/C0001T01.JPG", true)]
    [InlineData("a/street.mp4", "a/streetT01.jpg", false)]
    [InlineData("a/A001.mov", "a/Proxy/A001.mp4", true)]
    [InlineData("a/A001.mov", "a/proxies/A001_proxy.mov", true)]
    [InlineData("a/A001.braw", "a/Proxy/A001.mp4", false)]
    [InlineData("a/clip.mp4", "a/clip_Proxy.mov", true)]
    [InlineData("a/clip.mp4", "a/_Proxy.mov", false)]
    [InlineData("a/clip.mp4", "a/clip.mp4", false)]
    public void Contain_File_OnlyWhereItsRecordingIsThere(string recording, string file, bool expected)
    {
        string root = Path.GetFullPath("/footage");
        Dictionary<string, FolderContents> folders = new[] { recording, file }
            .Distinct()
            .GroupBy(f => Path.GetDirectoryName(Path.Combine(root, f))!)
            .ToDictionary(g => g.Key, g => new FolderContents(g.Key, [.. g.Select(f => Path.GetFileName(f))], []));

        Assert.Equal(
            expected,
            new SmallCopies(folders).Contain(folders[Path.GetDirectoryName(Path.Combine(root, file))!], Path.GetFileName(file))
        );
    }
}
