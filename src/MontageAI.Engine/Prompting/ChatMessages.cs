using System.Text.Json;
using System.Text.Json.Serialization;

namespace MontageAI.Engine.Prompting;

/// <summary>A request for a chat completion, as OpenAI-compatible endpoints take it.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Temperature">0 for the likeliest answer.</param>
/// <param name="Messages">What is said.</param>
/// <param name="ResponseFormat">What form the answer must have.</param>
internal sealed record ChatRequest(string Model, double Temperature, IReadOnlyList<ChatMessage> Messages, ChatFormat ResponseFormat);

/// <summary>Something said.</summary>
/// <param name="Role">"system" or "user".</param>
/// <param name="Content">The words.</param>
internal sealed record ChatMessage(string Role, string Content);

/// <summary>The form of an answer.</summary>
/// <param name="Type">"json_schema".</param>
/// <param name="JsonSchema">The schema.</param>
internal sealed record ChatFormat(string Type, ChatSchema JsonSchema);

/// <summary>A schema that an answer must keep to.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Schema">The JSON schema.</param>
/// <param name="Strict">Whether the endpoint itself has to hold the model to it.</param>
internal sealed record ChatSchema(string Name, JsonElement Schema, bool Strict);

/// <summary>The members of a completion that are looked at. An endpoint may leave out any of them.</summary>
/// <param name="Choices">Answers; the first counts.</param>
internal sealed record ChatCompletion(IReadOnlyList<ChatChoice>? Choices);

/// <summary>One answer.</summary>
/// <param name="Message">What the model says.</param>
/// <param name="FinishReason">"stop"; "length" where it was cut off, "content_filter" where it was withheld.</param>
internal sealed record ChatChoice(ChatReply? Message, string? FinishReason);

/// <summary>What a model says.</summary>
/// <param name="Content">The words.</param>
/// <param name="Refusal">Why it does not answer.</param>
internal sealed record ChatReply(string? Content, string? Refusal);

/// <summary>The body beside a status that means failure, where an endpoint keeps to the custom.</summary>
/// <param name="Error">What is wrong.</param>
internal sealed record ChatFailure(ChatError? Error);

/// <summary>What is wrong.</summary>
/// <param name="Message">In words.</param>
internal sealed record ChatError(string? Message);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ChatRequest))]
[JsonSerializable(typeof(ChatCompletion))]
[JsonSerializable(typeof(ChatFailure))]
internal sealed partial class ChatJson : JsonSerializerContext;
