using Microsoft.ML.OnnxRuntime;
using MontageAI.Detection;
using MontageAI.Models.Catalogue;
using MontageAI.Models.Faces;
using MontageAI.Models.Runtime;
using MontageAI.Models.Shipped;
using MontageAI.Models.Speech;
using MontageAI.Models.Transcription;

namespace MontageAI.Models;

/// <summary>
/// The learned models of one engine. Each is loaded when it is first asked for, and nothing before; the owner disposes them all. Safe for
/// threads.
/// </summary>
public sealed class LearnedModels : IDisposable
{
    private const string AddedFacesName = "faces";

    private readonly Lazy<Loaded<IFaceDetector>> _faces;
    private readonly Lazy<Loaded<SileroSpeechDetector>> _speech = new(() =>
        Load(ShippedModel.Speech, (bytes, runtime) => new SileroSpeechDetector(bytes, runtime))
    );

    /// <summary>Loads nothing.</summary>
    /// <param name="folder">The folder of the models that were added; null where there is none.</param>
    public LearnedModels(string? folder = null)
    {
        Installed = new InstalledModels(folder);
        _faces = new Lazy<Loaded<IFaceDetector>>(() =>
            AddedFaces() ?? Load<IFaceDetector>(ShippedModel.Faces, (bytes, runtime) => new BlazeFaceDetector(bytes, runtime))
        );
    }

    /// <summary>What hears speech, or why it is not there.</summary>
    public (ISpeechDetector? Detector, string? Problem) Speech => (_speech.Value.Model, _speech.Value.Problem);

    /// <summary>What finds faces: the model that was added for it, else the one inside the program; or why neither is there.</summary>
    public (IFaceDetector? Detector, string? Problem) Faces => (_faces.Value.Model, _faces.Value.Problem);

    /// <summary>The models that were added to those inside the program.</summary>
    public InstalledModels Installed { get; }

    /// <summary>Opens a model that writes down speech; the caller disposes it.</summary>
    /// <param name="path">A Whisper model in GGML's format.</param>
    /// <param name="sha256">SHA-256 of the file, lower-case hexadecimal.</param>
    /// <returns>What writes down speech, or why it cannot be had.</returns>
    public (ITranscriber? Transcriber, string? Problem) OpenTranscriber(string path, string sha256) => TranscriberLoader.Open(path, sha256);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_speech.IsValueCreated)
        {
            _speech.Value.Model?.Dispose();
        }

        if (_faces.IsValueCreated)
        {
            (_faces.Value.Model as IDisposable)?.Dispose();
        }
    }

    // Only the file of the catalogue, told by its sum: it was tried, so it needs no process of its own.
    private Loaded<IFaceDetector>? AddedFaces() =>
        Installed.Find(AddedFacesName) is { Files: [var file] } model
        && ModelCatalogue.Find(AddedFacesName)?.Files[0].Sha256 == file.Sha256
        && model.Read(file) is { } bytes
            ? Load<IFaceDetector>(AddedFacesName, bytes, (b, runtime) => new YuNetFaceDetector(b, file.Sha256, runtime))
            : null;

    private static Loaded<T> Load<T>(ShippedModel model, Func<byte[], string, T> make)
        where T : class =>
        model.Read() is { } bytes
            ? Load(model.Name, bytes, make)
            : new Loaded<T>(null, $"this program was built without the model '{model.Name}'");

    private static Loaded<T> Load<T>(string name, byte[] bytes, Func<byte[], string, T> make)
        where T : class
    {
        ModelRuntime runtime = ModelRuntime.Instance;
        if (runtime.Version is not { } version)
        {
            return new Loaded<T>(null, $"the library that runs learned models cannot be loaded ({runtime.Problem})");
        }

        try
        {
            return new Loaded<T>(make(bytes, version), null);
        }
        catch (OnnxRuntimeException e)
        {
            return new Loaded<T>(null, $"the model '{name}' cannot be run ({e.Message.TrimEnd('.')})");
        }
    }

    private sealed record Loaded<T>(T? Model, string? Problem)
        where T : class;
}
