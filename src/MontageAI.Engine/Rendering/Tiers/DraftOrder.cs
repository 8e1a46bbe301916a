using MontageAI.Keys;
using MontageAI.Rendering.Requests;
using MontageAI.Rendering.Shots;

namespace MontageAI.Engine.Rendering.Tiers;

/// <summary>A shot that somebody would like to see before it is rendered.</summary>
/// <param name="Job">The shot, as it is rendered from its source.</param>
/// <param name="Key">Where the store has it when it is rendered.</param>
/// <param name="Fingerprint">Content fingerprint of its source.</param>
internal sealed record DraftOrder(ShotRequest Job, ContentKey Key, string Fingerprint);
