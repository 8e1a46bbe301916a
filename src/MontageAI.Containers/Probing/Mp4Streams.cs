using System.Buffers.Binary;
using System.Text;
using MontageAI.Containers.Mp4;
using MontageAI.Media;
using MontageAI.Time;

namespace MontageAI.Containers.Probing;

/// <summary>Turns tracks into the facts that ffprobe states about their streams.</summary>
internal static class Mp4Streams
{
    private const int VideoHeader = 78;

    /// <summary>A stream of moving pictures, and for H.264 what its first sample must agree with.</summary>
    public static (VideoStreamInfo Stream, H264Parameters? Parameters)? Video(byte[] data, Mp4TrackFacts track, int index)
    {
        Mp4Box entry = track.Entry;
        if (
            entry.Length < VideoHeader
            || PlainBoxes.Children(
                data,
                entry.Start + VideoHeader,
                entry.Length - VideoHeader,
                "avcC",
                "hvcC",
                "pasp",
                "colr",
                "fiel",
                "mdcv",
                "clli",
                "dvcC",
                "dvvC"
            )
                is not { } boxes
            || Turn(track.Matrix) is not { } turn
            || !HasPlainLight(boxes)
        )
        {
            return null;
        }

        bool advanced = track.Format == "avc1";
        H264Parameters? parameters = null;
        SequenceFacts? facts = null;
        if (advanced && boxes.TryGetValue("avcC", out Mp4Box avc) && !boxes.ContainsKey("hvcC"))
        {
            parameters = H264Parameters.Parse(data.AsSpan(avc.Start, avc.Length));
            facts = parameters?.Facts is { } told ? Cropped(told, U16(data, entry.Start + 24), U16(data, entry.Start + 26)) : null;
        }
        else if (track.Format is "hvc1" or "hev1" && boxes.TryGetValue("hvcC", out Mp4Box hevc) && !boxes.ContainsKey("avcC"))
        {
            facts = HevcParameters.Parse(data.AsSpan(hevc.Start, hevc.Length));
        }

        int width = U16(data, entry.Start + 24);
        int height = U16(data, entry.Start + 26);
        if (
            facts is null
            || facts.Width != width
            || facts.Height != height
            || Colors(data, boxes, facts, advanced) is not { } color
            || facts.PixelFormat(color.Range == "pc", advanced ? [1, 2] : [1]) is not { } pixels
            || Aspect(data, boxes, track, facts) is not { } aspect
            || FieldOrder(data, boxes, advanced) is not { } fields
            || RateGuess.Of(track.Tables, track.Timescale) is not { } baseRate
        )
        {
            return null;
        }

        Rational average = new(track.Timescale * track.Tables.Count, track.Tables.Ticks);
        if (average.Numerator > int.MaxValue || average.Denominator > int.MaxValue)
        {
            return null;
        }

        VideoStreamInfo stream = new()
        {
            Index = index,
            Codec = advanced ? "h264" : "hevc",
            CodecTag = track.Format,
            Width = width,
            Height = height,
            SampleAspect = aspect,
            Turn = turn,
            TimeBase = new Rational(1, track.Timescale),
            BaseRate = Rate(baseRate),
            AverageRate = Rate(average),
            StartPts = track.Start,
            DurationSeconds = Printed.Seconds(track.Duration, track.Timescale),
            FrameCount = track.Tables.Count,
            PixelFormat = pixels,
            BitDepth = facts.BitDepth,
            Color = color,
            FieldOrder = fields.Length == 0 ? null : fields,
        };
        FrameDistances? distances = FrameDistances.Of(track.Tables.Durations, stream.TimeBase);
        return (stream.ToldBy(distances, stream.DurationSeconds), parameters);
    }

