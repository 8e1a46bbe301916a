namespace MontageAI.Testing;

/// <summary>The checkout that the tests were built from.</summary>
public static class Checkout
{
    /// <summary>Its root folder.</summary>
    public static string Root { get; } = Find();

    /// <summary>The program as its launcher builds it.</summary>
    public static string Program => Path.Combine(Root, ".build", "app", OperatingSystem.IsWindows() ? "montage-ai.exe" : "montage-ai");

    private static string Find()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "MontageAI.slnx")))
            {
                return at.FullName;
            }
        }

        throw new InvalidOperationException("The tests run inside a checkout.");
    }
}
