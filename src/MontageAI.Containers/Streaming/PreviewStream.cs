using System.Globalization;
using System.Text;
using MontageAI.Containers.Joining;
using MontageAI.Containers.Mp4;
using MontageAI.Errors;

namespace MontageAI.Containers.Streaming;

/// <summary>
/// A preview that can be watched while it grows: an HLS playlist (RFC 8216) of the type EVENT over fragmented MP4. Segments are whole
/// shots, copied as they were encoded, each with the sound of its time; nothing is encoded and no process is started. Every file appears
/// whole, the playlist always names only what is there. Calls may come from several threads; they are served one after the other.
/// </summary>
public sealed class PreviewStream : IAsyncDisposable
{
    // Reordering that every stream is prepared for, since a better encode may reorder where the first one did not; x264 and x265 need 2.
    // Offsets below 0 would do without, but FFmpeg's demuxer shows everything after the first of them late.
    private const int UsualLead = 2;

    private readonly PreviewStreamRequest _request;
    private readonly StreamFolder _folder;
    private SoundSamples? _soundSamples;
    private StreamSound? _sound;
    private SegmentWriter _writer;
    private int _headersWritten;
    private readonly Lock _turn = new();
    private readonly List<Segment> _segments = [];
    private readonly List<StreamHeader> _headers = [];
    private PlaylistEntry? _tail;
    private int _lead;
    private int _replacements;
    private bool _isComplete;

    private PreviewStream(PreviewStreamRequest request, StreamFolder folder, SoundSamples? sound)
    {
        _request = request;
        _folder = folder;
        _soundSamples = sound;
        _sound = sound is null ? null : new StreamSound(sound, request.Rate);
        _writer = new SegmentWriter(folder, request.Rate, sound);
    }

    /// <summary>Full path of the playlist: what a player is given, once the first segment was appended.</summary>
    internal string Playlist => _folder.Playlist;

    /// <summary>Frames appended so far.</summary>
    internal long Frames { get; private set; }

    /// <summary>Segments appended so far.</summary>
    internal int Segments => _segments.Count;

    /// <summary>Prepares the folder. Nothing can be played before the first segment.</summary>
    /// <exception cref="MontageException">The folder holds something else or cannot be written, or the sound cannot be used.</exception>
    public static Task<PreviewStream> CreateAsync(PreviewStreamRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(request.LongestSegmentSeconds, nameof(request));
        return Task.Run(() => Create(request), cancellationToken);
    }

    /// <summary>Why a folder may not be emptied for a stream: it holds something else. Null where it may.</summary>
    public static string? Foreign(string folder) => StreamFolder.ProblemWith(folder);

    /// <summary>Whether a folder is a preview's stream, whatever else was put into it.</summary>
    /// <param name="folder">Its path.</param>
    /// <param name="files">Names of its files.</param>
    public static bool IsAt(string folder, IReadOnlyList<string> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return files.Contains(StreamFolder.PlaylistName) && StreamFolder.IsMarked(folder);
    }

    /// <summary>Whether a folder holds the stream of a preview that never came to its end, and nothing else.</summary>
    public static bool IsUnfinished(string folder) =>
        Directory.Exists(folder) && StreamFolder.ProblemWith(folder) is null && !StreamFolder.IsFinished(folder);

    /// <summary>Appends one segment; when this returns it can be played.</summary>
    /// <param name="parts">Its shots in order, at least one, encoded alike; together no longer than
    /// <see cref="PreviewStreamRequest.LongestSegmentSeconds"/>.</param>
    /// <param name="cancellationToken">Stops it; the stream is then as it was before.</param>
    /// <exception cref="MontageException">A part is missing, damaged or different from the others, or the folder cannot be written. The
    /// stream is as it was before.</exception>
    public Task AppendAsync(IReadOnlyList<JoinPart> parts, CancellationToken cancellationToken) =>
        InTurnAsync(
            () =>
            {
                using PartList list = Read(parts, cancellationToken);
                if (_isComplete)
                {
                    throw new InvalidOperationException("The stream is finished.");
                }

                if (_segments.Count == 0)
                {
                    _lead = Math.Max(UsualLead, list.Lead);
                }

                SoundSpan span = _sound?.Until(Frames + list.Frames) ?? default;
                Segment segment = new(
                    Frames,
                    list.Frames,
                    span,
                    new PlaylistEntry(Numbered("segment-{0:00000}.m4s", _segments.Count), Header(list.Track), list.Frames)
                );
                bool published = false;
                try
                {
                    _writer.Write(segment.Entry.Name, _segments.Count, Frames, list, _lead, span, cancellationToken);
                    _segments.Add(segment);
                    Publish();
                    published = true;
                    Frames += list.Frames;
                }
                finally
                {
                    if (!published)
                    {
                        _segments.Remove(segment);
                        _sound?.Return(span);
                    }
                }
            },
            cancellationToken
        );

