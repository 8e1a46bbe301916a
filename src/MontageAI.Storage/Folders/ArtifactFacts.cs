using System.Text.Json;
using System.Text.Json.Serialization;
using MontageAI.Storage.Results;

namespace MontageAI.Storage.Folders;

/// <summary>What is written down beside an artifact.</summary>
/// <param name="File">Its file name, which no other making of the same key has.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModifiedTicks">Time of change of the file, UTC.</param>
/// <param name="Digest">Sampled fingerprint of its content.</param>
internal sealed record ArtifactFacts(string File, long Size, long ModifiedTicks, string Digest)
{
    /// <summary>Writes the facts as sealed JSON.</summary>
    public byte[] Write(string hash) =>
        Seal.Close(hash, JsonSerializer.SerializeToUtf8Bytes(this, ArtifactFactsJson.Default.ArtifactFacts));

    /// <summary>Reads facts; null when they are not those that were written under this key.</summary>
    public static ArtifactFacts? Read(string hash, byte[] bytes)
    {
        try
        {
            return Seal.TryOpen(hash, bytes, out ReadOnlyMemory<byte> json)
                ? JsonSerializer.Deserialize(json.Span, ArtifactFactsJson.Default.ArtifactFacts)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSerializable(typeof(ArtifactFacts))]
internal sealed partial class ArtifactFactsJson : JsonSerializerContext;
