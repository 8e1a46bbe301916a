using System.CommandLine;
using System.Globalization;
using CsCheck;

namespace MontageAI.Cli.Commands;

/// <summary>What holds of every option of every command, found in the tree of commands: a new option is tried by itself.</summary>
public sealed class OptionPropertyTests
{
    private static readonly string[] s_noNumbers =
    [
        "abc",
        "",
        " ",
        "two",
        "NaN",
        "Infinity",
        "-Infinity",
        "∞",
        "1e999",
        "-1e999",
        "0x10",
        "1_000",
        "1 000",
        "4 ",
        " 4",
        "4.5.6",
        "4..5",
        "--",
        "+",
        ".",
        "1:2:3:4",
        "1:99",
        "½",
        "４",
        "٤",
        "30k",
        "99999999999999999999999999999999999999999999999999",
        "1,2,3",
        "$(id)",
        "\u001b[31m5",
    ];

    private static readonly RootCommand s_tree = CommandTree.Make();

    private static readonly (string Name, Command Command, Option Option)[] s_all = Find();

    public static TheoryData<string> Numbers => [.. All().Where(o => IsNumber(o.Option)).Select(o => o.Name)];

    public static TheoryData<string> Options => [.. All().Select(o => o.Name)];

    [Fact]
    public void Tree_Numbers_AreManyAndReadByOneReader()
    {
        (string Name, Command, Option Option)[] numbers = [.. All().Where(o => IsNumber(o.Option))];

        Assert.True(numbers.Length > 30, $"{numbers.Length}");
        Assert.Empty(numbers.Where(o => !HasReader(o.Option)).Select(o => o.Name));
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Number_NoneAtAll_IsRefusedWithItsNameAndValue(string name)
    {
        foreach (string text in s_noNumbers)
        {
            string said = Refusal(name, text);

            Assert.Contains(OptionOf(name).Name, said, StringComparison.Ordinal);
            Assert.Contains(Errors.Printable.Of(text), said, StringComparison.Ordinal);
            Assert.DoesNotContain('\u001b', said);
        }
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Number_WithDecimalComma_IsNeverReadAsAnother(string name) =>
        Gen.Select(Gen.Int[0, 9999], Gen.Int[0, 99], Gen.Bool)
            .Sample(
                (whole, part, negative) =>
                {
                    string text = string.Create(CultureInfo.InvariantCulture, $"{(negative ? "-" : "")}{whole},{part:00}");
                    string said = Refusal(name, text);

                    Assert.True(
                        IsWhole(OptionOf(name)) || said.Contains($"write {text.Replace(',', '.')}", StringComparison.Ordinal),
                        said
                    );
                },
                iter: 50
            );

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Number_AnyText_IsReadAsItStandsOrRefused(string name) =>
        Gen.String[Gen.Char["0123456789.,:-+eE xX"], 0, 12]
            .Sample(
                text =>
                {
                    ParseResult parsed = Parse(name, text);
                    if (parsed.Errors.Count > 0)
                    {
                        return;
                    }

                    double read = Convert.ToDouble(ValueOf(parsed, OptionOf(name)), CultureInfo.InvariantCulture);
                    Assert.Equal(Meant(text), read, 1e-9);
                },
                iter: 200
            );

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Time_InMinutes_IsReadWhereATimeIsAskedAndNowhereElse(string name)
    {
        ParseResult parsed = Parse(name, "0:30");

        Assert.Equal(OptionOf(name).HelpName == NumberOptions.TimeHelp, parsed.Errors.Count == 0);
        if (parsed.Errors.Count == 0)
        {
            Assert.Equal(30.0, Convert.ToDouble(ValueOf(parsed, OptionOf(name)), CultureInfo.InvariantCulture));
            Assert.Equal(3630.5, Convert.ToDouble(ValueOf(Parse(name, "1:00:30.5"), OptionOf(name)), CultureInfo.InvariantCulture));
        }
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void Option_AnyText_IsAcceptedOrRefusedWithoutAnException(string name) =>
        Gen.String[0, 30].Sample(text => Assert.All(Parse(name, text).Errors, e => Assert.NotEmpty(e.Message)), iter: 50);

    [Theory]
    [MemberData(nameof(Options))]
    public void Option_ThatNamesAFile_RefusesAnEmptyName(string name)
    {
        Option option = OptionOf(name);
        if (
            option.HelpName is { } help
            && (help.Contains("FILE", StringComparison.Ordinal) || help.Contains("DIR", StringComparison.Ordinal))
        )
        {
            Assert.NotEmpty(Parse(name, "").Errors);
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-25")]
    [InlineData("1/0")]
    [InlineData("NaN")]
    [InlineData("1e2")]
    [InlineData("1001")]
    [InlineData("0.01")]
    [InlineData("9223372036854775807/9223372036854775806")]
    [InlineData("-9223372036854775808/-9223372036854775808")]
    [InlineData("25 fps!")]
    [InlineData("")]
    public void Rate_ThatNoFilmHas_IsRefusedByEveryCommand(string text) =>
        Assert.All(All().Where(o => o.Option.Name == "--fps"), o => Refusal(o.Name, text));

    [Fact]
    public void Place_OfExtract_SuggestsTheRightSpelling()
    {
        Assert.Contains("write 4.5", Refusal("extract --from", "4,5"), StringComparison.Ordinal);
        Assert.Contains("write 1:02.5", Refusal("extract --to", "1:02,5"), StringComparison.Ordinal);
        Assert.Contains("write 29.97", Refusal("create --fps", "29,97"), StringComparison.Ordinal);
        Assert.Contains("write 30", Refusal("create --duration", "30s"), StringComparison.Ordinal);
        Assert.Contains("write -12", Refusal("create --clip-sound", "-12dB"), StringComparison.Ordinal);
    }

    private static (string Name, Command Command, Option Option)[] All() => s_all;

    private static (string Name, Command Command, Option Option)[] Find() =>
        [
            .. from found in Below(s_tree, "")
            from option in found.Command.Options
            where option.Name is not ("--help" or "--version")
            select ($"{found.Path} {option.Name}".Trim(), found.Command, option),
        ];

    private static IEnumerable<(string Path, Command Command)> Below(Command command, string path) =>
        command
            .Subcommands.SelectMany(c => Below(c, $"{path} {c.Name}".Trim()))
            .Prepend((path, command))
            .Where(c => c.Item2.Subcommands.Count == 0 || c.Item2 == command);

    private static Option OptionOf(string name) => All().First(o => o.Name == name).Option;

    private static Type TypeOf(Option option) => Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType;

    private static bool IsNumber(Option option) =>
        !TypeOf(option).IsEnum && Type.GetTypeCode(TypeOf(option)) is >= TypeCode.SByte and <= TypeCode.Decimal;

    private static bool IsWhole(Option option) => Type.GetTypeCode(TypeOf(option)) is TypeCode.Int32 or TypeCode.Int64;

    private static bool HasReader(Option option) => option.GetType().GetProperty("CustomParser")!.GetValue(option) is not null;

    private static ParseResult Parse(string name, string text)
    {
        string option = name[(name.LastIndexOf(' ') + 1)..];
        string[] command = name[..name.LastIndexOf(' ')].Split(' ');
        return s_tree.Parse([.. command, .. Needed(command[^1], option), $"{option}={text}"]);
    }

    // What a command insists on.
    private static string[] Needed(string command, string option) =>
        [
            .. command is "create" or "plan" or "preview" or "proxies" or "sprites" && option != "--clips"
                ? ["--clips", "c"]
                : (string[])[],
            .. command is "create" or "plan" or "preview" or "render" or "extract" or "sprites" && option != "--output"
                ? ["--output", "o.mp4"]
                : (string[])[],
            .. option == "--pick" ? ["--variants", "12"] : (string[])[],
            .. command switch
            {
                "render" or "beats" or "shots" or "probe" or "judge" or "analyze" or "show" or "validate" or "extract" => ["x"],
                "edit" => ["x", "drop=1"],
                "forget" when option != "--all" => ["x"],
                "export" when option is "--format" => ["x", "--output", "o"],
                "export" when option is "--output" => ["x", "--format", "otio"],
                "export" when option is "--package" => ["x"],
                "export" when option is "--media-copy" => ["x", "--package", "p"],
                "export" => ["x", "--format", "otio", "--output", "o"],
                _ => (string[])[],
            },
        ];

    private static string Refusal(string name, string text)
    {
        ParseResult parsed = Parse(name, text);
        Assert.True(parsed.Errors.Count > 0, $"{name} took '{text}'");
        return string.Join('\n', parsed.Errors.Select(e => e.Message));
    }

    private static object? ValueOf(ParseResult parsed, Option option) =>
        typeof(ParseResult)
            .GetMethods()
            .First(m => m.Name == "GetValue" && m.GetParameters()[0].ParameterType == typeof(string))
            .MakeGenericMethod(option.ValueType)
            .Invoke(parsed, [option.Name]);

    private static double Meant(string text) =>
        text.Split(':').Aggregate(0.0, (sum, part) => (sum * 60) + double.Parse(part.TrimStart('-', '+'), CultureInfo.InvariantCulture))
        * (text.StartsWith('-') ? -1 : 1);
}
