using MontageAI.Bench.Siege;
using MontageAI.FFmpeg.Processes;

namespace MontageAI.Engine.Tests.Siege;

/// <summary>The short form of './bench siege parsers': broken files of every kind that the product reads, always the same.</summary>
[Collection(nameof(AloneCollection))]
public sealed class ReaderSiegeTests
{
    // Some 1,500 files; a minute on two cores with what makes them.
    private const int Rounds = 50;

    [Fact]
    public async Task Readers_BrokenFiles_AreReadOrRefusedAsTheySay()
    {
        FFmpegTools tools = FFmpegTools.Locate(
            Environment.GetEnvironmentVariable("MONTAGE_FFMPEG"),
            Environment.GetEnvironmentVariable("PATH")
        );
        SiegeTally tally = new();

        await new ParserSiege(tools, seed: 1).RunAsync(tally, round => round < Rounds);

        Assert.True(tally.Tried > 20 * Rounds, "few files were tried");
        Assert.True(!tally.Findings.Any(), string.Join('\n', tally.Findings));
    }
}

/// <summary>Runs beside no other test, since it counts what is allocated.</summary>
[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;
