using MontageAI.Detection;
using MontageAI.Errors;
using MontageAI.Media;
using MontageAI.Models.Catalogue;
using MontageAI.Models.Faces;
using MontageAI.Models.Runtime;
using MontageAI.Models.Workers;
using MontageAI.Testing;

namespace MontageAI.Models.Tests.Workers;

/// <summary>A user's own model for faces: preferred while it works, and no more than that.</summary>
public sealed class OwnFacesTests : IAsyncDisposable
{
    private const string YuNet = "models/face_detection_yunet_2026may.onnx";

    private readonly TempFolder _folder = new();
    private readonly WorkerStarts _workers = new();

    public async ValueTask DisposeAsync()
    {
        await _workers.DisposeAsync();
        _folder.Dispose();
    }

    [MediaFact]
    public async Task Faces_OwnModel_FindsWhatTheSameFindsInThisProcess()
    {
        using LearnedModels models = await WithOwnAsync();
        (IFaceDetector? own, string? problem) = models.Faces;
        using YuNetFaceDetector here = new(await File.ReadAllBytesAsync(TestMedia.File(YuNet)), new string('0', 64), "");
        SmallFrame picture = Picture();

        Assert.Null(problem);
        Assert.StartsWith("yunet/1 own ", own!.Algorithm, StringComparison.Ordinal);
        Assert.NotEmpty(here.Find(picture));
        Assert.Equal(here.Find(picture), own.Find(picture));
        Assert.Empty(models.Departures);
    }

    [MediaFact]
    public async Task Faces_OwnModelsProcessDies_OnceCostsNothingTwiceTheModel()
    {
        using LearnedModels models = await WithOwnAsync();
        IFaceDetector own = models.Faces.Detector!;
        SmallFrame picture = Picture();
        var found = own.Find(picture);

        _workers.KillRunning();
        Assert.Equal(found, own.Find(picture));

        _workers.KillRunning();
        _workers.DieAtOnce = true;
        MontageException e = Assert.ThrowsAny<MontageException>(() => own.Find(picture));

        Assert.Equal(ErrorCode.ModelInvalid, e.Code);
        IFaceDetector next = models.Faces.Detector!;
        Assert.DoesNotContain("own", next.Algorithm, StringComparison.Ordinal);
        next.Find(picture);
        ModelDeparture told = Assert.Single(models.Departures);
        Assert.Contains("another model than the user's own", told.What, StringComparison.Ordinal);
        Assert.Contains("process ended", told.Why, StringComparison.Ordinal);
    }

    [MediaFact]
    public async Task Faces_NoProgramForWorkers_OwnModelIsNotRunAndThatIsTold()
    {
        (await WithOwnAsync()).Dispose();
        using LearnedModels models = new(_folder.File("models"));

        Assert.DoesNotContain("own", models.Faces.Detector!.Algorithm, StringComparison.Ordinal);
        Assert.Contains("starts no process", Assert.Single(models.Departures).Why, StringComparison.Ordinal);
    }

    private async Task<LearnedModels> WithOwnAsync()
    {
        string mine = _folder.File("mine.onnx");
        File.Copy(TestMedia.File(YuNet), mine, overwrite: true);
        LearnedModels models = new(_folder.File("models"), _workers.Start);
        InstalledModel added = await new ModelInstaller(models.Installed, _workers.Start).AddOwnAsync(
            mine,
            ModelKind.Faces,
            TestContext.Current.CancellationToken
        );
        Assert.Equal(("mine", true), (added.Name, added.IsOwn));
        return models;
    }

    private SmallFrame Picture()
    {
        const int Width = 640,
            Height = 360;
        string raw = _folder.File("face.yuv");
        TestTools.FFmpeg(
            "-ss",
            "1",
            "-i",
            TestMedia.File("faces/talking_head_1.mp4"),
            "-frames:v",
            "1",
            "-vf",
            $"scale={Width}:{Height}:force_original_aspect_ratio=decrease,pad={Width}:{Height}:(ow-iw)/2:(oh-ih)/2",
            "-pix_fmt",
            "yuv420p",
            "-f",
            "rawvideo",
            raw
        );
        SmallFrame frame = new(Width, Height);
        File.ReadAllBytes(raw).CopyTo(frame.Pixels);
        return frame;
    }
}
