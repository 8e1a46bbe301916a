using MontageAI.Bench.Inputs;
using MontageAI.Demo;
using MontageAI.FFmpeg.Processes;

namespace MontageAI.Bench.Gallery;

/// <summary>Contact sheets of what effects look like, made from synthetic footage for docs/gallery, or from clips of one's own to judge
/// them.</summary>
internal static class GalleryBench
{
    private static readonly SortedDictionary<string, Func<GalleryContext, Task>> s_parts = new(StringComparer.Ordinal)
    {
        ["captions"] = CaptionsGallery.RunAsync,
        ["looks"] = LooksGallery.RunAsync,
        ["motion"] = MotionGallery.RunAsync,
        ["transitions"] = TransitionsGallery.RunAsync,
    };

    /// <summary>Names of the parts.</summary>
    public static IEnumerable<string> Parts => s_parts.Keys;

    /// <summary>Makes the parts named, or all. <c>--from FILE</c> (again and again) takes other clips, <c>--to FOLDER</c> writes
    /// elsewhere.</summary>
    public static async Task<int> RunAsync(FFmpegTools tools, string[] arguments)
    {
        List<string> clips = [.. Values(arguments, "--from")];
        string to = Values(arguments, "--to").LastOrDefault() ?? Path.Combine(BenchPaths.Root, "docs", "gallery");
        bool own = clips.Count > 0;
        if (!own)
        {
            DemoSet demo = await DemoMaker
                .MakeAsync(Path.Combine(BenchPaths.Data, "gallery-demo"), tools, null, CancellationToken.None)
                .ConfigureAwait(false);
            clips.AddRange(
                new[] { "drift", "lava", "spin", "fractal" }.Select(name =>
                    demo.Clips.First(c => Path.GetFileNameWithoutExtension(c) == name)
                )
            );
        }

        Directory.CreateDirectory(to);
        using GalleryContext context = new(tools, clips, to) { IsOwn = own };
        string[] wanted = [.. arguments.Where(s_parts.ContainsKey)];
        foreach (string part in wanted.Length > 0 ? wanted : [.. s_parts.Keys])
        {
            Console.WriteLine($"== {part}");
            await s_parts[part](context).ConfigureAwait(false);
        }

        return 0;
    }

    private static IEnumerable<string> Values(string[] arguments, string option) =>
        arguments.Zip(arguments.Skip(1)).Where(p => p.First == option).Select(p => p.Second);
}
