using System.Runtime.CompilerServices;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace MontageAI.Testing;

/// <summary>
/// A theory with many rows of one kind, each a whole run of the program. <c>./test</c> tries the first row and every
/// <see cref="Every"/>th after it, <c>./test --all</c> every one; what is left out is counted as not run.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer(typeof(TableTheoryDiscoverer))]
public sealed class TableTheoryAttribute : TheoryAttribute
{
    /// <summary>Marks the test.</summary>
    public TableTheoryAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        : base(file, line) { }

    /// <summary>Of how many rows one is tried; 6 unless said.</summary>
    public int Every { get; set; } = 6;

    /// <summary>Whether the rows need the real media; see <see cref="MediaFactAttribute"/>.</summary>
    public bool NeedsMedia
    {
        get => Skip is not null;
        set => Skip = value ? TestMedia.SkipReason : null;
    }
}

/// <summary>A fact that only <c>./test --all</c> tries: a drill whose short form is another test.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LongFactAttribute : FactAttribute
{
    /// <summary>Marks the test.</summary>
    public LongFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        : base(file, line) => Explicit = true;

    /// <summary>Whether it needs the real media; see <see cref="MediaFactAttribute"/>.</summary>
    public bool NeedsMedia
    {
        get => Skip is not null;
        set => Skip = value ? TestMedia.SkipReason : null;
    }
}

/// <summary>Finds the rows of <see cref="TableTheoryAttribute"/>.</summary>
public sealed class TableTheoryDiscoverer : TheoryDiscoverer
{
    private readonly Dictionary<string, int> _rows = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override async ValueTask<IReadOnlyCollection<IXunitTestCase>> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions,
        IXunitTestMethod testMethod,
        IFactAttribute factAttribute
    )
    {
        // The runner leaves rows to the time of running unless it is told, and then the table would be one case.
        bool? usual = discoveryOptions.PreEnumerateTheories();
        discoveryOptions.SetValue<bool?>(TestOptionsNames.Discovery.PreEnumerateTheories, true);
        try
        {
            return await base.Discover(discoveryOptions, testMethod, factAttribute);
        }
        finally
        {
            discoveryOptions.SetValue(TestOptionsNames.Discovery.PreEnumerateTheories, usual);
        }
    }

    /// <inheritdoc/>
    protected override ValueTask<IReadOnlyCollection<IXunitTestCase>> CreateTestCasesForDataRow(
        ITestFrameworkDiscoveryOptions discoveryOptions,
        IXunitTestMethod testMethod,
        ITheoryAttribute theoryAttribute,
        ITheoryDataRow dataRow,
        object?[] testMethodArguments
    )
    {
        int row = _rows.GetValueOrDefault(testMethod.UniqueID);
        _rows[testMethod.UniqueID] = row + 1;
        bool isTried = row % Math.Max(1, ((TableTheoryAttribute)theoryAttribute).Every) == 0;
        ITheoryDataRow counted =
            isTried || dataRow.Explicit is not null
                ? dataRow
                : new TheoryDataRow(testMethodArguments)
                {
                    Explicit = true,
                    Skip = dataRow.Skip,
                    TestDisplayName = dataRow.TestDisplayName,
                    Timeout = dataRow.Timeout,
                };
        return base.CreateTestCasesForDataRow(discoveryOptions, testMethod, theoryAttribute, counted, testMethodArguments);
    }
}
