using System.Globalization;
using System.Text;

namespace MontageAI.Interchange.Tests.Returning;

/// <summary>An edit decision list, changed.</summary>
internal sealed class EditedEdl : EditedFile
{
    private readonly List<Event> _shots = [];
    private readonly List<Event> _song = [];
    private readonly string _head;

    public EditedEdl(byte[] bytes)
    {
        string[] blocks = Encoding.ASCII.GetString(bytes).Split("\r\n\r\n", StringSplitOptions.RemoveEmptyEntries);
        _head = blocks[0];
        foreach (string block in blocks[1..])
        {
            Event made = new(block.Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
            (made.Channel == "V" ? _shots : _song).Add(made);
        }
    }

    public override byte[] Bytes
    {
        get
        {
            StringBuilder text = new(_head + "\r\n\r\n");
            int at = 3600 * Rate,
                number = 0;
            foreach (Event shot in _shots)
            {
                int length = shot.RecordOut - shot.RecordIn;
                (shot.RecordIn, shot.RecordOut) = (at, at += length);
                text.Append(shot.Text(++number));
            }

            foreach (Event song in _song)
            {
                text.Append(song.Text(++number));
            }

            return Encoding.ASCII.GetBytes(text.ToString());
        }
    }

    public override void Trim(int shot, int frames)
    {
        _shots[shot].RecordOut -= frames;
        _shots[shot].SourceOut -= frames;
    }

    public override void Slip(int shot, int frames)
    {
        _shots[shot].SourceIn += frames;
        _shots[shot].SourceOut += frames;
    }

    public override void Move(int shot, int to)
    {
        Event moved = _shots[shot];
        _shots.RemoveAt(shot);
        _shots.Insert(to, moved);
    }

    public override void Retime(int shot, double speed)
    {
        Event of = _shots[shot];
        of.SourceOut = of.SourceIn + (int)Math.Round((of.RecordOut - of.RecordIn) * speed);
        of.Notes.Insert(
            0,
            string.Create(
                CultureInfo.InvariantCulture,
                $"M2   {of.Reel}       {speed * Rate:000.0}                {Event.Label(of.SourceIn)}"
            )
        );
    }

    public override void Delete(int shot) => _shots.RemoveAt(shot);

    public override void Insert(int at, int like, int first, int length)
    {
        Event made = _shots[like].Copy();
        made.Notes.RemoveAll(n => n.Contains("MONTAGE SHOT", StringComparison.Ordinal));
        int start = (made.SourceIn / (3600 * Rate)) * 3600 * Rate;
        (made.SourceIn, made.SourceOut, made.RecordIn, made.RecordOut) = (start + first, start + first + length, 0, length);
        _shots.Insert(at, made);
    }

    public override void MoveSong(int frames)
    {
        _song[0].RecordIn += frames;
        _song[0].SourceOut -= frames;
    }

    public override void Strip()
    {
        foreach (Event shot in _shots)
        {
            shot.Notes.RemoveAll(n =>
                !n.StartsWith("* FROM CLIP NAME", StringComparison.Ordinal) && !n.StartsWith("M2", StringComparison.Ordinal)
            );
        }
    }

    private sealed class Event
    {
        private readonly string[] _fields;

        public Event(string[] lines)
        {
            _fields = lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            (SourceIn, SourceOut, RecordIn, RecordOut) = (Frame(_fields[4]), Frame(_fields[5]), Frame(_fields[6]), Frame(_fields[7]));
            Notes = [.. lines[1..]];
        }

        public string Reel => _fields[1];

        public string Channel => _fields[2];

        public int SourceIn { get; set; }

        public int SourceOut { get; set; }

        public int RecordIn { get; set; }

        public int RecordOut { get; set; }

        public List<string> Notes { get; private set; }

        public Event Copy()
        {
            Event copy = (Event)MemberwiseClone();
            copy.Notes = [.. Notes];
            return copy;
        }

        public string Text(int number) =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{number:000}  {Reel, -8} {Channel, -5} C        {Label(SourceIn)} {Label(SourceOut)} {Label(RecordIn)} "
                    + $"{Label(RecordOut)}\r\n"
            )
            + string.Concat(Notes.Select(n => n + "\r\n"))
            + "\r\n";

        public static string Label(int frame) =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{frame / (3600 * Rate):00}:{frame / (60 * Rate) % 60:00}:{frame / Rate % 60:00}:{frame % Rate:00}"
            );

        private static int Frame(string label)
        {
            int[] parts = [.. label.Split(':').Select(p => int.Parse(p, CultureInfo.InvariantCulture))];
            return (((((parts[0] * 60) + parts[1]) * 60) + parts[2]) * Rate) + parts[3];
        }
    }
}
