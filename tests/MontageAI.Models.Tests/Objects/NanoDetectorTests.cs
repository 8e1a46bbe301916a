using MontageAI.Detection;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.FFmpeg.Probing;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Models.Catalogue;
using MontageAI.Models.Objects;
using MontageAI.Models.Pictures;
using MontageAI.Models.Runtime;
using MontageAI.Testing;

namespace MontageAI.Models.Tests.Objects;

public sealed class NanoDetectorTests
{
    [MediaTheory]
    [InlineData("video/sam2_01_dog.mp4", "dog")]
    [InlineData("video/basketball_gym.mp4", "person")]
    [InlineData("video/cat_phone_vfr.mp4", "cat")]
    public async Task Find_Clip_ShowsWhatItShows(string file, string label)
    {
        using NanoDetector detector = Make();

        IReadOnlyList<DetectedObject>[] found = await EveryKeyFrameAsync(detector, file);

        Assert.Contains(found, f => f.Any(o => detector.Labels[o.Label] == label && o.Score >= 0.5f));
        Assert.All(found.SelectMany(f => f), o => Assert.True(o.Left < o.Right && o.Top < o.Bottom, o.ToString()));
    }

    [MediaFact]
    public void Find_PlainPicture_IsEmpty()
    {
        using NanoDetector detector = Make();

        Assert.Empty(detector.Find(Pictures.ClipEmbedderTests.Plain(126, 128, 128)));
    }

    [Fact]
    public void Labels_AreEighty() => Assert.Equal(80, CocoLabels.All.Distinct().Count());

    private static NanoDetector Make() =>
        new(
            "objects",
            "0",
            ModelRuntime.Instance.Version!,
            OnlyFileOf(Pictures.ClipEmbedderTests.Added("objects", "nanodet_m.onnx")),
            () => throw new InvalidOperationException("it is of the catalogue"),
            new InferencePlace()
        );

    private static AddedFile OnlyFileOf(InstalledModel model) => new(model, model.Files[0]);

    private static async Task<IReadOnlyList<DetectedObject>[]> EveryKeyFrameAsync(NanoDetector detector, string file)
    {
        FFmpegTools tools = FFmpegTools.Locate(null, Environment.GetEnvironmentVariable("PATH"));
        MediaInfo info = await new MediaProbe(tools).ProbeAsync(TestMedia.File(file), CancellationToken.None);
        List<IReadOnlyList<DetectedObject>> found = [];
        await using IFrameReader reader = await new FFmpegClipFrames(tools, info).OpenAsync(
            new FrameRequest { Selection = FrameSelection.KeyFrames, LongSide = detector.Side },
            CancellationToken.None
        );
        while (await reader.ReadAsync(CancellationToken.None))
        {
            found.Add(detector.Find(reader.Current));
        }

        return [.. found];
    }
}
