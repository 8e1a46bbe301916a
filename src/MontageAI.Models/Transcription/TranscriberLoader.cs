using MontageAI.Detection;
using Whisper.net;

namespace MontageAI.Models.Transcription;

/// <summary>Opens models that write down speech.</summary>
internal static class TranscriberLoader
{
    /// <summary>Opens a model; the caller disposes it.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="sha256">SHA-256 of the file.</param>
    /// <returns>What writes down speech, or why it cannot be had.</returns>
    public static (ITranscriber? Transcriber, string? Problem) Open(string path, string sha256)
    {
        if (!GgmlFile.IsWhole(path))
        {
            return (null, "it is no whole Whisper model in GGML's format");
        }

        try
        {
            return (new WhisperTranscriber(path, sha256), null);
        }
        catch (WhisperModelLoadException)
        {
            return (null, "it cannot be loaded as a Whisper model");
        }
        catch (Exception e) when (IsMissingLibrary(e))
        {
            return (null, $"the library that runs it cannot be loaded ({e.Message.Split('\n')[0].TrimEnd('.')})");
        }
    }

    // What it throws where its library is not there, or needs a newer system.
    private static bool IsMissingLibrary(Exception e) =>
        e is DllNotFoundException or FileNotFoundException or BadImageFormatException
        || e.Message.Contains("native whisper library", StringComparison.OrdinalIgnoreCase)
        || e.Message.Contains("Native Library not found", StringComparison.OrdinalIgnoreCase);
}
