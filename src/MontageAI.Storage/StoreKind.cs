namespace MontageAI.Storage;

/// <summary>How a store keeps what it remembers.</summary>
public enum StoreKind
{
    /// <summary>An SQLite database and files, for any number of processes of one machine, on a disk of its own.</summary>
    Database,

    /// <summary>
    /// Files alone, for any number of processes and machines, on a network share too: every change is a rename, nothing is locked.
    /// </summary>
    Folder,
}
