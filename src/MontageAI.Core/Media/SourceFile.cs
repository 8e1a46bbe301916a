namespace MontageAI.Media;

/// <summary>A file as it was when it was looked at.</summary>
/// <param name="Path">Full path.</param>
/// <param name="SizeBytes">Size.</param>
/// <param name="ModifiedUtc">Last change.</param>
/// <param name="Fingerprint">Fast content fingerprint, lower-case hex; equal for copies of the same file.</param>
public sealed record SourceFile(string Path, long SizeBytes, DateTime ModifiedUtc, string Fingerprint);
