using MontageAI.Storage.Files;
using MontageAI.Storage.Tests.Support;

namespace MontageAI.Storage.Tests.Files;

public sealed class WriteClaimTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public void TryTake_Held_IsRefusedUntilItIsGivenBack()
    {
        using (WriteClaim? first = WriteClaim.TryTake(_folder["film.mp4"]))
        {
            Assert.NotNull(first);
            Assert.Null(WriteClaim.TryTake(_folder["x/../film.mp4"]));
            using WriteClaim? other = WriteClaim.TryTake(_folder["other.mp4"]);
            Assert.NotNull(other);
        }

        using WriteClaim? again = WriteClaim.TryTake(_folder["film.mp4"]);
        Assert.NotNull(again);
    }

    [Fact]
    public void Dispose_LeavesNothingBehind()
    {
        WriteClaim.TryTake(_folder["new/film.mp4"])!.Dispose();

        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Dispose_SomethingWasWrittenIntoTheFolderItMade_LeavesThat()
    {
        using (WriteClaim.TryTake(_folder["new/film.mp4"]))
        {
            _folder.Write("new/film.mp4", [1]);
        }

        Assert.Equal([_folder["new/film.mp4"]], Directory.GetFileSystemEntries(_folder["new"]));
    }

    [Fact]
    public void TryTake_LeftByOneWhoWasKilled_IsTaken()
    {
        WriteClaim held = WriteClaim.TryTake(_folder["film.mp4"])!;
        string name = Assert.Single(Directory.GetFiles(_folder.Path));
        held.Dispose();
        File.WriteAllBytes(name, []);

        using WriteClaim? taken = WriteClaim.TryTake(_folder["film.mp4"]);

        Assert.NotNull(taken);
    }

    public void Dispose() => _folder.Dispose();
}
