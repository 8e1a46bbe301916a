namespace MontageAI.Models.Runtime;

/// <summary>What learned models that look at pictures run on. Those that listen are small and go step by step: they stay on the
/// processor.</summary>
public enum ModelDevice
{
    /// <summary>A graphics card through CUDA where its library was installed and its trial works, else the processor.</summary>
    Auto,

    /// <summary>The processor.</summary>
    Cpu,

    /// <summary>NVIDIA's cards, by CUDA.</summary>
    Cuda,

    /// <summary>NVIDIA's cards, by TensorRT.</summary>
    TensorRT,

    /// <summary>Any card on Windows.</summary>
    DirectML,

    /// <summary>Apple's machines.</summary>
    CoreML,
}

/// <summary>In which numbers learned models compute.</summary>
public enum ModelPrecision
{
    /// <summary>Halves on graphics cards, 32 bits on the processor, where halves are slower.</summary>
    Auto,

    /// <summary>32 bits.</summary>
    Full,

    /// <summary>16 bits, wherever a trial shows that little is lost.</summary>
    Half,
}

/// <summary>How learned models run.</summary>
public sealed record ModelSettings
{
    /// <summary>What they run on.</summary>
    public ModelDevice Device { get; init; }

    /// <summary>In which numbers.</summary>
    public ModelPrecision Precision { get; init; }
}
