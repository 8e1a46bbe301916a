using System.Globalization;
using System.Text;
using MontageAI.Errors;
using MontageAI.Interchange.Formats;
using MontageAI.Time;

namespace MontageAI.Interchange.Tests.Hostile;

/// <summary>Documents that were made to do harm, or broke on their way, are refused with file, place and remedy, and cost little.</summary>
public sealed class HostileDocumentTests
{
    private const long MostAllocated = 200_000_000;

    public static TheoryData<string, string> Documents =>
        new()
        {
            { "entity bomb", "line" },
            { "external entity", "line" },
            { "deep XML", "deeper than" },
            { "deep JSON", "deeper than" },
            { "deep sequences", "deeper than" },
            { "NaN", "NaN" },
            { "Infinity", "NaN and Infinity" },
            { "minus Infinity", "NaN and Infinity" },
            { "huge time", "no time within a week" },
            { "huge speed", "no time within a week" },
            { "negative length", "backwards" },
            { "newer schema", "newer" },
            { "xmeml within itself", "within themselves" },
            { "fcpxml within itself", "within themselves" },
            { "fcpxml doubling itself", "more than" },
            { "xmeml doubling itself", "more than" },
            { "lanes", "lie over each other" },
            { "label that does not exist", "line 2" },
            { "frame above the rate", "line 2" },
            { "backward event", "before it begins" },
            { "overlapping events", "before event 001 ends" },
            { "speed without M2", "no M2 line" },
            { "endless line", "longer than" },
            { "nothing", "none of the formats" },
            { "picture", "none of the formats" },
        };

    [Theory]
    [MemberData(nameof(Documents))]
    public void Read_HostileDocument_IsRefusedWithPlaceAndCostsLittle(string name, string said)
    {
        byte[] document = Document(name);
        long before = GC.GetAllocatedBytesForCurrentThread();

        ConfigurationException refused = Assert.Throws<ConfigurationException>(() =>
            MutatedDocuments.Through(document, "edited file", new FrameRate(30000, 1001))
        );

        long cost = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Contains("'edited file'", refused.Message, StringComparison.Ordinal);
        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
        Assert.True(cost < MostAllocated, string.Create(CultureInfo.InvariantCulture, $"{name}: {cost} bytes"));
    }

    private static byte[] Document(string name) => Encoding.UTF8.GetBytes(TextOf(name));

    private static string TextOf(string name) =>
        name switch
        {
            "entity bomb" => Bomb(),
            "external entity" =>
                "<!DOCTYPE xmeml [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n<xmeml><sequence><name>&x;</name></sequence></xmeml>",
            "deep XML" => Repeated("<a>", 100_000),
            "deep JSON" => Repeated("[", 100_000).Insert(0, "{\"OTIO_SCHEMA\":"),
            "deep sequences" => Otio(Stacks(60)),
            "NaN" => Otio(Clip("NaN", "25.0")),
            "Infinity" => Otio(Clip("Infinity", "25.0")),
            "minus Infinity" => Otio(Clip("-Infinity", "25.0")),
            "huge time" => Otio(Clip("1e300", "25.0")),
            "huge speed" => Otio(Clip("10.0", "25.0", "1e300")),
            "negative length" => Otio(Clip("-10.0", "25.0")),
            "newer schema" => Otio(Clip("10.0", "25.0")).Replace("Clip.2", "Clip.3", StringComparison.Ordinal),
            "xmeml within itself" => Xmeml("<clipitem><start>0</start><end>9</end><sequence id=\"s\"/></clipitem>"),
            "xmeml doubling itself" => XmemlDoubling(),
            "fcpxml within itself" => Fcpxml("<ref-clip ref=\"c0\" duration=\"4s\"/>", "<ref-clip ref=\"c0\" duration=\"4s\"/>"),
            "fcpxml doubling itself" => FcpxmlDoubling(),
            "lanes" => Fcpxml("<gap duration=\"9s\">" + Repeated("<title lane=\"1\" offset=\"0s\" duration=\"9s\"/>", 5000) + "</gap>", ""),
            "label that does not exist" => Edl("00:01:00;00 00:01:02;00 01:00:00;00 01:00:02;00"),
            "frame above the rate" => Edl("00:01:00:77 00:01:02:77 01:00:00:00 01:00:02:00"),
            "backward event" => Edl("00:01:00:00 00:01:02:00 01:00:02:00 01:00:00:00"),
            "overlapping events" => Edl(
                "00:01:00:00 00:01:02:00 01:00:00:00 01:00:02:00",
                "00:01:00:00 00:01:02:00 01:00:01:00 01:00:03:00"
            ),
            "speed without M2" => Edl("00:01:00:00 00:01:09:00 01:00:00:00 01:00:02:00"),
            "endless line" => Edl("00:01:00:00 00:01:02:00 01:00:00:00 01:00:02:00") + "002 A" + new string(' ', 400_000) + "B\n",
            "picture" => "\u0089PNG\r\n\u001a\n",
            _ => "",
        };

