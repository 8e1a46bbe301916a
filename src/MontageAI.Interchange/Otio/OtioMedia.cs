using System.Text.Json;
using MontageAI.Interchange.Edited;

namespace MontageAI.Interchange.Otio;

/// <summary>References to media in OpenTimelineIO.</summary>
internal static class OtioMedia
{
    /// <summary>What stands behind a clip: of several references the active one.</summary>
    public static EditedMedia Of(JsonElement clip, string place, OtioReader reader)
    {
        JsonElement reference = default;
        string at = $"{place}.media_reference";
        if (clip.TryGetProperty("media_references", out JsonElement all) && all.ValueKind == JsonValueKind.Object)
        {
            string key = OtioReader.Text(clip, "active_media_reference_key") is { Length: > 0 } active ? active : "DEFAULT_MEDIA";
            at = $"{place}.media_references.{key}";
            _ = all.TryGetProperty(key, out reference);
        }
        else
        {
            _ = clip.TryGetProperty("media_reference", out reference);
        }

        string name = OtioReader.Text(clip, "name");
        if (reference.ValueKind != JsonValueKind.Object)
        {
            return new EditedMedia { Kind = EditedMediaKind.Missing, Name = name };
        }

        string schema = reader.Schema(reference, at);
        EditedMedia media = new()
        {
            Kind = schema switch
            {
                "ExternalReference" => EditedMediaKind.File,
                "GeneratorReference" => EditedMediaKind.Generator,
                "ImageSequenceReference" => EditedMediaKind.Pictures,
                _ => EditedMediaKind.Missing,
            },
            Name = name,
            Reel = OtioReader.Ours(clip, "reel"),
            Available = reader.RangeOf(reference, "available_range", at),
            Fingerprint = OtioReader.Ours(clip, "fingerprint"),
        };
        return schema switch
        {
            "ExternalReference" => media with { Url = OtioReader.Text(reference, "target_url") },
            "ImageSequenceReference" => media with
            {
                Url = OtioReader.Text(reference, "target_url_base") + OtioReader.Text(reference, "name_prefix"),
            },
            _ => media,
        };
    }
}
