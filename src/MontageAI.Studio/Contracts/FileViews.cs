namespace MontageAI.Studio.Contracts;

/// <summary>What lies in a folder.</summary>
/// <param name="Path">The folder; null for the list of roots.</param>
/// <param name="Parent">The folder above, where that may be looked at, too.</param>
/// <param name="Entries">Folders first, then files, by name.</param>
/// <param name="More">Whether there is more than is listed.</param>
internal sealed record FolderView(string? Path, string? Parent, IReadOnlyList<FileEntry> Entries, bool More);

/// <summary>A file or folder.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Path">Its full path.</param>
/// <param name="IsFolder">Whether it is a folder.</param>
/// <param name="Bytes">Size of a file.</param>
internal sealed record FileEntry(string Name, string Path, bool IsFolder, long? Bytes);

/// <summary>Files that somebody has and whose paths are not known.</summary>
/// <param name="Files">The files.</param>
internal sealed record ClaimsAsk(IReadOnlyList<Claim> Files)
{
    /// <summary>The files.</summary>
    public IReadOnlyList<Claim> Files { get; } = Items.Whole(Files, "files");
}

/// <summary>A file that somebody has.</summary>
/// <param name="Name">Its name, without a path.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Fingerprint">Its content's fingerprint (docs/api.md says how it is made).</param>
internal sealed record Claim(string Name, long Bytes, string Fingerprint);

/// <summary>What of it lies in the roots.</summary>
/// <param name="Found">In the order of the claims; those that are not here have no path and must be uploaded.</param>
internal sealed record ClaimsView(IReadOnlyList<ClaimAnswer> Found);

/// <summary>Where a claimed file lies.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Path">Its path; null where it is not here.</param>
internal sealed record ClaimAnswer(string Name, string? Path);
