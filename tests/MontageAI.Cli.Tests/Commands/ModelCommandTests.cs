using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using MontageAI.Testing;

namespace MontageAI.Cli.Tests.Commands;

/// <summary>The program's command for learned models, as its user types it.</summary>
public sealed class ModelCommandTests : IDisposable
{
    private const string YuNet = "models/face_detection_yunet_2026may.onnx";
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void List_NothingAdded_TellsEveryModelAndItsState()
    {
        ProgramRun text = Run("list");
        JsonElement json = Run("list", "--json").Json;

        Assert.Equal(0, text.ExitCode);
        Assert.All(
            json.EnumerateArray(),
            m => Assert.Contains($"\n{m.GetProperty("name")} ", "\n" + text.Output, StringComparison.Ordinal)
        );
        JsonElement faces = json.EnumerateArray().Single(m => m.GetProperty("name").GetString() == "faces");
        Assert.Equal("catalogue", faces.GetProperty("place").GetString());
        Assert.Equal(229738, faces.GetProperty("bytes").GetInt64());
        Assert.Contains("untested", Line(text, "shots"), StringComparison.Ordinal);
        Assert.Contains("its authors' claim", Line(text, "shots"), StringComparison.Ordinal);
        Assert.DoesNotContain("untested", Line(text, "faces"), StringComparison.Ordinal);
        Assert.Contains("from a file", Line(text, "beats"), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("models")));
    }

    [Fact]
    public void Info_Name_TellsLicenceSourceAndSum()
    {
        string told = Run("info", "faces").Output;

        Assert.Contains("MIT", told, StringComparison.Ordinal);
        Assert.Contains("https://media.githubusercontent.com/", told, StringComparison.Ordinal);
        Assert.Contains("ebafce4e3c118d65", told, StringComparison.Ordinal);
        ProgramRun none = Run("info", "noses");
        Assert.Equal((2, true), (none.ExitCode, none.Error.Contains("montage-ai models list", StringComparison.Ordinal)));
    }

    [MediaFact]
    public void Add_FromFile_IsThereUntilItIsRemoved()
    {
        ProgramRun added = Run("add", "faces", "--from", TestMedia.File(YuNet), "--yes", "--json");

        Assert.True(added.ExitCode == 0, added.Error);
        Assert.Equal("added", added.Json.GetProperty("place").GetString());
        Assert.Contains("MIT", added.Error, StringComparison.Ordinal);
        Assert.Contains("added", Line(Run("list"), "faces"), StringComparison.Ordinal);
        Assert.Equal("ok   faces\n", Run("verify").Output);
        Assert.Equal(0, Run("remove", "faces").ExitCode);
        Assert.Equal("No model was added.\n", Run("verify").Output);
        Assert.Equal(2, Run("remove", "faces").ExitCode);
    }

    [MediaFact]
    public void Add_FromFolder_FindsTheFileByItsSum()
    {
        File.Copy(TestMedia.File(YuNet), _folder.File("some name.bin"));
        File.WriteAllBytes(_folder.File("other.onnx"), new byte[229738]);

        ProgramRun added = Run("add", "faces", "--from", Path.GetDirectoryName(_folder.File("x"))!, "--yes");

        Assert.True(added.ExitCode == 0, added.Error);
        Assert.Equal("ok   faces\n", Run("verify", "faces").Output);
    }

    [MediaFact]
    public void Verify_ChangedFile_IsToldAndCodeIsOne()
    {
        Run("add", "faces", "--from", TestMedia.File(YuNet), "--yes");
        string file = Directory.EnumerateFiles(_folder.File("models/faces"), "*.onnx").Single();
        using (FileStream stream = File.OpenWrite(file))
        {
            stream.WriteByte(7);
        }

        ProgramRun verdict = Run("verify");

        Assert.Equal(1, verdict.ExitCode);
        Assert.Contains(file, verdict.Output, StringComparison.Ordinal);
    }

    [MediaFact]
    public void Add_AnotherFile_IsRefusedAndNothingIsAdded()
    {
        ProgramRun other = Run("add", "faces", "--from", TestMedia.File("models/toyclip_vision.onnx"), "--yes");
        ProgramRun absent = Run("add", "faces", "--from", _folder.File("absent"), "--yes");

        Assert.Equal(2, other.ExitCode);
        Assert.Contains("229738 bytes", other.Error, StringComparison.Ordinal);
        Assert.Equal(2, absent.ExitCode);
        Assert.Contains("is not there", absent.Error, StringComparison.Ordinal);
        Assert.Equal("No model was added.\n", Run("verify").Output);
    }

    [MediaFact]
    public void Add_NobodyToAsk_IsRefusedWithTheRightCommand()
    {
        string path = TestMedia.File(YuNet);
        ProgramRun run = Run("add", "faces", "--from", path);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"montage-ai models add faces --from '{path}' --yes", run.Error, StringComparison.Ordinal);
    }

    [MediaFact]
    public void Add_Own_IsTriedAndListed()
    {
        ProgramRun added = Run("add", TestMedia.File("models/toyclip_vision.onnx"), "--as", "clip");
        ProgramRun wrong = Run("add", TestMedia.File("models/toyclip_vision.onnx"), "--as", "upscale");
        ProgramRun small = Run("add", TestMedia.File("models/esrgan_slim_x2.onnx"), "--as", "upscale");
        ProgramRun things = Run("add", TestMedia.File("models/nanodet_m.onnx"), "--as", "objects");

        Assert.True(added.ExitCode == 0, added.Error);
        Assert.True(small.ExitCode == 0, small.Error);
        Assert.True(things.ExitCode == 0, things.Error);
        Assert.Contains("your own, for clip", Line(Run("list"), "toyclip_vision"), StringComparison.Ordinal);
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("toyclip_vision.onnx", wrong.Error, StringComparison.Ordinal);
        Assert.Contains("give a larger one", wrong.Error, StringComparison.Ordinal);
    }

    [MediaFact]
    public void Add_OwnThatIsHostile_IsRefusedByName()
    {
        foreach (string name in (string[])["html", "external_abs", "nan"])
        {
            ProgramRun run = Run("add", TestMedia.File($"models/hostile/{name}.onnx"), "--as", "faces");

            Assert.Equal(2, run.ExitCode);
            Assert.Contains($"{name}.onnx", run.Error, StringComparison.Ordinal);
        }

        Assert.Equal("No model was added.\n", Run("verify").Output);
    }

    [Theory]
    [InlineData("add", "noses", "--yes")]
    [InlineData("add", "beats", "--yes")]
    [InlineData("add", "silero-vad", "--yes")]
    [InlineData("add", "x.onnx", "--as", "noses")]
    [InlineData("add", "/absent/x.onnx", "--as", "faces")]
    [InlineData("add", "/dev/null", "--as", "faces")]
    [InlineData("add", "x.onnx", "--as", "faces", "--from", "y.onnx")]
    [InlineData("add", "")]
    [InlineData("remove", "../..")]
    [InlineData("verify", "noses")]
    [InlineData("info", "\u001b[31m")]
    public void Models_BadInput_IsRefusedInASentence(params string[] arguments)
    {
        ProgramRun run = Run(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.NotEmpty(run.Error);
        Assert.DoesNotContain("\u001b", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("nobody foresaw", run.Error, StringComparison.Ordinal);
    }

    // The proxy refuses, so nothing is fetched; but it was asked, and for an encrypted connection.
    [Fact]
    public async Task Add_BehindAProxy_AsksTheProxy()
    {
        using TcpListener proxy = new(IPAddress.Loopback, 0);
        proxy.Start();
        Task<string> asked = FirstLineAsync(proxy);
        string address = $"http://127.0.0.1:{((IPEndPoint)proxy.LocalEndpoint).Port}";

        ProgramRun run = await Task.Run(() =>
            RunWith(
                new()
                {
                    ["HTTPS_PROXY"] = address,
                    ["https_proxy"] = address,
                    ["NO_PROXY"] = "",
                    ["no_proxy"] = "",
                },
                "add",
                "faces",
                "--yes"
            )
        );

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("CONNECT media.githubusercontent.com:443 ", await asked, StringComparison.Ordinal);
        Assert.Contains("--from FILE", run.Error, StringComparison.Ordinal);
        Assert.Equal("No model was added.\n", Run("verify").Output);
    }

    private static async Task<string> FirstLineAsync(TcpListener proxy)
    {
        string first = "";
        while (first.Length == 0)
        {
            using TcpClient client = await proxy.AcceptTcpClientAsync();
            using StreamReader reader = new(client.GetStream(), Encoding.ASCII, leaveOpen: true);
            first = await reader.ReadLineAsync() ?? "";
            await client.GetStream().WriteAsync("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
        }

        proxy.Stop();
        return first;
    }

    private static string Line(ProgramRun list, string name) =>
        list.Output.Split('\n').Single(l => l.StartsWith(name + " ", StringComparison.Ordinal));

    private ProgramRun Run(params string[] arguments) => RunWith([], arguments);

    private ProgramRun RunWith(Dictionary<string, string> variables, params string[] arguments)
    {
        variables["MONTAGE_MODELS"] = _folder.File("models");
        variables["MONTAGE_CACHE"] = _folder.File("store");
        return ProgramRun.Of(variables, ["models", .. arguments]);
    }
}
