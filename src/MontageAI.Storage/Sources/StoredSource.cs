using System.Text.Json.Serialization;

namespace MontageAI.Storage.Sources;

/// <summary>What is remembered of a file between runs, under its path and facts.</summary>
/// <param name="Fingerprint">Fingerprint of its content.</param>
internal sealed record StoredSource(string Fingerprint);

[JsonSerializable(typeof(StoredSource))]
internal sealed partial class SourceJson : JsonSerializerContext;
