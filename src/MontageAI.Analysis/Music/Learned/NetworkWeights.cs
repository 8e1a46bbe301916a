using System.Buffers.Binary;
using System.Security.Cryptography;
using MontageAI.Dsp.Neural;

namespace MontageAI.Analysis.Music.Learned;

/// <summary>
/// The trained layers, read once per process from a resource that <c>training/export.py</c> writes.
/// </summary>
/// <remarks>
/// Little-endian: "MABN", version, bands, channels, taps at the input, taps of a block, blocks, a dilation per block (32-bit each); then
/// half-precision weights, layer by layer, each as taps x inputs x outputs followed by a bias per output; then SHA-256 of all that.
/// </remarks>
internal sealed class NetworkWeights
{
    /// <summary>The format that is read.</summary>
    public const int Version = 1;

    private const string Resource = "MontageAI.Analysis.Music.Learned.beats.weights";
    private static readonly Lazy<NetworkWeights> Shipped = new(() =>
    {
        using Stream stream =
            typeof(NetworkWeights).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource '{Resource}' is missing from the program.");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Read(bytes);
    });

    private NetworkWeights(
        FrameConvolution input,
        FrameConvolution mix,
        (FrameConvolution, FrameConvolution)[] blocks,
        FrameConvolution head
    )
    {
        Input = input;
        Mix = mix;
        Blocks = blocks;
        Head = head;
    }

    /// <summary>The weights of this version of the program.</summary>
    public static NetworkWeights Default => Shipped.Value;

    /// <summary>Levels to channels, then rectified.</summary>
    public FrameConvolution Input { get; }

    /// <summary>Channels to channels, per frame.</summary>
    public FrameConvolution Mix { get; }

    /// <summary>Per block a dilated layer, then rectified, and one per frame whose output is added to the block's input.</summary>
    public IReadOnlyList<(FrameConvolution Dilated, FrameConvolution Mix)> Blocks { get; }

    /// <summary>Rectified channels to the logits of beat and downbeat.</summary>
    public FrameConvolution Head { get; }

    /// <summary>Reads weights.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged or of another version.</exception>
    public static NetworkWeights Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 64 || !bytes.StartsWith("MABN"u8) || !SHA256.HashData(bytes[..^32]).AsSpan().SequenceEqual(bytes[^32..]))
        {
            throw new InvalidDataException("The network's weights are damaged.");
        }

        Cursor cursor = new(bytes[4..^32]);
        int version = cursor.Int(),
            bands = cursor.Int(),
            channels = cursor.Int(),
            inputTaps = cursor.Int(),
            taps = cursor.Int();
        if (version != Version || bands != LogMelFrontEnd.Bands)
        {
            throw new InvalidDataException(
                $"The network's weights are of version {version} for {bands} bands; version {Version} for {LogMelFrontEnd.Bands} is needed."
            );
        }

        int[] dilations = new int[cursor.Int()];
        for (int i = 0; i < dilations.Length; i++)
        {
            dilations[i] = cursor.Int();
        }

        FrameConvolution input = cursor.Layer(bands, channels, inputTaps, 1),
            mix = cursor.Layer(channels, channels, 1, 1);
        (FrameConvolution, FrameConvolution)[] blocks = new (FrameConvolution, FrameConvolution)[dilations.Length];
        for (int i = 0; i < blocks.Length; i++)
        {
            FrameConvolution dilated = cursor.Layer(channels, channels, taps, dilations[i]);
            blocks[i] = (dilated, cursor.Layer(channels, channels, 1, 1));
        }

        return new NetworkWeights(input, mix, blocks, cursor.Layer(channels, 2, 1, 1));
    }

    private ref struct Cursor(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _left = bytes;

        public int Int()
        {
            int value = BinaryPrimitives.ReadInt32LittleEndian(_left);
            _left = _left[4..];
            return value;
        }

        public FrameConvolution Layer(int inputs, int outputs, int taps, int dilation)
        {
            float[] weights = Halves(taps * inputs * outputs);
            return new FrameConvolution(weights, Halves(outputs), inputs, taps, dilation);
        }

        private float[] Halves(int count)
        {
            float[] values = new float[count];
            for (int i = 0; i < count; i++)
            {
                values[i] = (float)BinaryPrimitives.ReadHalfLittleEndian(_left[(2 * i)..]);
            }

            _left = _left[(2 * count)..];
            return values;
        }
    }
}
