using System.Globalization;
using MontageAI.FFmpeg.Probing;
using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Shots;
using MontageAI.Testing;

namespace MontageAI.Rendering.Tests.Shots;

/// <summary>Pictures of television's size that were taken as a whole pass the search for fields untouched, wherever a shot
/// begins.</summary>
public sealed class FieldDetectionTests
{
    [MediaTheory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(6.8)]
    [InlineData(9)]
    public async Task Deinterlace_ProgressiveDocumentary_ChangesNothing(double start)
    {
        string path = TestMedia.File("video/documentary_704x576.mp4");
        string filters = ShotFilterGraph
            .Deinterlace((await new MediaProbe(Scene.Tools).ProbeAsync(path, CancellationToken.None)).MainVideo!, RenderProfile.Preview)
            .TrimEnd(',');

        Assert.Contains("idet", filters, StringComparison.Ordinal);
        Assert.Equal(Pictures(path, start, "null"), Pictures(path, start, filters));
    }

    private static string Pictures(string path, double start, string filters)
    {
        using TempFolder folder = new();
        TestTools.FFmpeg(
            "-ss",
            start.ToString(CultureInfo.InvariantCulture),
            "-i",
            path,
            "-an",
            "-vf",
            filters,
            "-frames:v",
            "60",
            "-f",
            "framemd5",
            folder.File("md5")
        );
        return string.Join('\n', File.ReadLines(folder.File("md5")).Where(l => l[0] != '#').Select(l => l.Split(',')[^1]));
    }
}
