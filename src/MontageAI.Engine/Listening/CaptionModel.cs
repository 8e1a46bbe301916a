using System.Globalization;
using System.Security.Cryptography;
using MontageAI.Detection;
using MontageAI.Engine.Jobs;
using MontageAI.Errors;
using MontageAI.Models.Catalogue;

namespace MontageAI.Engine.Listening;

/// <summary>Finds the model that writes down speech.</summary>
internal static class CaptionModel
{
    /// <summary>Opens the model that is named, else the best of those that were added. The caller disposes it.</summary>
    /// <param name="context">The job.</param>
    /// <param name="file">A model of one's own, or null.</param>
    /// <exception cref="ConfigurationException">There is none, or it cannot be used.</exception>
    public static ITranscriber Open(JobContext context, string? file)
    {
        if (file is not null)
        {
            return Opened(context, file, SumOf(file));
        }

        if (context.Models.Installed.Best(ModelKind.Captions) is not { } model)
        {
            CatalogueEntry[] fit = [.. ModelCatalogue.Entries.Where(e => e.Kind == ModelKind.Captions).OrderBy(e => e.Bytes)];
            string which = string.Join(
                " or ",
                fit.Select(e => string.Create(CultureInfo.InvariantCulture, $"'{e.Name}' ({e.Title}, {e.Licence}, {e.Bytes / 1e6:0} MB)"))
            );
            throw new ConfigurationException(
                ErrorCode.ModelMissing,
                $"Writing down speech needs a learned model that is not there: {which}. {Remedy.AddCaptionModel}, or "
                    + $"{Remedy.GiveCaptionModel}."
            );
        }

        if (model.FirstChanged() is { } changed)
        {
            throw new ConfigurationException(
                ErrorCode.ModelMissing,
                $"'{model.PathOf(changed.Name)}' is gone, or not the file that was added as the model '{model.Name}'. Remove that model, "
                    + $"then {Remedy.AddCaptionModel}.",
                file: model.PathOf(changed.Name)
            );
        }

        return Opened(context, model.PathOf(), model.Sha256);
    }

    private static ITranscriber Opened(JobContext context, string path, string sum)
    {
        (ITranscriber? transcriber, string? problem) = context.Models.OpenTranscriber(path, sum);
        return transcriber
            ?? throw new ConfigurationException(
                ErrorCode.ModelMissing,
                $"'{Printable.Of(path)}' cannot write down speech: {problem}. {Remedy.AddCaptionModel}.",
                Field.CaptionModel,
                path
            );
    }

    private static string SumOf(string file)
    {
        if (!File.Exists(file))
        {
            throw new ConfigurationException(
                ErrorCode.FileMissing,
                $"'{Printable.Of(file)}' does not exist, or is no file. Check the path.",
                Field.CaptionModel,
                file
            );
        }

        try
        {
            using FileStream stream = File.OpenRead(file);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(
                ErrorCode.FileUnreadable,
                $"'{Printable.Of(file)}' cannot be read ({e.Message.TrimEnd('.')}). Check its permissions.",
                Field.CaptionModel,
                file
            );
        }
    }
}
