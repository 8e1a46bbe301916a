using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using MontageAI.Keys;

namespace MontageAI.Storage.Tests.Support;

internal sealed record Payload(int Number, string Text)
{
    public static JsonTypeInfo<Payload> Type => PayloadContext.Default.Payload;

    public static ContentKey Key(int number) => ContentKey.For("test", "1").With("number", number).Build();

    /// <summary>A payload whose text follows from its number, so that any mixing up shows.</summary>
    public static Payload Make(int number, int length = 200) => new(number, new string((char)('a' + (number % 26)), length));
}

[JsonSerializable(typeof(Payload))]
[JsonSerializable(typeof(string))]
internal sealed partial class PayloadContext : JsonSerializerContext;
