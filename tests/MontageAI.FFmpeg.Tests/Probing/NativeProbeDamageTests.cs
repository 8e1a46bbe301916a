using MontageAI.Containers.Probing;
using MontageAI.Testing;

namespace MontageAI.FFmpeg.Tests.Probing;

/// <summary>Cut-off and altered files: the in-process probe neither fails nor hangs nor calls a file fine that ffprobe refuses.</summary>
public sealed class NativeProbeDamageTests
{
    // More can be asked for when a change is tried out: MONTAGE_DAMAGE=1000.
    private static readonly int s_compared = int.TryParse(Environment.GetEnvironmentVariable("MONTAGE_DAMAGE"), out int n) ? n : 60;

    [Fact]
    public async Task Read_AlteredTables_SaysWhatFfprobeSaysOrNothing()
    {
        using TempFolder folder = new();
        Random random = new(20);
        List<string> wrong = [];
        int answered = 0;
        List<byte[]> bases = Make(folder);
        string path = folder.File("altered.mp4");
        for (int i = 0; i < s_compared; i++)
        {
            await File.WriteAllBytesAsync(path, Alter(bases[i % bases.Count], random), TestContext.Current.CancellationToken);
            ProbePair pair = await ProbePair.OfAsync(path);
            answered += pair.Answered ? 1 : 0;
            if (pair.Difference() is { } difference)
            {
                wrong.Add($"{i}: {difference}");
                if (Environment.GetEnvironmentVariable("MONTAGE_DAMAGE") is not null)
                {
                    File.Copy(path, Path.Combine(Path.GetTempPath(), $"damage-{i}.mp4"), overwrite: true);
                }
            }
        }

        TestContext.Current.SendDiagnosticMessage(
            $"{answered} of {s_compared} altered files answered in-process, {wrong.Count} not as ffprobe does"
        );
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Read_ThousandsOfAlteredFiles_NeverFails()
    {
        using TempFolder folder = new();
        Random random = new(21);
        List<byte[]> bases = Make(folder);
        string path = folder.File("altered.mp4");
        long before = GC.GetTotalAllocatedBytes();
        for (int i = 0; i < 4000; i++)
        {
            byte[] file = Alter(bases[i % bases.Count], random);
            for (int more = random.Next(3); more > 0; more--)
            {
                file = Alter(file, random);
            }

            await File.WriteAllBytesAsync(path, file, TestContext.Current.CancellationToken);
            _ = await Mp4Facts.ReadAsync(path, TestContext.Current.CancellationToken);
        }

        // Counts in the tables must not decide how much memory is taken: these files have some 30 kB.
        Assert.True((GC.GetTotalAllocatedBytes() - before) / 4000 < 1_000_000, "more than 1 MB was allocated per file");
    }

    private static List<byte[]> Make(TempFolder folder)
    {
        string[][] kinds =
        [
            ["-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-bf", "2", "-c:a", "aac", "a.mp4"],
            [
                "-c:v",
                "libx264",
                "-preset",
                "veryfast",
                "-pix_fmt",
                "yuv420p",
                "-c:a",
                "aac",
                "-movflags",
                "+faststart",
                "-color_primaries",
                "bt709",
                "-metadata",
                "title=x",
                "b.mov",
            ],
            ["-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=error", "-tag:v", "hvc1", "-c:a", "pcm_s16le", "c.mov"],
            [
                "-vf",
                "select='not(eq(mod(n,5),3))'",
                "-fps_mode",
                "vfr",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-pix_fmt",
                "yuv420p",
                "-an",
                "d.mp4",
            ],
        ];
        foreach (string[] kind in kinds)
        {
            TestTools.FFmpeg([
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=96x64:r=25:d=2",
                "-f",
                "lavfi",
                "-i",
                "sine=d=2:r=48000",
                .. kind[..^1],
                folder.File(kind[^1]),
            ]);
        }

        return [.. kinds.Select(k => File.ReadAllBytes(folder.File(k[^1])))];
    }

    // Mostly in the tables, where it matters; sometimes elsewhere or the file's end.
    private static byte[] Alter(byte[] file, Random random)
    {
        byte[] altered = [.. file];
        int tables = Math.Max(0, altered.AsSpan().IndexOf("moov"u8));
        int at = random.Next(5) == 0 ? random.Next(altered.Length) : tables + random.Next(Math.Min(2600, altered.Length - tables));
        switch (random.Next(6))
        {
            case 0:
                return altered[..random.Next(altered.Length)];
            case 1:
                altered[at] = (byte)random.Next(256);
                break;
            case 2:
                int count = Math.Min(random.Next(1, 9), altered.Length - at);
                random.NextBytes(altered.AsSpan(at, count));
                break;
            case 3:
                altered[at] = 0xFF;
                break;
            case 4:
                int length = random.Next(1, Math.Min(64, altered.Length));
                int start = Math.Min(at, altered.Length - length);
                return [.. altered[..start], .. altered[(start + length)..]];
            default:
                altered[at] ^= (byte)(1 << random.Next(8));
                break;
        }

        return altered;
    }
}
