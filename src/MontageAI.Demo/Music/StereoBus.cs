namespace MontageAI.Demo.Music;

/// <summary>Stereo samples that instruments are added to. Levels around 1 are full scale; sums may exceed it until mastered.</summary>
internal sealed class StereoBus(int length)
{
    /// <summary>Left channel.</summary>
    public float[] Left { get; } = new float[length];

    /// <summary>Right channel, same length.</summary>
    public float[] Right { get; } = new float[length];

    /// <summary>Samples per channel.</summary>
    public int Length => length;

    /// <summary>Adds one sample at a place between left (-1) and right (1), at equal power. Outside the bus it is dropped.</summary>
    public void Add(int index, float value, float pan)
    {
        if ((uint)index < (uint)length)
        {
            Left[index] += value * MathF.Sqrt((1 - pan) * 0.5f);
            Right[index] += value * MathF.Sqrt((1 + pan) * 0.5f);
        }
    }

    /// <summary>Adds another bus of the same length, scaled.</summary>
    public void Add(StereoBus other, float gain)
    {
        for (int i = 0; i < length; i++)
        {
            Left[i] += other.Left[i] * gain;
            Right[i] += other.Right[i] * gain;
        }
    }
}
