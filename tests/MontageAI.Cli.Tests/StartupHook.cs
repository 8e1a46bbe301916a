/// <summary>
/// Loaded into the program by .NET where DOTNET_STARTUP_HOOKS names this assembly: writes down, when the program ends, what it has loaded.
/// The name and the missing namespace are what .NET asks for.
/// </summary>
internal static class StartupHook
{
    /// <summary>Called before the program's own main method.</summary>
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable("MONTAGE_TEST_LOADED") is { } file)
        {
            AppDomain.CurrentDomain.ProcessExit += (_, _) =>
                File.WriteAllLines(
                    file,
                    [
                        .. AppDomain.CurrentDomain.GetAssemblies().Select(a => a.GetName().Name!),
                        .. File.Exists("/proc/self/maps") ? File.ReadAllLines("/proc/self/maps") : [],
                    ]
                );
        }
    }
}
