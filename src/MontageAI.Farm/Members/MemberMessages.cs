using System.Text.Json.Serialization;
using MontageAI.Farm.Settings;
using MontageAI.Media;

namespace MontageAI.Farm.Members;

/// <summary>What somebody who has a link asks a host for.</summary>
/// <param name="Name">Name that is wished for: lower-case letters, digits and hyphens.</param>
/// <param name="Build">Program, FFmpeg and kind of processor of a machine that is to work; null of one that sends tasks or asks.</param>
/// <param name="Place">Names the store of a machine that is to work, which stays when it joins again; null of others.</param>
internal sealed record JoinRequest(string Name, string? Build, string? Place = null);

/// <summary>Who somebody is from then on.</summary>
/// <param name="Name">User at the queue.</param>
/// <param name="Secret">Password at the queue, and bearer token at the host.</param>
/// <param name="Farm">What the farm says of itself.</param>
internal sealed record JoinReply(string Name, string Secret, FarmFacts Farm);

/// <summary>Why something was refused.</summary>
/// <param name="Why">In words, with the remedy.</param>
internal sealed record Refusal(string Why);

/// <summary>A file that a running job's tasks read.</summary>
/// <param name="Fingerprint">Content fingerprint.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Path">Where it lies on the host.</param>
internal sealed record OfferedSource(string Fingerprint, long Size, string Path);

/// <summary>Which parts of a file are wanted.</summary>
/// <param name="Fingerprint">Its content fingerprint.</param>
/// <param name="Blocks">Numbers of blocks of 1 MiB, rising.</param>
internal sealed record BlocksRequest(string Fingerprint, IReadOnlyList<int> Blocks);

/// <summary>The clips of a task that a machine does not have.</summary>
/// <param name="Task">Key of the task.</param>
/// <param name="Clips">Which, and what is there of them.</param>
internal sealed record ClipsRequest(string Task, IReadOnlyList<ClipHere> Clips);

/// <summary>What a machine has of a clip.</summary>
/// <param name="Fingerprint">Its content fingerprint.</param>
/// <param name="HasHead">Whether it has its head.</param>
/// <param name="Blocks">Blocks that it has, as runs: number of the first, how many, and so on; rising.</param>
internal sealed record ClipHere(string Fingerprint, bool HasHead, IReadOnlyList<int> Blocks);

/// <summary>What follows, in this order: of each clip its head's ranges, then its blocks.</summary>
/// <param name="Clips">The clips, in the order in which they were asked for.</param>
internal sealed record ClipsReply(IReadOnlyList<ClipParts> Clips);

/// <summary>What follows of a clip.</summary>
/// <param name="Fingerprint">Its content fingerprint.</param>
/// <param name="IsWhole">Whether the task takes all of it, so that it has no head.</param>
/// <param name="Head">Ranges of its head, rising; empty where that is there.</param>
/// <param name="Blocks">Numbers of blocks, rising.</param>
internal sealed record ClipParts(string Fingerprint, bool IsWhole, IReadOnlyList<ByteRange> Head, IReadOnlyList<int> Blocks);

/// <summary>A member as the host keeps it.</summary>
/// <param name="Name">User at the queue.</param>
/// <param name="Hash">SHA-256 of the secret, hex.</param>
/// <param name="Works">Whether it carries tasks out.</param>
/// <param name="Place">Names its store, which stays when it joins again; null where it does not work.</param>
internal sealed record Member(string Name, string Hash, bool Works, string? Place = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(JoinRequest))]
[JsonSerializable(typeof(JoinReply))]
[JsonSerializable(typeof(Refusal))]
[JsonSerializable(typeof(OfferedSource[]))]
[JsonSerializable(typeof(BlocksRequest))]
[JsonSerializable(typeof(ClipsRequest))]
[JsonSerializable(typeof(ClipsReply))]
[JsonSerializable(typeof(Member[]))]
internal sealed partial class MemberJson : JsonSerializerContext;
