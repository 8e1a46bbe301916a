using System.Text.Json.Nodes;

namespace MontageAI.Studio.Tests.Browser;

/// <summary>Montages that are larger than anybody waits for in a test.</summary>
internal static class Growth
{
    /// <summary>The montage again and again, until it has as many shots; its pictures are the same ones.</summary>
    /// <param name="many">How many shots and clips.</param>
    /// <param name="project">The project as the server tells of it; becomes the larger one.</param>
    /// <param name="plan">Its plan; becomes the larger one.</param>
    public static (JsonNode Project, JsonNode Plan) Of(int many, JsonNode project, JsonNode plan)
    {
        JsonArray shots = plan["shots"]!.AsArray(),
            beats = plan["beats"]!.AsArray(),
            clips = project["footage"]!.AsArray(),
            sources = plan["sources"]!.AsArray();
        (int few, int fewBeats, int fewClips, int fewSources) = (shots.Count, beats.Count, clips.Count, sources.Count);
        long length = (long)plan["frames"]!;
        for (int i = few; i < many; i++)
        {
            JsonNode shot = shots[i % few]!.DeepClone();
            shot["id"] = $"x{i}";
            shot["index"] = i;
            shot["start"] = (long)shots[i % few]!["start"]! + (length * (i / few));
            shots.Add(shot);
        }

        long frames = (long)shots[^1]!["start"]! + (long)shots[^1]!["frames"]!;
        for (int i = fewBeats; (long)beats[i % fewBeats]!["frame"]! + (length * (i / fewBeats)) < frames; i++)
        {
            JsonNode beat = beats[i % fewBeats]!.DeepClone();
            beat["frame"] = (long)beat["frame"]! + (length * (i / fewBeats));
            beats.Add(beat);
        }

        for (int i = fewClips; i < many; i++)
        {
            JsonNode clip = clips[i % fewClips]!.DeepClone();
            clip["id"] = $"clip{i}";
            clip["path"] = $"/media/clips/clip{i:000}.mp4";
            clips.Add(clip);
        }

        for (int i = fewSources; i < many; i++)
        {
            JsonNode source = sources[i % fewSources]!.DeepClone();
            source["id"] = $"c{i + 1000}";
            source["path"] = $"/media/clips/clip{i:000}.mp4";
            sources.Add(source);
        }

        plan["frames"] = frames;
        plan["seconds"] = (double)plan["seconds"]! / length * frames;
        plan.AsObject().Remove("sound");
        return (project, plan);
    }
}
