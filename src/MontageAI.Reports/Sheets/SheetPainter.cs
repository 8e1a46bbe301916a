using MontageAI.Results;

namespace MontageAI.Reports.Sheets;

/// <summary>Paints montages on a sheet: rows of pictures on a ruler of beats, with sections above and curves of energy below.</summary>
internal sealed class SheetPainter
{
    private static readonly Ink s_ground = Ink.Of(0x0F1115);
    private static readonly Ink s_lane = Ink.Of(0x181C23);
    private static readonly Ink s_blank = Ink.Of(0x262B35);
    private static readonly Ink s_text = Ink.Of(0xE8EBF0);
    private static readonly Ink s_soft = Ink.Of(0x8E97A6);
    private static readonly Ink s_beat = Ink.Of(0x596373);
    private static readonly Ink s_downbeat = Ink.Of(0xF2F4F7);
    private static readonly Ink s_music = Ink.Of(0x4AA3DF);
    private static readonly Ink s_picture = Ink.Of(0xF0A050);
    private static readonly Ink s_mark = Ink.Of(0xE26BD0);

    private readonly IReadOnlyList<SheetMontage> _montages;
    private readonly SheetMeasures _measures;
    private readonly List<SheetLayout> _layouts;
    private readonly SheetLabels _labels = new();
    private readonly Raster _raster;

    /// <summary>Lays the sheet out.</summary>
    /// <param name="montages">One, or several under one another.</param>
    /// <param name="measures">Sizes.</param>
    public SheetPainter(IReadOnlyList<SheetMontage> montages, SheetMeasures measures)
    {
        (_montages, _measures) = (montages, measures);
        _layouts = [.. montages.Select(m => SheetLayout.Of(m, measures))];
        int height =
            (2 * SheetMeasures.Margin)
            + _layouts.Sum(l => SheetMeasures.HeadHeight + (l.Rows.Count * measures.RowHeight))
            - SheetMeasures.Gap;
        _raster = new Raster(SheetMeasures.Width, height + (height % 2), s_ground);
        TileWidth = 2 * (int)Math.Round(measures.TileHeight * montages[0].Aspect / 2);
    }

    /// <summary>The colour of a kind of section.</summary>
    public static Ink Of(SectionKind kind) =>
        Ink.Of(
            kind switch
            {
                SectionKind.Intro => 0x5B6B85,
                SectionKind.Verse => 0x3D7EA6,
                SectionKind.Build => 0xC88A28,
                SectionKind.Chorus => 0xC8435C,
                SectionKind.Break => 0x3A9673,
                _ => 0x6B6F7D,
            }
        );

    /// <summary>Width of the pictures.</summary>
    public int TileWidth { get; }

    /// <summary>Height of the pictures.</summary>
    public int TileHeight => _measures.TileHeight;

    /// <summary>Pictures that will be needed.</summary>
    public IEnumerable<TileWish> Wishes =>
        _montages.SelectMany((m, i) => Tiles(i).Select(t => m.Where(t.Shot, t.Second)).OfType<TileWish>());

    /// <summary>Paints.</summary>
    /// <param name="pictures">What could be had of <see cref="Wishes"/>.</param>
    public (Raster Picture, SheetLabels Labels) Paint(IReadOnlyDictionary<TileWish, byte[]> pictures)
    {
        double top = SheetMeasures.Margin;
        for (int i = 0; i < _montages.Count; i++)
        {
            Head(_montages[i], top, legend: i == 0);
            top += SheetMeasures.HeadHeight;
            for (int row = 0; row < _layouts[i].Rows.Count; row++)
            {
                Row(i, row, top, pictures);
                top += _measures.RowHeight;
            }
        }

        return (_raster, _labels);
    }

    private double X(int montage, int row, double second) =>
        SheetMeasures.Margin + ((second - _layouts[montage].Rows[row].From) * _layouts[montage].Scale);

    // Pictures side by side within each shot, centred where one alone is wider than its shot.
    private IEnumerable<(int Row, int Shot, double Left, double From, double To, double Second)> Tiles(int montage)
    {
        SheetLayout layout = _layouts[montage];
        for (int row = 0; row < layout.Rows.Count; row++)
        {
            SheetRow span = layout.Rows[row];
            for (int shot = 0; shot < _montages[montage].Shots.Count; shot++)
            {
                SheetShot s = _montages[montage].Shots[shot];
                double from = Math.Max(s.Start, span.From),
                    to = Math.Min(s.End, span.To);
                if (to <= from + 1e-9)
                {
                    continue;
                }

                double left = X(montage, row, from) + 1,
                    right = X(montage, row, to) - 1;
                int count = Math.Max(1, (int)Math.Ceiling((right - left) / TileWidth));
                double each = (right - left) / count;
                for (int k = 0; k < count; k++)
                {
                    double a = left + (k * each),
                        b = a + each;
                    yield return (row, shot, Math.Round(((a + b) / 2) - (TileWidth / 2.0)), a, b, from + ((k + 0.5) / count * (to - from)));
                }
            }
        }
    }

