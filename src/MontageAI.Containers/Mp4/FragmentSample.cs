namespace MontageAI.Containers.Mp4;

/// <summary>One coded picture or packet of a fragment.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="Ticks">How long it lasts.</param>
/// <param name="IsKey">Whether decoding may start at it.</param>
/// <param name="Offset">Ticks after its decoding time at which it is shown; may be below 0.</param>
internal readonly record struct FragmentSample(int Size, long Ticks, bool IsKey, long Offset);
