using MontageAI.Media;
using MontageAI.Time;

namespace MontageAI.Analysis.Tests.Clips;

/// <summary>
/// A clip of 25 frames per second out of thin air, delivered on the caller's thread: one of a few pictures per shot, with some movement. It
/// counts what is asked of it and notes how many bytes its thread had allocated when given frames were asked for.
/// </summary>
internal sealed class FakeClip : IClipFrameSource
{
    private const int Width = 160;
    private const int Height = 90;
    private static readonly Rational s_timeBase = new(1, 25);
    private readonly byte[][] _pictures;
    private readonly int _frames;
    private readonly int _keyEvery;
    private readonly int _shotFrames;

    /// <param name="frames">Frames of the clip.</param>
    /// <param name="keyEvery">Distance of key frames.</param>
    /// <param name="shotFrames">Frames of a shot.</param>
    public FakeClip(int frames, int keyEvery, int shotFrames)
    {
        (_frames, _keyEvery, _shotFrames) = (frames, keyEvery, shotFrames);
        _pictures = [.. Enumerable.Range(0, 8).Select(seed => Picture(seed))];
        Stream = new VideoStreamInfo
        {
            Index = 0,
            Codec = "h264",
            Width = 1920,
            Height = 1080,
            TimeBase = s_timeBase,
            AverageRate = new FrameRate(25),
            StartPts = 0,
            DurationSeconds = frames / 25.0,
        };
        Info = new MediaInfo
        {
            Path = "/fake.mp4",
            Container = "mov,mp4",
            DurationSeconds = frames / 25.0,
            Video = [Stream],
        };
    }

    public MediaInfo Info { get; }

    public VideoStreamInfo Stream { get; }

    /// <summary>Frames delivered so far, over all requests.</summary>
    public int Delivered { get; private set; }

    /// <summary>Frames delivered of requests for windows.</summary>
    public int DeliveredInWindows { get; private set; }

    /// <summary>Bytes that the thread had allocated when the n-th frame (of one reader) was asked for.</summary>
    public Dictionary<int, long> AllocatedAt { get; } = [];

    /// <summary>Which frames to note.</summary>
    public IReadOnlySet<int> Note { get; init; } = new HashSet<int>();

    public Task<IFrameReader> OpenAsync(FrameRequest request, CancellationToken cancellationToken)
    {
        IEnumerable<(int Frame, int Window)> wanted = request.Selection switch
        {
            FrameSelection.KeyFrames => Enumerable.Range(0, (_frames + _keyEvery - 1) / _keyEvery).Select(i => (i * _keyEvery, 0)),
            FrameSelection.All => Enumerable.Range(0, _frames).Select(i => (i, 0)),
            _ => request.Windows.SelectMany(
                (w, n) => Enumerable.Range((int)w.Start.Ticks, (int)(Math.Min(w.End.Ticks, _frames) - w.Start.Ticks)).Select(f => (f, n))
            ),
        };
        return Task.FromResult<IFrameReader>(
            new Reader(
                this,
                [.. wanted.Where(w => request.From is not { } from || w.Frame >= from.Ticks)],
                request.Selection == FrameSelection.Windows
            )
        );
    }

    private static byte[] Picture(int seed)
    {
        byte[] pixels = new byte[Width * 2 * Height];
        for (int i = 0; i < pixels.Length; i++)
        {
            double x = i % (Width * 2),
                y = i / (Width * 2);
            pixels[i] = (byte)
                Math.Clamp(
                    60 + (seed * 17) + (45 * Math.Sin((x * 0.03 * (1 + seed)) + seed)) + (35 * Math.Cos(y * 0.05 * (8 - seed))),
                    16,
                    235
                );
        }

        return pixels;
    }

    private void Fill(SmallFrame frame, int number)
    {
        byte[] picture = _pictures[number / _shotFrames % _pictures.Length];
        int drift = number % _shotFrames / 4 % Width;
        for (int y = 0; y < Height; y++)
        {
            picture.AsSpan((y * Width * 2) + drift, Width).CopyTo(frame.Pixels.Span[(y * Width)..]);
        }

        frame.Time = new MediaTime(number, s_timeBase);
    }

    private sealed class Reader : IFrameReader
    {
        private readonly FakeClip _clip;
        private readonly (int Frame, int Window)[] _wanted;
        private readonly bool _windows;
        private int _at;

        public Reader(FakeClip clip, (int Frame, int Window)[] wanted, bool windows)
        {
            (_clip, _wanted, _windows) = (clip, wanted, windows);
            Current.Pixels.Span.Fill(128);
        }

        public SmallFrame Current { get; } = new(Width, Height);

        public string? Problem => null;

        public ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
        {
            if (_clip.Note.Contains(_at))
            {
                _clip.AllocatedAt[_at] = GC.GetAllocatedBytesForCurrentThread();
            }

            if (_at == _wanted.Length)
            {
                return ValueTask.FromResult(false);
            }

            _clip.Fill(Current, _wanted[_at].Frame);
            Current.Window = _wanted[_at++].Window;
            _clip.Delivered++;
            _clip.DeliveredInWindows += _windows ? 1 : 0;
            return ValueTask.FromResult(true);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
