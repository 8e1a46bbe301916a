using MontageAI.Editing.Edits;
using MontageAI.Engine.Planning;
using MontageAI.Results;
using MontageAI.Timelines;

namespace MontageAI.Engine;

/// <summary>What is remembered between montages.</summary>
public sealed partial class Session
{
    /// <summary>File in which earlier decisions stand; may not exist.</summary>
    public string MemoryFile => _store.Memory.File;

    /// <summary>Everything that is remembered, by clip and time, with what could not be read.</summary>
    public (IReadOnlyList<RememberedShot> Shots, IReadOnlyList<string> Problems) Remembered() =>
        (_store.Memory.Read(), _store.Degradations);

    /// <summary>Forgets a clip, or everything.</summary>
    /// <param name="clip">Name or path of the clip's file, or its fingerprint; null means everything.</param>
    /// <returns>How many stretches were forgotten; null where everything was.</returns>
    public int? Forget(string? clip)
    {
        if (clip is null)
        {
            _store.Memory.Clear();
            return null;
        }

        string name = Path.GetFileName(clip);
        return _store.Memory.Forget(s => s.Source == clip || string.Equals(s.Name, name, StringComparison.Ordinal));
    }

    /// <summary>Remembers what changes by hand say about shots. The changes must have been done already, so that they are known to be
    /// possible.</summary>
    private void Remember(Timeline before, IReadOnlyList<string> changes, string file)
    {
        List<RememberedShot> decided = [];
        foreach (string change in changes)
        {
            Timeline after = EditScript.Apply(before, [change]);
            decided.AddRange(Recollection.Decided(before, after, change, Path.GetFileName(file)));
            before = after;
        }

        _store.Memory.Add(decided);
    }
}
