using System.Security.Cryptography;
using System.Text.Json;
using MontageAI.Farm.Queue;

namespace MontageAI.Farm.Settings;

/// <summary>What a host remembers of a farm whose queue is its own, so that links stay good when it is started again.</summary>
/// <param name="Id">Names the farm: 32 hex digits.</param>
/// <param name="Keeper">Password of the host: 64 hex digits.</param>
/// <param name="Member">Password of links: 64 hex digits.</param>
internal sealed record FarmSecrets(string Id, string Keeper, string Member)
{
    private const string FileName = "secrets.json";

    /// <summary>Those of a folder; new ones where there are none.</summary>
    public static FarmSecrets Of(string folder)
    {
        string file = Path.Combine(folder, FileName);
        if (Read(file) is { } known)
        {
            return known;
        }

        FarmSecrets made = new(Hex(16), Hex(32), Hex(32));
        PrivateFile.Write(file, JsonSerializer.Serialize(made, FarmJson.Default.FarmSecrets));
        return made;
    }

    private static FarmSecrets? Read(string file)
    {
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize(File.ReadAllText(file), FarmJson.Default.FarmSecrets) : null;
        }
        catch (JsonException)
        {
            // Cut short, or somebody else's: links that were made with it are lost either way.
            return null;
        }
    }

    private static string Hex(int bytes) => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes));
}
