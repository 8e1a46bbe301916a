using System.Runtime.InteropServices;
using MontageAI.Models.Shipped;
using MontageAI.Models.Speech;

namespace MontageAI.Bench.Models;

/// <summary>Writes what the speech network says of sounds, from which the judge of speech and song is fitted (training/voices).</summary>
internal static class SpeechStates
{
    /// <summary>For every ".f32" of a folder (mono at 16 kHz) a ".states": window by window the chance of a voice and the hidden
    /// state.</summary>
    public static void Run(string folder)
    {
        using SileroNetwork network = new(
            ShippedModel.Speech.Read() ?? throw new InvalidOperationException("Run eng/ensure-models first.")
        );
        foreach (string[] files in Directory.GetFiles(folder, "*.f32").Order(StringComparer.Ordinal).Chunk(64))
        {
            SileroReading[] readings = network.Read([
                .. files.Select(f => (ReadOnlyMemory<float>)MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(f)).ToArray()),
            ]);
            foreach ((string file, SileroReading reading) in files.Zip(readings))
            {
                using FileStream output = File.Create(Path.ChangeExtension(file, ".states"));
                for (int i = 0; i < reading.Chances.Length; i++)
                {
                    output.Write(MemoryMarshal.AsBytes(reading.Chances.AsSpan(i, 1)));
                    output.Write(MemoryMarshal.AsBytes(reading.States.AsSpan(i * SileroNetwork.HiddenSize, SileroNetwork.HiddenSize)));
                }
            }
        }
    }
}
