using System.Security.Cryptography;
using System.Text;
using MontageAI.Models.Catalogue;

namespace MontageAI.Models.Tests.Catalogue;

/// <summary>What lies in the folder of models, told by its records.</summary>
public sealed class InstalledModelsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("models-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Find_NoFolder_IsNull()
    {
        Assert.Null(new InstalledModels(null).Find("faces"));
        Assert.Empty(new InstalledModels(Path.Combine(_folder, "absent")).All);
    }

    [Fact]
    public void Find_RecordedModel_NamesFileAndSum()
    {
        string sum = Put("faces", "faces", "\"MIT\"", "some bytes");

        InstalledModel model = new InstalledModels(_folder).Find("faces")!;

        Assert.Equal((ModelKind.Faces, sum, false), (model.Kind, model.Sha256, model.IsOwn));
        Assert.Equal("some bytes", File.ReadAllText(model.PathOf()));
        Assert.Equal("some bytes", Encoding.UTF8.GetString(model.Read(model.Files[0])!));
        Assert.Null(model.FirstChanged());
    }

    [Fact]
    public void Read_FileChangedAfterwards_IsNull()
    {
        Put("faces", "faces", "\"MIT\"", "some bytes");
        InstalledModel model = new InstalledModels(_folder).Find("faces")!;
        File.WriteAllText(model.PathOf(), "soma bytes");

        Assert.Null(model.Read(model.Files[0]));
        Assert.Equal(model.Files[0], model.FirstChanged());
    }

    [Fact]
    public void Best_SeveralOfAKind_PrefersOwnThenTheBetter()
    {
        Put("captions", "captions", "\"MIT\"", "tiny");
        Put("captions-base", "captions", "\"MIT\"", "base");
        Assert.Equal("captions-base", new InstalledModels(_folder).Best(ModelKind.Captions)!.Name);

        Put("mine", "captions", "null", "own");
        Assert.Equal("mine", new InstalledModels(_folder).Best(ModelKind.Captions)!.Name);
        Assert.Null(new InstalledModels(_folder).Best(ModelKind.Clip));
    }

    [Theory]
    [InlineData("../faces")]
    [InlineData("/etc")]
    [InlineData("Faces")]
    [InlineData(".hidden")]
    [InlineData("")]
    public void Find_NameThatIsNone_IsNull(string name) => Assert.Null(new InstalledModels(_folder).Find(name));

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("{\"kind\":\"faces\",\"files\":[]}")]
    [InlineData("{\"kind\":\"noses\",\"files\":[{\"name\":\"a\",\"bytes\":1,\"sha256\":\"0\"}]}")]
    [InlineData("{\"kind\":\"faces\",\"files\":[{\"name\":\"../a\",\"bytes\":1,\"sha256\":\"0\"}]}")]
    [InlineData("{\"kind\":\"faces\",\"files\":null}")]
    public void Find_RecordThatIsNone_IsNull(string record)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "faces"));
        File.WriteAllText(Path.Combine(_folder, "faces", "model.json"), record);

        Assert.Null(new InstalledModels(_folder).Find("faces"));
        Assert.Empty(new InstalledModels(_folder).All);
    }

    [Fact]
    public void Catalogue_EveryEntry_CanBeInstalledUnderItsNames()
    {
        Assert.All(
            ModelCatalogue.Entries,
            e =>
            {
                Assert.True(InstalledModels.IsName(e.Name), e.Name);
                Assert.Contains(e.Measured, (string[])["here", "published", "not"]);
                Assert.All(
                    e.Files,
                    f =>
                    {
                        Assert.True(InstalledModels.IsName(f.Name), f.Name);
                        Assert.Equal(f.Source is null, f.Sha256 is null);
                        Assert.True(f.Source is null || (f.Source.Scheme == "https" && f.Bytes > 0 && f.Sha256!.Length == 64), f.Name);
                    }
                );
            }
        );
        Assert.Equal(ModelCatalogue.Entries.Count, ModelCatalogue.Entries.Select(e => e.Name).Distinct().Count());
    }

    private string Put(string name, string kind, string licence, string content)
    {
        string sum = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
        Directory.CreateDirectory(Path.Combine(_folder, name));
        File.WriteAllText(Path.Combine(_folder, name, "net.onnx"), content);
        File.WriteAllText(
            Path.Combine(_folder, name, "model.json"),
            $"{{\"kind\":\"{kind}\",\"licence\":{licence},"
                + $"\"files\":[{{\"name\":\"net.onnx\",\"bytes\":{content.Length},\"sha256\":\"{sum}\"}}]}}"
        );
        return sum;
    }
}