    private void Head(SheetMontage montage, double top, bool legend)
    {
        _labels.Add(montage.Title, SheetMeasures.Margin, top, 24, s_text, width: 860, bold: true);
        _labels.Add(montage.Facts, SheetMeasures.Margin, top + 30, 15, s_soft, width: SheetMeasures.Width - (2 * SheetMeasures.Margin));
        if (!legend)
        {
            return;
        }

        double x = SheetMeasures.Width - SheetMeasures.Margin - 650;
        foreach (
            (string name, Ink ink) in new[]
            {
                ("music energy", s_music),
                ("motion in pictures", s_picture),
                ("transition, speed", s_mark),
                ("downbeat", s_downbeat),
                ("beat", s_beat),
            }
        )
        {
            _raster.Fill(x, top + 9, x + 14, top + 12, ink);
            _labels.Add(name, x + 20, top + 1, 15, s_soft);
            x += 44 + (name.Length * 7.4);
        }
    }

    private void Row(int montage, int row, double top, IReadOnlyDictionary<TileWish, byte[]> pictures)
    {
        SheetMontage m = _montages[montage];
        SheetRow span = _layouts[montage].Rows[row];
        double sections = top,
            ruler = sections + SheetMeasures.SectionHeight,
            tiles = ruler + SheetMeasures.RulerHeight,
            names = tiles + TileHeight,
            curves = names + SheetMeasures.NameHeight;
        double end = X(montage, row, span.To);
        foreach (MusicSection section in m.Sections.Where(s => s.End > span.From && s.Start < span.To))
        {
            double left = X(montage, row, Math.Max(span.From, section.Start)),
                right = Math.Min(end, X(montage, row, section.End)) - 2;
            _raster.Fill(left, sections + 1, right, sections + SheetMeasures.SectionHeight - 2, Of(section.Kind), 0.85);
            _labels.Add(
                section.Kind.ToString().ToLowerInvariant(),
                left + 6,
                sections + 1,
                13,
                s_text,
                width: Math.Max(0, right - left - 8)
            );
        }

        Ruler(montage, row, ruler, tiles);
        _raster.Fill(SheetMeasures.Margin, curves, end, curves + _measures.CurveHeight, s_lane);
        Curves(montage, row, curves);
        Strip(montage, row, tiles, pictures);
        Shots(montage, row, tiles, names);
    }

    private void Ruler(int montage, int row, double top, double bottom)
    {
        SheetMontage m = _montages[montage];
        SheetRow span = _layouts[montage].Rows[row];
        int bar = m.Beats.Count(b => b.BarPosition == 1 && b.Seconds < span.From - 0.02);
        double lastNumber = double.NegativeInfinity;
        foreach ((double second, int position) in m.Beats.Where(b => b.Seconds >= span.From - 0.02 && b.Seconds < span.To - 0.02))
        {
            double x = X(montage, row, Math.Max(span.From, second));
            bool down = position == 1;
            _raster.Fill(x - (down ? 1 : 0.5), bottom - (down ? 14 : 6), x + (down ? 1 : 0.5), bottom - 2, down ? s_downbeat : s_beat);
            bar += down ? 1 : 0;
            if (down && x - lastNumber > 40)
            {
                _labels.Add(FormattableString.Invariant($"{bar}"), x + 4, top + 1, 12, s_soft);
                lastNumber = x;
            }
        }

        string clock = FormattableString.Invariant($"{(int)(span.To / 60)}:{span.To % 60:00.0}");
        _labels.Add(clock, X(montage, row, span.To), top + 1, 12, s_soft, right: true);
    }

    private void Strip(int montage, int row, double top, IReadOnlyDictionary<TileWish, byte[]> pictures)
    {
        foreach ((int _, int shot, double left, double from, double to, double second) in Tiles(montage).Where(t => t.Row == row))
        {
            if (_montages[montage].Where(shot, second) is { } wish && pictures.TryGetValue(wish, out byte[]? picture))
            {
                _raster.Put(picture, TileWidth, TileHeight, (int)left, (int)top, from, to);
            }
            else
            {
                _raster.Fill(from, top, to, top + TileHeight, s_blank);
            }
        }
    }

