using System.Diagnostics;
using System.Runtime.InteropServices;
using MontageAI.Detection;
using MontageAI.Engine.Searching;
using MontageAI.Media;
using MontageAI.Time;

namespace MontageAI.Bench.Models;

/// <summary>How long a question to many pictures takes: vectors as long as CLIP's, three pictures a shot.</summary>
internal static class SearchFigures
{
    private const int Shots = 10_000;
    private const int PicturesPerShot = 3;
    private const int ShotsPerClip = 20;
    private const int Length = 512;
    private const int Repeats = 9;

    /// <summary>Measures and prints.</summary>
    public static Task RunAsync(ModelsBenchContext context)
    {
        Random random = new(1);
        PictureIndex index = new([.. Enumerable.Range(0, Shots / ShotsPerClip).Select(_ => new SeenClip([.. Clip(random)]))]);
        PictureQuestion question = new EmbeddedSight(new Given(Vector(random))).Ask("");
        List<double> milliseconds = [];
        for (int i = 0; i < Repeats; i++)
        {
            long started = Stopwatch.GetTimestamp();
            int found = index.Find(question, 10).Count;
            milliseconds.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            Debug.Assert(found == 10, "every shot fits a little");
        }

        milliseconds.Sort();
        Console.WriteLine(
            $"{Shots} shots, {PicturesPerShot} pictures of {Length} halves each: median {milliseconds[Repeats / 2]:0.0} ms, "
                + $"worst of {Repeats} {milliseconds[^1]:0.0} ms, one core"
        );
        return Task.CompletedTask;
    }

    private static IEnumerable<SeenPicture> Clip(Random random)
    {
        for (int i = 0; i < ShotsPerClip * PicturesPerShot; i++)
        {
            Half[] halves = [.. Vector(random).Select(v => (Half)v)];
            yield return new SeenPicture(
                i / PicturesPerShot,
                new MediaTime(i, new Rational(1, 30)),
                MemoryMarshal.AsBytes(halves.AsSpan()).ToArray()
            );
        }
    }

    private static float[] Vector(Random random)
    {
        double[] values = [.. Enumerable.Range(0, Length).Select(_ => random.NextDouble() - 0.5)];
        double length = Math.Sqrt(values.Sum(v => v * v));
        return [.. values.Select(v => (float)(v / length))];
    }

    private sealed class Given(float[] vector) : IPictureEmbedder
    {
        public string Name => "random";

        public string Algorithm => "random";

        public int Side => 224;

        public float[] Embed(SmallFrame picture) => vector;

        public float[] Embed(string words) => vector;
    }
}
