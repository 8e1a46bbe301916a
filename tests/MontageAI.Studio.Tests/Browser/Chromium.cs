using Microsoft.Playwright;

namespace MontageAI.Studio.Tests.Browser;

/// <summary>The browser that the page is tried in: Debian's Chromium, headless, one for all tests.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] s_places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Why the tests cannot run, or null when they can.</summary>
    public static string? MissingReason { get; } =
        Find() is null
            ? "Chromium was not found: install it (Debian: apt install chromium), or set MONTAGE_CHROMIUM to the program."
            : null;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (Find() is not { } program)
        {
            return;
        }

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = program,
                Args = ["--no-sandbox", "--disable-dev-shm-usage", "--autoplay-policy=no-user-gesture-required", "--mute-audio"],
                // A hang is a failure, however slow the machine is.
                Timeout = Visitor.Patience,
            }
        );
    }

    /// <summary>A browser of its own kind for one test: cookies, size, fingers.</summary>
    public Task<IBrowserContext> OpenAsync(int width = 1440, int height = 900, bool touch = false)
    {
        Assert.True(_browser is not null, MissingReason);
        return _browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                ViewportSize = new ViewportSize { Width = width, Height = height },
                HasTouch = touch,
                ReducedMotion = ReducedMotion.Reduce,
            }
        );
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    private static string? Find() =>
        Environment.GetEnvironmentVariable("MONTAGE_CHROMIUM") is { Length: > 0 } given ? given : s_places.FirstOrDefault(File.Exists);
}

/// <summary>
/// A fact that needs the browser. Those that take long, or whose budgets in milliseconds want a machine that does nothing else, are run
/// only where MONTAGE_TEST_BROWSER=true (./test --all). Without a browser the test is skipped and says why; under CI=true it fails.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    /// <summary>Marks the test.</summary>
    public BrowserFactAttribute(
        [System.Runtime.CompilerServices.CallerFilePath] string? file = null,
        [System.Runtime.CompilerServices.CallerLineNumber] int line = 0
    )
        : base(file, line)
    {
        Skip = BrowserForm.Skip;
    }

    /// <summary>Whether the test is part of the long form alone.</summary>
    public bool Long
    {
        get => Explicit;
        init => Explicit = value && !BrowserForm.Whole;
    }
}

/// <summary>A theory that needs the browser, as <see cref="BrowserFactAttribute"/> says.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    /// <summary>Marks the test.</summary>
    public BrowserTheoryAttribute(
        [System.Runtime.CompilerServices.CallerFilePath] string? file = null,
        [System.Runtime.CompilerServices.CallerLineNumber] int line = 0
    )
        : base(file, line)
    {
        Skip = BrowserForm.Skip;
    }
}

/// <summary>How far the tests in a browser go here.</summary>
internal static class BrowserForm
{
    /// <summary>Whether those that take long are run, too.</summary>
    public static bool Whole { get; } = Environment.GetEnvironmentVariable("MONTAGE_TEST_BROWSER") == "true";

    /// <summary>Why they are skipped, or null. Where everything has to be there, a missing browser is a failure.</summary>
    public static string? Skip { get; } = Environment.GetEnvironmentVariable("CI") == "true" ? null : Chromium.MissingReason;
}

/// <summary>All tests of the page: one browser, one montage, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class PageCollection : ICollectionFixture<Chromium>, ICollectionFixture<MadeMontage>
{
    /// <summary>Its name.</summary>
    public const string Name = "page";
}
