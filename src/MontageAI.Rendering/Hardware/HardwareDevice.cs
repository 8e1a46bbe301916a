using MontageAI.Rendering.Decoders;
using MontageAI.Rendering.Encoders;

namespace MontageAI.Rendering.Hardware;

/// <summary>A device that may encode or decode, as its files tell; whether it does is shown only by a trial.</summary>
/// <param name="Kind">The way to use it.</param>
/// <param name="Device">Render node or number; null for the only one of its kind.</param>
/// <param name="Identity">Hardware and driver as far as the system tells.</param>
public sealed record HardwareDevice(EncoderKind Kind, string? Device, string Identity)
{
    /// <summary>The encoder to try.</summary>
    public VideoEncoder Candidate =>
        new()
        {
            Kind = Kind,
            Device = Device,
            Identity = Identity,
        };

    /// <summary>The decoder to try; null for a kind that is used through another (Quick Sync through VA-API) or only encodes.</summary>
    public HardwareDecoder? Decoder =>
        Kind switch
        {
            EncoderKind.Nvenc => new HardwareDecoder(DecoderKind.Cuda, Device, Identity),
            EncoderKind.Vaapi => new HardwareDecoder(DecoderKind.Vaapi, Device, Identity),
            EncoderKind.VideoToolbox => new HardwareDecoder(DecoderKind.VideoToolbox, Device, Identity),
            EncoderKind.Qsv or EncoderKind.Amf when OperatingSystem.IsWindows() => new HardwareDecoder(DecoderKind.D3d11va, null, Identity),
            _ => null,
        };
}
