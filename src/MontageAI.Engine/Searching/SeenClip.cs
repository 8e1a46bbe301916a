using System.Text.Json.Serialization;
using MontageAI.Time;

namespace MontageAI.Engine.Searching;

/// <summary>What is kept of one picture.</summary>
/// <param name="Shot">Index of its shot in its clip.</param>
/// <param name="Time">PTS of the frame.</param>
/// <param name="Kept">What was seen in it, as its sight writes it.</param>
internal sealed record SeenPicture(int Shot, MediaTime Time, byte[] Kept);

/// <summary>What is kept of the pictures of a clip.</summary>
/// <param name="Pictures">In order of time; those that could not be decoded are left out.</param>
internal sealed record SeenClip(IReadOnlyList<SeenPicture> Pictures);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SeenClip))]
internal sealed partial class SeenJson : JsonSerializerContext;
