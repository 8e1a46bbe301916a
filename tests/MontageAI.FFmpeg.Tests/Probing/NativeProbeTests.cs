using MontageAI.Testing;

namespace MontageAI.FFmpeg.Tests.Probing;

/// <summary>The in-process probe says what ffprobe says, or nothing.</summary>
public sealed class NativeProbeTests
{
    [MediaFact]
    public async Task Read_EveryRealFile_SaysWhatFfprobeSaysOrNothing()
    {
        List<string> wrong = [];
        List<string> asked = [];
        int videos = 0;
        int answered = 0;
        foreach (string file in Directory.EnumerateFiles(TestMedia.Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (Path.GetExtension(file) is not (".mp4" or ".mov" or ".m4a" or ".mkv" or ".webm" or ".avi"))
            {
                continue;
            }

            ProbePair pair = await ProbePair.OfAsync(file);
            if (pair.Difference() is { } difference)
            {
                wrong.Add($"{Path.GetFileName(file)}: {difference}");
            }

            bool counts = Path.GetExtension(file) is ".mp4" or ".mov";
            videos += counts ? 1 : 0;
            answered += counts && pair.Answered ? 1 : 0;
            if (counts && !pair.Answered)
            {
                asked.Add(Path.GetFileName(file));
            }
        }

        TestContext.Current.SendDiagnosticMessage($"{answered} of {videos} answered; not: {string.Join(", ", asked)}");
        Assert.Empty(wrong);
        Assert.True(
            answered * 10 >= videos * 7,
            $"Only {answered} of {videos} real MP4 and MOV files are answered in-process; not: {string.Join(", ", asked)}"
        );
    }
}