    /// <summary>
    /// Puts another encode of the same frames into the place of a segment. Players that have not fetched it yet get the better one; the old
    /// file stays for those that are fetching it.
    /// </summary>
    /// <param name="segment">Number of the segment, from 0, in the order of appending.</param>
    /// <param name="parts">Its shots, with as many frames together as before; the encoding may be another than that of the stream.</param>
    /// <param name="cancellationToken">Stops it; the stream is then as it was before.</param>
    /// <exception cref="MontageException">As for <see cref="AppendAsync"/>.</exception>
    public Task ReplaceAsync(int segment, IReadOnlyList<JoinPart> parts, CancellationToken cancellationToken) =>
        InTurnAsync(
            () =>
            {
                ArgumentOutOfRangeException.ThrowIfNegative(segment);
                ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(segment, _segments.Count);
                using PartList list = Read(parts, cancellationToken);
                Segment old = _segments[segment];
                if (list.Frames != old.Frames)
                {
                    throw new ArgumentException(
                        $"Segment {segment} has {old.Frames} frames and cannot be replaced by {list.Frames}.",
                        nameof(parts)
                    );
                }

                string name = Replacement(segment);
                Segment better = old with { Entry = new PlaylistEntry(name, Header(list.Track), list.Frames) };
                _writer.Write(name, segment, old.Start, list, _lead, old.Sound, cancellationToken);
                bool published = false;
                try
                {
                    _segments[segment] = better;
                    Publish();
                    published = true;
                }
                finally
                {
                    _segments[segment] = published ? better : old;
                }
            },
            cancellationToken
        );

    /// <summary>
    /// Puts another sound track of the same length under everything, what was appended before included. Players that have fetched a segment
    /// already keep its sound.
    /// </summary>
    /// <param name="path">The sound track.</param>
    /// <param name="segments">The shots of every segment so far, in order.</param>
    /// <param name="cancellationToken">Stops it; the stream is then as it was before.</param>
    /// <exception cref="MontageException">As for <see cref="AppendAsync"/>.</exception>
    public Task ChangeSoundAsync(string path, IReadOnlyList<IReadOnlyList<JoinPart>> segments, CancellationToken cancellationToken) =>
        InTurnAsync(
            () =>
            {
                ArgumentNullException.ThrowIfNull(segments);
                ArgumentOutOfRangeException.ThrowIfNotEqual(segments.Count, _segments.Count, nameof(segments));
                if (_isComplete || _soundSamples is null)
                {
                    throw new InvalidOperationException("Sound is changed while a stream grows, and only where it has some.");
                }

                (SoundSamples? samples, StreamSound? sound, SegmentWriter writer) = (_soundSamples, _sound, _writer);
                (Segment[] before, StreamHeader[] headers) = ([.. _segments], [.. _headers]);
                SoundSamples other = SoundSamples.Read(path);
                bool published = false;
                try
                {
                    (_soundSamples, _sound) = (other, new StreamSound(other, _request.Rate));
                    _writer = new SegmentWriter(_folder, _request.Rate, other);
                    _headers.Clear();
                    for (int i = 0; i < before.Length; i++)
                    {
                        using PartList list = Read(segments[i], cancellationToken);
                        SoundSpan span = _sound.Until(before[i].Start + before[i].Frames);
                        string name = Replacement(i);
                        _segments[i] = before[i] with { Sound = span, Entry = new PlaylistEntry(name, Header(list.Track), list.Frames) };
                        _writer.Write(name, i, before[i].Start, list, _lead, span, cancellationToken);
                    }

                    if (before.Length > 0)
                    {
                        Publish();
                    }

                    published = true;
                    samples.Dispose();
                }
                finally
                {
                    if (!published)
                    {
                        (_soundSamples, _sound, _writer) = (samples, sound, writer);
                        _segments.Clear();
                        _segments.AddRange(before);
                        _headers.Clear();
                        _headers.AddRange(headers);
                        other.Dispose();
                    }
                }
            },
            cancellationToken
        );

