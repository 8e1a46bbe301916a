using System.Globalization;
using System.Text.Json;
using MontageAI.Interchange.Edited;

namespace MontageAI.Interchange.Tests.Samples;

/// <summary>Compares what we read with what the real library reads.</summary>
internal static class ExpectedSequences
{
    private const double Same = 1e-6;

    /// <summary>Differences, one line each; empty where both read the same.</summary>
    public static IReadOnlyList<string> Differences(JsonElement expected, EditedSequence read)
    {
        List<string> found = [];
        JsonElement[] tracks = expected.TryGetProperty("tracks", out JsonElement all) ? [.. all.EnumerateArray()] : [];
        if (tracks.Length == 0)
        {
            JsonElement[] clips = [.. expected.GetProperty("clips").EnumerateArray()];
            Items("clips", clips, [.. read.Tracks.SelectMany(t => t.Items)], found);
            return found;
        }

        Compare("tracks", tracks.Length, read.Tracks.Count, found);
        for (int i = 0; i < Math.Min(tracks.Length, read.Tracks.Count); i++)
        {
            Compare($"track {i} picture", tracks[i].GetProperty("kind").GetString() == "Video", read.Tracks[i].IsPicture, found);
            Items($"track {i}", [.. tracks[i].GetProperty("items").EnumerateArray()], read.Tracks[i].Items, found);
        }

        JsonElement start = expected.GetProperty("global_start_time");
        Number(
            "start",
            start.ValueKind == JsonValueKind.Null ? 0 : start[0].GetDouble() / start[1].GetDouble(),
            read.Start?.Seconds ?? 0,
            found
        );
        Markers("sequence", expected, read.Markers, found);
        return found;
    }

    private static void Items(string place, JsonElement[] expected, IReadOnlyList<EditedItem> read, List<string> found)
    {
        Compare($"{place} items", expected.Length, read.Count, found);
        double at = 0;
        for (int i = 0; i < Math.Min(expected.Length, read.Count); i++)
        {
            string item = $"{place}[{i}]";
            string type = expected[i].GetProperty("type").GetString()!;
            string ours = read[i] switch
            {
                EditedClip => "Clip",
                EditedGap => "Gap",
                EditedTransition => "Transition",
                _ => type is "Track" ? "Track" : "Stack",
            };
            Compare($"{item} type", type, ours, found);
            if (type != ours)
            {
                continue;
            }

            if (read[i] is EditedTransition transition)
            {
                Compare($"{item} kind", expected[i].GetProperty("transition_type").GetString(), transition.Kind, found);
                Time($"{item} in", expected[i].GetProperty("in_offset"), transition.Before, found);
                Time($"{item} out", expected[i].GetProperty("out_offset"), transition.After, found);
                continue;
            }

            if (expected[i].TryGetProperty("in_track", out JsonElement place2) && place2.ValueKind == JsonValueKind.Array)
            {
                Number($"{item} place", place2[0].GetDouble() / place2[1].GetDouble(), at, found);
            }

            at += read[i] switch
            {
                EditedClip c => c.Length.Seconds,
                EditedGap g => g.Length.Seconds,
                EditedNest { Source: { } source } => source.Length.Seconds,
                _ => expected[i].TryGetProperty("in_track", out JsonElement t) ? t[2].GetDouble() / t[3].GetDouble() : 0,
            };
            if (read[i] is EditedClip clip)
            {
                Clip(item, expected[i], clip, found);
            }
        }
    }

    private static void Clip(string item, JsonElement expected, EditedClip clip, List<string> found)
    {
        Compare($"{item} name", expected.GetProperty("name").GetString(), clip.Name, found);
        Compare($"{item} enabled", expected.GetProperty("enabled").GetBoolean(), clip.IsEnabled, found);
        JsonElement range = expected.GetProperty("source_range");
        if (range.ValueKind == JsonValueKind.Array)
        {
            Number($"{item} start", range[0].GetDouble() / range[1].GetDouble(), clip.Source?.Start.Seconds ?? 0, found);
            Number($"{item} start rate", range[1].GetDouble(), clip.Source?.Start.Rate ?? 0, found);
            Number($"{item} length", range[2].GetDouble() / range[3].GetDouble(), clip.Length.Seconds, found);
        }

        double[] speeds = [.. expected.GetProperty("time_scalar").EnumerateArray().Select(s => s.GetDouble())];
        Compare(
            $"{item} speeds",
            string.Join(' ', speeds.Select(s => s.ToString("0.######", CultureInfo.InvariantCulture))),
            string.Join(' ', clip.Speeds.Select(s => s.ToString("0.######", CultureInfo.InvariantCulture))),
            found
        );
        JsonElement media = expected.GetProperty("media");
        string url = media.GetProperty("url").GetString() ?? "";
        string kind = media.GetProperty("type").GetString()!;
        string ours = clip.Media.Kind switch
        {
            EditedMediaKind.File => "ExternalReference",
            EditedMediaKind.Generator => "GeneratorReference",
            EditedMediaKind.Pictures => "ImageSequenceReference",
            _ => "MissingReference",
        };
        Compare($"{item} media", kind, ours, found);
        if (kind == "ExternalReference")
        {
            Compare($"{item} url", url, clip.Media.Url, found);
        }

        JsonElement available = media.GetProperty("available_range");
        if (available.ValueKind == JsonValueKind.Array && clip.Media.Available is { } whole)
        {
            Number($"{item} available start", available[0].GetDouble() / available[1].GetDouble(), whole.Start.Seconds, found);
            Number($"{item} available length", available[2].GetDouble() / available[3].GetDouble(), whole.Length.Seconds, found);
        }
        else
        {
            Compare($"{item} available", available.ValueKind == JsonValueKind.Array, clip.Media.Available is not null, found);
        }

        Markers(item, expected, clip.Markers, found);
    }

    private static void Markers(string place, JsonElement expected, IReadOnlyList<EditedMarker> read, List<string> found)
    {
        JsonElement[] markers = [.. expected.GetProperty("markers").EnumerateArray()];
        Compare($"{place} markers", markers.Length, read.Count, found);
        for (int i = 0; i < Math.Min(markers.Length, read.Count); i++)
        {
            JsonElement range = markers[i].GetProperty("range");
            Compare($"{place} marker {i}", markers[i].GetProperty("name").GetString(), read[i].Name, found);
            Number($"{place} marker {i} at", range[0].GetDouble() / range[1].GetDouble(), read[i].At.Start.Seconds, found);
        }
    }

    private static void Time(string what, JsonElement expected, EditedTime read, List<string> found) =>
        Number(what, expected[0].GetDouble() / expected[1].GetDouble(), read.Seconds, found);

    private static void Number(string what, double expected, double read, List<string> found)
    {
        if (Math.Abs(expected - read) > Same * Math.Max(1, Math.Abs(expected)))
        {
            found.Add(string.Create(CultureInfo.InvariantCulture, $"{what}: the library reads {expected}, we read {read}"));
        }
    }

    private static void Compare<T>(string what, T expected, T read, List<string> found)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, read))
        {
            found.Add($"{what}: the library reads {expected}, we read {read}");
        }
    }
}
