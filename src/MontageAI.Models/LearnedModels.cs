using Microsoft.ML.OnnxRuntime;
using MontageAI.Detection;
using MontageAI.Errors;
using MontageAI.Models.Catalogue;
using MontageAI.Models.Runtime;
using MontageAI.Models.Shipped;
using MontageAI.Models.Speech;

namespace MontageAI.Models;

/// <summary>
/// The learned models of one engine. Each is loaded when it is first asked for, and nothing before; the owner disposes them all. Safe for
/// threads.
/// </summary>
/// <param name="folder">The folder of the models that were added; null where there is none.</param>
/// <param name="settings">How they run; null as usual.</param>
public sealed class LearnedModels(string? folder = null, ModelSettings? settings = null) : IDisposable
{
    private readonly Lazy<Loaded<SileroSpeechDetector>> _speech = new(() =>
        Load(ShippedModel.Speech, (bytes, runtime) => new SileroSpeechDetector(bytes, runtime))
    );

    private readonly Lazy<InferencePlace> _place = new(() => InferencePlace.Choose(settings ?? new ModelSettings(), ModelRuntime.Instance));

    /// <summary>What was done otherwise than asked for until now.</summary>
    public IReadOnlyCollection<ModelDeparture> Departures => _place.IsValueCreated ? _place.Value.Departures : [];

    /// <summary>Where models that look at pictures run; found out when first asked for.</summary>
    /// <exception cref="ConfigurationException">A device was named that cannot be used.</exception>
    internal InferencePlace Place => _place.Value;

    /// <summary>Refuses a device that was named and cannot be used. Loads nothing where none was named.</summary>
    /// <exception cref="ConfigurationException">It cannot be used.</exception>
    public void CheckDevice()
    {
        if (settings?.Device is not (null or ModelDevice.Auto or ModelDevice.Cpu))
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

    /// <summary>The models that were added to those inside the program.</summary>
    public InstalledModels Installed { get; } = new(folder);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_speech.IsValueCreated)
        {
            _speech.Value.Model?.Dispose();
        }
    }

    private static Loaded<T> Load<T>(ShippedModel model, Func<byte[], string, T> make)
        where T : class
    {
        if (model.Read() is not { } bytes)
        {
            return new Loaded<T>(null, $"this program was built without the model '{model.Name}'");
        }

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
            return new Loaded<T>(null, $"the model '{model.Name}' cannot be run ({e.Message.TrimEnd('.')})");
        }
    }

    private sealed record Loaded<T>(T? Model, string? Problem)
        where T : class;
}
