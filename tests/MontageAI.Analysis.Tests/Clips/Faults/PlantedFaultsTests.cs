using MontageAI.Analysis.Clips;
using MontageAI.Analysis.Clips.Shots;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.Results;
using MontageAI.Testing;

namespace MontageAI.Analysis.Tests.Clips.Faults;

/// <summary>Good pieces of real clips, spoilt by FFmpeg: what is called bad and what is not.</summary>
public sealed class PlantedFaultsTests
{
    // The rest of the list is for the figures, which may take longer.
    private static readonly (string File, double At)[] s_pieces = [.. PlantedFaults.Pieces.Take(20)];

    [MediaFact]
    public async Task GoodPieces_AsTheyAre_AreNotRejected() => Assert.Empty(await RejectedAsync("null"));

    [MediaFact]
    public async Task SpoiltPieces_OfFiveFaults_AreCaughtNineteenTimesInTwenty()
    {
        int caught = 0;
        foreach ((_, string filter, RejectReason reason) in PlantedFaults.Faults)
        {
            List<(string Piece, RejectReason Reason)> rejected = await RejectedAsync(filter);
            string[] missed = [.. s_pieces.Select(p => p.File).Except(rejected.Select(r => r.Piece))];
            Assert.True(missed.Length <= 2, $"{reason}: missed {string.Join(", ", missed)}");
            Assert.True(
                rejected.Count(r => r.Reason == reason) >= 17,
                $"not as {reason} but: {string.Join(", ", rejected.Where(r => r.Reason != reason))}"
            );
            caught += rejected.Count;
        }

        Assert.True(
            caught >= 0.95 * PlantedFaults.Faults.Count * s_pieces.Length,
            $"{caught} of {PlantedFaults.Faults.Count * s_pieces.Length}"
        );
    }

    // Pieces of which more than half is rejected.
    private static async Task<List<(string Piece, RejectReason Reason)>> RejectedAsync(string filter)
    {
        string path = await RealClips.MakeAsync("planted.mp4", [.. PlantedFaults.Arguments(s_pieces, TestMedia.File, filter)]);
        FFmpegClipFrames source = await RealClips.OpenFileAsync(path);
        CancellationToken token = TestContext.Current.CancellationToken;
        ClipAnalyzer analyzer = new();
        ClipAnalysis scan = await analyzer.ScanAsync(source, new ClipScanOptions { ForPlanning = true }, token);
        ClipAnalysis analysis = await analyzer.MeasureAsync(
            source,
            scan,
            PlantedFaults.Windows(s_pieces.Length, source.Stream.TimeBase),
            1,
            token
        );

        RealClips.Delete(path);
        List<(string, RejectReason)> rejected = [];
        for (int i = 0; i < s_pieces.Length; i++)
        {
            if (PlantedFaults.Verdict(analysis, i) is { } reason)
            {
                rejected.Add((s_pieces[i].File, reason));
            }
        }

        return rejected;
    }
}
