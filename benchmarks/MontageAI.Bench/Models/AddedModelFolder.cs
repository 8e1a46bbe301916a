using System.Globalization;
using System.Security.Cryptography;
using MontageAI.Bench.Inputs;

namespace MontageAI.Bench.Models;

/// <summary>A folder of models as adding them leaves it, with files of the test media; removed when disposed.</summary>
internal sealed class AddedModelFolder : IDisposable
{
    /// <summary>Its path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("models-").FullName;

    /// <summary>Adds a model.</summary>
    public AddedModelFolder With(string name, string kind, string licence, params string[] files)
    {
        string place = Directory.CreateDirectory(System.IO.Path.Combine(Path, name)).FullName;
        List<string> records = [];
        foreach (string file in files)
        {
            byte[] bytes = File.ReadAllBytes(System.IO.Path.Combine(BenchPaths.Media, "models", file));
            File.WriteAllBytes(System.IO.Path.Combine(place, file), bytes);
            records.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $$"""{"name":"{{file}}","bytes":{{bytes.Length}},"sha256":"{{Convert.ToHexStringLower(SHA256.HashData(bytes))}}"}"""
                )
            );
        }

        File.WriteAllText(
            System.IO.Path.Combine(place, "model.json"),
            $$"""{"kind":"{{kind}}","licence":"{{licence}}","files":[{{string.Join(',', records)}}]}"""
        );
        return this;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
