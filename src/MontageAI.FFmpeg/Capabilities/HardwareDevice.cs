using MontageAI.FFmpeg.Rendering.Encoders;

namespace MontageAI.FFmpeg.Capabilities;

/// <summary>A device that may encode, as its files tell; whether it does is shown only by a trial.</summary>
/// <param name="Kind">The way to use it.</param>
/// <param name="Device">Render node or number; null for the only one of its kind.</param>
/// <param name="Identity">Hardware and driver as far as the system tells.</param>
public sealed record HardwareDevice(EncoderKind Kind, string? Device, string Identity)
{
    /// <summary>The encoder to try.</summary>
    public VideoEncoder Candidate => new() { Kind = Kind, Device = Device, Identity = Identity };
}
