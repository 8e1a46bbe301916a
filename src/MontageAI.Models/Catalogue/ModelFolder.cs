using System.Security.Cryptography;
using System.Text.Json;
using MontageAI.Errors;

namespace MontageAI.Models.Catalogue;

/// <summary>
/// Adds models to the folder of models and takes them away. A model appears whole or not at all: its files are put together in a hidden
/// folder beside its place, tried, and renamed. One program at a time does so.
/// </summary>
/// <param name="installed">The folder.</param>
/// <param name="trial">Runs a model's files, which lie in their folder already; gets what their user calls them, and throws where they
/// cannot be used.</param>
internal sealed class ModelFolder(InstalledModels installed, Func<InstalledModel, string, CancellationToken, Task> trial)
{
    // Also what a model may have at most that a user brings.
    private const long SpareBytes = 16L << 20;

    /// <summary>Adds a model of the catalogue.</summary>
    /// <param name="entry">The model.</param>
    /// <param name="from">Its file, or a folder that holds its files under whatever names; null fetches them.</param>
    /// <param name="download">What fetches.</param>
    /// <param name="arrived">Told how many bytes are there.</param>
    /// <param name="cancellationToken">Stops it; what was fetched stays.</param>
    /// <exception cref="MontageException">It cannot be added; nothing is changed then.</exception>
    public async Task<InstalledModel> AddAsync(
        CatalogueEntry entry,
        string? from,
        ModelDownload download,
        IProgress<long>? arrived,
        CancellationToken cancellationToken
    )
    {
        if (from is null && !entry.IsFetched)
        {
            throw new ConfigurationException(
                ErrorCode.Conflict,
                $"'{entry.Name}' cannot be fetched: nobody publishes it in a form whose sum this program knows. {entry.Remark} "
                    + $"Give the file: {Field.ModelFile}.",
                Field.LearnedModel
            );
        }

        string folder = Folder();
        using FileStream held = Hold(folder);
        string fresh = Fresh(folder, entry.Name);
        try
        {
            IReadOnlyList<InstalledFile> files = from is null
                ? await FetchAsync(entry, folder, fresh, download, arrived, cancellationToken).ConfigureAwait(false)
                : await TakeAllAsync(entry, from, fresh, cancellationToken).ConfigureAwait(false);
            InstalledModel model = new(entry.Name, entry.Kind, entry.Licence, fresh, files);
            return await FinishAsync(model, from ?? entry.Name, folder, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Clear(fresh);
        }
    }

    /// <summary>Adds a model that a user brings.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="kind">What it is for.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MontageException">It cannot be added; nothing is changed then.</exception>
    public async Task<InstalledModel> AddOwnAsync(string path, ModelKind kind, CancellationToken cancellationToken)
    {
        string name = NameOf(path);
        string folder = Folder();
        using FileStream held = Hold(folder);
        string fresh = Fresh(folder, name);
        try
        {
            CatalogueFile file = new("model.onnx", 0);
            InstalledFile taken = await TakeAsync(name, file, path, [path], fresh, cancellationToken).ConfigureAwait(false);
            InstalledModel model = new(name, kind, null, fresh, [taken]);
            return await FinishAsync(model, path, folder, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Clear(fresh);
        }
    }

    /// <summary>Takes a model away.</summary>
    /// <param name="model">The model.</param>
    /// <returns>What it was.</returns>
    /// <exception cref="MontageException">It cannot be taken away.</exception>
    public InstalledModel Remove(InstalledModel model)
    {
        try
        {
            using FileStream held = Hold(installed.Folder!);
            string away = Path.Combine(installed.Folder!, $".old-{model.Name}");
            Clear(away);
            Directory.Move(model.Folder, away);
            Clear(away);
            return model;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(model.Folder, e);
        }
    }

    private async Task<InstalledModel> FinishAsync(InstalledModel model, string label, string folder, CancellationToken cancellationToken)
    {
        string place = Path.Combine(folder, model.Name);
        string away = Path.Combine(folder, $".old-{model.Name}");
        try
        {
            await trial(model, label, cancellationToken).ConfigureAwait(false);
            await File.WriteAllBytesAsync(
                    Path.Combine(model.Folder, InstalledModels.RecordName),
                    JsonSerializer.SerializeToUtf8Bytes(
                        new InstalledModelRecord(model.Kind, model.Files, model.Licence),
                        CatalogueJson.Default.InstalledModelRecord
                    ),
                    cancellationToken
                )
                .ConfigureAwait(false);
            Clear(away);
            if (Directory.Exists(place))
            {
                Directory.Move(place, away);
            }

            Directory.Move(model.Folder, place);
            Clear(away);
            return model with { Folder = place };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(place, e);
        }
    }

    private static async Task<IReadOnlyList<InstalledFile>> FetchAsync(
        CatalogueEntry entry,
        string folder,
        string fresh,
        ModelDownload download,
        IProgress<long>? arrived,
        CancellationToken cancellationToken
    )
    {
        string parts = Path.Combine(folder, ".parts");
        Directory.CreateDirectory(parts);
        long before = 0;
        foreach (CatalogueFile file in entry.Files)
        {
            string part = Path.Combine(parts, file.Sha256!);
            long had = new FileInfo(part) is { Exists: true } facts ? facts.Length : 0;
            Room(folder, file.Bytes - had);
            IProgress<long>? share = arrived is null ? null : new Share(arrived, before);
            await download.FetchAsync(file, part, share, cancellationToken).ConfigureAwait(false);
            before += file.Bytes;
        }

        // Only when all are there, so that a break at the last does not cost the first.
        foreach (CatalogueFile file in entry.Files)
        {
            File.Move(Path.Combine(parts, file.Sha256!), Path.Combine(fresh, file.Name), overwrite: true);
        }

        return [.. entry.Files.Select(f => new InstalledFile(f.Name, f.Bytes, f.Sha256!))];
    }

    private static async Task<IReadOnlyList<InstalledFile>> TakeAllAsync(
        CatalogueEntry entry,
        string from,
        string fresh,
        CancellationToken cancellationToken
    )
    {
        IReadOnlyList<string> given = Given(from);
        List<InstalledFile> files = [];
        foreach (CatalogueFile file in entry.Files)
        {
            files.Add(await TakeAsync(entry.Name, file, from, given, fresh, cancellationToken).ConfigureAwait(false));
        }

        return files;
    }

    // Copies the given file that is meant; where its sum is known only that one.
    private static async Task<InstalledFile> TakeAsync(
        string model,
        CatalogueFile file,
        string from,
        IReadOnlyList<string> given,
        string fresh,
        CancellationToken cancellationToken
    )
    {
        string target = Path.Combine(fresh, file.Name);
        foreach (string path in given)
        {
            try
            {
                FileInfo facts = new(path);
                if (file.Sha256 is not null && facts.Length != file.Bytes)
                {
                    continue;
                }

                // Pipes and devices have no length, and some no end.
                if (facts.Length == 0)
                {
                    throw new ConfigurationException(
                        ErrorCode.ModelInvalid,
                        $"'{path}' is empty, or no plain file.",
                        Field.ModelFile,
                        path
                    );
                }

                Room(fresh, facts.Length);
                File.Copy(path, target, overwrite: true);
                FileStream copy = File.OpenRead(target);
                await using (copy.ConfigureAwait(false))
                {
                    string sum = Convert.ToHexStringLower(await SHA256.HashDataAsync(copy, cancellationToken).ConfigureAwait(false));
                    if (file.Sha256 is null || file.Sha256 == sum)
                    {
                        return new InstalledFile(file.Name, copy.Length, sum);
                    }
                }

                File.Delete(target);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new ConfigurationException(
                    e is FileNotFoundException or DirectoryNotFoundException ? ErrorCode.FileMissing : ErrorCode.FileUnreadable,
                    $"'{path}' cannot be read ({e.Message.TrimEnd('.')}).",
                    Field.ModelFile,
                    path
                );
            }
        }

        throw new ConfigurationException(
            ErrorCode.ModelInvalid,
            $"'{from}' is not, and does not hold, the file '{file.Name}' of '{model}' that the catalogue names "
                + $"({file.Bytes} bytes, SHA-256 {file.Sha256}). Fetch it from {file.Source}.",
            Field.ModelFile,
            from
        );
    }

    private static IReadOnlyList<string> Given(string from)
    {
        if (File.Exists(from))
        {
            return [from];
        }

        if (!Directory.Exists(from))
        {
            throw new ConfigurationException(ErrorCode.FileMissing, $"'{from}' is not there.", Field.ModelFile, from);
        }

        try
        {
            return [.. Directory.EnumerateFiles(from).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(ErrorCode.FileUnreadable, $"'{from}' cannot be read ({e.Message}).", Field.ModelFile, from);
        }
    }

    // What the file is called, in letters that a name may have; never the name of one of the catalogue.
    private static string NameOf(string path)
    {
        string name = string.Concat(
                Path.GetFileNameWithoutExtension(path)
                    .ToLowerInvariant()
                    .Select(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_' or '.' ? c : '-')
            )
            .Trim('.', '-');
        name = name.Length > 60 ? name[..60] : name;
        return name.Length == 0 ? "own"
            : ModelCatalogue.Find(name) is not null ? name + "-own"
            : name;
    }

    private string Folder() =>
        installed.Folder
        ?? throw new ConfigurationException(
            ErrorCode.Conflict,
            $"there is no folder in which models are kept; {Remedy.NameModelsFolder}.",
            Field.LearnedModel
        );

    private static FileStream Hold(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new FileStream(Path.Combine(folder, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
        }
        catch (IOException e) when (File.Exists(Path.Combine(folder, ".lock")))
        {
            throw new MontageException(ErrorCode.Busy, $"Another run adds or removes models in '{folder}'. Wait until it has ended.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(folder, e);
        }
    }

    private static string Fresh(string folder, string name)
    {
        string fresh = Path.Combine(folder, $".new-{name}");
        try
        {
            Clear(fresh);
            Directory.CreateDirectory(fresh);
            return fresh;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(fresh, e);
        }
    }

    private static void Clear(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Room(string folder, long bytes)
    {
        long free = new DriveInfo(folder).AvailableFreeSpace;
        if (free < bytes + SpareBytes)
        {
            throw new MontageException(
                ErrorCode.FileUnwritable,
                $"'{folder}' has {free >> 20} MiB free, and {(bytes + SpareBytes) >> 20} are needed. Make room there, or "
                    + $"{Remedy.NameModelsFolder}."
            );
        }
    }

    private static MontageException Unwritable(string path, Exception e) =>
        new(
            ErrorCode.FileUnwritable,
            $"'{path}' cannot be written: {e.Message.TrimEnd('.')}. Change the folder's permissions, or {Remedy.NameModelsFolder}.",
            e
        );

    private sealed class Share(IProgress<long> whole, long before) : IProgress<long>
    {
        public void Report(long value) => whole.Report(before + value);
    }
}
