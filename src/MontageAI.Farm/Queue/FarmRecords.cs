using System.Text.Json.Serialization;
using MontageAI.Engine.Tasks;
using MontageAI.Farm.Settings;

namespace MontageAI.Farm.Queue;

/// <summary>What a node says of itself.</summary>
/// <param name="Name">Names it.</param>
/// <param name="Slots">Tasks that it runs at once.</param>
/// <param name="Running">Tasks that it runs now.</param>
internal sealed record NodeFacts(string Name, int Slots, int Running)
{
    /// <summary>What it proved when it joined that it can.</summary>
    public IReadOnlyList<string> Can { get; init; } = [];

    /// <summary>How quick a slot of it renders: million pixels a second, a moving average; 0 where it has rendered nothing since it
    /// joined.</summary>
    public double Speed { get; init; }

    /// <summary>Keys of the tasks that it runs now.</summary>
    public IReadOnlyList<string> Tasks { get; init; } = [];

    /// <summary>Name of the computer that it runs on.</summary>
    public string Machine { get; init; } = "";

    /// <summary>What was measured of it.</summary>
    public SpeedFacts Measured { get; init; } = SpeedFacts.None;

    /// <summary>Rises whenever it has other clips than before; 0 where it has said nothing of them.</summary>
    public int Held { get; init; }
}

/// <summary>What was measured of a machine. Moving averages.</summary>
/// <param name="Speeds">Million pixels a second of one slot, by kind of work (<see cref="SpeedBook.WorkOf"/>).</param>
/// <param name="BytesPerSecond">How fast clips come to it; null where it has fetched none.</param>
internal sealed record SpeedFacts(IReadOnlyDictionary<string, double> Speeds, double? BytesPerSecond)
{
    /// <summary>Nothing.</summary>
    public static SpeedFacts None { get; } = new(new Dictionary<string, double>(), null);
}

/// <summary>A node that was set aside.</summary>
/// <param name="Name">Names it.</param>
/// <param name="Why">In words, with the remedy.</param>
/// <param name="Place">Names the machine's store, which stays when it joins again.</param>
internal sealed record AsideFacts(string Name, string Why, string Place);

/// <summary>What a job that uses the farm says of itself.</summary>
/// <param name="Name">Names it.</param>
/// <param name="IsInteractive">Whether somebody waits for it before a screen.</param>
/// <param name="Missing">Tasks on their way.</param>
/// <param name="Running">Those of them that a node runs.</param>
/// <param name="Made">Tasks that were made.</param>
/// <param name="Copies">Second copies of slow tasks on their way.</param>
internal sealed record JobFacts(string Name, bool IsInteractive, int Missing, int Running, int Made, int Copies);

/// <summary>A queue in which something waits.</summary>
/// <param name="Name">Names it.</param>
/// <param name="Waiting">Tasks in it.</param>
internal sealed record QueueFacts(string Name, long Waiting);

/// <summary>Something that happened to a task.</summary>
/// <param name="Time">When, by the clock of who says it.</param>
/// <param name="Who">Node, job or host that says it.</param>
/// <param name="What">In words.</param>
internal sealed record TaskNote(DateTimeOffset Time, string Who, string What);

/// <summary>What is known of a task.</summary>
/// <param name="Key">Names it.</param>
/// <param name="Notes">What happened to it, in order.</param>
internal sealed record TaskHistory(string Key, IReadOnlyList<TaskNote> Notes);

/// <summary>What a farm does now.</summary>
/// <param name="Farm">Names it.</param>
/// <param name="Store">Folder that all nodes share.</param>
/// <param name="Waiting">Tasks in the queues.</param>
/// <param name="Nodes">Those that live.</param>
/// <param name="Queues">Those in which something waits.</param>
/// <param name="Jobs">Those that run.</param>
/// <param name="Aside">Nodes that were set aside.</param>
internal sealed record FarmStatus(
    string Farm,
    string Store,
    long Waiting,
    IReadOnlyList<NodeFacts> Nodes,
    IReadOnlyList<QueueFacts> Queues,
    IReadOnlyList<JobFacts> Jobs,
    IReadOnlyList<AsideFacts> Aside
);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(FarmFacts))]
[JsonSerializable(typeof(NodeFacts))]
[JsonSerializable(typeof(AsideFacts))]
[JsonSerializable(typeof(JobFacts))]
[JsonSerializable(typeof(TaskNote))]
[JsonSerializable(typeof(TaskHistory[]))]
[JsonSerializable(typeof(FarmStatus))]
[JsonSerializable(typeof(BesideLine))]
[JsonSerializable(typeof(TaskEnd))]
[JsonSerializable(typeof(SpeedFacts))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class FarmJson : JsonSerializerContext
{
    /// <summary>As text.</summary>
    public static string Text<T>(T value, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        System.Text.Json.JsonSerializer.Serialize(value, type);

    /// <summary>Reads it; null where there is none, or none that can be read.</summary>
    public static T? Read<T>(StackExchange.Redis.RedisValue text, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return text.HasValue ? System.Text.Json.JsonSerializer.Deserialize(text.ToString(), type) : null;
        }
        catch (System.Text.Json.JsonException)
        {
            // Written by a stranger; the same as nothing.
            return null;
        }
    }
}
