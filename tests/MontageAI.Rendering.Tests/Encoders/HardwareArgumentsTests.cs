using System.Globalization;
using MontageAI.FFmpeg.Capabilities;
using MontageAI.Rendering.Encoders;
using MontageAI.Rendering.Profiles;
using MontageAI.Testing;

namespace MontageAI.Rendering.Tests.Encoders;

/// <summary>The table of profiles and encoders (V3), and whether FFmpeg knows the options in it.</summary>
public sealed class HardwareArgumentsTests
{
    // Options of FFmpeg itself or of all encoders.
    private static readonly string[] s_general =
    [
        "-c:v",
        "-pix_fmt",
        "-g",
        "-bf",
        "-b:v",
        "-q:v",
        "-global_quality",
        "-color_range",
        "-colorspace",
        "-color_primaries",
        "-color_trc",
        "-flags:v",
        "-profile:v",
    ];

    [Theory]
    [InlineData("preview", "ultrafast", "26", "p1", "28", "veryfast", "27", "53")]
    [InlineData("standard", "veryfast", "21", "p4", "23", "medium", "22", "62")]
    [InlineData("high", "medium", "18", "p6", "20", "slow", "19", "68")]
    [InlineData("master", "slow", "16", "p7", "18", "veryslow", "17", "71")]
    public void Arguments_Profile_GivePresetAndQuality(
        string name,
        string x264,
        string crf,
        string nvenc,
        string cq,
        string qsv,
        string qp,
        string videotoolbox
    )
    {
        RenderProfile profile = RenderProfile.ByName(name)!;

        Assert.Equal((x264, crf), (Value(EncoderKind.Software, "-preset"), Value(EncoderKind.Software, "-crf")));
        Assert.Equal((nvenc, cq), (Value(EncoderKind.Nvenc, "-preset"), Value(EncoderKind.Nvenc, "-cq")));
        Assert.Equal((qsv, cq), (Value(EncoderKind.Qsv, "-preset"), Value(EncoderKind.Qsv, "-global_quality")));
        Assert.Equal(qp, Value(EncoderKind.Vaapi, "-qp"));
        Assert.Equal(qp, Value(EncoderKind.Amf, "-qp_p"));
        Assert.Equal(videotoolbox, Value(EncoderKind.VideoToolbox, "-q:v"));

        string Value(EncoderKind kind, string option)
        {
            IReadOnlyList<string> arguments = new VideoEncoder { Kind = kind }.Arguments(profile);
            return arguments[arguments.ToList().IndexOf(option) + 1];
        }
    }

    [Fact]
    public void Arguments_CoarserOffset_MovesEveryQualityTheSameWay()
    {
        Assert.Equal("26", After(EncoderKind.Nvenc, "-cq"));
        Assert.Equal("25", After(EncoderKind.Vaapi, "-qp"));
        // There more is better.
        Assert.True(int.Parse(After(EncoderKind.VideoToolbox, "-q:v"), CultureInfo.InvariantCulture) < 62);

        static string After(EncoderKind kind, string option)
        {
            IReadOnlyList<string> arguments = new VideoEncoder { Kind = kind, Offset = 3 }.Arguments(RenderProfile.Standard);
            return arguments[arguments.ToList().IndexOf(option) + 1];
        }
    }

    [Theory]
    [InlineData(EncoderKind.Nvenc)]
    [InlineData(EncoderKind.Qsv)]
    [InlineData(EncoderKind.Vaapi)]
    [InlineData(EncoderKind.VideoToolbox)]
    [InlineData(EncoderKind.Amf)]
    public async Task Arguments_EveryOption_IsKnownToThisFFmpeg(EncoderKind kind)
    {
        VideoEncoder encoder = new() { Kind = kind };
        IReadOnlySet<string> built = await EncoderList.ReadAsync(Scene.Tools, CancellationToken.None);
        Assert.SkipUnless(built.Contains(encoder.FFmpegName), $"This FFmpeg was built without {encoder.FFmpegName}.");
        string help = TestTools.Run("ffmpeg", "-hide_banner", "-h", "encoder=" + encoder.FFmpegName);

        foreach (RenderProfile profile in RenderProfile.All)
        {
            string[] own = [.. encoder.Arguments(profile).Where((a, i) => i % 2 == 0 && !s_general.Contains(a))];

            Assert.NotEmpty(own);
            Assert.All(own, option => Assert.Contains($" {option} ", help, StringComparison.Ordinal));
        }
    }
}
