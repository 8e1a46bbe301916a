using MontageAI.Containers.Joining;
using MontageAI.Errors;
using MontageAI.Testing;
using MontageAI.Time;

namespace MontageAI.Containers.Tests.Joining;

public sealed class BadPartTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Join_PartIsMissing_IsRefusedByName()
    {
        JoinPart good = Encoded.Part(_folder, "good.mp4", "h264", "25", 5, 0);

        string message = await RefusalAsync(good, new JoinPart(_folder.File("gone.mp4"), 5));

        Assert.Contains("gone.mp4", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Join_PartIsCutOff_IsRefusedByName()
    {
        JoinPart part = Encoded.Part(_folder, "short.mp4", "h264", "25", 50, 0, "-movflags", "+faststart");
        using (FileStream file = File.OpenWrite(part.Path))
        {
            file.SetLength(file.Length - 100);
        }

        Assert.Contains("short.mp4' is cut off", await RefusalAsync(part), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Join_PartOfOtherCodecParameters_IsRefusedByName()
    {
        JoinPart good = Encoded.Part(_folder, "good.mp4", "h264", "25", 5, 0);
        JoinPart other = Encoded.Part(_folder, "other.mp4", "h264 with B-frames", "25", 5, 0);

        Assert.Contains("other.mp4' was encoded differently", await RefusalAsync(good, other), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Join_PicturesOutOfFileWithOtherThanKeyFrames_IsRefused()
    {
        JoinPart part = Encoded.Part(_folder, "part.mp4", "h264", "25", 5, 0);

        Assert.Contains(
            "4 frames that are no key frames",
            await RefusalAsync(part with { Frames = 1, Samples = [0] }),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Join_PictureThatIsNotThere_IsRefused()
    {
        JoinPart part = Encoded.Part(_folder, "proxy.mp4", "intra", "25", 5, 0);

        Assert.Contains(
            "has 5 pictures, and picture 5",
            await RefusalAsync(part with { Frames = 2, Samples = [4, 5] }),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Join_PartHasOtherNumberOfFrames_IsRefused()
    {
        JoinPart part = Encoded.Part(_folder, "part.mp4", "h264", "25", 5, 0);

        Assert.Contains("has 5 frames instead of 6", await RefusalAsync(part with { Frames = 6 }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Join_SoundIsPicture_IsRefusedByName()
    {
        JoinPart part = Encoded.Part(_folder, "part.mp4", "h264", "25", 5, 0);
        JoinRequest request = new()
        {
            Rate = new FrameRate(25),
            Parts = [part],
            AudioPath = part.Path,
            OutputPath = _folder.File("film.mp4"),
        };

        MontageException e = await Assert.ThrowsAsync<MontageException>(() => new Joiner().JoinAsync(request, CancellationToken.None));

        Assert.Contains("part.mp4' cannot be used: it has no sound", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Join_FolderCannotBeWritten_SaysSo()
    {
        JoinPart part = Encoded.Part(_folder, "part.mp4", "h264", "25", 5, 0);
        JoinRequest request = new()
        {
            Rate = new FrameRate(25),
            Parts = [part],
            OutputPath = Path.Combine(part.Path, "film.mp4"),
        };

        MontageException e = await Assert.ThrowsAsync<MontageException>(() => new Joiner().JoinAsync(request, CancellationToken.None));

        Assert.Contains("could not be written", e.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    // A refusal leaves nothing behind.
    private async Task<string> RefusalAsync(params JoinPart[] parts)
    {
        string[] before = Directory.GetFiles(_folder.Path);
        JoinRequest request = new()
        {
            Rate = new FrameRate(25),
            Parts = parts,
            OutputPath = _folder.File("film.mp4"),
        };
        MontageException e = await Assert.ThrowsAsync<MontageException>(() => new Joiner().JoinAsync(request, CancellationToken.None));
        Assert.Equal(before.Order(), Directory.GetFiles(_folder.Path).Order());
        return e.Message;
    }
}
