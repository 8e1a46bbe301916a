using System.Buffers.Binary;
using System.Text;
using MontageAI.Testing;

namespace MontageAI.FieldCases.Tests;

/// <summary>What a file may cost: processes are counted, not seconds.</summary>
public sealed class BoundCases
{
    [TableTheory]
    [InlineData("clips")]
    [InlineData("texts that are called films")]
    [InlineData("films that are cut off")]
    [InlineData("films without a picture that can be decoded")]
    public void PlanOfKnownFiles_StartsNoProcessForThem(string kind)
    {
        using FieldFolder folder = new FieldFolder().WithCompanions(2).WithSong(8);
        for (int i = 0; i < 3; i++)
        {
            Add(kind, folder, i);
        }

        using CountedTools tools = new();
        string[] command =
        [
            "plan",
            "--clips",
            folder.Clips,
            "--music",
            folder.File("song.wav"),
            "--cache-dir",
            folder.File("store"),
            "--details",
        ];
        ProgramRun.Succeed(tools.Environment, [.. command, "--output", folder.File("one.montage.json")]);
        Assert.NotEmpty(tools.RunsOn(folder.Clips));
        tools.Forget();

        ProgramRun again = ProgramRun.Succeed(tools.Environment, [.. command, "--output", folder.File("two.montage.json")]);

        Assert.Empty(tools.RunsOn(folder.Clips));
        Assert.Empty(tools.RunsOn(folder.File("song.wav")));
        Assert.Equal(File.ReadAllBytes(folder.File("one.montage.json")), File.ReadAllBytes(folder.File("two.montage.json")));
        if (kind != "clips")
        {
            Assert.Contains("bad0", again.Error + again.Output, StringComparison.Ordinal);
        }
    }

    [TableTheory]
    [InlineData("stts")]
    [InlineData("stsz")]
    [InlineData("stsc")]
    [InlineData("stss")]
    [InlineData("stco")]
    [InlineData("nested")]
    public void CraftedCounts_CostOneProcessPerFileAtMost(string table)
    {
        using FieldFolder folder = new FieldFolder().WithCompanions(1);
        byte[] file = File.ReadAllBytes(Directory.GetFiles(folder.Clips)[0]);
        string[] paths = [.. Enumerable.Range(0, 4).Select(i => folder.File($"crafted{i}.mp4"))];
        for (int i = 0; i < paths.Length; i++)
        {
            File.WriteAllBytes(paths[i], table == "nested" ? Nested(1000 + i) : Claiming(file, table, uint.MaxValue - (uint)i));
        }

        using CountedTools tools = new();
        ProgramRun run = ProgramRun.Of(tools.Environment, ["probe", .. paths, "--cache-dir", folder.File("store")]);

        Assert.InRange(run.ExitCode, 0, 2);
        Assert.All(paths, p => Assert.InRange(tools.RunsOn(p).Count, 0, 1));
    }

    private static void Add(string kind, FieldFolder folder, int number)
    {
        string path = Path.Combine(folder.Clips, $"bad{number}.mp4");
        string clip = Path.Combine(folder.Clips, "clip00.mp4");
        switch (kind)
        {
            case "clips":
                TestTools.FFmpeg("-i", clip, "-c", "copy", "-metadata", $"title=copy {number}", path);
                break;
            case "texts that are called films":
                File.WriteAllText(path, $"This is no film, number {number}.");
                break;
            case "films that are cut off":
                byte[] whole = File.ReadAllBytes(clip);
                File.WriteAllBytes(path, [.. whole[..(whole.Length / 2)], (byte)number]);
                break;
            default:
                TestTools.FFmpeg("-i", clip, "-c", "copy", "-metadata", $"title=copy {number}", "-f", "matroska", path);
                byte[] broken = File.ReadAllBytes(path);
                // Clusters lie behind the head; nothing in them is left of the pictures.
                Array.Fill(broken, (byte)0xFF, 4096, broken.Length - 4096);
                File.WriteAllBytes(path, broken);
                break;
        }
    }

    private static byte[] Claiming(byte[] file, string table, uint count)
    {
        byte[] crafted = [.. file];
        int at = crafted.AsSpan().IndexOf(Encoding.ASCII.GetBytes(table));
        Assert.True(at > 0, $"no {table}");
        // After the name: version and flags, in stsz the common size, then the count.
        BinaryPrimitives.WriteUInt32BigEndian(crafted.AsSpan(at + (table == "stsz" ? 12 : 8)), count);
        return crafted;
    }

    private static byte[] Nested(int depth)
    {
        byte[] head = [0, 0, 0, 16, .. "ftypisom"u8, 0, 0, 0, 0];
        byte[] boxes = new byte[8 * depth];
        for (int i = 0; i < depth; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(boxes.AsSpan(8 * i), 8 * (depth - i));
            (i == 0 ? "moov"u8 : "udta"u8).CopyTo(boxes.AsSpan((8 * i) + 4));
        }

        return [.. head, .. boxes];
    }

    /// <summary>FFmpeg with a list of its runs.</summary>
    private sealed class CountedTools : IDisposable
    {
        private readonly TempFolder _folder = new();

        public CountedTools()
        {
            foreach (string tool in (string[])["ffmpeg", "ffprobe"])
            {
                string real = TestTools.Run("which", tool).Trim();
                string script = _folder.File(tool);
                File.WriteAllText(script, $"#!/bin/sh\necho \"$*\" >> '{Log}'\nexec '{real}' \"$@\"\n");
                TestTools.Run("chmod", "+x", script);
            }
        }

        public Dictionary<string, string> Environment => new() { ["MONTAGE_FFMPEG"] = _folder.Path };

        private string Log => _folder.File("runs.log");

        public IReadOnlyList<string> RunsOn(string path) =>
            File.Exists(Log) ? [.. File.ReadAllLines(Log).Where(l => l.Contains(path, StringComparison.Ordinal))] : [];

        public void Forget() => File.Delete(Log);

        public void Dispose() => _folder.Dispose();
    }
}
