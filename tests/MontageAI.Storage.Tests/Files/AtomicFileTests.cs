using MontageAI.Errors;
using MontageAI.Storage.Files;
using MontageAI.Storage.Tests.Support;

namespace MontageAI.Storage.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public async Task WriteText_NewFile_HoldsTheTextAndNothingElseIsLeft()
    {
        await AtomicFile.WriteTextAsync(_folder["new/a.json"], "größer", overwrite: false, default);

        Assert.Equal("größer"u8.ToArray(), await File.ReadAllBytesAsync(_folder["new/a.json"]));
        Assert.Single(Directory.GetFiles(_folder["new"]));
    }

    [Fact]
    public async Task WriteText_FileExists_IsRefusedUnlessAsked()
    {
        string path = _folder.Write("a.json", "old"u8.ToArray());

        MontageException e = await Assert.ThrowsAsync<MontageException>(() =>
            AtomicFile.WriteTextAsync(path, "new", overwrite: false, default)
        );
        Assert.Equal(ErrorCode.FileExists, e.Code);
        Assert.Equal("old", await File.ReadAllTextAsync(path));

        await AtomicFile.WriteTextAsync(path, "new", overwrite: true, default);
        Assert.Equal("new", await File.ReadAllTextAsync(path));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task WriteText_TargetIsAFolder_IsRefused()
    {
        Directory.CreateDirectory(_folder["a"]);

        await Assert.ThrowsAsync<MontageException>(() => AtomicFile.WriteTextAsync(_folder["a"], "x", overwrite: true, default));
    }

    [Fact]
    public async Task Commit_TargetAppearedMeanwhile_IsRefusedAndNothingIsLeft()
    {
        using (PendingFile pending = PendingFile.Create(_folder["a.mp4"], overwrite: false))
        {
            Assert.EndsWith(".mp4", pending.TemporaryPath, StringComparison.Ordinal);
            await File.WriteAllTextAsync(pending.TemporaryPath, "ours");
            _folder.Write("a.mp4", "theirs"u8.ToArray());
            Assert.Throws<MontageException>(pending.Commit);
        }

        Assert.Equal("theirs", await File.ReadAllTextAsync(Directory.GetFiles(_folder.Path).Single()));
    }

    [Fact]
    public async Task Create_AfterKill_RemovesTheDeadOnesHalfFileAndNoOthers()
    {
        using WorkerProcess dying = WorkerProcess.Start("pending", "Database", _folder.Path);
        using WorkerProcess living = WorkerProcess.Start("pending", "Database", _folder.Path);
        Assert.Equal("ready", await dying.ReadLineAsync());
        Assert.Equal("ready", await living.ReadLineAsync());
        await dying.KillAsync();

        using PendingFile pending = PendingFile.Create(_folder["out.txt"], overwrite: false);

        Assert.Single(Directory.GetFiles(_folder.Path, ".montage-*"));
    }

    [Fact]
    public async Task WriteText_LongestPossibleName_Works()
    {
        string path = _folder[new string('n', 250) + ".json"];

        await AtomicFile.WriteTextAsync(path, "x", overwrite: false, default);

        Assert.True(File.Exists(path));
    }

    public void Dispose() => _folder.Dispose();
}
