using System.Collections.Concurrent;
using Microsoft.ML.OnnxRuntime;
using MontageAI.Detection;
using MontageAI.Errors;
using MontageAI.Models.Catalogue;
using MontageAI.Models.Faces;
using MontageAI.Models.Runtime;
using MontageAI.Models.Shipped;
using MontageAI.Models.Speech;
using MontageAI.Models.Transcription;
using MontageAI.Models.Workers;

namespace MontageAI.Models;

/// <summary>
/// The learned models of one engine. Each is loaded when it is first asked for, and nothing before; the owner disposes them all. Safe for
/// threads.
/// </summary>
public sealed class LearnedModels : IDisposable
{
    private const string AddedFacesName = "faces";

    private readonly ConcurrentQueue<ModelDeparture> _departures = new();
    private readonly ModelSettings _settings;
    private readonly Lazy<InferencePlace> _place;
    private readonly Lazy<ModelWorker?> _worker;
    private readonly Lazy<Loaded<YuNetFaceDetector>?> _ownFaces;
    private readonly Lazy<Loaded<IFaceDetector>> _faces;
    private readonly Lazy<Loaded<SileroNetwork>> _voiceNetwork = new(() =>
        Load(ShippedModel.Speech, (bytes, _) => new SileroNetwork(bytes))
    );
    private readonly Lazy<Loaded<SileroSpeechDetector>> _speech;
    private readonly Lazy<Loaded<SungVoiceDetector>> _songVoices;

    private readonly PictureModels _pictures;

    /// <summary>Loads nothing.</summary>
    /// <param name="folder">The folder of the models that were added; null where there is none.</param>
    /// <param name="startWorker">Starts a process in which users' own models run; null where there is none, and then they are not
    /// run.</param>
    /// <param name="settings">How they run; null as usual.</param>
    public LearnedModels(string? folder = null, Func<IWorkerProcess>? startWorker = null, ModelSettings? settings = null)
    {
        _settings = settings ?? new ModelSettings();
        _place = new Lazy<InferencePlace>(() => InferencePlace.Choose(_settings, ModelRuntime.Instance));
        Installed = new InstalledModels(folder);
        _worker = new Lazy<ModelWorker?>(() => startWorker is null ? null : new ModelWorker(startWorker, new WorkerLimits()));
        _pictures = new PictureModels(_worker, () => Place);
        _speech = new Lazy<Loaded<SileroSpeechDetector>>(() => OnVoices((network, runtime) => new SileroSpeechDetector(network, runtime)));
        _songVoices = new Lazy<Loaded<SungVoiceDetector>>(() => OnVoices((network, runtime) => new SungVoiceDetector(network, runtime)));
        _ownFaces = new Lazy<Loaded<YuNetFaceDetector>?>(() =>
            LoadOwn(ModelKind.Faces, (session, sum, runtime) => new YuNetFaceDetector(session, sum, runtime))
        );
        _faces = new Lazy<Loaded<IFaceDetector>>(() =>
            AddedFaces() is not { } added ? ShippedFaces()
            : added.Model is { } model ? new Loaded<IFaceDetector>(Paired(model), null)
            : added
        );
    }

    /// <summary>Where models that look at pictures run; found out when first asked for.</summary>
    /// <exception cref="ConfigurationException">A device was named that cannot be used.</exception>
    internal InferencePlace Place => _place.Value;

    /// <summary>Refuses a device that was named and cannot be used. Loads nothing where none was named.</summary>
    /// <exception cref="ConfigurationException">It cannot be used.</exception>
    public void CheckDevice()
    {
        if (_settings.Device is not (ModelDevice.Auto or ModelDevice.Cpu))
        {
            _ = Place;
        }
    }

    /// <summary>Where models that look at pictures run, in words.</summary>
    /// <exception cref="ConfigurationException">A device was named that cannot be used.</exception>
    public string DescribePlace() =>
        $"{ProviderTrial.NameOf(Place.Device)}, in {(Place.Precision is ModelPrecision.Half ? "16" : "32")} bits";

    /// <summary>What hears speech, or why it is not there.</summary>
    public (ISpeechDetector? Detector, string? Problem) Speech => (_speech.Value.Model, _speech.Value.Problem);

    /// <summary>What hears the voice in a song, sung or spoken, or why it is not there.</summary>
    public (ISpeechDetector? Detector, string? Problem) SongVoices => (_songVoices.Value.Model, _songVoices.Value.Problem);

    /// <summary>What puts pictures and words into one space: null where no such model was added, with the reason where one was and cannot
    /// be used.</summary>
    public (IPictureEmbedder? Embedder, string? Problem) Pictures => _pictures.Embedder(Installed);

