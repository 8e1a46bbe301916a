using System.Security.Cryptography;
using System.Text;

namespace MontageAI.Models.Catalogue;

/// <summary>One file of a model that was added.</summary>
/// <param name="Name">Its name, without a folder.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">SHA-256 when it was added, lower-case hexadecimal.</param>
public sealed record InstalledFile(string Name, long Bytes, string Sha256);

/// <summary>A model that was added, as it lies in the folder of models.</summary>
/// <param name="Name">The name by which it was added.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Licence">SPDX identifier of its licence; null for one that a user brought.</param>
/// <param name="Folder">Where its files lie.</param>
/// <param name="Files">Its files; the first is the model itself.</param>
public sealed record InstalledModel(string Name, ModelKind Kind, string? Licence, string Folder, IReadOnlyList<InstalledFile> Files)
{
    /// <summary>Whether a user brought it: it is in no catalogue, and only its trial speaks for it.</summary>
    public bool IsOwn => Licence is null;

    /// <summary>What keys of results name: the SHA-256 of its file, or of the sums of all its files.</summary>
    public string Sha256 =>
        Files.Count == 1
            ? Files[0].Sha256
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Concat(Files.Select(f => f.Sha256)))));

    /// <summary>Full path of a file.</summary>
    /// <param name="name">Its name; null for the model itself.</param>
    public string PathOf(string? name = null) => Path.Combine(Folder, name ?? Files[0].Name);

    /// <summary>The bytes of a file, if it is still the one that was added.</summary>
    /// <param name="file">The file.</param>
    /// <returns>Its bytes; null where it is gone, cannot be read, or is another.</returns>
    public byte[]? Read(InstalledFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        try
        {
            string path = PathOf(file.Name);
            if (new FileInfo(path) is not { Exists: true } facts || facts.Length != file.Bytes)
            {
                return null;
            }

            byte[] bytes = File.ReadAllBytes(path);
            return Convert.ToHexStringLower(SHA256.HashData(bytes)) == file.Sha256 ? bytes : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The file that is missing or no longer the one that was added; null where all are as they were. Reads them whole.</summary>
    public InstalledFile? FirstChanged()
    {
        foreach (InstalledFile file in Files)
        {
            try
            {
                using FileStream stream = File.OpenRead(PathOf(file.Name));
                if (stream.Length != file.Bytes || Convert.ToHexStringLower(SHA256.HashData(stream)) != file.Sha256)
                {
                    return file;
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return file;
            }
        }

        return null;
    }
}

/// <summary>What stands in a model's folder beside its files, as JSON.</summary>
internal sealed record InstalledModelRecord(ModelKind Kind, IReadOnlyList<InstalledFile> Files, string? Licence = null);
