using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Rendering;
using MontageAI.Time;
using Xunit;

namespace MontageAI.Engine.Tests.Stored;

/// <summary>Results are read by code of ours from what the serializer writes: nothing may be lost, and the text stays as it was.</summary>
public sealed class StoredReaderTests
{
    private int _count;

    /// <summary>Every kind that is read by hand, beside what writes it.</summary>
    public static TheoryData<string> Kinds => [.. s_kinds.Keys];

    private static readonly Dictionary<string, (JsonTypeInfo Read, JsonTypeInfo Written)> s_kinds = new()
    {
        ["media"] = (StoreJson.MediaInfo, StoreJsonContext.Default.MediaInfo),
        ["clip"] = (StoreJson.ClipAnalysis, StoreJsonContext.Default.ClipAnalysis),
        ["music"] = (StoreJson.MusicAnalysis, StoreJsonContext.Default.MusicAnalysis),
        ["window"] = (StoreJson.MeasuredWindow, StoreJsonContext.Default.MeasuredWindow),
        ["track"] = (StoreJson.SubjectTrack, StoreJsonContext.Default.SubjectTrack),
        ["text"] = (StoreJson.StoredText, StoreJsonContext.Default.StoredText),
        ["sound"] = (SoundJson.SoundFacts, SoundJsonContext.Default.SoundFacts),
        ["fades"] = (SoundJson.SoundFades, SoundJsonContext.Default.SoundFades),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void NothingIsLost(string kind)
    {
        (JsonTypeInfo read, JsonTypeInfo written) = s_kinds[kind];
        object value = Filled(written.Type, optional: true);
        string text = JsonSerializer.Serialize(value, written);

        object? back = JsonSerializer.Deserialize(text, read);

        Assert.Equal(text, JsonSerializer.Serialize(back, written));
        Assert.Equal(text, JsonSerializer.Serialize(value, read));
        Assert.True(_count >= written.Properties.Count(p => p.Set is not null), "fewer values were tried than there are fields");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void WhatIsMissingHasItsDefaultOrIsRefused(string kind)
    {
        (JsonTypeInfo read, JsonTypeInfo written) = s_kinds[kind];
        string text = JsonSerializer.Serialize(Filled(written.Type, optional: false), written);
        using JsonDocument whole = JsonDocument.Parse(text);
        foreach (JsonProperty field in whole.RootElement.EnumerateObject())
        {
            // As a program wrote it that did not know the field.
            string less = JsonSerializer.Serialize(
                whole.RootElement.EnumerateObject().Where(p => p.Name != field.Name).ToDictionary(p => p.Name, p => p.Value)
            );
            if (IsNeeded(written.Type, field.Name))
            {
                Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(less, read));
            }
            else
            {
                Assert.Equal(text, JsonSerializer.Serialize(JsonSerializer.Deserialize(less, read), written));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void OtherTextIsRefused(string kind)
    {
        foreach (
            string text in (string[])["{}", "[]", "7", "\"text\"", "{\"Start\":7,\"Path\":7,\"Algorithm\":7,\"Notes\":7,\"In\":\"x\"}"]
        )
        {
            if (kind == "sound" && text == "{}")
            {
                continue;
            }

            Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(text, s_kinds[kind].Read));
        }
    }

    // Lists are empty where they are missing, and so are fields that are not required.
    private static bool IsNeeded(Type type, string name)
    {
        PropertyInfo property = type.GetProperty(name)!;
        return IsRequired(property)
            || (
                !IsList(property.PropertyType)
                && Longest(type).GetParameters().Any(p => p.Name == name && !p.HasDefaultValue && !IsNullable(p))
            );
    }

    private static bool IsRequired(PropertyInfo property) =>
        property.GetCustomAttribute<System.Runtime.CompilerServices.RequiredMemberAttribute>() is not null;

    private static bool IsList(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>);

    private static bool IsNullable(ParameterInfo parameter) =>
        new NullabilityInfoContext().Create(parameter).ReadState == NullabilityState.Nullable;

    private static ConstructorInfo Longest(Type type) => type.GetConstructors().MaxBy(c => c.GetParameters().Length)!;

    // A value of a type in which every field says something else than in a fresh one.
    private object Filled(Type type, bool optional)
    {
        _count++;
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Filled(underlying, optional);
        }

        if (IsList(type))
        {
            Type item = type.GetGenericArguments()[0];
            Array list = Array.CreateInstance(item, optional ? 3 : 0);
            if (!optional)
            {
                return list;
            }

            list.SetValue(Filled(item, optional), 0);
            list.SetValue(Nullable.GetUnderlyingType(item) is null ? Filled(item, optional) : null, 1);
            list.SetValue(Filled(item, optional), 2);
            return list;
        }

        return type switch
        {
            _ when type == typeof(string) => $"text {_count} é \"",
            _ when type == typeof(bool) => _count % 2 == 0,
            _ when type == typeof(int) => _count,
            _ when type == typeof(long) => (1L << 40) + _count,
            _ when type == typeof(ulong) => ulong.MaxValue - (ulong)_count,
            _ when type == typeof(byte) => (byte)_count,
            _ when type == typeof(float) => _count / 7f,
            _ when type == typeof(double) => _count / 7.0,
            _ when type == typeof(DateTimeOffset) => new DateTimeOffset(2026, 1, 2, 3, 4, _count % 60, 123, TimeSpan.FromHours(2)),
            _ when type == typeof(Rational) => new Rational(_count, 7919),
            _ when type == typeof(FrameRate) => FrameRate.TryParse($"{24000 + _count}/1001", out FrameRate rate) ? rate : default,
            _ when type.IsEnum => Enum.GetValues(type).GetValue(1 + (_count % (Enum.GetValues(type).Length - 1)))!,
            _ => FilledObject(type, optional),
        };
    }

    private object FilledObject(Type type, bool optional)
    {
        ConstructorInfo made = Longest(type);
        object value = made.Invoke([
            .. made.GetParameters().Select(p => optional || !IsNullable(p) ? Filled(p.ParameterType, optional) : null),
        ]);
        foreach (
            PropertyInfo property in type.GetProperties().Where(p => p.CanWrite && p.GetCustomAttribute<JsonIgnoreAttribute>() is null)
        )
        {
            if (made.GetParameters().All(p => p.Name != property.Name) && (IsRequired(property) || optional))
            {
                object? said = property.GetValue(value);
                object other = Filled(property.PropertyType, optional);
                // Of two values one is the default.
                property.SetValue(value, other is bool && said is bool before ? !before : other);
            }
        }

        return value;
    }
}
