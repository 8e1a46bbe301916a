using MontageAI.Detection;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.FFmpeg.Probing;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Models.Faces;
using MontageAI.Models.Runtime;
using MontageAI.Results;
using MontageAI.Testing;

namespace MontageAI.Models.Tests.Faces;

public sealed class FaceDetectorTests : IDisposable
{
    private const string YuNet = "models/face_detection_yunet_2026may.onnx";

    private readonly LearnedModels _models = new();
    private readonly List<IDisposable> _made = [];

    public void Dispose()
    {
        _made.ForEach(m => m.Dispose());
        _models.Dispose();
    }

    [MediaTheory]
    [InlineData("faces/talking_head_1.mp4", false, 0.32f, 0.19f, 0.48f, 0.68f)]
    [InlineData("faces/liveportrait_s32.mp4", false, 0.37f, 0.4f, 0.175f, 0.39f)]
    [InlineData("faces/webcam_1080x720.mp4", false, 0.416f, 0.29f, 0.247f, 0.5f)]
    [InlineData("faces/talking_head_1.mp4", true, 0.32f, 0.19f, 0.48f, 0.68f)]
    [InlineData("faces/liveportrait_s32.mp4", true, 0.37f, 0.4f, 0.175f, 0.39f)]
    [InlineData("faces/webcam_1080x720.mp4", true, 0.416f, 0.29f, 0.247f, 0.5f)]
    public async Task Find_OnePerson_IsOneBoxWhereTheFaceIs(string file, bool added, float x, float y, float width, float height)
    {
        IFaceDetector detector = Detector(added);
        FaceBox truth = new(x, y, width, height, 1);

        foreach (SmallFrame frame in await FramesAsync(file, 640))
        {
            FaceBox box = Assert.Single(detector.Find(frame));
            Assert.True(box.Overlap(truth) > 0.4, $"{box} at {frame.Time.Seconds:0.00} s");
            Assert.InRange(box.Score, 0.5f, 1);
        }
    }

    [MediaTheory]
    [InlineData("video/earth_dark.mov", false)]
    [InlineData("video/aquarium_dark.mp4", false)]
    [InlineData("video/flower_timelapse.mp4", false)]
    [InlineData("video/earth_dark.mov", true)]
    [InlineData("video/flower_timelapse.mp4", true)]
    public async Task Find_NoPeople_HardlyAnything(string file, bool added)
    {
        IFaceDetector detector = Detector(added);
        List<SmallFrame> frames = await FramesAsync(file, 320);

        int found = frames.Count(f => detector.Find(f).Count > 0);

        Assert.True(found <= frames.Count / 8, $"{found} of {frames.Count}");
    }

    // A wide picture is looked at as such, with fewer pixels than a square; the face is where the square found it.
    [MediaTheory]
    [InlineData("faces/talking_head_1.mp4")]
    [InlineData("faces/webcam_1080x720.mp4")]
    public async Task Find_InPicturesCutToAnyShape_IsTheSameFace(string file)
    {
        IFaceDetector detector = Detector(added: false);
        SmallFrame frame = (await FramesAsync(file, 640))[0];
        FaceBox whole = Assert.Single(detector.Find(frame));

        foreach ((int left, int width) in ((int, int)[])[(0, frame.Width), (frame.Width / 8 * 2, frame.Width / 4 * 2)])
        {
            SmallFrame part = Cut(frame, left, width);
            FaceBox box = Assert.Single(detector.Find(part));
            FaceBox there = box with { Left = ((box.Left * width) + left) / frame.Width, Width = box.Width * width / frame.Width };
            Assert.True(there.Overlap(whole) > 0.5, $"{there} and {whole}");
        }
    }

    [Theory]
    [InlineData(320, 180)]
    [InlineData(180, 320)]
    [InlineData(320, 20)]
    [InlineData(2, 2)]
    public void Find_GreyPictureOfAnyShape_IsEmpty(int width, int height)
    {
        SmallFrame frame = new(width, height);
        frame.Pixels.Span.Fill(128);

        Assert.Empty(Detector(added: false).Find(frame));
    }

