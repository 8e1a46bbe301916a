#pragma warning disable CA1050 // The runtime looks for this name outside of namespaces.

/// <summary>
/// Faults out of nowhere, in the program as it is shipped: the runtime loads this assembly into it before its first line where
/// DOTNET_STARTUP_HOOKS names it, and FIELD_FAULT says what goes wrong once the store is about to be used.
/// </summary>
internal static class StartupHook
{
    /// <summary>Called by the runtime.</summary>
    public static void Initialize()
    {
        string? fault = Environment.GetEnvironmentVariable("FIELD_FAULT");
        AppDomain.CurrentDomain.AssemblyLoad += (_, e) =>
        {
            if (fault is not null && e.LoadedAssembly.GetName().Name == "MontageAI.Storage")
            {
                (string? kind, fault) = (fault, null);
                Fail(kind);
            }
        };
    }

    // Returns only where the program is to go on.
    private static void Fail(string kind)
    {
        switch (kind)
        {
            case "thread":
                new Thread(() => throw new InvalidOperationException("bad luck")).Start();
                Thread.Sleep(Timeout.Infinite);
                break;
            case "pool":
                ThreadPool.UnsafeQueueUserWorkItem(_ => throw new InvalidOperationException("bad luck"), null);
                Thread.Sleep(Timeout.Infinite);
                break;
            case "timer":
                using (Timer timer = new(_ => throw new InvalidOperationException("bad luck"), null, 0, Timeout.Infinite))
                {
                    Thread.Sleep(Timeout.Infinite);
                }

                break;
            default:
                Thread forgetting = new(() =>
                    _ = Task.FromException(kind == "cancelled task" ? new OperationCanceledException() : new IOException("bad luck"))
                );
                forgetting.Start();
                forgetting.Join();
                GC.Collect();
                GC.WaitForPendingFinalizers();
                break;
        }
    }
}
