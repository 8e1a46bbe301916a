namespace MontageAI.Storage.Tests.Support;

/// <summary>A temporary folder of one test.</summary>
internal sealed class TestFolder : IDisposable
{
    public TestFolder() => Path = Directory.CreateTempSubdirectory("montage-storage-test-").FullName;

    public string Path { get; }

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string Write(string name, byte[] content)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[name])!);
        File.WriteAllBytes(this[name], content);
        return this[name];
    }

    /// <summary>Lets everyone read all of it, and nobody but a privileged process write, or takes that back.</summary>
    public void Protect(bool mayWrite)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode Read = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        const UnixFileMode Enter = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        UnixFileMode write = mayWrite ? UnixFileMode.UserWrite : UnixFileMode.None;
        File.SetUnixFileMode(Path, Read | Enter | UnixFileMode.UserWrite);
        foreach (string folder in Directory.GetDirectories(Path, "*", SearchOption.AllDirectories))
        {
            File.SetUnixFileMode(folder, Read | Enter | write);
        }

        foreach (string file in Directory.GetFiles(Path, "*", SearchOption.AllDirectories))
        {
            File.SetUnixFileMode(file, Read | write);
        }

        File.SetUnixFileMode(Path, Read | Enter | write);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    /// <summary>Bytes that look like nothing in particular, the same for the same seed.</summary>
    public static byte[] Bytes(int count, int seed)
    {
        byte[] bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
