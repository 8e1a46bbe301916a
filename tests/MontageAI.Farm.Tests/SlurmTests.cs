using MontageAI.Testing;

namespace MontageAI.Farm.Tests;

/// <summary>A cluster that supplies machines, for real where Slurm is installed.</summary>
[Collection(FarmCollection.Name)]
public sealed class SlurmTests(FarmFixture farms)
{
    private TestFarm Farm => farms.OnItsOwn;

    [RedisFact]
    public async Task Scale_DryRun_SaysWhatSlurmIsAskedForAndNoSecret()
    {
        (int code, string text) = await Started.RunAsync(
            Farm.HostCache,
            "farm",
            "scale",
            "slurm",
            "--workers",
            "3",
            "--slots",
            "2",
            "--gpu",
            "1",
            "--dry-run"
        );

        Assert.Equal(0, code);
        Assert.Contains("#SBATCH --array=0-2", text, StringComparison.Ordinal);
        Assert.Contains("#SBATCH --gres=gpu:1", text, StringComparison.Ordinal);
        Assert.Contains("#SBATCH --requeue", text, StringComparison.Ordinal);
        Assert.Contains("--slots 2 --idle-exit 60", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Farm.Link.Split('.')[^2], text, StringComparison.Ordinal);
    }

    [SlurmFact]
    public async Task Scale_OnSlurm_ItsWorkersMakeTheFilmAndGoWhenIdle()
    {
        Farm.Forget();
        await using SlurmCluster cluster = new();
        (int code, string said) = await Started.RunAsync(
            Farm.HostCache,
            "farm",
            "scale",
            "slurm",
            "--workers",
            "3",
            "--slots",
            "1",
            "--idle-exit",
            "20"
        );
        Assert.True(code == 0, said);
        int before = Farm.Host.Lines.Count(l => l.EndsWith(" has joined", StringComparison.Ordinal));
        await Farm.Host.SaysAsync(" has joined", before + 3);
        string film = Farm.New("film.mp4");
        using Started job = Farm.Render(film);
        int done = await job.EndAsync();
        await SlurmCluster.IdleAsync();

        Assert.True(done == 0, string.Join('\n', job.Lines));
        Assert.Equal(Farm.Alone, await File.ReadAllBytesAsync(film));
        Assert.DoesNotContain(job.Lines, l => l.Contains("not on the farm", StringComparison.Ordinal));
    }
}
