using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MontageAI.Farm.Settings;

/// <summary>What a host remembers of a farm whose queue is its own, so that links stay good when it is started again.</summary>
/// <param name="Id">Names the farm: 32 hex digits.</param>
/// <param name="Keeper">Password of the host: 64 hex digits.</param>
/// <param name="Join">What links hold, good only for joining: 64 hex digits.</param>
internal sealed record FarmSecrets(string Id, string Keeper, string Join)
{
    private const string FileName = "secrets.json";

    /// <summary>Those of a folder; new ones where there are none.</summary>
    /// <param name="folder">The host's.</param>
    /// <param name="isRotated">Whether links of before are not to be good any more.</param>
    public static FarmSecrets Of(string folder, bool isRotated)
    {
        string file = Path.Combine(folder, FileName);
        FarmSecrets? known = Read(file);
        if (known is not null && !isRotated)
        {
            return known;
        }

        FarmSecrets made = known is null ? new(Hex(16), Hex(32), Hex(32)) : known with { Join = Hex(32) };
        PrivateFile.Write(file, JsonSerializer.Serialize(made, SecretsJson.Default.FarmSecrets));
        return made;
    }

    /// <summary>Those of a folder; null where there are none that can be read.</summary>
    public static FarmSecrets? Known(string folder) => Read(Path.Combine(folder, FileName));

    private static FarmSecrets? Read(string file)
    {
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize(File.ReadAllText(file), SecretsJson.Default.FarmSecrets) : null;
        }
        catch (Exception e) when (e is JsonException or UnauthorizedAccessException)
        {
            // Cut short, or somebody else's: links that were made with it are lost either way.
            return null;
        }
    }

    private static string Hex(int bytes) => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(FarmSecrets))]
internal sealed partial class SecretsJson : JsonSerializerContext;
