using System.Text.Json;
using System.Text.Json.Serialization;

namespace MontageAI.Rendering.Profiles;

/// <summary>The names of the profiles, least work first. As text they are written in camel case ("standard").</summary>
[JsonConverter(typeof(ProfileNameJsonConverter))]
public enum ProfileName
{
    /// <summary>360p, to be watched at once.</summary>
    Preview,

    /// <summary>1080p for sharing.</summary>
    Standard,

    /// <summary>1080p with more care.</summary>
    High,

    /// <summary>Up to 2160p, for keeping.</summary>
    Master,
}

/// <summary>Writes a profile's name in camel case.</summary>
public sealed class ProfileNameJsonConverter() : JsonStringEnumConverter<ProfileName>(JsonNamingPolicy.CamelCase);
