using System.Reflection;

namespace MontageAI.FieldCases.Tests;

/// <summary>The suite is tables: one theory for each kind of input, its rows the inputs and what is right for each.</summary>
public sealed class TableTests
{
    public static TheoryData<string> Kinds => [.. Theories().Select(m => $"{m.DeclaringType!.Name}.{m.Name}")];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Kind_OfInput_IsTriedByThreeInputsOrMore(string kind)
    {
        MethodInfo theory = Theories().Single(m => $"{m.DeclaringType!.Name}.{m.Name}" == kind);

        int rows =
            theory.GetCustomAttributes<InlineDataAttribute>().Count()
            + theory
                .GetCustomAttributes<MemberDataAttribute>()
                .Sum(d =>
                    ((System.Collections.IEnumerable)theory.DeclaringType!.GetProperty(d.MemberName)!.GetValue(null)!)
                        .Cast<object>()
                        .Count()
                );

        Assert.True(rows >= 3, $"{kind} has {rows} inputs.");
    }

    private static IEnumerable<MethodInfo> Theories() =>
        typeof(TableTests)
            .Assembly.GetTypes()
            .SelectMany(t => t.GetMethods())
            .Where(m => m.GetCustomAttributes<TheoryAttribute>().Any() && m.DeclaringType != typeof(TableTests));
}
