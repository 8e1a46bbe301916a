using System.IO.Compression;
using System.Security.Cryptography;
using MontageAI.Errors;

namespace MontageAI.Models.Catalogue;

/// <summary>A build of ONNX Runtime for graphics cards, as its maker publishes it: a package, of which some files are taken. Too large to
/// come with the program, and of use to few.</summary>
/// <param name="Name">Short name, as users write it.</param>
/// <param name="File">Name of the package's file.</param>
/// <param name="Source">Where it is published.</param>
/// <param name="Bytes">Size of the package.</param>
/// <param name="Sha256">SHA-256 of the package, lower-case hexadecimal.</param>
/// <param name="Inside">Folder in the package whose files are taken.</param>
/// <param name="Needs">What must be there beside it.</param>
public sealed record RuntimePackage(string Name, string File, Uri Source, long Bytes, string Sha256, string Inside, string Needs)
{
    // Far more than there is; a package that unpacks to more is none of ours.
    private const long MostBytes = 2L * 1024 * 1024 * 1024;

    /// <summary>For NVIDIA's cards on Linux, with CUDA and TensorRT.</summary>
    public static RuntimePackage Cuda { get; } =
        new(
            "cuda",
            "microsoft.ml.onnxruntime.gpu.linux.1.31.0.nupkg",
            new Uri("https://www.nuget.org/api/v2/package/Microsoft.ML.OnnxRuntime.Gpu.Linux/1.31.0"),
            244928869,
            "7cd256a2b6a0713a55bbb7f60b175ff004d462d56a07572a15a2ed07456514d7",
            "runtimes/linux-x64/native/",
            "CUDA 13 and cuDNN 9"
        );

    /// <summary>The folder of a host's added models in which a build lies.</summary>
    /// <param name="modelsFolder">The folder of models.</param>
    public static string FolderIn(string modelsFolder) => Path.Combine(modelsFolder, "runtime");

    /// <summary>Puts the package's files where the program looks for them, in place of what was there.</summary>
    /// <param name="from">The package, or a folder that holds it; null fetches it.</param>
    /// <param name="modelsFolder">The folder of models.</param>
    /// <param name="arrived">Told how many bytes were fetched.</param>
    /// <param name="cancellationToken">Stops it; what was fetched stays.</param>
    /// <returns>The folder in which they lie.</returns>
    /// <exception cref="MontageException">It cannot be done; nothing is changed then.</exception>
    public async Task<string> InstallAsync(string? from, string modelsFolder, IProgress<long>? arrived, CancellationToken cancellationToken)
    {
        string folder = FolderIn(modelsFolder);
        if (from is not null)
        {
            await InstallAsync(Find(from), folder, cancellationToken).ConfigureAwait(false);
            return folder;
        }

        string fetched = Path.Combine(modelsFolder, $".{File}.part");
        Directory.CreateDirectory(modelsFolder);
        using ModelDownload download = new();
        CatalogueFile file = new(File, Bytes) { Source = Source, Sha256 = Sha256 };
        await download.FetchAsync(file, fetched, arrived, cancellationToken).ConfigureAwait(false);
        await InstallAsync(fetched, folder, cancellationToken).ConfigureAwait(false);
        System.IO.File.Delete(fetched);
        return folder;
    }

    private async Task InstallAsync(string package, string folder, CancellationToken cancellationToken)
    {
        string work = folder + FormattableString.Invariant($".new-{Environment.ProcessId}");
        try
        {
            FileStream stream = new(package, FileMode.Open, FileAccess.Read, FileShare.Read);
            await using (stream.ConfigureAwait(false))
            {
                byte[] sum = await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false);
                if (Convert.ToHexStringLower(sum) != Sha256)
                {
                    throw new ConfigurationException(
                        ErrorCode.FileKind,
                        $"'{package}' is not the package {File} (by its SHA-256). Get it at {Source}.",
                        Field.ModelFile,
                        package
                    );
                }

                stream.Position = 0;
                Directory.CreateDirectory(work);
                await UnpackAsync(stream, work, cancellationToken).ConfigureAwait(false);
            }

            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }

            Directory.Move(work, folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new MontageException(
                ErrorCode.FileUnwritable,
                $"'{folder}' cannot be made from '{package}': {e.Message.TrimEnd('.')}.",
                e
            );
        }
        finally
        {
            if (Directory.Exists(work))
            {
                Directory.Delete(work, recursive: true);
            }
        }
    }

    private string Find(string from)
    {
        string path = Directory.Exists(from) ? Path.Combine(from, File) : from;
        return System.IO.File.Exists(path)
            ? path
            : throw new ConfigurationException(
                ErrorCode.FileMissing,
                $"there is no '{path}'. Get it at {Source} and name it, or the folder that holds it under the name {File}.",
                Field.ModelFile,
                path
            );
    }

    private async Task UnpackAsync(Stream package, string folder, CancellationToken cancellationToken)
    {
        using ZipArchive archive = new(package, ZipArchiveMode.Read);
        List<ZipArchiveEntry> entries =
        [
            .. archive.Entries.Where(e =>
                e.FullName.StartsWith(Inside, StringComparison.Ordinal) && e.FullName == Inside + e.Name && e.Name.Length > 0
            ),
            .. archive.Entries.Where(e => e.FullName is "LICENSE" or "ThirdPartyNotices.txt"),
        ];
        if (entries.Sum(e => e.Length) > MostBytes)
        {
            throw new InvalidDataException("it is too large");
        }

        foreach (ZipArchiveEntry entry in entries)
        {
            string path = Path.Combine(folder, entry.Name);
            Stream content = await entry.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using (content.ConfigureAwait(false))
            {
                FileStream file = new(path, FileMode.CreateNew, FileAccess.Write);
                await using (file.ConfigureAwait(false))
                {
                    await content.CopyToAsync(file, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }
}
