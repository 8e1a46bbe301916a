using MontageAI.Dsp.Neural;

namespace MontageAI.Dsp.Tests.Neural;

public sealed class FrameConvolutionTests
{
    [Theory]
    [InlineData(3, 2, 1, 1, 7)]
    [InlineData(80, 48, 5, 1, 33)]
    [InlineData(48, 48, 5, 16, 9)]
    [InlineData(48, 96, 1, 1, 4)]
    [InlineData(10, 61, 3, 2, 6)]
    public void Apply_EqualsTheDefinitionToTheBit(int inputs, int outputs, int taps, int dilation, int frames)
    {
        FrameConvolution layer = new(Values(taps * inputs * outputs, 1), Values(outputs, 2), inputs, taps, dilation);
        float[] x = Values((frames + layer.Reach) * inputs, 3);
        float[] fast = new float[frames * outputs];
        float[] plain = new float[frames * outputs];

        layer.Apply(x, fast, frames, rectify: true);
        layer.ApplyScalar(x, plain, frames, rectify: true);

        Assert.Equal(plain, fast);
        Assert.Contains(plain, v => v > 0);
    }

    [Fact]
    public void Apply_TwoTaps_WeighFramesTheDilationApart()
    {
        FrameConvolution layer = new([2, -1], [10], inputs: 1, taps: 2, dilation: 3);
        float[] y = new float[4];

        layer.Apply([1, 2, 3, 4, 5], y, 2, rectify: false);

        Assert.Equal([8f, 9f, 0f, 0f], y);
        Assert.Equal(3, layer.Reach);
    }

    [Fact]
    public void Constructor_WrongNumberOfWeights_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new FrameConvolution(new float[5], new float[2], 1, 3, 1));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public void Stream_PiecesOfAnySize_GiveTheCentredConvolutionOfAll(int piece)
    {
        const int Frames = 29,
            Channels = 24;
        FrameConvolution layer = new(Values(5 * Channels * Channels, 1), Values(Channels, 2), Channels, 5, 2);
        float[] x = Values(Frames * Channels, 3);
        float[] padded = [.. new float[4 * Channels], .. x, .. new float[4 * Channels]];
        float[] expected = new float[Frames * Channels];
        layer.ApplyScalar(padded, expected, Frames, rectify: false);

        FrameStream stream = new(layer, longest: 8);
        List<float> got = [];
        List<float> centres = [];
        float[] y = new float[8 * Channels];
        float[] c = new float[8 * Channels];
        for (int at = 0; at < Frames; at += piece)
        {
            int n = Math.Min(piece, Frames - at);
            int made = stream.Push(x.AsSpan(at * Channels), n, y, c, rectify: false);
            got.AddRange(y[..(made * Channels)]);
            centres.AddRange(c[..(made * Channels)]);
        }

        int last = stream.PushZeros(stream.Lookahead, y, c, rectify: false);
        got.AddRange(y[..(last * Channels)]);
        centres.AddRange(c[..(last * Channels)]);

        Assert.Equal(expected, got);
        Assert.Equal(x, centres);
    }

    [Fact]
    public void Stream_EvenNumberOfTaps_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new FrameStream(new FrameConvolution(new float[2], new float[1], 1, 2, 1), 4));

    private static float[] Values(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() - 0.5))];
    }
}
