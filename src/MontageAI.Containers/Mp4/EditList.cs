namespace MontageAI.Containers.Mp4;

/// <summary>What of a track is shown when, as its "elst" box stores it (ISO/IEC 14496-12, clause 8.6.6).</summary>
internal readonly ref struct EditList
{
    private readonly StoredTable _rows;
    private readonly bool _wide;

    private EditList(StoredTable rows, bool wide, bool isExact)
    {
        _rows = rows;
        _wide = wide;
        IsExact = isExact;
    }

    /// <summary>Edits.</summary>
    public int Count => _rows.Count;

    /// <summary>Whether they are of a known version and fill their box.</summary>
    public bool IsExact { get; }

    /// <summary>Edits that show something.</summary>
    public int Shown
    {
        get
        {
            int shown = 0;
            for (int i = 0; i < Count; i++)
            {
                shown += From(i) >= 0 ? 1 : 0;
            }

            return shown;
        }
    }

    /// <summary>Reads it.</summary>
    /// <param name="data">The file's tables.</param>
    /// <param name="box">The "elst" box.</param>
    /// <exception cref="InvalidDataException">It claims more edits than it has room for.</exception>
    public static EditList Read(byte[] data, Mp4Box box)
    {
        int version = box.Length > 0 ? data[box.Start] : 0;
        StoredTable rows = StoredTable.Read(data, box, version == 1 ? 20 : 12);
        return new EditList(rows, version == 1, rows.IsExact && version <= 1);
    }

    /// <summary>How long an edit is, in ticks of the movie.</summary>
    public long Duration(int edit) => _wide ? _rows.I64(edit) : _rows.U32(edit);

    /// <summary>The track's tick that an edit shows first; below 0 where it shows nothing.</summary>
    public long From(int edit) => _wide ? _rows.I64(edit, 8) : _rows.I32(edit, 4);
}
