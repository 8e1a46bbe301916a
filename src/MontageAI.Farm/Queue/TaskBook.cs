using System.Text;
using MontageAI.Engine.Tasks;
using MontageAI.Errors;
using MontageAI.Tasks;
using StackExchange.Redis;

namespace MontageAI.Farm.Queue;

/// <summary>Specs of tasks, how they ended, and what happened to them meanwhile. Safe for threads.</summary>
/// <param name="redis">Where it lies.</param>
/// <param name="time">The clock.</param>
internal sealed class TaskBook(IConnectionMultiplexer redis, TimeProvider time)
{
    private const int MostNotes = 100;
    private const string IndexKey = FarmStore.Prefix + "tasks";
    private static readonly TimeSpan s_specsKept = TimeSpan.FromDays(1);
    private static readonly TimeSpan s_endsKept = TimeSpan.FromMinutes(10);
    private static readonly RedisChannel s_ends = RedisChannel.Literal(FarmStore.Prefix + "ends");

    private readonly IDatabase _data = redis.GetDatabase();

    /// <summary>Puts a spec where workers find it; what is known of the end of an earlier attempt is forgotten.</summary>
    public async Task PutSpecAsync(TaskSpec spec)
    {
        await _data.KeyDeleteAsync(EndKey(spec.Key)).ConfigureAwait(false);
        await _data.StringSetAsync(SpecKey(spec.Key), TaskSpecJson.Write(spec), s_specsKept).ConfigureAwait(false);
    }

    /// <summary>The spec of a key.</summary>
    /// <exception cref="TaskRefusedException">There is none, or it is none that may be carried out.</exception>
    public async Task<TaskSpec> SpecAsync(string key)
    {
        if (!IsKey(key))
        {
            string shown = key is null ? "" : Printable.Of(key.Length <= 200 ? key : key[..200] + "...");
            throw new TaskRefusedException($"A job names '{shown}', which is no key of a spec.");
        }

        // Before it is read, since it may be of any size.
        long bytes = await _data.StringLengthAsync(SpecKey(key)).ConfigureAwait(false);
        if (bytes is 0 or > TaskSpec.MostBytes)
        {
            throw new TaskRefusedException(
                bytes == 0 ? $"There is no spec {key}." : $"The spec {key} has {bytes} bytes; {TaskSpec.MostBytes} are the most."
            );
        }

        try
        {
            RedisValue text = await _data.StringGetAsync(SpecKey(key)).ConfigureAwait(false);
            TaskSpec spec = TaskSpecJson.Read(Encoding.UTF8.GetBytes(text.ToString()), key);
            return spec.Key == key ? spec : throw new TaskRefusedException($"The spec {key} says that it is another.");
        }
        catch (ConfigurationException e)
        {
            throw new TaskRefusedException(e.Sentence.ToString());
        }
    }

    /// <summary>Says how a task ended.</summary>
    public async Task PutEndAsync(string key, TaskEnd end)
    {
        // The first counts: of two copies the other is about to be cancelled.
        await _data
            .StringSetAsync(EndKey(key), FarmJson.Text(end, FarmJson.Default.TaskEnd), s_endsKept, When.NotExists)
            .ConfigureAwait(false);
        await WakeAsync().ConfigureAwait(false);
    }

    /// <summary>Has those who listen look.</summary>
    public Task WakeAsync() => _data.PublishAsync(s_ends, "");

    /// <summary>How a task ended; null where it has not.</summary>
    public async Task<TaskEnd?> EndAsync(string key) =>
        FarmJson.Read(await _data.StringGetAsync(EndKey(key)).ConfigureAwait(false), FarmJson.Default.TaskEnd);

    /// <summary>Calls back whenever a task has ended or there is something else to look at; a call may be lost.</summary>
    public Task ListenAsync(Action onEnd) => redis.GetSubscriber().SubscribeAsync(s_ends, (_, _) => onEnd());

    /// <summary>Writes down what happened to a task; kept for a day.</summary>
    public async Task NoteAsync(string key, string who, string what)
    {
        DateTimeOffset now = time.GetUtcNow();
        string text = FarmJson.Text(new TaskNote(now, who, what), FarmJson.Default.TaskNote);
        double seconds = now.ToUnixTimeSeconds();
        IBatch batch = _data.CreateBatch();
        Task all = Task.WhenAll(
            batch.ListRightPushAsync(NotesKey(key), text),
            batch.ListTrimAsync(NotesKey(key), -MostNotes, -1),
            batch.KeyExpireAsync(NotesKey(key), s_specsKept),
            batch.SortedSetAddAsync(IndexKey, key, seconds),
            batch.SortedSetRemoveRangeByScoreAsync(IndexKey, 0, seconds - s_specsKept.TotalSeconds)
        );
        batch.Execute();
        await all.ConfigureAwait(false);
    }

    /// <summary>What is known of the tasks whose names begin so; empty where there are none.</summary>
    public async Task<IReadOnlyList<TaskHistory>> HistoryAsync(string beginning)
    {
        List<TaskHistory> tasks = [];
        RedisValue[] keys = await _data.SortedSetRangeByRankAsync(IndexKey).ConfigureAwait(false);
        foreach (string key in keys.Select(k => k.ToString()).Where(k => k.StartsWith(beginning, StringComparison.Ordinal)))
        {
            RedisValue[] notes = await _data.ListRangeAsync(NotesKey(key)).ConfigureAwait(false);
            tasks.Add(new TaskHistory(key, [.. notes.Select(n => FarmJson.Read(n, FarmJson.Default.TaskNote)).OfType<TaskNote>()]));
        }

        return tasks;
    }

    private static bool IsKey(string key) => key is { Length: 64 } && key.All(char.IsAsciiHexDigitLower);

    private static string SpecKey(string key) => FarmStore.Prefix + "spec:" + key;

    private static string EndKey(string key) => FarmStore.Prefix + "end:" + key;

    private static string NotesKey(string key) => FarmStore.Prefix + "notes:" + key;
}
