using System.Text;
using System.Text.Json;
using MontageAI.FFmpeg.Probing;
using MontageAI.Media;
using MontageAI.Testing;

namespace MontageAI.FFmpeg.Tests.Probing;

/// <summary>An ffprobe that says other things than it should.</summary>
public sealed class ProbeParserTests
{
    [TableTheory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("7")]
    public void Parse_AnswerOfAnotherForm_IsNoSuchDocument(string json) =>
        Assert.Throws<JsonException>(() => ProbeParser.Parse(Encoding.UTF8.GetBytes(json), "clip.mp4", 1));

    [TableTheory]
    [InlineData("""{"streams": {}}""")]
    [InlineData("""{"streams": [7, null, []]}""")]
    [InlineData("""{"streams": [{"codec_type": "video", "width": 2, "height": 2, "time_base": "1/25"}]}""")]
    [InlineData("""{"streams": [{"codec_type": "video", "index": 0, "width": 9999999999, "height": 2, "time_base": "1/25"}]}""")]
    [InlineData("""{"streams": [{"codec_type": "audio", "sample_rate": 48000, "channels": 2, "time_base": "1/25"}]}""")]
    [InlineData("""{"streams": [], "format": []}""")]
    public void Parse_StreamsThatAreNone_AreLeftOut(string json)
    {
        MediaInfo info = ProbeParser.Parse(Encoding.UTF8.GetBytes(json), "clip.mp4", 1);

        Assert.Empty(info.Video);
        Assert.Empty(info.Audio);
    }

    [Fact]
    public void Parse_SideDataOfAnotherForm_SaysNothingOfTurns()
    {
        const string Json =
            """{"streams": [{"codec_type": "video", "index": 0, "width": 2, "height": 2, "time_base": "1/25", "side_data_list": {}}]}""";

        Assert.Equal(new PictureTurn(0, false), Assert.Single(ProbeParser.Parse(Encoding.UTF8.GetBytes(Json), "clip.mp4", 1).Video).Turn);
    }
}
