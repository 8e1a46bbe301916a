using System.Text.Json;
using System.Text.Json.Serialization;

namespace MontageAI.Models.Catalogue;

/// <summary>What a model is for. As text it is written in lower case ("faces").</summary>
[JsonConverter(typeof(ModelKindJsonConverter))]
public enum ModelKind
{
    /// <summary>Finds faces in pictures.</summary>
    Faces,

    /// <summary>Hears where somebody speaks.</summary>
    Speech,

    /// <summary>Writes down what is spoken.</summary>
    Captions,

    /// <summary>Puts pictures and words into one space, so that words find pictures.</summary>
    Clip,

    /// <summary>Names the things in pictures.</summary>
    Objects,

    /// <summary>Hears beats and downbeats.</summary>
    Beats,

    /// <summary>Finds where shots change.</summary>
    Shots,

    /// <summary>Makes pictures larger.</summary>
    Upscale,
}

/// <summary>Writes a kind in lower case.</summary>
public sealed class ModelKindJsonConverter() : JsonStringEnumConverter<ModelKind>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
