using MontageAI.Models.Catalogue;

namespace MontageAI.Models.Pictures;

/// <summary>The files of a model of CLIP's shape.</summary>
/// <param name="Pictures">The network that looks at pictures.</param>
/// <param name="Words">The network that reads words; the same file where both are one.</param>
/// <param name="Merges">The signs that words are put together of.</param>
internal sealed record ClipFiles(AddedFile Pictures, AddedFile Words, AddedFile Merges)
{
    /// <summary>Tells which file is which: of two networks the first looks at pictures; null where the merges are missing.</summary>
    public static ClipFiles? Of(InstalledModel model)
    {
        AddedFile[] networks = [.. Ending(".onnx")];
        AddedFile? merges = Ending(".txt.gz").Concat(Ending(".txt")).FirstOrDefault();
        return networks is [var first, ..] && merges is not null
            ? new ClipFiles(first, networks.ElementAtOrDefault(1) ?? first, merges)
            : null;

        IEnumerable<AddedFile> Ending(string ending) =>
            model.Files.Where(f => f.Name.EndsWith(ending, StringComparison.Ordinal)).Select(f => new AddedFile(model, f));
    }
}
