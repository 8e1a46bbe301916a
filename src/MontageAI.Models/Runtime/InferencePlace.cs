using System.Collections.Concurrent;
using MontageAI.Errors;

namespace MontageAI.Models.Runtime;

/// <summary>What was done otherwise than asked for, or than a user would expect.</summary>
/// <param name="What">What.</param>
/// <param name="Why">Why.</param>
/// <param name="Effect">What of it will be noticed.</param>
public sealed record ModelDeparture(string What, string Why, string Effect);

/// <summary>Where models that look at pictures run, and in which numbers: found out once, by trials. Safe for threads.</summary>
internal sealed class InferencePlace
{
    private readonly ConcurrentQueue<ModelDeparture> _departures = new();

    /// <summary>The processor, in full precision.</summary>
    public InferencePlace()
        : this(ModelDevice.Cpu, ModelPrecision.Full, OnnxRunner.Open) { }

    /// <summary>A place.</summary>
    /// <param name="device">What models run on; not "auto".</param>
    /// <param name="precision">In which numbers; not "auto".</param>
    /// <param name="open">Loads a model file on a device.</param>
    public InferencePlace(ModelDevice device, ModelPrecision precision, Func<byte[], ModelDevice, IModelRunner> open) =>
        (Device, Precision, Open) = (device, precision, open);

    /// <summary>What models run on.</summary>
    public ModelDevice Device { get; }

    /// <summary>In which numbers.</summary>
    public ModelPrecision Precision { get; }

    /// <summary>What of it changes results, for their keys; empty for the processor in 32 bits.</summary>
    public string Identity =>
        (Device is ModelDevice.Cpu ? "" : " " + ProviderTrial.NameOf(Device)) + (Precision is ModelPrecision.Half ? " fp16" : "");

    /// <summary>Loads a model file on a device.</summary>
    public Func<byte[], ModelDevice, IModelRunner> Open { get; }

    /// <summary>What was done otherwise than asked for until now.</summary>
    public IReadOnlyCollection<ModelDeparture> Departures => _departures;

    /// <summary>Finds out.</summary>
    /// <param name="settings">What is asked for.</param>
    /// <param name="runtime">The library.</param>
    /// <exception cref="ConfigurationException">A device was named that cannot be used.</exception>
    public static InferencePlace Choose(ModelSettings settings, ModelRuntime runtime)
    {
        ModelDevice device = settings.Device;
        ModelDeparture? departure = null;
        if (device is ModelDevice.Auto)
        {
            (device, departure) = ChooseDevice(runtime);
        }
        else if (device is not ModelDevice.Cpu)
        {
            Require(device, runtime);
        }

        ModelPrecision precision = settings.Precision switch
        {
            ModelPrecision.Auto => device is ModelDevice.Cpu ? ModelPrecision.Full : ModelPrecision.Half,
            var named => named,
        };
        InferencePlace place = new(device, precision, OnnxRunner.Open);
        if (departure is not null)
        {
            place.Depart(departure);
        }

        return place;
    }

    /// <summary>Refuses a device that was named and cannot be used.</summary>
    /// <param name="device">The device.</param>
    /// <param name="runtime">The library.</param>
    /// <exception cref="ConfigurationException">It cannot be used.</exception>
    public static void Require(ModelDevice device, ModelRuntime runtime)
    {
        if (ProviderTrial.Of(device, runtime).Problem is { } problem)
        {
            throw new ConfigurationException(
                ErrorCode.HardwareUnusable,
                $"'{ProviderTrial.NameOf(device)}' cannot be used here: {problem}. {Remedy.RunModelsOnProcessor}.",
                Field.Device
            );
        }
    }

    /// <summary>Notes that something was done otherwise, once.</summary>
    public void Depart(ModelDeparture departure)
    {
        if (!_departures.Contains(departure))
        {
            _departures.Enqueue(departure);
        }
    }

    // A card is used by itself only where its library was installed on purpose; that it does not work is then worth a word.
    private static (ModelDevice Device, ModelDeparture? Departure) ChooseDevice(ModelRuntime runtime)
    {
        string? problem = runtime.LibraryProblem;
        if (runtime.Library is not null)
        {
            problem = ProviderTrial.Of(ModelDevice.Cuda, runtime).Problem;
            if (problem is null)
            {
                return (ModelDevice.Cuda, null);
            }
        }

        return (
            ModelDevice.Cpu,
            problem is null
                ? null
                : new ModelDeparture(
                    "learned models run on the processor, not by the library for graphics cards that was installed",
                    $"{problem}.",
                    "It takes longer; the results are the same but for rounding."
                )
        );
    }
}
