namespace MontageAI.Containers.Mp4;

/// <summary>Where samples lie in the file: chunk by chunk, with runs of chunks of which each has equally many.</summary>
internal readonly ref struct ChunkTable
{
    private readonly StoredTable _places;
    private readonly StoredTable _runs;
    private readonly bool _far;

    /// <summary>Puts the tables together.</summary>
    /// <param name="places">"stco", or "co64" where <paramref name="far"/>.</param>
    /// <param name="runs">"stsc": first chunk from 1, samples of each, number of the sample entry from 1.</param>
    /// <param name="far">Whether places take eight bytes.</param>
    public ChunkTable(StoredTable places, StoredTable runs, bool far)
    {
        _places = places;
        _runs = runs;
        _far = far;
    }

    /// <summary>Chunks.</summary>
    public int Count => _places.Count;

    /// <summary>Whether there are chunks, runs say of all of them and of no others what they hold, and all are of one sample
    /// entry.</summary>
    public bool IsPlain
    {
        get
        {
            if (!_places.IsExact || !_runs.IsExact || Count == 0 || _runs.Count == 0 || _runs.U32(0) != 1)
            {
                return false;
            }

            for (int run = 0; run < _runs.Count; run++)
            {
                bool later = run == 0 || _runs.U32(run) > _runs.U32(run - 1);
                if (!later || _runs.U32(run) > Count || _runs.U32(run, 4) == 0 || _runs.U32(run, 8) != 1)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Goes through the chunks.</summary>
    public Walk GetEnumerator() => new(this);

    /// <summary>A way through the chunks.</summary>
    public ref struct Walk(ChunkTable table)
    {
        private readonly ChunkTable _table = table;
        private int _chunk = -1;
        private int _run;

        /// <summary>Offset of the chunk in the file, and its samples.</summary>
        public (long Place, long Samples) Current { get; private set; }

        /// <summary>Goes on to the next chunk.</summary>
        public bool MoveNext()
        {
            if (++_chunk >= _table.Count)
            {
                return false;
            }

            while (_run + 1 < _table._runs.Count && _table._runs.U32(_run + 1) <= _chunk + 1)
            {
                _run++;
            }

            Current = (_table._far ? _table._places.I64(_chunk) : _table._places.U32(_chunk), _table._runs.U32(_run, 4));
            return true;
        }
    }
}