    private void Shots(int montage, int row, double tiles, double names)
    {
        SheetMontage m = _montages[montage];
        SheetRow span = _layouts[montage].Rows[row];
        for (int i = 0; i < m.Shots.Count; i++)
        {
            SheetShot shot = m.Shots[i];
            double left = X(montage, row, Math.Max(shot.Start, span.From)),
                right = X(montage, row, Math.Min(shot.End, span.To));
            if (right - left < 1)
            {
                continue;
            }

            bool begins = shot.Start >= span.From - 1e-9;
            _raster.Round(left + 1, tiles, right - 1, tiles + TileHeight, Math.Min(5, (right - left) / 3), s_ground);
            if (begins && right - left > 22)
            {
                string number = FormattableString.Invariant($"{i + 1}");
                _raster.Fill(left + 4, tiles + 4, left + 10 + (7 * number.Length), tiles + 18, s_ground, 0.72);
                _labels.Add(number, left + 7, tiles + 3, 13, s_text);
            }

            if (begins && right - left > 34)
            {
                _labels.Add(
                    FormattableString.Invariant($"{shot.End - shot.Start:0.0}s {shot.Name}"),
                    left + 2,
                    names + 2,
                    12,
                    s_soft,
                    width: right - left - 6
                );
            }

            if (shot.Entry is { } entry && begins)
            {
                Joint(X(montage, row, shot.Start), shot.EntrySeconds * _layouts[montage].Scale / 2, tiles, first: i == 0);
                double room = Math.Min(right - left - 6, 8 + (6.6 * entry.Length));
                _raster.Fill(left + 4, tiles + TileHeight - 19, left + 4 + room, tiles + TileHeight - 4, s_ground, 0.78);
                _labels.Add(entry, left + 8, tiles + TileHeight - 19, 12, s_mark, width: Math.Max(0, room - 4));
            }

            if (shot.Speed is { } speed && begins)
            {
                _raster.Fill(left + 2, tiles + TileHeight - 3, right - 2, tiles + TileHeight, s_mark);
                _raster.Fill(right - 9 - (6.8 * speed.Length), tiles + 4, right - 3, tiles + 18, s_ground, 0.78);
                _labels.Add(speed, right - 6, tiles + 3, 12, s_mark, width: Math.Max(0, right - left - 26), right: true);
            }
        }
    }

    // Two triangles that meet at the cut; the montage's first shot has the second one only, as has one that begins a row.
    private void Joint(double x, double half, double top, bool first)
    {
        half = Math.Clamp(half, 5, 60);
        for (double dx = first ? 0 : Math.Max(-half, SheetMeasures.Margin - x); dx < half; dx++)
        {
            double reach = (1 - (Math.Abs(dx) / half)) * TileHeight / 2;
            _raster.Fill(x + dx, top + (TileHeight / 2.0) - reach, x + dx + 1, top + (TileHeight / 2.0) + reach, s_mark, 0.42);
        }
    }

    private void Curves(int montage, int row, double top)
    {
        SheetMontage m = _montages[montage];
        SheetRow span = _layouts[montage].Rows[row];
        int left = SheetMeasures.Margin,
            columns = (int)(X(montage, row, span.To) - left);
        double most = m.Picture.Max() is { } p && p > 0 ? p : 1,
            height = _measures.CurveHeight - 6,
            floor = top + _measures.CurveHeight - 2;
        double loudest = m.Music.Max() is { } l && l > 0 ? l : 1;
        double[] music =
        [
            .. Enumerable
                .Range(0, columns)
                .Select(c => floor - (height * At(m.Music, span.From + (c / _layouts[montage].Scale)) / loudest)),
        ];
        double[] picture =
        [
            .. Enumerable.Range(0, columns).Select(c => floor - (height * At(m.Picture, span.From + (c / _layouts[montage].Scale)) / most)),
        ];
        _raster.Area(left, music, floor, s_music, 0.28);
        _raster.Curve(left, music, 1.6, s_music);
        _raster.Curve(left, picture, 2, s_picture);
    }

    // Values stand for the middle of their second; between two of them a straight line. NaN where unknown.
    private static double At(IReadOnlyList<double?> values, double second)
    {
        if (values.Count == 0)
        {
            return double.NaN;
        }

        double at = Math.Clamp(second - 0.5, 0, values.Count - 1);
        int i = Math.Min((int)at, values.Count - 1),
            next = Math.Min(i + 1, values.Count - 1);
        return values[i] is { } a
            ? values[next] is { } b
                ? a + ((b - a) * (at - i))
                : a
            : double.NaN;
    }
}
