using MontageAI.Engine.Intake;
using MontageAI.Engine.Outputs;
using MontageAI.Errors;
using MontageAI.Interchange.Bundles;
using MontageAI.Interchange.Edited;
using MontageAI.Interchange.Sequences;
using MontageAI.Storage.Files;

namespace MontageAI.Engine.Handoffs;

/// <summary>
/// What an editing program exported: a file, a bundle of OpenTimelineIO as zip or folder, or a bundle of Final Cut Pro. Media out of a zip
/// are unpacked beside the timeline that is made; unless <see cref="Keep"/> is called they go again. The owner disposes; one thread.
/// </summary>
internal sealed class HandoffDocument : IDisposable
{
    private const string FinalCutContent = "Info.fcpxml";

    private readonly FileStream? _stream;
    private readonly OtiozReader? _bundle;
    private readonly List<string> _unpacked = [];
    private bool _kept;

    private HandoffDocument(string path, byte[] bytes, FileStream? stream = null, OtiozReader? bundle = null) =>
        (Folder, Bytes, _stream, _bundle) = (Path.GetDirectoryName(Path.GetFullPath(path))!, bytes, stream, bundle);

    /// <summary>The sequence.</summary>
    public byte[] Bytes { get; }

    /// <summary>The folder that relative paths in it count from.</summary>
    public string Folder { get; }

    /// <summary>Whether there are media that were unpacked.</summary>
    public bool HasUnpacked => _unpacked.Count > 0;

    /// <summary>Opens one.</summary>
    /// <param name="path">The file or folder.</param>
    /// <exception cref="ConfigurationException">It is none.</exception>
    public static HandoffDocument Open(string path)
    {
        if (Directory.Exists(path))
        {
            string[] named =
            [
                Path.Combine(path, OtiozWriter.Content),
                Path.Combine(path, FinalCutContent),
                .. Directory.EnumerateFiles(path, "*.fcpxml").Order(StringComparer.Ordinal),
            ];
            string content =
                named.FirstOrDefault(File.Exists)
                ?? throw DocumentFault.Of(
                    path,
                    "",
                    $"it is a folder without {OtiozWriter.Content} and without {FinalCutContent}, so it is no bundle. Name the file that "
                        + $"the program exported."
                );
            return new HandoffDocument(content, Read(content));
        }

        if (!StartsAsZip(path))
        {
            return new HandoffDocument(path, Read(path));
        }

        FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            OtiozReader bundle = OtiozReader.Open(stream, path);
            return new HandoffDocument(path, bundle.Content(), stream, bundle);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Unpacks a file, if the document is a zip that holds it.</summary>
    /// <param name="name">Its path in the zip.</param>
    /// <param name="folder">Where it goes.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Where it lies now; null where there is none.</returns>
    public async Task<string?> UnpackAsync(string name, string folder, CancellationToken cancellationToken)
    {
        if (_bundle?.LengthOf(name) is not { } length)
        {
            return null;
        }

        string target = Path.Combine(folder, MediaPaths.NameOf(name));
        if (File.Exists(target))
        {
            throw new ConfigurationException(
                ErrorCode.FileExists,
                $"'{target}' exists already, and a file of the bundle would go there. Choose another name.",
                Field.Output,
                target
            );
        }

        OutputRoom.Require(target, length);
        _unpacked.Add(target);
        await AtomicFile.WriteAsync(target, to => _bundle.CopyTo(name, to), false, cancellationToken).ConfigureAwait(false);
        return target;
    }

    /// <summary>Lets what was unpacked stay.</summary>
    public void Keep() => _kept = true;

    /// <summary>Takes a file away that was unpacked and is not needed.</summary>
    public void Drop(string path)
    {
        if (_unpacked.Remove(path))
        {
            File.Delete(path);
            RemoveEmpty(path);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _bundle?.Dispose();
        _stream?.Dispose();
        if (_kept)
        {
            return;
        }

        foreach (string path in _unpacked.ToArray())
        {
            Drop(path);
        }
    }

    private static void RemoveEmpty(string path)
    {
        string folder = Path.GetDirectoryName(path)!;
        if (!Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
        }
    }

    private static byte[] Read(string path) => UserFile.Read(path, "sequence of an editing program", Bounds.MostBytes, field: null);

    private static bool StartsAsZip(string path)
    {
        try
        {
            if (FileFacts.Of(path) is not { IsPlain: true })
            {
                return false;
            }

            Span<byte> head = stackalloc byte[4];
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
            return file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && OtiozReader.IsBundle(head);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Who reads it says what is wrong with it.
            return false;
        }
    }
}
