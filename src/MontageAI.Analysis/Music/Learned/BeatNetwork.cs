using MontageAI.Analysis.Music.Spectra;
using MontageAI.Dsp.Neural;

namespace MontageAI.Analysis.Music.Learned;

/// <summary>
/// A temporal convolutional network over log-mel levels, run as the frames come: each layer looks at what it needs of the frames before and
/// after, and each frame is
/// computed once.
/// </summary>
/// <remarks>
/// Source: Davies and Boeck, "Temporal convolutional networks for musical audio beat tracking", EUSIPCO 2019. How the weights came about:
/// <c>training/README.md</c>.
/// Outputs come <see cref="Lookahead"/> frames late. Memory is that of the layers' reach, about 1 MB. No allocation per frame but the
/// doubling of the series.
/// </remarks>
internal sealed class BeatNetwork : LogMelFrontEnd.IFrameSink
{
    // Frames computed at once: enough that a layer's weights are read from the first cache many times.
    private const int Run = 128;

    // Levels less this are the network's input.
    private const float Centre = 1;

    private readonly NetworkWeights _weights;
    private readonly FrameStream _input;
    private readonly FrameStream[] _blocks;
    private readonly int _channels;
    private readonly float[] _levels = new float[Run * LogMelFrontEnd.Bands];
    private readonly float[] _inner;
    private readonly float[] _outer;
    private readonly float[] _added;
    private readonly float[] _logits = new float[Run * 2];
    private readonly FloatSeries _beat;
    private readonly FloatSeries _downbeat;
    private int _waiting;

    /// <summary>Creates the network's state.</summary>
    /// <param name="weights">Trained weights, which may be shared.</param>
    /// <param name="beat">Receives the probability of a beat per frame.</param>
    /// <param name="downbeat">Receives the probability of a downbeat per frame.</param>
    public BeatNetwork(NetworkWeights weights, FloatSeries beat, FloatSeries downbeat)
    {
        _weights = weights;
        _beat = beat;
        _downbeat = downbeat;
        _channels = weights.Mix.Outputs;
        _input = new FrameStream(weights.Input, Run);
        _blocks = [.. weights.Blocks.Select(b => new FrameStream(b.Dilated, Run))];
        _inner = new float[Run * _channels];
        _outer = new float[Run * _channels];
        _added = new float[Run * _channels];
    }

    /// <summary>Frames that an output is late.</summary>
    public int Lookahead => _input.Lookahead + _blocks.Sum(b => b.Lookahead);

    /// <inheritdoc/>
    public void Take(ReadOnlySpan<float> levels, int frames)
    {
        for (int t = 0; t < frames; t++)
        {
            Span<float> row = _levels.AsSpan(_waiting * LogMelFrontEnd.Bands, LogMelFrontEnd.Bands);
            for (int b = 0; b < row.Length; b++)
            {
                row[b] = levels[(t * LogMelFrontEnd.Bands) + b] - Centre;
            }

            if (++_waiting == Run)
            {
                FromInput(_input.Push(_levels, _waiting, _inner, [], rectify: true));
                _waiting = 0;
            }
        }
    }

    /// <summary>Makes the outputs of the last frames.</summary>
    public void Finish()
    {
        FromInput(_input.Push(_levels, _waiting, _inner, [], rectify: true));
        _waiting = 0;
        FromInput(_input.PushZeros(_input.Lookahead, _inner, [], rectify: true));
        for (int block = 0; block < _blocks.Length; block++)
        {
            for (int left = _blocks[block].Lookahead; left > 0; left -= Run)
            {
                int made = _blocks[block].PushZeros(Math.Min(left, Run), _inner, _outer, rectify: true);
                FromBlock(block + 1, AddMix(block, made));
            }
        }
    }

    private void FromInput(int frames)
    {
        _weights.Mix.Apply(_inner, _outer, frames, rectify: false);
        FromBlock(0, frames);
    }

    /// <summary>Takes frames in the outer rows through the blocks from one on.</summary>
    private void FromBlock(int first, int frames)
    {
        for (int block = first; block < _blocks.Length; block++)
        {
            frames = AddMix(block, _blocks[block].Push(_outer, frames, _inner, _outer, rectify: true));
        }

        for (int i = 0; i < frames * _channels; i++)
        {
            _outer[i] = Math.Max(0, _outer[i]);
        }

        _weights.Head.ApplyScalar(_outer, _logits, frames, rectify: false);
        for (int t = 0; t < frames; t++)
        {
            _beat.Add(Probability(_logits[2 * t]));
            _downbeat.Add(Probability(_logits[(2 * t) + 1]));
        }
    }

    private int AddMix(int block, int frames)
    {
        _weights.Blocks[block].Mix.Apply(_inner, _added, frames, rectify: false);
        for (int i = 0; i < frames * _channels; i++)
        {
            _outer[i] += _added[i];
        }

        return frames;
    }

    // Kept inside (0, 1), so that its logarithm and that of the rest exist.
    private static float Probability(float logit) => Math.Clamp(1 / (1 + MathF.Exp(-logit)), 1e-6f, 1 - 1e-6f);
}