    // A small face in a small picture: the added model misses it, the one inside the program does not.
    [MediaFact]
    public async Task Pair_FollowedFaces_AreAlsoThoseThatTheFirstMisses()
    {
        IFaceDetector net = Detector(added: true),
            shipped = Detector(added: false);
        FaceDetectorPair both = new(net, shipped);
        List<SmallFrame> frames = await FramesAsync("video/sam2_01_dog.mp4", 320, FrameSelection.All, every: 20);

        int alone = frames.Count(f => net.FindFaint(f).Any(b => b.Score >= net.Sure)),
            together = frames.Count(f => both.FindFaint(f).Any(b => b.Score >= both.Sure));

        Assert.True(together >= alone + 3, $"{alone} and {together} of {frames.Count}");
        Assert.All(frames, f => Assert.Equal(net.Find(f), both.Find(f)));
        Assert.All(frames.Where(f => net.FindFaint(f).Count > 0), f => Assert.Equal(net.FindFaint(f), both.FindFaint(f)));
        Assert.NotEqual(net.Algorithm, both.Algorithm);
    }

    [MediaFact]
    public async Task Find_FromManyThreads_GivesTheSame()
    {
        IFaceDetector detector = Detector(added: false);
        SmallFrame frame = (await FramesAsync("faces/webcam_1080x720.mp4", 640))[0];

        IReadOnlyList<FaceBox>[] all = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => detector.Find(frame))));

        Assert.NotEmpty(all[0]);
        Assert.All(all, found => Assert.Equal(all[0], found));
    }

    [MediaFact]
    public void Algorithms_DifferentModels_NeverShareAKey() =>
        Assert.NotEqual(Detector(added: false).Algorithm, Detector(added: true).Algorithm);

    private IFaceDetector Detector(bool added)
    {
        if (!added)
        {
            (IFaceDetector? detector, string? problem) = _models.Faces;
            Assert.True(detector is not null, problem);
            return detector;
        }

        YuNetFaceDetector net = new(File.ReadAllBytes(TestMedia.File(YuNet)), new string('0', 64), ModelRuntime.Instance.Version!);
        _made.Add(net);
        return net;
    }

    private static async Task<List<SmallFrame>> FramesAsync(
        string file,
        int longSide,
        FrameSelection selection = FrameSelection.KeyFrames,
        int every = 1
    )
    {
        FFmpegTools tools = FFmpegTools.Locate(null, Environment.GetEnvironmentVariable("PATH"));
        MediaInfo info = await new MediaProbe(tools).ProbeAsync(TestMedia.File(file), CancellationToken.None);
        IFrameReader reader = await new FFmpegClipFrames(tools, info).OpenAsync(
            new FrameRequest { Selection = selection, LongSide = longSide },
            CancellationToken.None
        );
        List<SmallFrame> frames = [];
        int read = 0;
        await using (reader)
        {
            while (await reader.ReadAsync(CancellationToken.None) && frames.Count < 16)
            {
                if (read++ % every != 0)
                {
                    continue;
                }

                SmallFrame copy = new(reader.Current.Width, reader.Current.Height) { Time = reader.Current.Time };
                reader.Current.Pixels.CopyTo(copy.Pixels);
                frames.Add(copy);
            }
        }

        return frames;
    }

    private static SmallFrame Cut(SmallFrame frame, int left, int width)
    {
        SmallFrame part = new(width, frame.Height);
        Span<byte> to = part.Pixels.Span;
        int at = 0;
        foreach (
            (byte[] plane, int across, int start, int take) in (ReadOnlySpan<(byte[], int, int, int)>)
                [
                    (frame.Luma.ToArray(), frame.Width, left, width),
                    (frame.ChromaBlue.ToArray(), frame.Width / 2, left / 2, width / 2),
                    (frame.ChromaRed.ToArray(), frame.Width / 2, left / 2, width / 2),
                ]
        )
        {
            for (int row = 0; row < plane.Length / across; row++, at += take)
            {
                plane.AsSpan((row * across) + start, take).CopyTo(to[at..]);
            }
        }

        return part;
    }
}
