using System.Text.Json;
using System.Text.Json.Serialization;
using MontageAI.Rendering.Cutting;

namespace MontageAI.Engine.Extracting;

/// <summary>A piece that was taken out of a file.</summary>
/// <param name="Source">The file that it was taken from.</param>
/// <param name="Piece">What was written, and how.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record ExtractOutcome(string Source, CutResult Piece, double Seconds)
{
    /// <summary>As a JSON document, indented, ending in a line feed.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ExtractJson.Default.ExtractOutcome) + "\n";

    /// <summary>For people.</summary>
    public string Describe()
    {
        string how = Piece.Method switch
        {
            "copy" => "every frame copied",
            "encode" => "every frame encoded anew",
            _ => $"{Piece.CopiedFrames} copied, {Piece.EncodedFrames} encoded anew",
        };
        string sound = Piece.Sound switch
        {
            "copy" => ", sound copied",
            "encode" => ", sound encoded anew",
            _ => "",
        };
        return FormattableString.Invariant(
            $"{Piece.Path}: {Piece.Frames} frames ({Piece.DurationSeconds:0.###} s from {Piece.StartSeconds:0.###} s): {how}{sound}."
        );
    }
}

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NewLine = "\n"
)]
[JsonSerializable(typeof(ExtractOutcome))]
internal sealed partial class ExtractJson : JsonSerializerContext;
