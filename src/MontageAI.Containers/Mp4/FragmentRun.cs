namespace MontageAI.Containers.Mp4;

/// <summary>What a fragment holds of one track.</summary>
/// <param name="Id">Number of the track.</param>
/// <param name="DecodeTime">Ticks from the start of the stream to the first sample's decoding time.</param>
/// <param name="Samples">The samples, at least one.</param>
internal sealed record FragmentRun(int Id, long DecodeTime, FragmentSample[] Samples)
{
    /// <summary>Bytes of all samples.</summary>
    public long Bytes
    {
        get
        {
            long bytes = 0;
            foreach (FragmentSample sample in Samples)
            {
                bytes += sample.Size;
            }

            return bytes;
        }
    }

    /// <summary>Whether a sample is not shown at the time at which it is decoded.</summary>
    public bool HasOffsets
    {
        get
        {
            foreach (FragmentSample sample in Samples)
            {
                if (sample.Offset != 0)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
