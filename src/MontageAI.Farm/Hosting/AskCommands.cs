using System.Globalization;
using System.Text.Json;
using MontageAI.Errors;
using MontageAI.Farm.Queue;
using MontageAI.Farm.Settings;

namespace MontageAI.Farm.Hosting;

/// <summary>Commands that say what a farm does.</summary>
internal static class AskCommands
{
    private const int LeastDigits = 6;

    private static CultureInfo Invariant => CultureInfo.InvariantCulture;

    /// <summary>Says what waits, which jobs there are, and which machines.</summary>
    public static async Task StatusAsync(FarmArguments arguments)
    {
        if (await ReadAsync(arguments).ConfigureAwait(false) is not { } status)
        {
            return;
        }

        Say($"Tasks that wait: {status.Waiting}; machines that work: {status.Nodes.Count}.");
        foreach (QueueFacts queue in status.Queues)
        {
            Say($"{Printable.Of(queue.Name)}  {queue.Waiting} wait");
        }

        foreach (JobFacts job in status.Jobs)
        {
            Say($"{Printable.Of(job.Name)}  {job.Made} tasks made, {job.Running} run, {Math.Max(0, job.Missing - job.Running)} wait");
        }

        foreach (NodeFacts node in status.Nodes)
        {
            Say($"{Printable.Of(node.Name)}  {node.Running} of {node.Slots} slots busy");
        }

        SayAside(status);
    }

    /// <summary>Says everything of each machine.</summary>
    public static async Task NodesAsync(FarmArguments arguments)
    {
        if (await ReadAsync(arguments).ConfigureAwait(false) is not { } status)
        {
            return;
        }

        foreach (NodeFacts node in status.Nodes)
        {
            string speed =
                node.Speed > 0 ? string.Create(Invariant, $"{node.Speed:0.#} million pixels/s in a slot")
                : node.Measured.Speeds.Count > 0 ? "has rendered nothing since it joined"
                : "has made nothing yet";
            Say($"{Printable.Of(node.Name)}  {node.Running} of {node.Slots} slots busy; can {string.Join(", ", node.Can)}; {speed}");
            foreach ((string work, double pixels) in node.Measured.Speeds.OrderBy(s => s.Key, StringComparer.Ordinal))
            {
                Say($"  {Printable.Of(work)}: {pixels:0.#} million pixels/s");
            }

            if (node.Measured.BytesPerSecond is { } rate)
            {
                Say($"  fetches clips at {rate / 1e6:0.#} MB/s");
            }

            foreach (string task in node.Tasks)
            {
                Say($"  task {Printable.Of(task)}");
            }
        }

        SayAside(status);
        if (status.Nodes.Count == 0)
        {
            Say($"No machine works for the farm. Run 'montage-ai farm join' on some.");
        }
    }

    /// <summary>Says what happened to a task, or which tasks a job has.</summary>
    /// <exception cref="ConfigurationException">There is none of that name, or several.</exception>
    public static async Task LogsAsync(FarmArguments arguments)
    {
        string name = arguments.Other;
        (FarmStore store, _) = await FarmProgram.EnterAsync(arguments, arguments.Second).ConfigureAwait(false);
        await using (store.ConfigureAwait(false))
        {
            IReadOnlyList<TaskHistory> found = await FindAsync(store, name).ConfigureAwait(false);
            if (arguments.Json)
            {
                Console.Out.WriteLine(FarmJson.Text([.. found], FarmJson.Default.TaskHistoryArray));
                return;
            }

            foreach (TaskHistory task in found)
            {
                Say($"task {task.Key}");
                foreach (TaskNote note in task.Notes)
                {
                    Say($"  {note.Time:yyyy-MM-dd HH:mm:ss.f}Z  {Printable.Of(note.Who)}: {Printable.Of(note.What)}");
                }
            }
        }
    }

    private static async Task<IReadOnlyList<TaskHistory>> FindAsync(FarmStore store, string name)
    {
        if ((await store.Jobs.AllAsync().ConfigureAwait(false)).Any(j => j.Name == name))
        {
            HashSet<string> keys = [.. (await store.Jobs.TasksAsync(name).ConfigureAwait(false)).Select(t => t.Task)];
            return [.. (await store.Tasks.HistoryAsync("").ConfigureAwait(false)).Where(t => keys.Contains(t.Key))];
        }

        bool isName = name.Length is >= LeastDigits and <= 64 && name.All(char.IsAsciiHexDigitLower);
        IReadOnlyList<TaskHistory> found = isName ? await store.Tasks.HistoryAsync(name).ConfigureAwait(false) : [];
        return found.Count switch
        {
            1 => found,
            0 => throw new ConfigurationException(
                ErrorCode.Unknown,
                $"Nothing is known of '{Printable.Of(name)}'. Name a task of the last day, as machines and 'farm nodes' do, by six digits "
                    + "or more, or a job that 'farm status' shows."
            ),
            _ => throw new ConfigurationException(
                ErrorCode.Unknown,
                $"'{Printable.Of(name)}' begins the names of several tasks: {string.Join(", ", found.Take(5).Select(t => t.Key[..12]))}. "
                    + "Give more of it."
            ),
        };
    }

    // Null where it was said as a document.
    private static async Task<FarmStatus?> ReadAsync(FarmArguments arguments)
    {
        (FarmStore store, FarmFacts facts) = await FarmProgram.EnterAsync(arguments, arguments.Other).ConfigureAwait(false);
        await using (store.ConfigureAwait(false))
        {
            FarmStatus status = await store.StatusAsync(facts).ConfigureAwait(false);
            if (arguments.Json)
            {
                Console.Out.WriteLine(JsonSerializer.Serialize(status, FarmJson.Default.FarmStatus));
                return null;
            }

            return status;
        }
    }

    private static void SayAside(FarmStatus status)
    {
        foreach (AsideFacts node in status.Aside)
        {
            Say($"{Printable.Of(node.Name)}  is set aside: {Printable.Of(node.Why)}");
        }
    }

    private static void Say(FormattableString text) => Console.Out.WriteLine(text.ToString(Invariant));
}