    /// <summary>A stream of plain AAC or 16-bit PCM.</summary>
    public static AudioStreamInfo? Audio(byte[] data, Mp4TrackFacts track, int index, bool quickTime)
    {
        Mp4Box entry = track.Entry;
        if (entry.Length < 28 || track.Tables.HasOffsets)
        {
            return null;
        }

        int version = U16(data, entry.Start + 8);
        int header = version == 0 ? 28 : 44;
        if (
            version > (quickTime ? 1 : 0)
            || entry.Length < header
            || PlainBoxes.Children(data, entry.Start + header, entry.Length - header, "esds", "wave", "chan") is not { } boxes
        )
        {
            return null;
        }

        (string Codec, int Rate, int Channels, string? Layout)? sound = track.Format switch
        {
            "mp4a" when Setup(data, boxes) is { } aac => ("aac", aac.Rate, aac.Channels, aac.Layout),
            "sowt" or "twos" => Pcm(data, track, boxes),
            _ => null,
        };
        return sound is not { } known
            ? null
            : new AudioStreamInfo
            {
                Index = index,
                Codec = known.Codec,
                SampleRate = known.Rate,
                Channels = known.Channels,
                ChannelLayout = known.Layout,
                TimeBase = new Rational(1, track.Timescale),
                StartSeconds = Printed.Seconds(track.Start, track.Timescale),
                DurationSeconds = Printed.Seconds(track.Duration, track.Timescale),
            };
    }

    private static FrameRate? Rate(Rational rate) => rate.Value <= 1000 ? new FrameRate(rate) : null;

    private static (int Rate, int Channels, string Layout)? Setup(byte[] data, Dictionary<string, Mp4Box> boxes)
    {
        if (boxes.TryGetValue("wave", out Mp4Box wave))
        {
            // QuickTime wraps it, with the coding's name before.
            if (
                boxes.ContainsKey("esds")
                || PlainBoxes.Children(data, wave.Start, wave.Length, "frma", "mp4a", "esds") is not { } inner
                || !inner.TryGetValue("frma", out Mp4Box frma)
                || frma.Length != 4
                || !data.AsSpan(frma.Start, 4).SequenceEqual("mp4a"u8)
            )
            {
                return null;
            }

            boxes = inner;
        }

        return boxes.TryGetValue("esds", out Mp4Box esds) && !boxes.ContainsKey("chan")
            ? AacSetup.Read(data.AsSpan(esds.Start, esds.Length))
            : null;
    }

    private static (string Codec, int Rate, int Channels, string? Layout)? Pcm(
        byte[] data,
        Mp4TrackFacts track,
        Dictionary<string, Mp4Box> boxes
    )
    {
        int start = track.Entry.Start;
        int channels = U16(data, start + 16);
        int rate = U16(data, start + 24);
        if (
            U16(data, start + 18) != 16
            || channels is 0 or > 2
            || rate == 0
            || boxes.ContainsKey("esds")
            || boxes.ContainsKey("wave")
            || !boxes.TryGetValue("chan", out Mp4Box chan)
            || chan.Length < 12
        )
        {
            return null;
        }

        uint tag = BinaryPrimitives.ReadUInt32BigEndian(data.AsSpan(chan.Start + 4));
        string? layout = (tag, channels) switch
        {
            ((100 << 16) | 1, 1) => "mono",
            ((101 << 16) | 2, 2) => "stereo",
            _ => null,
        };
        return layout is null ? null : (track.Format == "sowt" ? "pcm_s16le" : "pcm_s16be", rate, channels, layout);
    }

    // Some cameras leave cropping to the container; FFmpeg's H.264 decoder follows it within the last macroblock.
    private static SequenceFacts Cropped(SequenceFacts facts, int width, int height) =>
        (width + 15) / 16 == (facts.Width + 15) / 16
        && (height + 15) / 16 == (facts.Height + 15) / 16
        && width <= facts.Width
        && height <= facts.Height
            ? facts with
            {
                Width = width,
                Height = height,
            }
            : facts;

