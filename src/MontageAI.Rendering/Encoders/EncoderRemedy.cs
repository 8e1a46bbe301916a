using MontageAI.Errors;

namespace MontageAI.Rendering.Encoders;

/// <summary>What to do when a hardware encoder cannot be used.</summary>
internal static class EncoderRemedy
{
    /// <summary>A sentence for what FFmpeg said, or the most likely one for the kind.</summary>
    public static Phrase For(EncoderKind kind, string problem)
    {
        if (problem.Contains("built without", StringComparison.Ordinal))
        {
            return $"Install an FFmpeg that was built with it, or {Remedy.EncodeInSoftware}.";
        }

        if (problem.Contains("Permission denied", StringComparison.OrdinalIgnoreCase))
        {
            return $"Add the user to the groups 'video' and 'render', or {Remedy.EncodeInSoftware}.";
        }

        return kind switch
        {
            EncoderKind.Nvenc => (Phrase)(
                $"Check with nvidia-smi that the driver is loaded and fits FFmpeg, that the GPU has an encoder (data-centre GPUs such as "
                + $"A100 and H100 have none), and that no other program holds its sessions; or {Remedy.EncodeInSoftware}."
            ),
            EncoderKind.Qsv => (Phrase)(
                $"Install Intel's media driver and runtime (Debian: intel-media-va-driver, libmfx1 or libmfx-gen1.2) and check "
                + $"/dev/dri; or {Remedy.EncodeInSoftware}."
            ),
            EncoderKind.Vaapi => (Phrase)(
                $"Check with vainfo that the driver of a device in /dev/dri offers H.264 encoding, "
                + $"{Remedy.NameVaapiDevice}, or {Remedy.EncodeInSoftware}."
            ),
            EncoderKind.VideoToolbox => (Phrase)$"It needs macOS, and for constant quality Apple silicon; or {Remedy.EncodeInSoftware}.",
            EncoderKind.Amf => (Phrase)
                $"Install AMD's driver with AMF (Linux: amf-amdgpu-pro), {Remedy.EncodeWithVaapi}, or {Remedy.EncodeInSoftware}.",
            _ => "Install an FFmpeg build with libx264.",
        };
    }
}
