using MontageAI.Time;

namespace MontageAI.Media;

/// <summary>One coded picture of a stream as its container lists it, without having been read or decoded.</summary>
/// <param name="Time">PTS.</param>
/// <param name="Size">Bytes.</param>
/// <param name="IsKey">Whether decoding can start here.</param>
public readonly record struct PacketInfo(MediaTime Time, int Size, bool IsKey);