    // Null for sheared, scaled and empty matrices, which FFmpeg turns into sample aspects too.
    private static PictureTurn? Turn(int[] m) =>
        (Math.Abs(m[0]), Math.Abs(m[1]), Math.Abs(m[3]), Math.Abs(m[4]), m[2], m[5], m[8]) switch
        {
            (0x10000, 0, 0, 0x10000, 0, 0, 0x40000000) or (0, 0x10000, 0x10000, 0, 0, 0, 0x40000000) => PictureTurn.OfMatrix(
                m[0],
                m[1],
                m[3],
                m[4]
            ),
            _ => null,
        };

    private static bool HasPlainLight(Dictionary<string, Mp4Box> boxes) =>
        (!boxes.TryGetValue("mdcv", out Mp4Box mastering) || mastering.Length == 24)
        && (!boxes.TryGetValue("clli", out Mp4Box light) || light.Length == 4)
        && (!boxes.TryGetValue("dvcC", out Mp4Box dolby) || dolby.Length == 24)
        && (!boxes.TryGetValue("dvvC", out Mp4Box vision) || vision.Length == 24);

    // The container's tags, overridden by what the pictures' own set says. FFmpeg's HEVC decoder takes silence as "limited range, colours
    // unknown".
    private static ColorTags? Colors(byte[] data, Dictionary<string, Mp4Box> boxes, SequenceFacts facts, bool advanced)
    {
        ColorTags color = new();
        if (boxes.TryGetValue("colr", out Mp4Box colr))
        {
            string kind = colr.Length >= 4 ? Encoding.Latin1.GetString(data, colr.Start, 4) : "";
            if (kind is not ("nclx" or "nclc") || colr.Length < (kind == "nclx" ? 11 : 10))
            {
                return null;
            }

            color = ColorNames.Of((uint)U16(data, colr.Start + 4), (uint)U16(data, colr.Start + 6), (uint)U16(data, colr.Start + 8));
            color = kind == "nclx" ? color with { Range = (data[colr.Start + 10] & 0x80) != 0 ? "pc" : "tv" } : color;
        }

        if (!advanced)
        {
            color = new ColorTags { Range = "tv" };
        }

        string? range = facts.HasSignalType ? (facts.FullRange ? "pc" : "tv") : color.Range;
        color = facts.HasColor ? facts.Color with { Range = range } : color with { Range = range };
        return color.Matrix == "gbr" ? null : color;
    }

    private static Rational? Aspect(byte[] data, Dictionary<string, Mp4Box> boxes, Mp4TrackFacts track, SequenceFacts facts)
    {
        if (boxes.TryGetValue("pasp", out Mp4Box pasp))
        {
            int width = pasp.Length == 8 ? BinaryPrimitives.ReadInt32BigEndian(data.AsSpan(pasp.Start)) : 0;
            int height = width > 0 ? BinaryPrimitives.ReadInt32BigEndian(data.AsSpan(pasp.Start + 4)) : 0;
            return width > 0 && height > 0 && new Rational(width, height) is { Numerator: <= 32767, Denominator: <= 32767 } aspect
                ? aspect
                : null;
        }

        if (track.DisplayWidth > 0 && track.DisplayHeight > 0 && (track.DisplayWidth != facts.Width || track.DisplayHeight != facts.Height))
        {
            return
                new Rational((long)facts.Height * track.DisplayWidth, (long)facts.Width * track.DisplayHeight)
                    is { Numerator: <= 65535, Denominator: <= 65535 } told
                ? told
                : null;
        }

        return facts.SampleAspect ?? new Rational(1);
    }

    // Empty for "unknown". FFmpeg looks at H.264 pictures, whose sets here allow no fields, and at nothing for HEVC.
    private static string? FieldOrder(byte[] data, Dictionary<string, Mp4Box> boxes, bool advanced)
    {
        if (boxes.TryGetValue("fiel", out Mp4Box fiel))
        {
            return fiel.Length >= 2 && data[fiel.Start] == 1 ? "progressive" : null;
        }

        return advanced ? "progressive" : "";
    }

    private static int U16(byte[] data, int at) => BinaryPrimitives.ReadUInt16BigEndian(data.AsSpan(at));
}