    /// <summary>What names the things in pictures: null where no such model was added, with the reason where one was and cannot be
    /// used.</summary>
    public (IObjectDetector? Detector, string? Problem) Objects => _pictures.Detector(Installed);

    /// <summary>
    /// What finds faces: the user's own model, else the one that was added for it, else the one inside the program; or why none is there. A
    /// user's own may be given up in the middle of the work: then it throws a <see cref="MontageException"/> of
    /// <see cref="Errors.ErrorCode.ModelInvalid"/>, this gives the next one from then on, and <see cref="Departures"/> says so.
    /// </summary>
    public (IFaceDetector? Detector, string? Problem) Faces
    {
        get
        {
            if (_ownFaces.Value is { } own)
            {
                if ((own.Model is null ? own.Problem : own.Model.Lost) is not { } problem)
                {
                    return (own.Model, null);
                }

                Depart(
                    new ModelDeparture(
                        "faces were found by another model than the user's own",
                        $"{own.Problem ?? $"it was given up: {problem}"}.",
                        "Faces may be missed, or found where there are none."
                    )
                );
            }

            return (_faces.Value.Model, _faces.Value.Problem);
        }
    }

    /// <summary>What was done otherwise than asked for until now.</summary>
    public IReadOnlyCollection<ModelDeparture> Departures =>
        _place.IsValueCreated ? [.. _place.Value.Departures, .. _departures] : _departures;

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
        if (_voiceNetwork.IsValueCreated)
        {
            _voiceNetwork.Value.Model?.Dispose();
        }

        _pictures.Dispose();

        if (_faces.IsValueCreated)
        {
            (_faces.Value.Model as IDisposable)?.Dispose();
        }

        // With its process, all that runs there.
        if (_worker.IsValueCreated)
        {
            _worker.Value?.Dispose();
        }
    }

    private void Depart(ModelDeparture departure)
    {
        if (!_departures.Contains(departure))
        {
            _departures.Enqueue(departure);
        }
    }

    private Loaded<IFaceDetector> ShippedFaces() =>
        Load<IFaceDetector>(ShippedModel.Faces, (bytes, runtime) => new BlazeFaceDetector(bytes, runtime, place: Place));

    private IFaceDetector Paired(IFaceDetector added) => ShippedFaces().Model is { } shipped ? new FaceDetectorPair(added, shipped) : added;

    // Only the file of the catalogue, told by its sum: it was tried, so it needs no process of its own.
    private Loaded<IFaceDetector>? AddedFaces() =>
        Installed.Find(AddedFacesName) is { Files: [var file] } model
        && ModelCatalogue.Find(AddedFacesName)?.Files[0].Sha256 == file.Sha256
        && model.Read(file) is { } bytes
            ? Load<IFaceDetector>(AddedFacesName, bytes, (b, runtime) => new YuNetFaceDetector(b, file.Sha256, runtime, place: Place))
            : null;

    // What a user brings runs in the worker; null where nothing was brought.
    private Loaded<T>? LoadOwn<T>(ModelKind kind, Func<WorkerSession, string, string, T> make)
        where T : class
    {
        if (Installed.Best(kind) is not { IsOwn: true } model)
        {
            return null;
        }

        if (_worker.Value is not { } worker)
        {
            return new Loaded<T>(null, $"the model '{model.Name}' is not run, since this program starts no process for users' own models");
        }

        if (ModelRuntime.Instance.Version is not { } version)
        {
            return new Loaded<T>(null, $"the library that runs learned models cannot be loaded ({ModelRuntime.Instance.Problem})");
        }

        try
        {
            return ModelFile.Problem(model.PathOf()) is { } problem
                ? new Loaded<T>(null, $"the model '{model.Name}' cannot be used: {problem}")
                : new Loaded<T>(
                    make(new WorkerSession(worker, model.Name, model.PathOf(), model.Files[0].Sha256), model.Sha256, version),
                    null
                );
        }
        catch (ModelLostException e)
        {
            return new Loaded<T>(null, $"the model '{model.Name}' cannot be used: {e.Why}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Loaded<T>(null, $"the model '{model.Name}' cannot be read ({e.Message.TrimEnd('.')})");
        }
    }

    private Loaded<T> OnVoices<T>(Func<SileroNetwork, string, T> make)
        where T : class =>
        _voiceNetwork.Value is { Model: { } network }
            ? new Loaded<T>(make(network, ModelRuntime.Instance.Version!), null)
            : new Loaded<T>(null, _voiceNetwork.Value.Problem);

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
