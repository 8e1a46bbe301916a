using System.Security.Cryptography;
using MontageAI.Models.Catalogue;

namespace MontageAI.Models.Shipped;

/// <summary>A model that lies inside this assembly, put there when it was built.</summary>
/// <param name="Name">Short name, as users read it.</param>
/// <param name="File">Name of its file.</param>
/// <param name="Licence">SPDX identifier of its licence; the text stands in THIRD-PARTY-NOTICES.md.</param>
/// <param name="Sha256">SHA-256 of the file, lower-case hexadecimal; part of the keys of what is made with it.</param>
public sealed record ShippedModel(string Name, string File, string Licence, string Sha256)
{
    /// <summary>Silero VAD v6: where somebody speaks.</summary>
    public static ShippedModel Speech { get; } =
        new("silero-vad", "silero_vad_v6.onnx", "MIT", "1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3");

    /// <summary>BlazeFace, the long-range model: faces.</summary>
    public static ShippedModel Faces { get; } =
        new("blazeface", "blazeface_back_256.onnx", "Apache-2.0", "427cbbe0fc41448d09e1dc9cfabe2423d997cf2faaeab91fadd09a510b63b8e2");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ShippedModel> All { get; } = [Speech, Faces];

    /// <summary>What it is for.</summary>
    public ModelKind Kind => this == Faces ? ModelKind.Faces : ModelKind.Speech;

    /// <summary>Its size; 0 where the program was built without it.</summary>
    public long Bytes
    {
        get
        {
            using Stream? stream = typeof(ShippedModel).Assembly.GetManifestResourceStream(File);
            return stream?.Length ?? 0;
        }
    }

    /// <summary>Whether the program was built with it.</summary>
    public bool IsThere => typeof(ShippedModel).Assembly.GetManifestResourceInfo(File) is not null;

    /// <summary>Its bytes; null where the program was built without it, or with another file.</summary>
    internal byte[]? Read()
    {
        using Stream? stream = typeof(ShippedModel).Assembly.GetManifestResourceStream(File);
        if (stream is null)
        {
            return null;
        }

        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Convert.ToHexStringLower(SHA256.HashData(bytes)) == Sha256 ? bytes : null;
    }
}
