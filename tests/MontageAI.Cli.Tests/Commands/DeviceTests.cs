using System.Text;
using MontageAI.Testing;

namespace MontageAI.Cli.Tests.Commands;

/// <summary>Libraries for graphics cards as users may have put them there: none that cannot be used costs more than a sentence.</summary>
public sealed class DeviceTests : IDisposable
{
    private const string Own = "came with the program";

    private readonly TempFolder _folder = new();

    public DeviceTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "Libraries are files of Linux here.");

    private string Library => Path.Combine(Directory.CreateDirectory(_folder.File("models/runtime")).FullName, "libonnxruntime.so");

    private static string ProgramsOwn => Path.Combine(Path.GetDirectoryName(Checkout.Program)!, "libonnxruntime.so");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Library_None_TheProgramsOwnIsUsedAndCardsAreNotThere()
    {
        string told = Doctor();

        Assert.Contains(Own, Line(told, "learned models"), StringComparison.Ordinal);
        Assert.DoesNotContain("installed ONNX Runtime", told, StringComparison.Ordinal);
        Assert.StartsWith("ok", Line(told, "models on cpu"), StringComparison.Ordinal);
        Assert.StartsWith("-", Line(told, "models on cuda"), StringComparison.Ordinal);
        Assert.Contains("was built without it", Line(told, "models on tensorrt"), StringComparison.Ordinal);
        Assert.Contains("cpu, in 32 bits", Line(told, "models run on"), StringComparison.Ordinal);
    }

    [Fact]
    public void Library_ThatIsAText_IsToldAndNotUsed()
    {
        File.WriteAllText(Library, "This is no library.\n");

        string told = Doctor();

        Assert.Contains("invalid ELF header", Line(told, "installed ONNX Runtime"), StringComparison.OrdinalIgnoreCase);
        Assert.Contains(Own, Line(told, "learned models"), StringComparison.Ordinal);
        Assert.StartsWith("ok", Line(told, "models on cpu"), StringComparison.Ordinal);
    }

    [Fact]
    public void Library_ThatIsAnother_IsToldAndNotUsed()
    {
        File.Copy(Path.Combine(Path.GetDirectoryName(Checkout.Program)!, "libe_sqlite3.so"), Library);

        string told = Doctor();

        Assert.Contains("is not ONNX Runtime", Line(told, "installed ONNX Runtime"), StringComparison.Ordinal);
        Assert.Contains(Own, Line(told, "learned models"), StringComparison.Ordinal);
    }

    [Fact]
    public void Library_ThatIsTooOld_IsToldAndNotUsed()
    {
        // The same but for what it says of itself, both to the loader and to us.
        byte[] bytes = File.ReadAllBytes(ProgramsOwn);
        byte[] from = Encoding.ASCII.GetBytes("1.31.1\0"),
            to = Encoding.ASCII.GetBytes("1.17.0\0");
        for (int at = 0; bytes.AsSpan(at).IndexOf(from) is >= 0 and int next; at += next + from.Length)
        {
            to.CopyTo(bytes, at + next);
        }

        File.WriteAllBytes(Library, bytes);

        string told = Doctor();

        Assert.Contains("is version 1.17.0; 1.31 or newer is needed", Line(told, "installed ONNX Runtime"), StringComparison.Ordinal);
        Assert.Contains(Own, Line(told, "learned models"), StringComparison.Ordinal);
    }

    [Fact]
    public void Library_WithoutCards_IsUsedOnTheProcessor()
    {
        File.Copy(ProgramsOwn, Library);

        string told = Doctor();

        Assert.Contains(Library, Line(told, "learned models"), StringComparison.Ordinal);
        Assert.StartsWith("ok", Line(told, "models on cpu"), StringComparison.Ordinal);
        Assert.Contains("was built without it", Line(told, "models on cuda"), StringComparison.Ordinal);
        Assert.Contains("cpu, in 32 bits", Line(told, "models run on"), StringComparison.Ordinal);
    }

    [Fact]
    public void Device_NamedAndNotThere_IsRefusedBeforeAnythingIsDone()
    {
        Directory.CreateDirectory(_folder.File("clips"));

        ProgramRun run = Run("plan", "--clips", _folder.File("clips"), "-o", _folder.File("plan.json"), "--device", "cuda");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("'cuda' cannot be used here: the library that is loaded was built without it", run.Error, StringComparison.Ordinal);
        Assert.Contains("--device cpu", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("plan.json")));
    }

    [Fact]
    public void InstallRuntime_OfAnotherFile_IsRefusedAndLeavesWhatWasThere()
    {
        File.WriteAllText(Library, "before");
        File.WriteAllText(_folder.File("package.nupkg"), "no package");

        ProgramRun run = Run("models", "install-runtime", "cuda", "--from", _folder.File("package.nupkg"));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("by its SHA-256", run.Error, StringComparison.Ordinal);
        Assert.Equal("before", File.ReadAllText(Library));
        Assert.Equal(["runtime"], Directory.GetFileSystemEntries(_folder.File("models")).Select(Path.GetFileName));
    }

    [Fact]
    public void InstallRuntime_WithoutAgreement_SaysWhatItIsAndFetchesNothing()
    {
        ProgramRun run = Run("models", "install-runtime", "cuda");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("245 MB", run.Error, StringComparison.Ordinal);
        Assert.Contains("install-runtime cuda --yes", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("models")));
    }

    private static string Line(string told, string subject) =>
        told.Split('\n').Single(l => l.Contains($" {subject}: ", StringComparison.Ordinal));

    // What the library has to say goes into the report of the command, and nothing of it to the terminal.
    private string Doctor()
    {
        ProgramRun run = Run("doctor");
        Assert.Equal("", run.Error);
        return run.Output;
    }

    private ProgramRun Run(params string[] arguments) =>
        ProgramRun.Of(
            new Dictionary<string, string> { ["MONTAGE_MODELS"] = _folder.File("models"), ["MONTAGE_CACHE"] = _folder.File("store") },
            arguments
        );
}
