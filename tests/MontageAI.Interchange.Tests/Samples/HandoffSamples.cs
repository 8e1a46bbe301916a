using System.Text.Json;
using MontageAI.Testing;

namespace MontageAI.Interchange.Tests.Samples;

/// <summary>Timelines of other programs, which lie beside the checkout and are never part of it.</summary>
public static class HandoffSamples
{
    /// <summary>Why tests on them cannot run, or null when they can.</summary>
    public static string? MissingReason { get; } =
        Directory.Exists(Root) ? null : "Samples of editing programs not found: put them in ../shared/handoff beside the checkout.";

    private static string Root =>
        Environment.GetEnvironmentVariable("MONTAGE_TEST_MEDIA") is { Length: > 0 } media
            ? Path.GetFullPath(Path.Combine(media, "..", "handoff", "samples"))
            : Path.GetFullPath(Path.Combine(Checkout.Root, "..", "shared", "handoff", "samples"));

    /// <summary>All samples with one of some endings.</summary>
    public static IEnumerable<string> Named(params string[] endings) =>
        MissingReason is not null
            ? []
            : Directory
                .GetFiles(Root)
                .Select(f => Path.GetFileName(f)!)
                .Where(f => endings.Contains(Path.GetExtension(f)))
                .Order(StringComparer.Ordinal);

    /// <summary>A sample's bytes.</summary>
    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Root, name));

    /// <summary>What the real library reads from a sample.</summary>
    public static JsonElement Expected(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Root, "EXPECTED.json")));
        return document.RootElement.GetProperty(name).Clone();
    }
}

/// <summary>A fact that needs the samples: skipped with a reason without them, a failure under CI=true.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SampleFactAttribute : FactAttribute
{
    /// <summary>Marks the test.</summary>
    public SampleFactAttribute(
        [System.Runtime.CompilerServices.CallerFilePath] string? file = null,
        [System.Runtime.CompilerServices.CallerLineNumber] int line = 0
    )
        : base(file, line) =>
        Skip =
            HandoffSamples.MissingReason is not null && Environment.GetEnvironmentVariable("CI") != "true"
                ? HandoffSamples.MissingReason
                : null;
}
