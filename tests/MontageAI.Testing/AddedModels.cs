using System.Globalization;
using System.Security.Cryptography;

namespace MontageAI.Testing;

/// <summary>A folder of learned models as adding them leaves it, with files of the real media.</summary>
public static class AddedModels
{
    /// <summary>The network of CLIP's shape that knows ten words by mean colour.</summary>
    public static Dictionary<string, string> Clip(TempFolder folder) =>
        Make(folder, "clip-tiny", "clip", "toyclip_vision.onnx", "toyclip_text.onnx", "clip_bpe_simple_vocab_16e6.txt.gz");

    /// <summary>The detector of 80 things.</summary>
    public static Dictionary<string, string> Objects(TempFolder folder) => Make(folder, "objects", "objects", "nanodet_m.onnx");

    /// <summary>No model at all.</summary>
    public static Dictionary<string, string> None(TempFolder folder) => new() { ["MONTAGE_MODELS"] = folder.File("models") };

    private static Dictionary<string, string> Make(TempFolder folder, string name, string kind, params string[] files)
    {
        string place = Directory.CreateDirectory(Path.Combine(folder.File("models"), name)).FullName;
        List<string> records = [];
        foreach (string file in files)
        {
            byte[] bytes = File.ReadAllBytes(TestMedia.File("models/" + file));
            File.WriteAllBytes(Path.Combine(place, file), bytes);
            records.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $$"""{"name":"{{file}}","bytes":{{bytes.Length}},"sha256":"{{Convert.ToHexStringLower(SHA256.HashData(bytes))}}"}"""
                )
            );
        }

        File.WriteAllText(
            Path.Combine(place, "model.json"),
            $$"""{"kind":"{{kind}}","licence":"MIT","files":[{{string.Join(',', records)}}]}"""
        );
        return None(folder);
    }
}
