using MontageAI.Storage.Files;
using MontageAI.Storage.Tests.Support;

namespace MontageAI.Storage.Tests.Files;

public sealed class ScratchSpaceTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public async Task NewFile_WithinBudget_LiesInMemoryAndElseOnDisk()
    {
        await using ScratchSpace space = Make(budget: 1000);

        string first = space.NewFile(".yuv", 600);
        string second = space.NewFile(".yuv", 600);
        string third = space.NewFile(".yuv", 400);

        Assert.StartsWith(_folder["ram"], first, StringComparison.Ordinal);
        Assert.StartsWith(_folder["disk"], second, StringComparison.Ordinal);
        Assert.StartsWith(_folder["ram"], third, StringComparison.Ordinal);
        Assert.Equal(3, new[] { first, second, third }.Distinct().Count());
    }

    [Fact]
    public async Task NewFile_EarlierFileGrewPastItsEstimate_CountsItsRealSize()
    {
        await using ScratchSpace space = Make(budget: 1000);
        string first = space.NewFile(".yuv", 10);
        await File.WriteAllBytesAsync(first, new byte[950]);

        Assert.StartsWith(_folder["disk"], space.NewFile(".yuv", 100), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NewFile_MemoryNearlyFull_LiesOnDisk()
    {
        long free = new DriveInfo(_folder.Path).AvailableFreeSpace;
        await using ScratchSpace space = ScratchSpace.Create(
            new ScratchOptions
            {
                DiskFolder = _folder["disk"],
                RamFolder = _folder["ram"],
                RamReserveBytes = free * 2,
            }
        );

        Assert.StartsWith(_folder["disk"], space.NewFile(".yuv", 1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_NoMemoryFolderPossible_UsesDisk()
    {
        await using ScratchSpace space = ScratchSpace.Create(
            new ScratchOptions { DiskFolder = _folder["disk"], RamFolder = "/proc/no-such-place/montage" }
        );

        string file = space.NewFile(".txt", 1);
        Assert.StartsWith(_folder["disk"], file, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, "x");
    }

    [Fact]
    public async Task Dispose_WithFiles_LeavesNothing()
    {
        await using (ScratchSpace space = Make(budget: 1000))
        {
            await File.WriteAllTextAsync(space.NewFile(".txt", 10), "ram");
            await File.WriteAllTextAsync(space.NewFile(".txt", 5000), "disk");
        }

        Assert.Empty(Everything());
    }

    [Fact]
    public async Task Create_AfterKill_RemovesTheDeadOnesFilesAndNoOthers()
    {
        await using ScratchSpace own = Make(budget: 1000);
        string mine = own.NewFile(".txt", 10);
        await File.WriteAllTextAsync(mine, "mine");
        using WorkerProcess living = WorkerProcess.Start("scratch", "Database", _folder["disk"], _folder["ram"]);
        using WorkerProcess dying = WorkerProcess.Start("scratch", "Database", _folder["disk"], _folder["ram"]);
        Assert.Equal("ready", await living.ReadLineAsync());
        Assert.Equal("ready", await dying.ReadLineAsync());
        Assert.Equal(5, Texts().Length);

        await dying.KillAsync();
        await using ScratchSpace next = Make(budget: 1000);

        Assert.Equal(3, Texts().Length);
        Assert.True(File.Exists(mine));
    }

    [Fact]
    public void IsAbandoned_OwnerOfAnotherTimeWithAReusedNumber_IsGone()
    {
        string file = _folder.Write("x.owner", System.Text.Encoding.ASCII.GetBytes($"{Environment.ProcessId}-12345-00000000"));

        Assert.True(OwnerFile.IsAbandoned(file));
    }

    [Fact]
    public void IsAbandoned_NoLockButTheProcessRuns_IsNotGone()
    {
        string file = _folder.Write("x.owner", System.Text.Encoding.ASCII.GetBytes(ProcessMark.Own));

        Assert.Equal(!OperatingSystem.IsLinux(), OwnerFile.IsAbandoned(file));
    }

    public void Dispose() => _folder.Dispose();

    private ScratchSpace Make(long budget) =>
        ScratchSpace.Create(
            new ScratchOptions
            {
                DiskFolder = _folder["disk"],
                RamFolder = _folder["ram"],
                RamBudgetBytes = budget,
                RamReserveBytes = 0,
            }
        );

    private string[] Everything() =>
        [.. Directory.GetFileSystemEntries(_folder["disk"]), .. Directory.GetFileSystemEntries(_folder["ram"])];

    private string[] Texts() => Directory.GetFiles(_folder.Path, "*.txt", SearchOption.AllDirectories);
}