    private static string Bomb()
    {
        StringBuilder text = new("<!DOCTYPE fcpxml [<!ENTITY a0 \"aaaaaaaaaa\">");
        for (int i = 1; i < 30; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"<!ENTITY a{i} \"&a{i - 1};&a{i - 1};&a{i - 1};&a{i - 1};\">");
        }

        return text.Append("]>\n<fcpxml version=\"1.10\"><library location=\"&a29;\"/></fcpxml>").ToString();
    }

    private static string Repeated(string text, int times) => new StringBuilder(text.Length * times).Insert(0, text, times).ToString();

    private static string Otio(string item) =>
        "{\"OTIO_SCHEMA\":\"Timeline.1\",\"tracks\":{\"OTIO_SCHEMA\":\"Stack.1\",\"children\":["
        + "{\"OTIO_SCHEMA\":\"Track.1\",\"kind\":\"Video\","
        + "\"children\":["
        + item
        + "]}]}}";

    private static string Stacks(int levels) =>
        levels == 0
            ? Clip("10.0", "25.0")
            : "{\"OTIO_SCHEMA\":\"Stack.1\",\"children\":[{\"OTIO_SCHEMA\":\"Track.1\",\"kind\":\"Video\",\"children\":["
                + Stacks(levels - 1)
                + "]}]}";

    private static string Clip(string length, string rate, string? speed = null) =>
        "{\"OTIO_SCHEMA\":\"Clip.2\",\"name\":\"a\",\"source_range\":{\"OTIO_SCHEMA\":\"TimeRange.1\",\"start_time\":"
        + Time("0.0", rate)
        + ",\"duration\":"
        + Time(length, rate)
        + "},\"effects\":["
        + (speed is null ? "" : "{\"OTIO_SCHEMA\":\"LinearTimeWarp.1\",\"time_scalar\":" + speed + "}")
        + "]}";

    private static string Time(string value, string rate) =>
        "{\"OTIO_SCHEMA\":\"RationalTime.1\",\"value\":" + value + ",\"rate\":" + rate + "}";

    private static string Xmeml(string items) =>
        "<xmeml version=\"5\"><sequence id=\"s\"><rate><timebase>25</timebase></rate><media><video><track>"
        + items
        + "</track></video></media></sequence></xmeml>";

    private static string XmemlDoubling()
    {
        StringBuilder text = new("<xmeml version=\"5\">");
        for (int i = 0; i < 24; i++)
        {
            string inner = i == 23 ? "" : string.Create(CultureInfo.InvariantCulture, $"<sequence id=\"s{i + 1}\"/>");
            text.Append(CultureInfo.InvariantCulture, $"<sequence id=\"s{i}\"><rate><timebase>25</timebase></rate><media><video><track>")
                .Append(CultureInfo.InvariantCulture, $"<clipitem><start>0</start><end>9</end>{inner}</clipitem>")
                .Append(CultureInfo.InvariantCulture, $"<clipitem><start>9</start><end>18</end>{inner}</clipitem>")
                .Append("</track></video></media></sequence>");
        }

        return text.Append("</xmeml>").ToString();
    }

    private static string Fcpxml(string spine, string compound) =>
        "<fcpxml version=\"1.10\"><resources><format id=\"r1\" frameDuration=\"1/25s\"/><media id=\"c0\"><sequence format=\"r1\"><spine>"
        + compound
        + "</spine></sequence></media></resources><library><event><project><sequence format=\"r1\"><spine>"
        + spine
        + "</spine></sequence></project></event></library></fcpxml>";

    private static string FcpxmlDoubling()
    {
        StringBuilder media = new();
        for (int i = 0; i < 24; i++)
        {
            string clip =
                i == 23
                    ? "<gap duration=\"1s\"/>"
                    : string.Create(CultureInfo.InvariantCulture, $"<ref-clip ref=\"c{i + 1}\" duration=\"4s\"/>");
            media.Append(
                CultureInfo.InvariantCulture,
                $"<media id=\"c{i}\"><sequence format=\"r1\"><spine>{clip}{clip}</spine></sequence></media>"
            );
        }

        return "<fcpxml version=\"1.10\"><resources><format id=\"r1\" frameDuration=\"1/25s\"/>"
            + media
            + "</resources><project><sequence format=\"r1\"><spine><ref-clip ref=\"c0\" duration=\"4s\"/></spine></sequence></project>"
            + "</fcpxml>";
    }

    private static string Edl(params string[] events)
    {
        StringBuilder text = new("TITLE: made\n");
        for (int i = 0; i < events.Length; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{i + 1:000}  A       V     C        {events[i]}\n");
        }

        return text.ToString();
    }
}
