namespace MontageAI.Studio.Contracts;

/// <summary>Where to look for files that are not where they were.</summary>
/// <param name="Paths">Folders within the roots; none looks in all roots.</param>
internal sealed record RelinkAsk(IReadOnlyList<string> Paths)
{
    /// <summary>The folders.</summary>
    public IReadOnlyList<string> Paths { get; } = Items.Whole(Paths, "paths");
}

/// <summary>Files that are not where they were.</summary>
/// <param name="Missing">The files, clips first.</param>
internal sealed record RelinkView(IReadOnlyList<RelinkFile> Missing);

/// <summary>A file that is not where it was.</summary>
/// <param name="Id">Its name within the project.</param>
/// <param name="Path">Where it was.</param>
/// <param name="Places">Where it may lie now, the likeliest first.</param>
internal sealed record RelinkFile(string Id, string Path, IReadOnlyList<RelinkPlace> Places);

/// <summary>A place where a file may lie now.</summary>
/// <param name="Path">The file there.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Same">Whether its content is the same; null where that of the missing file was never known.</param>
internal sealed record RelinkPlace(string Path, long Bytes, bool? Same);

/// <summary>Files that are taken from where they lie now.</summary>
/// <param name="Take">The files.</param>
internal sealed record RelinkTake(IReadOnlyList<RelinkChoice> Take)
{
    /// <summary>The files.</summary>
    public IReadOnlyList<RelinkChoice> Take { get; } = Items.Whole(Take, "take");
}

/// <summary>A file that is taken from where it lies now.</summary>
/// <param name="Id">Its name within the project.</param>
/// <param name="Path">Where it lies.</param>
internal sealed record RelinkChoice(string Id, string Path);
