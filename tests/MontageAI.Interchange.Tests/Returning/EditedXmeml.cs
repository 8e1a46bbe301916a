using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace MontageAI.Interchange.Tests.Returning;

/// <summary>xmeml, changed.</summary>
internal sealed class EditedXmeml : EditedFile
{
    private readonly XDocument _document;
    private readonly XElement _track;

    public EditedXmeml(byte[] bytes)
    {
        _document = XDocument.Parse(Encoding.UTF8.GetString(bytes));
        _track = _document.Descendants("video").First(v => v.Elements("track").Any()).Element("track")!;
    }

    public override byte[] Bytes
    {
        get
        {
            int at = 0;
            foreach (XElement shot in _track.Elements("clipitem"))
            {
                int length = Number(shot, "end") - Number(shot, "start");
                shot.SetElementValue("start", at);
                shot.SetElementValue("end", at += length);
            }

            return Encoding.UTF8.GetBytes(_document.ToString());
        }
    }

    private XElement this[int shot] => _track.Elements("clipitem").ElementAt(shot);

    public override void Trim(int shot, int frames)
    {
        Add(this[shot], "end", -frames);
        Add(this[shot], "out", -frames);
    }

    public override void Slip(int shot, int frames)
    {
        Add(this[shot], "in", frames);
        Add(this[shot], "out", frames);
    }

    public override void Move(int shot, int to)
    {
        XElement moved = this[shot];
        Whole(moved);
        moved.Remove();
        this[to - 1].AddAfterSelf(moved);
    }

    public override void Retime(int shot, double speed)
    {
        XElement of = this[shot];
        int length = Number(of, "out") - Number(of, "in"),
            first = (int)Math.Round(Number(of, "in") / speed);
        of.SetElementValue("in", first);
        of.SetElementValue("out", first + length);
        of.Add(
            XElement.Parse(
                "<filter><effect><effectid>timeremap</effectid><parameter><parameterid>speed</parameterid><value>"
                    + (speed * 100).ToString(CultureInfo.InvariantCulture)
                    + "</value></parameter></effect></filter>"
            )
        );
    }

    public override void Delete(int shot)
    {
        Whole(this[shot]);
        this[shot].Remove();
    }

    public override void Insert(int at, int like, int first, int length)
    {
        XElement made = new(this[like]);
        made.Elements("comments").Remove();
        made.SetAttributeValue("id", "new");
        made.SetElementValue("start", 0);
        made.SetElementValue("end", length);
        made.SetElementValue("in", first);
        made.SetElementValue("out", first + length);
        this[at - 1].AddAfterSelf(made);
    }

    public override void MoveSong(int frames)
    {
        foreach (
            XElement song in _document
                .Descendants("clipitem")
                .Where(c => c.Attribute("id")!.Value.StartsWith("song", StringComparison.Ordinal))
        )
        {
            Add(song, "start", frames);
            Add(song, "out", -frames);
        }
    }

    public override void Strip() => _document.Descendants("comments").Remove();

    // A file is written whole where it stands first; that may go.
    private void Whole(XElement clip)
    {
        XElement file = clip.Element("file")!;
        if (file.HasElements)
        {
            XElement? next = _document
                .Descendants("file")
                .FirstOrDefault(f => f != file && f.Attribute("id")!.Value == file.Attribute("id")!.Value);
            next?.Add(file.Elements());
        }
    }

    private static void Add(XElement of, string name, int frames) => of.SetElementValue(name, Number(of, name) + frames);

    private static int Number(XElement of, string name) => int.Parse(of.Element(name)!.Value, CultureInfo.InvariantCulture);
}