    /// <summary>Says that no segment will follow. Sound that goes on after the last picture becomes a segment of its own.</summary>
    /// <exception cref="MontageException">The folder cannot be written.</exception>
    public Task FinishAsync(CancellationToken cancellationToken) =>
        InTurnAsync(
            () =>
            {
                if (_isComplete || _segments.Count == 0)
                {
                    if (!_isComplete)
                    {
                        throw new InvalidOperationException("A stream needs at least one segment.");
                    }

                    return;
                }

                SoundSpan rest = _sound?.Rest() ?? default;
                if (rest.Count > 0)
                {
                    double seconds = _soundSamples!.Track.EndSeconds - _request.Rate.SecondsAt(Frames);
                    _tail = new PlaylistEntry(
                        Numbered("segment-{0:00000}.m4s", _segments.Count),
                        _segments[^1].Entry.Header,
                        0,
                        Math.Max(0.001, seconds)
                    );
                    _writer.Write(_tail.Name, _segments.Count, Frames, null, _lead, rest, cancellationToken);
                }

                _isComplete = true;
                Publish();
            },
            cancellationToken
        );

    /// <summary>Lets go of the sound track. The folder stays; a stream that was not finished stays unfinished.</summary>
    public ValueTask DisposeAsync()
    {
        _soundSamples?.Dispose();
        return ValueTask.CompletedTask;
    }

    private string Replacement(int segment) =>
        string.Create(CultureInfo.InvariantCulture, $"segment-{segment:00000}-{++_replacements}.m4s");

    private static string Numbered(string format, int number) => string.Format(CultureInfo.InvariantCulture, format, number);

    private static PreviewStream Create(PreviewStreamRequest request)
    {
        SoundSamples? sound = request.SoundPath is null ? null : SoundSamples.Read(request.SoundPath);
        return new PreviewStream(request, StreamFolder.Prepare(request.Folder), sound);
    }

    private PartList Read(IReadOnlyList<JoinPart> parts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentOutOfRangeException.ThrowIfZero(parts.Count, nameof(parts));
        PartList list = PartList.Read(parts, cancellationToken);
        if (_request.Rate.SecondsAt(list.Frames) > _request.LongestSegmentSeconds + 1e-9)
        {
            list.Dispose();
            throw new ArgumentException(
                $"A segment of {_request.Rate.SecondsAt(list.Frames)} s is longer than the {_request.LongestSegmentSeconds} s that were "
                    + $"promised.",
                nameof(parts)
            );
        }

        if (_segments.Count > 0 && list.Lead > _lead)
        {
            list.Dispose();
            throw new MontageException(
                ErrorCode.JoinFailed,
                $"'{parts[0].Path}' reorders {list.Lead} frames, and the stream was begun with at most {_lead}. Encode it with fewer "
                    + $"B-frames."
            );
        }

        return list;
    }

    private string Header(Mp4Track track)
    {
        foreach (StreamHeader known in _headers)
        {
            if (known.Setup.AsSpan().SequenceEqual(track.CodecConfiguration))
            {
                return known.Name;
            }
        }

        string name = _headersWritten == 0 ? "init.mp4" : Numbered("init-{0}.mp4", _headersWritten);
        _writer.WriteHeader(name, track, _lead);
        _headersWritten++;
        _headers.Add(new(track.CodecConfiguration, name));
        return name;
    }

    private void Publish()
    {
        IEnumerable<PlaylistEntry> entries = _segments.Select(s => s.Entry);
        string text = StreamPlaylist.Text(
            [.. _tail is null ? entries : entries.Append(_tail)],
            _request.Rate,
            _request.LongestSegmentSeconds,
            _isComplete
        );
        _folder.Replace(StreamFolder.PlaylistName, Encoding.ASCII.GetBytes(text));
    }

    private Task InTurnAsync(Action work, CancellationToken cancellationToken) =>
        Task.Run(
            () =>
            {
                lock (_turn)
                {
                    try
                    {
                        work();
                    }
                    catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                    {
                        throw _folder.Unwritable(e);
                    }
                }
            },
            cancellationToken
        );

    private sealed record StreamHeader(byte[] Setup, string Name);

    private sealed record Segment(long Start, long Frames, SoundSpan Sound, PlaylistEntry Entry);
}
