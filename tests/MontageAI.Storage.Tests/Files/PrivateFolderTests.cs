using MontageAI.Storage.Files;
using MontageAI.Storage.Tests.Support;

namespace MontageAI.Storage.Tests.Files;

public sealed class PrivateFolderTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly TestFolder _folder = new();

    [Fact]
    public void TryMake_TwiceTheSame_IsForItsOwnerOnly()
    {
        string first = PrivateFolder.TryMake(_folder.Path, "mine")!;

        Assert.Equal(first, PrivateFolder.TryMake(_folder.Path, "mine"));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(first) == OwnerOnly);
    }

    [Fact]
    public void TryMake_OpenToOthers_IsClosed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Rights are others on Windows.");
        Directory.CreateDirectory(_folder["mine"]);

        string made = PrivateFolder.TryMake(_folder.Path, "mine")!;

        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(made) == OwnerOnly);
    }

    [Theory]
    [InlineData("link to a folder")]
    [InlineData("link to nothing")]
    [InlineData("file")]
    public void TryMake_SomethingElseIsThere_IsNotUsed(string what)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights on Windows.");
        Directory.CreateDirectory(_folder["victim"]);
        if (what == "file")
        {
            _folder.Write("mine", [1]);
        }
        else
        {
            File.CreateSymbolicLink(_folder["mine"], what == "link to nothing" ? _folder["nowhere"] : _folder["victim"]);
        }

        Assert.Null(PrivateFolder.TryMake(_folder.Path, "mine"));
        Assert.False(Directory.Exists(_folder["nowhere"]));
    }

    public void Dispose() => _folder.Dispose();
}
