using System.Text.Json;
using MontageAI.Time;

namespace MontageAI.Engine.Stored;

/// <summary>Fields of a stored object by name. Those without a default must be there; others may be missing or null.</summary>
internal static class StoredFields
{
    /// <summary>A text.</summary>
    public static string Text(this JsonElement of, string name) =>
        of.GetProperty(name).GetString() ?? throw new InvalidOperationException($"'{name}' is null.");

    /// <summary>A text, or null.</summary>
    public static string? MaybeText(this JsonElement of, string name) => of.Find(name, out JsonElement value) ? value.GetString() : null;

    /// <summary>True or false.</summary>
    public static bool Flag(this JsonElement of, string name, bool otherwise = false) => of.MaybeFlag(name) ?? otherwise;

    /// <summary>True, false, or null.</summary>
    public static bool? MaybeFlag(this JsonElement of, string name) => of.Find(name, out JsonElement value) ? value.GetBoolean() : null;

    /// <summary>A whole number.</summary>
    public static int Int(this JsonElement of, string name) => of.GetProperty(name).GetInt32();

    /// <summary>A whole number, or null.</summary>
    public static int? MaybeInt(this JsonElement of, string name) => of.Find(name, out JsonElement value) ? value.GetInt32() : null;

    /// <summary>A whole number, or null.</summary>
    public static long? MaybeLong(this JsonElement of, string name) => of.Find(name, out JsonElement value) ? value.GetInt64() : null;

    /// <summary>A number.</summary>
    public static double Double(this JsonElement of, string name) => of.GetProperty(name).GetDouble();

    /// <summary>A number, or null.</summary>
    public static double? MaybeDouble(this JsonElement of, string name) => of.Find(name, out JsonElement value) ? value.GetDouble() : null;

    /// <summary>A number.</summary>
    public static float Float(this JsonElement of, string name) => of.GetProperty(name).GetSingle();

    /// <summary>A number, or null.</summary>
    public static float? MaybeFloat(this JsonElement of, string name) => of.Find(name, out JsonElement value) ? value.GetSingle() : null;

    /// <summary>A fraction.</summary>
    public static Rational Fraction(this JsonElement of, string name) => FractionOf(of.GetProperty(name));

    /// <summary>A fraction, or null.</summary>
    public static Rational? MaybeFraction(this JsonElement of, string name) =>
        of.Find(name, out JsonElement value) ? FractionOf(value) : null;

    /// <summary>A frame rate, or null.</summary>
    public static FrameRate? MaybeRate(this JsonElement of, string name) =>
        !of.Find(name, out JsonElement value) ? null
        : FrameRate.TryParse(value.GetString(), out FrameRate rate) ? rate
        : throw new FormatException($"'{name}' is no frame rate.");

    /// <summary>A moment.</summary>
    public static MediaTime Time(this JsonElement of, string name) => TimeOf(of.GetProperty(name));

    /// <summary>A moment, or null.</summary>
    public static MediaTime? MaybeTime(this JsonElement of, string name) => of.Find(name, out JsonElement value) ? TimeOf(value) : null;

    /// <summary>A value of an enumeration.</summary>
    public static object Word(this JsonElement of, string name, Type type) => Enum.Parse(type, of.Text(name));

    /// <summary>A value of an enumeration, or null.</summary>
    public static object? MaybeWord(this JsonElement of, string name, Type type) =>
        of.Find(name, out JsonElement value) ? Enum.Parse(type, value.GetString() ?? "") : null;

    /// <summary>An object.</summary>
    public static T Object<T>(this JsonElement of, string name, Func<JsonElement, T> read)
        where T : class => read(of.GetProperty(name));

    /// <summary>An object, or null.</summary>
    public static T? MaybeObject<T>(this JsonElement of, string name, Func<JsonElement, T> read)
        where T : class => of.Find(name, out JsonElement value) ? read(value) : null;

    /// <summary>A list.</summary>
    public static T[] Items<T>(this JsonElement of, string name, Func<JsonElement, T> read) => ListOf(of.GetProperty(name), read);

    /// <summary>A list; empty where it is missing.</summary>
    public static T[] List<T>(this JsonElement of, string name, Func<JsonElement, T> read) =>
        of.Find(name, out JsonElement value) ? ListOf(value, read) : [];

    /// <summary>A list, or null.</summary>
    public static T[]? MaybeList<T>(this JsonElement of, string name, Func<JsonElement, T> read) =>
        of.Find(name, out JsonElement value) ? ListOf(value, read) : null;

    /// <summary>A list of numbers.</summary>
    public static double[] Doubles(this JsonElement of, string name) => of.Items(name, v => v.GetDouble());

    /// <summary>A list of numbers.</summary>
    public static float[] Floats(this JsonElement of, string name) => of.Items(name, v => v.GetSingle());

    /// <summary>A moment.</summary>
    public static MediaTime TimeOf(JsonElement value) =>
        new(value.GetProperty(nameof(MediaTime.Ticks)).GetInt64(), value.Fraction(nameof(MediaTime.TimeBase)));

    private static Rational FractionOf(JsonElement value) =>
        Rational.TryParse(value.GetString(), out Rational fraction)
            ? fraction
            : throw new FormatException($"'{value.GetString()}' is no fraction.");

    private static T[] ListOf<T>(JsonElement list, Func<JsonElement, T> read)
    {
        T[] values = new T[list.GetArrayLength()];
        int at = 0;
        foreach (JsonElement value in list.EnumerateArray())
        {
            values[at++] = read(value);
        }

        return values;
    }

    private static bool Find(this JsonElement of, string name, out JsonElement value) =>
        of.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;
}
