using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using MontageAI.Errors;
using MontageAI.Timelines;

namespace MontageAI.Editing.Edits;

/// <summary>
/// Names a shot of a timeline: by its id, which stays with it whatever is done to other shots, or by its number, counted from 1, as people
/// see it. Written in JSON as a text or as a number.
/// </summary>
[JsonConverter(typeof(ShotRefConverter))]
public readonly record struct ShotRef
{
    private readonly int _index;

    private ShotRef(int index, string? id) => (_index, Id) = (index, id);

    /// <summary>The shot's id; null where it is named by its index.</summary>
    public string? Id { get; }

    /// <summary>Names a shot by its index, counted from 0, as programs have it.</summary>
    public static ShotRef At(int index) => new(index, null);

    /// <summary>Names a shot by its id.</summary>
    public static ShotRef Of(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        return new(0, id);
    }

    /// <summary>Reads a number, counted from 1, or an id.</summary>
    /// <exception cref="ConfigurationException">The text is neither.</exception>
    public static ShotRef Parse(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? At(number - 1)
        : !string.IsNullOrWhiteSpace(text) ? Of(text)
        : throw new ConfigurationException(ErrorCode.EditInvalid, "a shot's number or id is missing.");

    /// <summary>The shot's index on a timeline.</summary>
    /// <exception cref="ConfigurationException">There is no such shot.</exception>
    public int In(Timeline timeline)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        if (Id is not { } id)
        {
            EditRules.CheckIndex(timeline, _index);
            return _index;
        }

        for (int i = 0; i < timeline.Shots.Count; i++)
        {
            if (timeline.Shots[i].Id == id)
            {
                return i;
            }
        }

        throw new ConfigurationException(
            ErrorCode.EditInvalid,
            $"there is no shot '{id}': shots are counted from 1 to {timeline.Shots.Count}, or named by the ids in the timeline."
        );
    }

    /// <summary>The same shot by its id.</summary>
    /// <exception cref="ConfigurationException">There is no such shot.</exception>
    public ShotRef ById(Timeline timeline) => Of(timeline.Shots[In(timeline)].Id);

    /// <inheritdoc/>
    public override string ToString() => Id ?? (_index + 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>The shot's index; null where it is named by its id.</summary>
    internal int? Index => Id is null ? _index : null;
}

/// <summary>Writes a shot as its id or its number, counted from 1.</summary>
internal sealed class ShotRefConverter : JsonConverter<ShotRef>
{
    public override ShotRef Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int number) ? ShotRef.At(number - 1)
        : reader.TokenType == JsonTokenType.String && reader.GetString() is { Length: > 0 } id ? ShotRef.Of(id)
        : throw new JsonException("a shot is named by its id (a text) or its number (a whole number, from 1).");

    public override void Write(Utf8JsonWriter writer, ShotRef value, JsonSerializerOptions options)
    {
        if (value.Id is { } id)
        {
            writer.WriteStringValue(id);
        }
        else
        {
            writer.WriteNumberValue(value.Index!.Value + 1);
        }
    }
}
